"""From the readers' claims to one answer."""

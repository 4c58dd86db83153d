"""imerr: the error-code desk for teams that build on the Easemob IM SDK."""

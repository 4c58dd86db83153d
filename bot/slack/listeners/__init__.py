"""What imerr listens for in Slack, one module per surface, each ending in one `register`."""

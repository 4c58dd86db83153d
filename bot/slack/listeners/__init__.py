"""The listeners, one module per surface, each ending in one `register`."""

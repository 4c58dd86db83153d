"""One module a version of the schema, the oldest first."""

"""Around every listener: the rate limit and the error handler."""

"""Around every listener: the token, the rate limit and the error handler."""

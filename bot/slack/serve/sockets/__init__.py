"""The WebSockets of Socket Mode: opened, held, renewed, and reopened with backoff."""

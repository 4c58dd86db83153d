"""The WebSockets of Socket Mode: opened, held, renewed, and opened again after a wait."""

"""Answers as Block Kit, one module per message. Pure: no request, no network."""

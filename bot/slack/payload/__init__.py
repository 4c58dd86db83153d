"""Payloads from Slack, read once into small records; no other package reads a raw payload."""

"""What Slack sends, read once into small records; nothing else reads a raw payload."""

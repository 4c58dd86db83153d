"""The Slack app, from payloads in to messages out."""

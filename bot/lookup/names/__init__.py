"""What a text names literally: constants, messages, other systems."""

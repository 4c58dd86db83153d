"""Targets of presses: another answer, the App Home, or the channel for everyone."""

"""Where presses lead: to another answer, to the App Home, or into the channel for everyone."""

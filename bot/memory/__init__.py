"""What teams add to the table, as an answer needs it: within milliseconds, and never a reason to answer late."""

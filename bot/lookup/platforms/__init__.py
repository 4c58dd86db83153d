"""Which platforms a text is about, and what numbers and words mean on each."""

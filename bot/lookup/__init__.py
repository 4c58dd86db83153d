"""A question in, an answer out. Knows neither Slack nor SQL."""

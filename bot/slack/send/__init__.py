"""Everything that goes to Slack: threads, response URLs, views, and the client they use."""

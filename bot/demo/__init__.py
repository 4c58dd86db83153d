"""A local Slack: a stand-in server to test imerr against, and to try it in."""

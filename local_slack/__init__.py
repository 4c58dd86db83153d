"""A local Slack: a stand-in server to test a Bolt app against, and to try it in."""

from local_slack.slack import LocalSlack

__all__ = ["LocalSlack"]

"""The newsroom's rules, as pages need them."""

from broadsheet.discussion.models import DiscussionRules


def rules_path(rules: DiscussionRules) -> str:
    """The address of the newsroom's comment rules; empty where none are chosen or public."""
    page = rules.rules_page
    return (page.url or "") if page is not None and page.live else ""

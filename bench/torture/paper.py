"""python -m bench.torture.paper: a small newsroom to torture, in the folder of BROADSHEET_DATA.

Prints one JSON object: its stories, a comment to vote for, and the session of somebody at the desk.
With `--act` it stays: each line on stdin is an act of the desk as JSON, done in this process beside
the server, and acknowledged by a line on stdout.
"""

import json
import sys
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import django

STORIES = ("morning", "evening", "edited", "taken-down")


def fill() -> dict[str, Any]:
    """Write the newsroom; the database is made where it is missing."""
    # Django has to be ready before its models can be imported.
    from django.conf import settings  # noqa: PLC0415
    from django.contrib.auth.models import User  # noqa: PLC0415
    from django.contrib.sessions.backends.db import SessionStore  # noqa: PLC0415

    from broadsheet.cli import data_folder  # noqa: PLC0415
    from broadsheet.core import clock  # noqa: PLC0415
    from broadsheet.core.models import Newsroom  # noqa: PLC0415
    from broadsheet.discussion import actions as discussion  # noqa: PLC0415
    from broadsheet.fundraising import actions as fundraising  # noqa: PLC0415
    from broadsheet.publishing import actions as publishing  # noqa: PLC0415

    data_folder.open_for_writing()
    room = Newsroom.objects.first() or Newsroom()
    room.title, room.is_set_up, room.currency = "The Anvil", True, "USD"
    room.save()
    publishing.ensure_front_page(title=room.title)
    section = publishing.save_section(title="Harbour", slug="harbour")
    began = clock.now() - timedelta(hours=6)
    stories = {
        slug: publishing.save_article(
            section=section,
            slug=slug,
            title=f"The {slug} story",
            standfirst="",
            body=[{"type": "paragraph", "value": "<p>Nothing moved.</p>"}],
            bylines=[],
            published_at=began + timedelta(minutes=number),
            live=True,
        )
        for number, slug in enumerate(STORIES)
    }
    discussion.save_rules(hold_first_comments=False, comments_per_page=100, replies_shown=100)
    fundraising.ensure_campaign(goal_minor=10_000_000, currency="USD")
    subject = f"page:{stories['morning'].pk}"
    anchor = discussion.post_comment(subject=subject, name="Anna", body="Vote for me.").comment
    editor = User.objects.create_superuser("erin", "erin@newsroom.example")
    session = SessionStore()
    session["_auth_user_id"] = str(editor.pk)
    session["_auth_user_backend"] = settings.AUTHENTICATION_BACKENDS[0]
    session["_auth_user_hash"] = editor.get_session_auth_hash()
    session.create()
    return {
        "stories": {slug: {"id": story.pk, "path": story.url} for slug, story in stories.items()},
        "anchor": anchor.pk,
        "session": session.session_key,
        "session_cookie": settings.SESSION_COOKIE_NAME,
    }


def acts() -> dict[str, Callable[..., Any]]:
    """What the desk does from another process than the server's."""
    from broadsheet.core import clock  # noqa: PLC0415
    from broadsheet.discussion import actions as discussion  # noqa: PLC0415
    from broadsheet.publishing import actions as publishing  # noqa: PLC0415
    from broadsheet.publishing.models import ArticlePage, Author, SectionPage  # noqa: PLC0415

    def publish(*, pk: int, title: str) -> int:
        """Give a story a title and publish it."""
        story = ArticlePage.objects.get(pk=pk)
        story.title = title
        story.save_revision().publish()
        return pk

    def schedule(*, slug: str, title: str, in_seconds: float) -> int:
        """Write a story that goes live later."""
        story = publishing.save_article(
            section=SectionPage.objects.get(),
            slug=slug,
            title=title,
            standfirst="",
            body=[],
            bylines=[],
            published_at=clock.now() + timedelta(seconds=in_seconds),
            live=True,
        )
        return int(story.pk)

    def expire(*, pk: int, in_seconds: float) -> int:
        """Have a story taken down later."""
        story = ArticlePage.objects.get(pk=pk)
        story.expire_at = clock.now() + timedelta(seconds=in_seconds)
        story.save_revision().publish()
        return pk

    def comment(*, pk: int, times: int) -> int:
        """Post so many comments under a story, each by somebody else."""
        for number in range(times):
            discussion.post_comment(
                subject=f"page:{pk}", name=f"Reader {number}", body=f"I saw {number} gulls. " * 9
            )
        return times

    def authors(*, times: int) -> int:
        """Write so many authors, whose pages are made of a few kilobytes each."""
        bio = "Reports from the harbour, the court and the council. " * 30
        Author.objects.bulk_create(
            Author(name=f"Author {number}", slug=f"author-{number}", bio=f"{number}. {bio}")
            for number in range(times)
        )
        return times

    return {
        "authors": authors,
        "comment": comment,
        "expire": expire,
        "publish": publish,
        "schedule": schedule,
    }


def act() -> None:
    """Do what stdin says, line by line."""
    known = acts()
    for line in sys.stdin:
        values = json.loads(line)
        print(json.dumps(known[values.pop("act")](**values)), flush=True)


if __name__ == "__main__":
    django.setup()
    if "--act" in sys.argv:
        act()
    else:
        print(json.dumps(fill()))

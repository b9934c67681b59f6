"""Mentions: “@Ada” in a comment leads to what Ada said last in the same discussion.

Only people of the thread can be mentioned, so nobody learns who else reads here. The link is made
when the comment is written, with the cleaned markup; what an author types cannot look like one.
"""

import re
from collections.abc import Iterator
from typing import Final

from django.db.models import Max
from django.utils.html import escape

from broadsheet.discussion.markup import render_comment
from broadsheet.discussion.models import Comment, State, Thread
from broadsheet.discussion.models.comment import NAME_LENGTH

MENTIONS: Final = 10
"""People that one comment may mention; what comes after stays text."""
WORDS: Final = 4
"""Words that a name may have to be found in running text."""

_AT: Final = re.compile(r"(?<!\w)@(?=\S)")
_TAG: Final = re.compile(r"(<[^>]*>)")
_LEFT_ALONE: Final = ("a", "code", "pre")
_LINK: Final = re.compile(r'<a class="mention" href="/comments/([0-9]+)/"')


def render_in(thread: Thread | None, body: str) -> str:
    """The HTML of a comment's text in its thread, with its mentions as links, safe to show."""
    markup = render_comment(body)
    if thread is None or "@" not in body:
        return markup
    people = _people(thread, body)
    if not people:
        return markup
    names = sorted(people, key=len, reverse=True)
    any_name = "|".join(re.escape(escape(one)) for one in names)
    wanted = re.compile(rf"(?<!\w)@({any_name})(?!\w)")
    numbers = {str(escape(name)): number for name, number in people.items()}

    def link(found: re.Match[str]) -> str:
        number = numbers[found[1]]
        return f'<a class="mention" href="/comments/{number}/" rel="nofollow">@{found[1]}</a>'

    parts = _TAG.split(markup)
    inside = 0
    for index, part in enumerate(parts):
        if index % 2:
            tag = part.strip("</>").split(" ")[0]
            if tag in _LEFT_ALONE:
                inside += -1 if part.startswith("</") else 1
        elif not inside:
            parts[index] = wanted.sub(link, part)
    return "".join(parts)


def mentioned_in(markup: str) -> list[int]:
    """The comments to which the mentions of a stored comment lead."""
    return [int(number) for number in _LINK.findall(markup)]


def _people(thread: Thread, body: str) -> dict[str, int]:
    """Who of the thread may be meant, with the number of what they said last."""
    asked = list(dict.fromkeys(_candidates(body)))[: MENTIONS * WORDS * 2]
    rows = Comment.objects.filter(thread=thread, state=State.PUBLISHED, name__in=asked)
    found = rows.values("name").annotate(last=Max("pk")).values_list("name", "last")
    return dict(found[:MENTIONS])


def emails_mentioned_in(markup: str) -> list[str]:
    """Under which addresses the people were writing whom a stored comment mentions."""
    numbers = mentioned_in(markup)
    if not numbers:
        return []
    rows = Comment.objects.filter(pk__in=numbers).exclude(email="")
    return list(rows.values_list("email", flat=True))


def _candidates(body: str) -> Iterator[str]:
    """Every beginning of what follows an “@” that could be a name."""
    for at in _AT.finditer(body):
        words = body[at.end() : at.end() + NAME_LENGTH + 1].split("\n")[0].split(" ")
        for count in range(1, min(WORDS, len(words)) + 1):
            name = " ".join(words[:count])
            yield name
            yield name.rstrip(".,;:!?)…*_")

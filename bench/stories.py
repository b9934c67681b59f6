"""python -m bench.stories: write the stories that are measured into a sample newsroom.

The data folder is named by BROADSHEET_DATA and holds the sample already. Prints one JSON object:
the name of each story, its number and its path. Always the same texts, from a seed.
"""

import json
import random
import sys
from datetime import timedelta

import django

SEED = 1816
TOP_LEVEL = 20
"""One page of a discussion, with the newsroom's own settings."""
REPLIES = 4
"""Replies under each: a hundred comments on the page."""
COMMENT_CHARACTERS = 190
PARAGRAPHS = 6
PARAGRAPH_CHARACTERS = 300

_WORDS = (
    "the harbour council ferry bridge morning evening paper budget street school river answer "
    "question because however before after under over between people number member building "
    "plan money winter summer light water work house garden station platform letter quiet open "
    "first second third early late never always often rarely simple careful honest public"
).split()


def text(seed: random.Random, characters: int) -> str:
    """Words of about so many characters, as sentences."""
    sentences: list[str] = []
    while sum(len(sentence) + 1 for sentence in sentences) < characters:
        words = seed.choices(_WORDS, k=seed.randint(6, 12))
        sentences.append(" ".join(words).capitalize() + ".")
    return " ".join(sentences)


def fill(names: list[str]) -> dict[str, dict[str, object]]:
    """Write a story with a hundred comments for each name; gives its number and its path."""
    # Django has to be ready before its models can be imported.
    from broadsheet.core import clock  # noqa: PLC0415
    from broadsheet.discussion import actions as discussion  # noqa: PLC0415
    from broadsheet.publishing import actions as publishing  # noqa: PLC0415
    from broadsheet.publishing.models import Author, SectionPage  # noqa: PLC0415

    section, author = SectionPage.objects.order_by("pk")[0], Author.objects.order_by("pk")[0]
    found: dict[str, dict[str, object]] = {}
    for name in names:
        seed = random.Random(f"{SEED} {name}")
        # Older than the sample's own stories, so that the front page stays as it is.
        began = clock.now() - timedelta(days=400)
        body = [
            {"type": "paragraph", "value": f"<p>{text(seed, PARAGRAPH_CHARACTERS)}</p>"}
            for _ in range(PARAGRAPHS)
        ]
        story = publishing.save_article(
            section=section,
            slug=f"measured-{name}",
            title=f"Measured: {name}",
            standfirst=text(seed, 120),
            body=body,
            bylines=[(author, "")],
            published_at=began,
            live=True,
        )
        for number in range(TOP_LEVEL):
            at = began + timedelta(hours=number)
            parent = None
            for reply in range(1 + REPLIES):
                comment = discussion.import_comment(
                    subject=f"page:{story.pk}",
                    parent=parent,
                    name=f"Reader {number}-{reply}",
                    body=text(seed, COMMENT_CHARACTERS),
                    created_at=at + timedelta(minutes=reply),
                )
                # Two answers to the comment, and two to the second of them.
                parent = comment if parent is None or reply == 2 else parent
        found[name] = {"id": story.pk, "path": story.url}
    return found


if __name__ == "__main__":
    django.setup()
    print(json.dumps(fill(sys.argv[1:])))

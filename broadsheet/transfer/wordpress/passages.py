"""Passages under discussion, wpDiscuz's inline feedback: which words, and whose comments.

The text holds a shortcode around the words, with a question. A comment names the row of a table
that is in no export, so which words it is about is certain only where the text has one passage;
where there are as many rows as passages they are matched in their order, in which wpDiscuz wrote
them, and the report says so. Otherwise nobody can tell, and the comment is about the whole story.
"""

import html
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from django.db import transaction

from broadsheet.discussion.actions import import_passage
from broadsheet.discussion.models import Passage
from broadsheet.discussion.passages.choosing import Chosen
from broadsheet.discussion.passages.texts import CONTEXT
from broadsheet.transfer.ledger import Ledger, digest_of, key_within_limit
from broadsheet.transfer.report import Report
from broadsheet.transfer.wordpress.body.fragments import line_of
from broadsheet.transfer.wordpress.records import Item

FORM: Final = "wpdiscuz_feedback_form_id"
"""By which a comment names the row of its passage."""
INFERRED: Final = "Passages of wpDiscuz that were matched to comments by their order: please check."
UNKNOWN: Final = "Comments on a passage that the export does not name stand under the whole story."
LOST: Final = "Its words do not stand in the public text; its comments begin with them instead."
_AROUND: Final = 400
"""Characters of source on each side that are read for the words around a passage."""
_OPENING: Final = re.compile(r"(?<!\[)\[wpdiscuz-feedback\b([^\]]*)\]", re.IGNORECASE)
_VALUE: Final = re.compile(r"""\b(id|question)\s*=\s*(?:"([^"]*)"|'([^']*)')""")
"""Quotes within a question are written as entities."""
_CLOSING: Final = "[/wpdiscuz-feedback]"
_SHORTCODE: Final = re.compile(r"\[/?[a-z][^\]]*\]", re.IGNORECASE)
_TAG: Final = re.compile(r"<[^>]*>")


@dataclass(frozen=True)
class Marked:
    """Words that the old site asked its readers about."""

    id: str
    question: str
    words: str
    before: str
    after: str


@dataclass(frozen=True)
class About:
    """What a comment is about: a passage, or words that are only quoted."""

    passage_id: int | None
    words: str


class Passages:
    """Writes the passages of one item after the other."""

    def __init__(self, ledger: Ledger, report: Report) -> None:
        self._ledger = ledger
        self._report = report

    def write(self, item: Item, item_key: str, subject: str) -> dict[str, About]:
        """Create the passages of an item; gives what its comments are about, by their `FORM`."""
        marked = marked_in(item.content)
        if not marked and not any(FORM in comment.metas for comment in item.comments):
            return {}
        written = [
            self._one(one, key_within_limit(f"{item_key}:{one.id or number}"), subject, item.title)
            for number, one in enumerate(marked)
        ]
        forms = [comment.metas[FORM] for comment in item.comments if FORM in comment.metas]
        matched = matched_to(marked, forms)
        if matched and len(marked) > 1:
            self._report.notes.add(INFERRED, item.title, len(marked))
        unknown = sum(form not in matched for form in forms)
        if unknown:
            self._report.notes.add(UNKNOWN, item.title, unknown)
        return {form: written[number] for form, number in matched.items()}

    def _one(self, marked: Marked, key: str, subject: str, title: str) -> About:
        row = self._ledger.find("passage", key)
        if row is not None:
            is_here = Passage.objects.filter(pk=row.object_id).exists()
            self._report.count("passages", "unchanged")
            return About(row.object_id if is_here else None, marked.words)
        chosen = Chosen(exact=marked.words, prefix=marked.before, suffix=marked.after)
        with transaction.atomic():
            passage = import_passage(subject=subject, chosen=chosen, question=marked.question)
            if passage is not None:
                digest = digest_of([marked.words, marked.question])
                self._ledger.write("passage", key, passage.pk, digest)
        if passage is None:
            self._report.skip("passages", LOST, f"{marked.words[:60]} ({title})")
            return About(None, marked.words)
        self._report.count("passages", "created")
        return About(passage.pk, marked.words)


def marked_in(content: str) -> list[Marked]:
    """The passages of a text, in its order; what is never closed is none."""
    lower = content.lower()
    found: list[Marked] = []
    at = 0
    while opening := _OPENING.search(content, at):
        end = lower.find(_CLOSING, opening.end())
        if end < 0:
            break
        at = end + len(_CLOSING)
        values = {name: double or single for name, double, single in _VALUE.findall(opening[1])}
        before = content[max(0, opening.start() - _AROUND) : opening.start()]
        words = line_of(_SHORTCODE.sub("", content[opening.end() : end]))
        if words:
            found.append(
                Marked(
                    id=values.get("id", ""),
                    question=line_of(html.unescape(values.get("question", ""))),
                    words=words,
                    before=_plain(before)[-CONTEXT:],
                    after=_plain(content[at : at + _AROUND])[:CONTEXT],
                )
            )
    return found


def _plain(source: str) -> str:
    """The words of a piece of source, which may begin and end anywhere."""
    words = html.unescape(_TAG.sub("", _SHORTCODE.sub("", source)))
    return re.sub(r"\s+", " ", words)


def matched_to(marked: list[Marked], forms: Iterable[str]) -> dict[str, int]:
    """Which passage each `FORM` means, by its number in the text; empty where nobody can tell."""
    rows = sorted({form for form in forms if form.isascii() and form.isdigit()}, key=int)
    if len(rows) != len(marked):
        return {}
    return {form: number for number, form in enumerate(rows)}

"""Passages as pages show them: beside the text, in the discussion, one by one, at the desk."""

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from broadsheet.core import subjects
from broadsheet.core.subjects import Subject, TextBlock
from broadsheet.discussion import editions
from broadsheet.discussion.closing import why_closed
from broadsheet.discussion.forms import CommentForm
from broadsheet.discussion.marks import Root
from broadsheet.discussion.models import (
    Comment,
    DiscussionRules,
    Passage,
    PassageState,
    Thread,
)
from broadsheet.discussion.passages.choosing import Chosen, find
from broadsheet.discussion.passages.mapping import STANDING, Carried
from broadsheet.discussion.passages.texts import WholeText
from broadsheet.discussion.queries.branches import with_replies
from broadsheet.discussion.queries.marked import ShownPassage, counted, shown, visible
from broadsheet.discussion.queries.rules import rules_path
from broadsheet.discussion.queries.shown import ShownComment
from broadsheet.discussion.queries.visible import HAS_PLACE

COMMENTS_SHOWN: Final = 50
"""Top-level comments on the page of one passage."""
PASSAGES_PER_PAGE: Final = 20
"""Passages on a page of the view of passages."""
INLINE: Final = "inline"
"""What the parameter `show` says to see the passages with what was said of each."""
ANCHOR: Final = "discussion"
"""The id of the discussion, to which its own links lead."""
_SENTENCE: Final = re.compile(r"(?<=[.!?…])[”’\")]*\s+")


@dataclass(frozen=True)
class PassagePage:
    """One passage with what was said of it, and the form."""

    subject: Subject
    shown: ShownPassage
    comments: list[ShownComment]
    is_open: bool
    closed_reason: str
    form: CommentForm
    rules_path: str
    now: str
    """What stands there now, where the words were changed."""


@dataclass(frozen=True)
class Choice:
    """Words that can be chosen without a pointer: a sentence, or a whole paragraph."""

    words: str
    value: str
    """What the form sends, as JSON."""


@dataclass(frozen=True)
class BlockPage:
    """A paragraph to choose words of, with the passages that it has."""

    subject: Subject
    words: str
    choices: list[Choice]
    passages: list[ShownPassage]
    is_open: bool
    closed_reason: str
    rules_path: str


def passage_page(passage_id: int) -> PassagePage | None:
    """One passage; None where it, or what it is about, is not public."""
    passage = counted(Passage.objects.select_related("thread")).filter(pk=passage_id).first()
    subject = subjects.find(passage.thread.subject) if passage else None
    if passage is None or subject is None or not (passage.count or passage.question):
        return None
    (page,) = passage_pages(subject, passage.thread, shown(subject, [passage]))
    return page


def block_page(subject_key: str, block_id: str) -> BlockPage | None:
    """A paragraph of a text; None where it is not public, or has no such words."""
    subject = subjects.find(subject_key)
    text = subjects.text_of(subject_key) if subject else None
    block = next((one for one in text.blocks if one.id == block_id), None) if text else None
    if subject is None or block is None:
        return None
    thread = Thread.objects.filter(subject=subject_key).first()
    rules = DiscussionRules.current()
    closed = why_closed(subject, thread, rules)
    rows = visible(thread).filter(block=block_id) if thread else []
    return BlockPage(
        subject=subject,
        words=block.words,
        choices=choices_of(block),
        passages=shown(subject, [row for row in rows if not row.is_gone]),
        is_open=closed is None,
        closed_reason=closed or "",
        rules_path=rules_path(rules),
    )


@dataclass(frozen=True)
class DeskPassages:
    """All passages of a text for the desk."""

    subject: Subject
    passages: list[ShownPassage]


def desk_passages(subject_key: str) -> DeskPassages | None:
    """The passages of a text, lost ones first; None where the text is not public."""
    subject = subjects.find(subject_key)
    if subject is None:
        return None
    thread = Thread.objects.filter(subject=subject_key).first()
    rows = shown(subject, visible(thread)) if thread else []
    return DeskPassages(subject, sorted(rows, key=lambda one: one.passage.is_standing))


def choices_of(block: TextBlock) -> list[Choice]:
    """The sentences of a paragraph, and before them the whole of it."""
    ends = [match.end() for match in _SENTENCE.finditer(block.words)]
    bounds = list(zip([0, *ends], [*ends, len(block.words)], strict=True))
    if len(bounds) > 1:
        bounds.insert(0, (0, len(block.words)))
    found = []
    for start, end in bounds:
        words = block.words[start:end].rstrip()
        place = {"block": block.id, "start": start, "end": start + len(words), "exact": words}
        found.append(Choice(words, json.dumps(place, ensure_ascii=False)))
    return found


def quote_of(subject: str, chosen: Chosen | None) -> str:
    """The words that a form is about, to show them above it; empty where there are none."""
    if chosen is None:
        return ""
    if chosen.id is not None:
        known = Passage.objects.filter(pk=chosen.id, thread__subject=subject).first()
        return known.exact if known else ""
    text = subjects.text_of(subject)
    place = find(WholeText(text.blocks), chosen) if text else None
    return WholeText(text.blocks).words_at(place) if text and place else ""


def detached_by(subject: str, blocks: Sequence[TextBlock]) -> list[tuple[ShownPassage, Carried]]:
    """The passages that would no longer stand if a text were published like this."""
    thread = Thread.objects.filter(subject=subject).first()
    kept = editions.last_kept(thread) if thread else None
    if thread is None or kept is None:
        return []
    passages = [one for one in visible(thread) if one.is_standing and (one.count or one.question)]
    fates = editions.carried(passages, editions.whole(kept), WholeText(blocks))
    lost = [one for one in passages if fates[one.pk].fate not in STANDING]
    found = subjects.find(subject) or Subject(subject, "", "")
    return [(one, fates[one.passage.pk]) for one in shown(found, lost)]


def inline_path(subject: Subject, page: int = 1) -> str:
    """The address of a page of a text's passages."""
    number = f"&page={page}" if page > 1 else ""
    return f"{subject.path}?show={INLINE}{number}#{ANCHOR}"


def subject_of(passage_id: int) -> str | None:
    """What a passage is about; None where there is no such passage."""
    rows = Passage.objects.filter(pk=passage_id).values_list("thread__subject", flat=True)
    return rows.first()


def passage_pages(
    subject: Subject, thread: Thread, passages: Sequence[ShownPassage]
) -> list[PassagePage]:
    """Passages of one text, each with what was said of it."""
    rules = DiscussionRules.current()
    closed = why_closed(subject, thread, rules)
    kept = editions.last_kept(thread)
    text = editions.whole(kept) if kept else None
    found = []
    for one in passages:
        passage = one.passage
        is_reworded = passage.state == PassageState.REWORDED and text is not None
        form = CommentForm(
            initial={"subject": subject.key, "passage": json.dumps({"id": passage.pk})}
        )
        found.append(
            PassagePage(
                subject=subject,
                shown=one,
                comments=with_replies(
                    _roots(passage), bound=rules.replies_shown, is_open=closed is None
                ),
                is_open=closed is None,
                closed_reason=closed or "",
                form=form,
                rules_path=rules_path(rules),
                now=text.words_at(passage.place) if is_reworded and text else "",
            )
        )
    return found


def _roots(passage: Passage) -> list[Root]:
    """The top-level comments on a passage that have a place, oldest first."""
    rows = Comment.objects.filter(HAS_PLACE, passage=passage).order_by("created_at", "id")
    return [Root(*row) for row in rows.values_list("pk", "reply_count")[:COMMENTS_SHOWN]]

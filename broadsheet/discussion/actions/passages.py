"""Passages: chosen by readers and editors, carried along when a new edition is published."""

from collections.abc import Iterable
from typing import Final

from django.contrib.auth.models import AbstractBaseUser
from django.db import connection, transaction

from broadsheet.core import clock, subjects
from broadsheet.core.outbox import announce
from broadsheet.core.subjects import Text
from broadsheet.core.text import clean_line
from broadsheet.discussion import editions
from broadsheet.discussion.actions.threads import locked_thread, name_of
from broadsheet.discussion.models import Passage, PassagePlace, PassageState, PublishedText, Thread
from broadsheet.discussion.models.passage import QUESTION_LENGTH, QUOTE_LENGTH
from broadsheet.discussion.passages.choosing import Chosen, find
from broadsheet.discussion.passages.mapping import STANDING
from broadsheet.discussion.passages.texts import Place, WholeText
from broadsheet.discussion.refusals import (
    NoSuchSubject,
    PassageMissing,
    PassageTooLong,
    PassageUnknown,
    TextMissing,
)

_SAVE_PLACE: Final = """
    UPDATE discussion_passage
    SET state = %s, revision = %s, block = %s, "start" = %s, "end" = %s, position = %s
    WHERE id = %s
"""


def carry_passages(*, subject: str) -> int:
    """Bring the passages of a subject to what it says now; gives how many there are.

    Safe to repeat; nothing is written where the text is the same edition. A passage whose words
    are gone is looked for from the last edition in which they stood, so that an old text brings it
    back.
    """
    if not Thread.objects.filter(subject=subject, has_passages=True).exists():
        return 0
    with transaction.atomic():
        thread = locked_thread(subject)
        text = subjects.text_of(subject)
        if text is not None:
            _bring_up(thread, text)
        return thread.passages.count()


def chosen_passage(*, thread: Thread, chosen: Chosen) -> Passage:
    """The passage of the chosen words, made if need be, inside the caller's transaction.

    `thread` is locked by the caller. Raises PassageUnknown where the words do not stand in the
    text, or it is open which are meant; PassageTooLong; PassageMissing for an id of nothing.
    """
    if chosen.id is not None:
        known = Passage.objects.filter(pk=chosen.id, thread=thread).first()
        if known is None:
            raise PassageMissing
        return known
    if len(chosen.exact) > 2 * QUOTE_LENGTH:
        raise PassageTooLong(QUOTE_LENGTH)
    text = subjects.text_of(thread.subject)
    if text is None:
        raise PassageUnknown
    whole = WholeText(text.blocks)
    place = find(whole, chosen)
    if place is None or not whole.words_at(place).strip():
        raise PassageUnknown
    if place.end - place.start > QUOTE_LENGTH:
        raise PassageTooLong(QUOTE_LENGTH)
    _bring_up(thread, text)
    same = thread.passages.exclude(state=PassageState.GONE).filter(
        block=place.block, start=place.start, end=place.end
    )
    return same.order_by("id").first() or _new(thread, text, whole, place)


def import_passage(*, subject: str, chosen: Chosen, question: str) -> Passage | None:
    """Words that another system had under discussion; None where they are not in the text now."""
    if subjects.text_of(subject) is None:
        return None
    with transaction.atomic():
        thread = locked_thread(subject)
        try:
            passage = chosen_passage(thread=thread, chosen=chosen)
        except (PassageUnknown, PassageTooLong):
            return None
        passage.question = passage.question or clean_line(question)[:QUESTION_LENGTH]
        passage.save(update_fields=["question"])
        announce("thread.imported", subject=subject)
    return passage


def ask(*, subject: str, chosen: Chosen, question: str, by: AbstractBaseUser) -> Passage:
    """Ask readers about some words. An empty question takes an earlier one back.

    Raises NoSuchSubject, TextMissing for an empty question about new words, and what
    `chosen_passage` raises.
    """
    question = clean_line(question)[:QUESTION_LENGTH]
    if subjects.find(subject) is None:
        raise NoSuchSubject
    if not question and chosen.id is None:
        raise TextMissing
    with transaction.atomic():
        thread = locked_thread(subject)
        passage = chosen_passage(thread=thread, chosen=chosen)
        passage.question = question
        passage.asked_by_id = by.pk if question else None
        passage.asked_by_name = name_of(by) if question else ""
        passage.save(update_fields=["question", "asked_by", "asked_by_name"])
        announce("passage.asked", subject=subject, passage=passage.pk)
    return passage


def reattach(*, passage_id: int, chosen: Chosen, by: AbstractBaseUser) -> Passage:
    """Say by hand which words of the present text a passage is about; its quote stays.

    Raises PassageMissing and PassageUnknown.
    """
    with transaction.atomic():
        passage = Passage.objects.select_related("thread").filter(pk=passage_id).first()
        if passage is None:
            raise PassageMissing
        thread = locked_thread(passage.thread.subject)
        text = subjects.text_of(thread.subject)
        whole = WholeText(text.blocks) if text else None
        place = find(whole, chosen) if whole else None
        if text is None or whole is None or place is None:
            raise PassageUnknown
        _bring_up(thread, text)
        passage.refresh_from_db()
        is_same = whole.words_at(place) == passage.exact
        _put(passage, text.revision, whole, place)
        passage.state = PassageState.MOVED if is_same else PassageState.REWORDED
        passage.save()
        _remember([passage], by_name=name_of(by))
        announce("passages.carried", subject=thread.subject)
    return passage


def _bring_up(thread: Thread, text: Text) -> None:
    """Carry every passage of a locked thread to a text, unless they are there."""
    before = editions.last_kept(thread)
    if before is not None and before.revision == text.revision:
        return
    kept, _is_new = PublishedText.objects.update_or_create(
        thread=thread,
        revision=text.revision,
        defaults={
            "blocks": [[block.id, block.words] for block in text.blocks],
            "kept_at": clock.now(),
        },
    )
    if before is None:
        return
    passages = list(thread.passages.order_by("id"))
    new = WholeText(text.blocks)
    fates = editions.carried(passages, editions.whole(before), new)
    leaving = [one for one in passages if one.is_standing and fates[one.pk].fate not in STANDING]
    for passage in leaving:
        passage.revision = before.revision
    _remember(leaving)
    changed = []
    for passage in passages:
        now = fates[passage.pk]
        was = (passage.state, passage.place)
        passage.state = PassageState(now.fate.value)
        if now.place is not None:
            _put(passage, text.revision, new, now.place)
        if was != (passage.state, passage.place):
            changed.append(passage)
    _save_places(passages)
    _remember(changed)
    editions.forget_unneeded(thread, kept)
    announce("passages.carried", subject=thread.subject)


def _save_places(passages: Iterable[Passage]) -> None:
    """Write where passages are: one statement for each is many times cheaper than one for all."""
    with connection.cursor() as cursor:
        cursor.executemany(
            _SAVE_PLACE,
            [
                (one.state, one.revision, one.block, one.start, one.end, one.position, one.pk)
                for one in passages
            ],
        )


def _put(passage: Passage, revision: int, whole: WholeText, place: Place) -> None:
    passage.revision = revision
    passage.block, passage.start, passage.end = place.block, place.start, place.end
    passage.position = whole.position(place)


def _new(thread: Thread, text: Text, whole: WholeText, place: Place) -> Passage:
    prefix, suffix = whole.around(place)
    passage = Passage(
        thread=thread,
        state=PassageState.EXACT,
        exact=whole.words_at(place),
        prefix=prefix,
        suffix=suffix,
        created_at=clock.now(),
    )
    _put(passage, text.revision, whole, place)
    passage.save()
    _remember([passage])
    if not thread.has_passages:
        thread.has_passages = True
        thread.save(update_fields=["has_passages"])
    return passage


def _remember(passages: Iterable[Passage], *, by_name: str = "") -> None:
    """Add to the history of each passage where it is now."""
    now = clock.now()
    PassagePlace.objects.bulk_create(
        [
            PassagePlace(
                passage=passage,
                state=passage.state,
                revision=passage.revision,
                block=passage.block,
                start=passage.start,
                end=passage.end,
                by_name=by_name,
                created_at=now,
            )
            for passage in passages
        ],
        batch_size=200,
    )

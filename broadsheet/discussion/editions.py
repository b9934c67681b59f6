"""The editions of a text that passages need: the last one, and where lost words stood last."""

from collections.abc import Iterable, Sequence

from broadsheet.core.subjects import TextBlock
from broadsheet.discussion.models import Passage, PassagePlace, PublishedText, Thread
from broadsheet.discussion.passages.mapping import STANDING, Carried, Fate, carry
from broadsheet.discussion.passages.texts import Place, WholeText


def last_kept(thread: Thread) -> PublishedText | None:
    """The edition to which the passages of a thread were brought last."""
    return thread.texts.order_by("-kept_at", "-id").first()


def whole(kept: PublishedText) -> WholeText:
    """A kept edition as one text."""
    return WholeText([TextBlock(pk, words) for pk, words in kept.blocks])


def carried(passages: Sequence[Passage], old: WholeText, new: WholeText) -> dict[int, Carried]:
    """What becomes of passages of `old`, by their ids; nothing is written.

    Words that do not stand in `old` are looked for from the edition in which they stood last, so
    that an old text brings them back.
    """
    standing = [passage for passage in passages if passage.is_standing]
    found = _by_id(standing, carry(old, new, [passage.place for passage in standing]))
    lost = [passage for passage in passages if not passage.is_standing]
    if not lost:
        return found
    again = _from_where_they_stood(lost, new)
    reworded = [passage for passage in lost if not passage.is_gone]
    now = _by_id(reworded, carry(old, new, [passage.place for passage in reworded]))
    for passage in lost:
        back = again.get(passage.pk, Carried(Fate.GONE, None))
        here = now.get(passage.pk)
        if back.fate not in STANDING and here is not None and here.fate in STANDING:
            back = Carried(Fate.REWORDED, here.place)
        found[passage.pk] = back
    return found


def forget_unneeded(thread: Thread, current: PublishedText) -> None:
    """Delete the editions that no lost passage stood in last, other than the current one."""
    lost = [passage for passage in thread.passages.all() if not passage.is_standing]
    needed = {place.revision for place in _last_standing(lost).values()}
    thread.texts.exclude(pk=current.pk).exclude(revision__in=needed).delete()


def _by_id(passages: Sequence[Passage], found: Sequence[Carried]) -> dict[int, Carried]:
    return {passage.pk: one for passage, one in zip(passages, found, strict=True)}


def _last_standing(passages: Iterable[Passage]) -> dict[int, PassagePlace]:
    """Where the words of passages stood last, by passage."""
    rows = PassagePlace.objects.filter(
        passage__in=[passage.pk for passage in passages], state__in=[*STANDING]
    )
    return {row.passage_id: row for row in rows.order_by("id")}


def _from_where_they_stood(lost: Sequence[Passage], new: WholeText) -> dict[int, Carried]:
    """What becomes of lost passages, each from the last edition that had its words."""
    rows = _last_standing(lost)
    kept = PublishedText.objects.filter(
        thread__in={passage.thread_id for passage in lost},
        revision__in={row.revision for row in rows.values()},
    )
    found: dict[int, Carried] = {}
    for text in kept:
        here: dict[int, Place] = {
            pk: row.place for pk, row in rows.items() if row.revision == text.revision
        }
        found |= dict(zip(here, carry(whole(text), new, here.values()), strict=True))
    return found

"""Recomputes what the discussion keeps beside its facts, and lists what differs."""

from collections.abc import Iterable

from django.db.models import Count, F, IntegerField, OuterRef, Q, Subquery, Value
from django.db.models.functions import Coalesce

from broadsheet.core import subjects
from broadsheet.core.checks import Difference
from broadsheet.discussion import editions, marks
from broadsheet.discussion.models import (
    Comment,
    OpeningVotes,
    Order,
    PageMark,
    Passage,
    State,
    Thread,
    Vote,
)


def find_differences() -> list[Difference]:
    """Every sum and every place in a tree that is not what the rows give."""
    return [
        *_thread_counts(),
        *_branch_counts(),
        *_votes(),
        *_tree(),
        *_marks(),
        *_passages(),
    ]


def _thread_counts() -> Iterable[Difference]:
    rows = Thread.objects.annotate(
        found=Count("comments", filter=Q(comments__state=State.PUBLISHED))
    ).exclude(comment_count=F("found"))
    for thread in rows.iterator():
        yield Difference(
            what="comment count",
            where=f"thread {thread.subject}",
            expected=str(thread.found),
            found=str(thread.comment_count),
        )


def _branch_counts() -> Iterable[Difference]:
    published = dict(
        Comment.objects.filter(state=State.PUBLISHED, root__isnull=False)
        .values_list("root")
        .annotate(Count("id"))
    )
    rows = Comment.objects.filter(Q(reply_count__gt=0) | Q(pk__in=Comment.objects.values("root")))
    for pk, root_id, count in rows.values_list("pk", "root_id", "reply_count").iterator():
        expected = published.get(pk, 0) if root_id is None else 0
        if count != expected:
            yield Difference(
                what="reply count", where=f"comment {pk}", expected=str(expected), found=str(count)
            )


def _cast(value: int) -> Coalesce:
    """The votes of one kind that were cast on a comment."""
    votes = Vote.objects.filter(comment=OuterRef("pk"), value=value).order_by()
    counted = votes.values("comment").annotate(sum=Count("id")).values("sum")
    return Coalesce(Subquery(counted, output_field=IntegerField()), Value(0))


def _opened(field: str) -> Coalesce:
    """The votes of one kind that a comment came with."""
    opening = OpeningVotes.objects.filter(comment=OuterRef("pk")).values(field)
    return Coalesce(Subquery(opening, output_field=IntegerField()), Value(0))


def _votes() -> Iterable[Difference]:
    rows = (
        Comment.objects.annotate(
            true_up=_cast(1) + _opened("up"), true_down=_cast(-1) + _opened("down")
        )
        .exclude(up=F("true_up"), down=F("true_down"), score=F("true_up") - F("true_down"))
        .values_list("pk", "up", "down", "score", "true_up", "true_down")
    )
    for pk, up, down, score, true_up, true_down in rows.iterator():
        yield Difference(
            what="votes (up, down, score)",
            where=f"comment {pk}",
            expected=f"{true_up}, {true_down}, {true_up - true_down}",
            found=f"{up}, {down}, {score}",
        )


def _tree() -> Iterable[Difference]:
    rows = Comment.objects.filter(parent__isnull=False).values_list(
        "pk",
        "thread_id",
        "depth",
        "root_id",
        "parent_id",
        "parent__thread_id",
        "parent__depth",
        "parent__root_id",
    )
    for pk, thread, depth, root, parent, above, above_depth, above_root in rows.iterator():
        expected = (above, above_depth + 1, above_root or parent)
        if (thread, depth, root) != expected:
            yield Difference(
                what="place in the tree (thread, depth, root)",
                where=f"comment {pk}",
                expected=", ".join(map(str, expected)),
                found=f"{thread}, {depth}, {root}",
            )


def _marks() -> Iterable[Difference]:
    """Every stretch of every long thread, counted anew."""
    for thread in Thread.objects.filter(is_marked=True).iterator():
        for order in Order:
            kept = PageMark.objects.filter(thread=thread, order=order)
            rows = list(kept.order_by("value", "comment_number"))
            found = dict.fromkeys((row.pk for row in rows), 0)
            index = 0
            for place in marks.places(thread, order):
                while index + 1 < len(rows) and marks.begin_of(rows[index + 1]) <= place:
                    index += 1
                if rows:
                    found[rows[index].pk] += 1
            for number, row in enumerate(rows):
                if row.count != found[row.pk]:
                    yield Difference(
                        what="comments of a stretch of pages",
                        where=f"thread {thread.subject}, {order.label}, stretch {number + 1}",
                        expected=str(found[row.pk]),
                        found=str(row.count),
                    )
            if not rows:
                yield Difference(
                    what="page marks",
                    where=f"thread {thread.subject}, {order.label}",
                    expected="some",
                    found="none",
                )


def _passages() -> Iterable[Difference]:
    """Passages stand in the edition that is public, at words that are those of the quote."""
    with_passages = Thread.objects.filter(pk__in=Passage.objects.values("thread"))
    for thread in with_passages.order_by("id").iterator():
        kept = editions.last_kept(thread)
        public = subjects.text_of(thread.subject)
        if public is not None and (kept is None or kept.revision != public.revision):
            yield Difference(
                what="edition of passages",
                where=f"thread {thread.subject}",
                expected=str(public.revision),
                found=str(kept.revision if kept else 0),
            )
        if kept is None:
            continue
        text = editions.whole(kept)
        for passage in thread.passages.order_by("id"):
            if passage.is_standing and text.words_at(passage.place) != passage.exact:
                yield Difference(
                    what="words of a passage",
                    where=f"passage {passage.pk}",
                    expected=passage.exact,
                    found=text.words_at(passage.place),
                )

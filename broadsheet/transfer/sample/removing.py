"""Takes the sample newsroom out again, and leaves what people added to it."""

from collections.abc import Iterable
from typing import Any, Final

from django.db import models, transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from broadsheet.core.models import Newsroom
from broadsheet.core.outbox import announce
from broadsheet.discussion import actions as discussion
from broadsheet.discussion.models import Comment, DiscussionRules
from broadsheet.fundraising import actions as fundraising
from broadsheet.publishing import actions as publishing
from broadsheet.publishing.models import (
    ArticlePage,
    Author,
    Byline,
    Picture,
    SectionPage,
    StaticPage,
    Topic,
)
from broadsheet.publishing.rules import pictures_in
from broadsheet.transfer.models import Imported
from broadsheet.transfer.sample.filling import SOURCE, subject_of
from broadsheet.transfer.sample.manuscripts import toml

_NAMED_BY_SAMPLE: Final = ("title", "tagline", "time_zone", "currency", "accent")


def remove() -> list[str]:
    """Take out all that `fill` put in: stories, pictures, discussions, gifts, campaign.

    What people added stays, and so does what it hangs on; gives one sentence for each story or
    page that was kept, and none where nothing had to be. Safe to repeat.
    """
    with transaction.atomic():
        kept = [*_remove_pages("article", ArticlePage), *_remove_pages("page", StaticPage)]
        _remove_unused()
        if Newsroom.current().is_sample:
            fundraising.remove_sample_gifts()
            _close_newsroom(is_in_use=bool(kept) or ArticlePage.objects.exists())
    return kept


def _rows(kind: str) -> models.QuerySet[Imported]:
    return Imported.objects.filter(source=SOURCE, kind=kind)


def _remove_pages(kind: str, page_class: type[ArticlePage] | type[StaticPage]) -> Iterable[str]:
    for row in _rows(kind):
        page = page_class.objects.filter(pk=row.object_id).first()
        if page is not None:
            reason = _reason_to_keep(page, row)
            if reason:
                yield reason
                continue
            discussion.forget_thread(subject=subject_of(page.pk))
            page.delete()
        _rows("comment").filter(key__startswith=f"{row.key}/").delete()
        row.delete()


def _reason_to_keep(page: ArticlePage | StaticPage, row: Imported) -> str:
    """Why a page is not the sample's alone any more; empty where it is."""
    if page.latest_revision_id != row.revision_id:
        return _("“%(title)s” stays: it was changed at the desk.") % {"title": page.title}
    there = Comment.objects.filter(thread__subject=subject_of(page.pk))
    ours = _rows("comment").filter(key__startswith=f"{row.key}/")
    added = len(
        set(there.values_list("pk", flat=True)) - set(ours.values_list("object_id", flat=True))
    )
    if not added:
        return ""
    return ngettext(
        "“%(title)s” stays with its discussion: a reader’s comment is there.",
        "“%(title)s” stays with its discussion: %(count)d readers’ comments are there.",
        added,
    ) % {"title": page.title, "count": added}


# What stories are put together from goes where no story needs it any more ---------------------


def _remove_unused() -> None:
    _remove("section", SectionPage.objects.filter(numchild=0))
    _remove("author", Author.objects.exclude(pk__in=Byline.objects.values("author")))
    _remove("topic", Topic.objects.exclude(pk__in=_topics_in_use()))
    _remove("picture", Picture.objects.exclude(pk__in=_pictures_in_use()))


def _remove(kind: str, unused: models.QuerySet[Any]) -> None:
    rows = _rows(kind)
    # One by one: sections leave the tree of pages, and pictures take their files along.
    for found in unused.filter(pk__in=rows.values("object_id")):
        rows.filter(object_id=found.pk).delete()
        found.delete()


def _topics_in_use() -> set[int]:
    return set(ArticlePage.topics.through.objects.values_list("topic_id", flat=True))


def _pictures_in_use() -> set[int]:
    """By anything that is left, drafts included."""
    used = set(Author.objects.exclude(portrait=None).values_list("portrait_id", flat=True))
    used |= set(ArticlePage.objects.exclude(hero=None).values_list("hero_id", flat=True))
    for page in (*ArticlePage.objects.all(), *StaticPage.objects.all()):
        draft = page.get_latest_revision_as_object()
        shown = [*pictures_in(page.body), *pictures_in(draft.body), getattr(draft, "hero", None)]
        used |= {picture.pk for picture in shown if picture}
    return used


def _close_newsroom(*, is_in_use: bool) -> None:
    """Give the newsroom back as it was before, but for names that somebody chose since."""
    plan, newsroom, fresh = toml("newsroom.toml"), Newsroom.objects.get(), Newsroom()
    for name in _NAMED_BY_SAMPLE:
        if getattr(newsroom, name) == plan[name]:
            setattr(newsroom, name, getattr(fresh, name))
    newsroom.is_sample = False
    newsroom.is_set_up = is_in_use
    newsroom.save()
    publishing.ensure_front_page(title=newsroom.title)
    discussion.save_rules(
        hold_first_comments=DiscussionRules._meta.get_field("hold_first_comments").default
    )
    announce("newsroom.set_up")

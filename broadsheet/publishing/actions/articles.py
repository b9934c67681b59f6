"""Stories: written, changed, published."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import transaction

from broadsheet.core.text import clean_line
from broadsheet.publishing.actions.bodies import clean_body
from broadsheet.publishing.actions.pages import finish, move_under
from broadsheet.publishing.models import (
    ArticlePage,
    Author,
    Byline,
    Picture,
    Role,
    SectionPage,
    Topic,
)


def save_article(
    *,
    section: SectionPage,
    slug: str,
    title: str,
    standfirst: str,
    body: list[dict[str, Any]],
    bylines: Sequence[tuple[Author, str]],
    topics: Sequence[Topic] = (),
    hero: Picture | None = None,
    hero_caption: str = "",
    dateline: str = "",
    kicker: str = "",
    published_at: datetime | None,
    updated_at: datetime | None = None,
    live: bool,
    is_pinned: bool = False,
    has_discussion: bool = True,
    allow_unknown_credit: bool = False,
    article: ArticlePage | None = None,
) -> ArticlePage:
    """Create or change a story under `section`; `body` is raw stream data.

    A byline is an author and a `Role` value ("" is the writer). `published_at` None and `live`
    means now; a time to come schedules it. Raises CreditMissing where a story that is to be live
    has a picture without credit, unless `allow_unknown_credit` marks such pictures as unknown.
    """
    with transaction.atomic():
        saved = article or ArticlePage()
        move_under(saved, section)
        saved.slug = slug
        saved.title = clean_line(title)[:255]
        saved.standfirst = clean_line(standfirst)
        saved.kicker = clean_line(kicker)[:80]
        saved.dateline = clean_line(dateline)[:120]
        saved.hero = hero
        saved.hero_caption = clean_line(hero_caption)[:600]
        saved.body = clean_body(ArticlePage, body)
        saved.updated_at = updated_at
        saved.is_pinned = is_pinned
        saved.has_discussion = has_discussion
        saved.topics = list(dict.fromkeys(topics))
        saved.bylines = [
            Byline(author=author, role=Role(role or Role.WRITER), sort_order=place)
            for place, (author, role) in enumerate(dict.fromkeys(bylines))
        ]
        if allow_unknown_credit:
            _mark_unknown(saved)
        elif live:
            saved.refuse_missing_credits()
        finish(saved, under=section, live=live, published_at=published_at)
    return saved


def _mark_unknown(article: ArticlePage) -> None:
    for picture in article.pictures:
        if picture.lacks_credit:
            picture.credit_unknown = True
            picture.save(update_fields=["credit_unknown"])

"""Puts the sample newsroom into an empty data folder."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction

from broadsheet.core import clock
from broadsheet.core.models import Newsroom
from broadsheet.core.outbox import announce
from broadsheet.discussion import actions as discussion
from broadsheet.fundraising import actions as fundraising
from broadsheet.publishing import actions as publishing
from broadsheet.publishing.models import (
    ArticlePage,
    Author,
    Picture,
    SectionPage,
    StaticPage,
    Topic,
)
from broadsheet.transfer.ledger import Ledger
from broadsheet.transfer.models import Imported
from broadsheet.transfer.sample.manuscripts import (
    Manuscript,
    body,
    manuscripts,
    picture_file,
    toml,
)
from broadsheet.transfer.sample.moments import moment
from broadsheet.transfer.sample.threads import thread_of

SOURCE = "sample"
"""Under this name the ledger of imports keeps what belongs to the sample."""


class NotEmpty(Exception):
    """The newsroom has stories of its own; the sample would get in their way."""


@dataclass
class _Stock:
    """What the stories are put together from, by name."""

    ledger: Ledger = field(default_factory=lambda: Ledger(SOURCE))
    sections: dict[str, SectionPage] = field(default_factory=dict)
    authors: dict[str, Author] = field(default_factory=dict)
    topics: dict[str, Topic] = field(default_factory=dict)
    pictures: dict[str, Picture] = field(default_factory=dict)


def fill() -> bool:
    """Fill an empty newsroom with the sample, pictures rendered; False when it is there already.

    All or nothing: after a kill, the next run begins anew. Raises NotEmpty.
    """
    is_new = not Newsroom.current().is_sample
    if is_new:
        _refuse_strangers()
        with transaction.atomic():
            _open_newsroom()
            stock = _stock()
            now = clock.now()
            for manuscript in (*manuscripts("articles"), *manuscripts("planned")):
                _publish_article(manuscript, stock, now)
            for manuscript in manuscripts("pages"):
                _publish_page(manuscript, stock, now)
            _ask_for_gifts()
    _render_pictures()
    return is_new


def _refuse_strangers() -> None:
    if Newsroom.current().is_set_up or ArticlePage.objects.exists():
        raise NotEmpty("This newsroom is in use; the sample only goes into an empty one.")


def _open_newsroom() -> None:
    plan = toml("newsroom.toml")
    newsroom = Newsroom.objects.first() or Newsroom()
    for name in ("title", "tagline", "time_zone", "currency", "accent"):
        setattr(newsroom, name, plan[name])
    newsroom.is_set_up = newsroom.is_sample = True
    newsroom.full_clean()
    newsroom.save()
    publishing.ensure_front_page(title=newsroom.title)
    announce("newsroom.set_up")


def _stock() -> _Stock:
    plan, stock = toml("newsroom.toml"), _Stock()
    # What an earlier removal had to leave behind is not ours any more.
    Imported.objects.filter(source=SOURCE).delete()
    for section in plan["sections"]:
        made = publishing.save_section(
            **section, section=SectionPage.objects.filter(slug=section["slug"]).first()
        )
        stock.sections[section["slug"]] = made
        _note(stock, "section", section["slug"], made.pk, made.latest_revision_id)
    for author in plan["authors"]:
        known = Author.objects.filter(slug=author["slug"]).first()
        writer = stock.authors[author["slug"]] = publishing.save_author(**author, author=known)
        _note(stock, "author", author["slug"], writer.pk)
    for slug, name in plan["topics"].items():
        topic = publishing.save_topic(
            name=name, slug=slug, topic=Topic.objects.filter(slug=slug).first()
        )
        stock.topics[slug] = topic
        _note(stock, "topic", slug, topic.pk)
    for name, words in plan["pictures"].items():
        with picture_file(name).open("rb") as file:
            picture = stock.pictures[name] = publishing.save_picture(file=file, **words)
        _note(stock, "picture", name, picture.pk)
    return stock


def _note(
    stock: _Stock, kind: str, key: str, object_id: int, revision_id: int | None = None
) -> None:
    """Remember that this is ours, so that it can be taken out again."""
    stock.ledger.write(kind, key, object_id, "", revision_id=revision_id)


def _publish_article(manuscript: Manuscript, stock: _Stock, now: datetime) -> None:
    head = manuscript.head
    published_at = manuscript.published_at(now)
    updated_at = moment(head["updated"], counted_from=published_at) if "updated" in head else None
    article = publishing.save_article(
        section=stock.sections[head["section"]],
        slug=manuscript.slug,
        title=head["title"],
        standfirst=head["standfirst"],
        kicker=head.get("kicker", ""),
        dateline=head.get("dateline", ""),
        bylines=[(stock.authors[one["author"]], one["role"]) for one in head["bylines"]],
        topics=[stock.topics[slug] for slug in head["topics"]],
        hero=stock.pictures[head["hero"]],
        hero_caption=head["hero_caption"],
        body=body(manuscript, published_at=published_at, pictures=_ids(stock.pictures)),
        published_at=published_at,
        updated_at=updated_at,
        is_pinned=head.get("is_pinned", False),
        live=True,
    )
    _note(stock, "article", manuscript.slug, article.pk, article.latest_revision_id)
    _discuss(article, stock, published_at)


def _publish_page(manuscript: Manuscript, stock: _Stock, now: datetime) -> None:
    page = publishing.save_page(
        slug=manuscript.slug,
        page=StaticPage.objects.filter(slug=manuscript.slug).first(),
        title=manuscript.head["title"],
        body=body(manuscript, published_at=now, pictures=_ids(stock.pictures)),
        has_discussion=manuscript.head.get("has_discussion", False),
        published_at=now,
        live=True,
    )
    _note(stock, "page", manuscript.slug, page.pk, page.latest_revision_id)
    if manuscript.head.get("is_comment_rules"):
        _set_rules(page)


def _set_rules(page: StaticPage) -> None:
    """Guests are published after the automatic checks; nobody here could approve them."""
    discussion.save_rules(hold_first_comments=False, rules_page=page)


def _discuss(article: ArticlePage, stock: _Stock, published_at: datetime) -> None:
    comments = thread_of(article.slug, published_at=published_at)
    if comments:
        made = discussion.import_thread(subject=subject_of(article.pk), comments=comments)
        stock.ledger.write_many(
            "comment",
            {f"{article.slug}/{key}": (comment.pk, "") for key, comment in made.items()},
        )


def subject_of(page_id: int) -> str:
    """The key under which a page is discussed."""
    return f"page:{page_id}"


def _ask_for_gifts() -> None:
    plan = toml("newsroom.toml")
    campaign = plan["campaign"]
    opened = fundraising.ensure_campaign(
        goal_minor=campaign["goal_minor"], currency=plan["currency"], name=campaign["name"]
    )
    fundraising.set_milestones(campaign=opened, milestones=campaign["milestones"])
    fundraising.record_sample_gifts(
        total_minor=campaign["received_minor"],
        count=campaign["gifts"],
        month=clock.month_of(clock.now()),
    )
    for waiting in plan["waiting_gifts"]:
        fundraising.start_gift(currency=plan["currency"], gateway="bank", **waiting)


def _render_pictures() -> None:
    """Make the copies of all pictures that are missing: none when that was done before."""
    rows = Ledger(SOURCE)
    slugs = [manuscript.slug for manuscript in manuscripts("articles")]
    ids = [row.object_id for row in rows.find_many("article", slugs).values()]
    for article in ArticlePage.objects.filter(pk__in=ids).select_related("hero"):
        publishing.render_pictures(article)


def _ids(pictures: Mapping[str, Picture]) -> dict[str, int]:
    return {name: picture.pk for name, picture in pictures.items()}

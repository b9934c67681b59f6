"""Verbs that reach across the trades: opening a newsroom."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.contrib.auth.models import User
from django.db import transaction
from django.utils.text import slugify

from broadsheet.core import clock
from broadsheet.core.models import Newsroom
from broadsheet.core.outbox import announce
from broadsheet.discussion import actions as discussion
from broadsheet.fundraising import actions as fundraising
from broadsheet.publishing import actions as publishing
from broadsheet.publishing import queries
from broadsheet.web.starter import starter_pages


@dataclass(frozen=True)
class Account:
    """Where readers' transfers go; `iban`, or the account in words."""

    holder: str
    iban: str = ""
    in_words: str = ""


def set_up_newsroom(
    *,
    title: str,
    tagline: str,
    time_zone: str,
    currency: str,
    goal_minor: int,
    sections: Sequence[str],
    account: Account | None,
    by: User | None,
) -> Newsroom:
    """Open a newsroom: its name, pages, sections, goal and account. Safe to repeat.

    `goal_minor` is a month's goal in minor units of `currency`; 0 asks for nothing yet. Pages and
    sections that exist are left alone. Raises ValidationError for a wrong account number, and
    ReservedAddress for a section that the site cannot have.
    """
    with transaction.atomic():
        newsroom = Newsroom.objects.first() or Newsroom()
        newsroom.title, newsroom.tagline = title, tagline
        newsroom.time_zone, newsroom.currency = time_zone, currency
        newsroom.is_set_up = True
        newsroom.full_clean()
        newsroom.save()
        publishing.ensure_front_page(title=title)
        _open_sections(sections)
        _write_starter_pages()
        if goal_minor:
            fundraising.ensure_campaign(goal_minor=goal_minor, currency=currency, by=by)
        if account:
            fundraising.set_bank_account(
                holder=account.holder, iban=account.iban, account_text=account.in_words
            )
        announce("newsroom.set_up")
    return newsroom


def _open_sections(titles: Sequence[str]) -> None:
    known = {section.slug for section in queries.sections()}
    for title in titles:
        slug = slugify(title, allow_unicode=True)
        if slug and slug not in known:
            publishing.save_section(title=title, slug=slug)
            known.add(slug)


def _write_starter_pages() -> None:
    known = {page.slug for page in queries.static_pages()}
    for starter in starter_pages():
        if starter.slug in known:
            continue
        page = publishing.save_page(
            slug=starter.slug,
            title=starter.title,
            body=starter.body,
            live=True,
            published_at=clock.now(),
        )
        if starter.is_rules:
            discussion.save_rules(rules_page=page)

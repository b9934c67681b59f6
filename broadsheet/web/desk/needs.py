"""What needs somebody at the desk now: one line for each thing, the most pressing first."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from django.contrib.auth.models import AbstractUser, AnonymousUser
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from broadsheet.discussion import queries as discussion
from broadsheet.fundraising import queries as fundraising
from broadsheet.publishing import queries as publishing
from broadsheet.web import queries
from broadsheet.web.desk import detaching

User = AbstractUser | AnonymousUser

MODERATE: Final = "discussion.moderate_comment"
SEE_GIFTS: Final = "fundraising.view_gift"
READ_LETTERS: Final = "core.view_letter"
SEE_REPORTS: Final = "wagtailadmin.access_admin"


@dataclass(frozen=True)
class Need:
    """Something that waits for a person."""

    sentence: str
    path: str
    icon: str
    is_fault: bool = False
    """Something is broken, rather than merely waiting."""


def needs_of(user: User) -> list[Need]:
    """What waits for this person, by what they may do; empty when all is done."""
    asked: tuple[tuple[str, Callable[[], Need | None]], ...] = (
        (READ_LETTERS, _failing_letters),
        (READ_LETTERS, _parked_announcements),
        (SEE_REPORTS, _overdue_stories),
        (SEE_REPORTS, _detaching_editions),
        (MODERATE, _held_comments),
        (MODERATE, _reported_comments),
        (SEE_GIFTS, _waiting_gifts),
        (SEE_REPORTS, _pictures_without_credit),
    )
    return [need for permission, ask in asked if user.has_perm(permission) and (need := ask())]


def _failing_letters() -> Need | None:
    count = queries.failing_letters()
    if not count:
        return None
    sentence = ngettext(
        "%(count)d letter could not be sent.", "%(count)d letters could not be sent.", count
    )
    path = reverse("web_desk:letters")
    return Need(sentence % {"count": count}, path, "warning", is_fault=True)


def _parked_announcements() -> Need | None:
    count = queries.parked_announcements()
    if not count:
        return None
    sentence = ngettext(
        "%(count)d announcement could not be worked; the log says why.",
        "%(count)d announcements could not be worked; the log says why.",
        count,
    )
    path = reverse("web_desk:letters")
    return Need(sentence % {"count": count}, path, "warning", is_fault=True)


def _overdue_stories() -> Need | None:
    count = publishing.overdue_count()
    if not count:
        return None
    sentence = ngettext(
        "%(count)d scheduled story is past its time.",
        "%(count)d scheduled stories are past their time.",
        count,
    )
    return Need(sentence % {"count": count}, reverse("wagtailadmin_home"), "time", is_fault=True)


def _detaching_editions() -> Need | None:
    found = detaching.waiting()
    if not found:
        return None
    sentence = ngettext(
        "%(count)d approved or scheduled edit takes comments away from their words.",
        "%(count)d approved or scheduled edits take comments away from their words.",
        len(found),
    )
    path = reverse("web_desk:before_publishing", args=[found[0].page.pk])
    return Need(sentence % {"count": len(found)}, path, "warning")


def _held_comments() -> Need | None:
    count = discussion.held_count()
    if not count:
        return None
    sentence = ngettext(
        "%(count)d comment waits for a decision.",
        "%(count)d comments wait for a decision.",
        count,
    )
    return Need(sentence % {"count": count}, reverse("discussion_desk:held"), "comment")


def _reported_comments() -> Need | None:
    count = discussion.reported_count()
    if not count:
        return None
    sentence = ngettext(
        "Readers reported %(count)d comment.", "Readers reported %(count)d comments.", count
    )
    return Need(sentence % {"count": count}, reverse("discussion_desk:reported"), "warning")


def _waiting_gifts() -> Need | None:
    count = fundraising.waiting_count()
    if not count:
        return None
    sentence = ngettext(
        "%(count)d promised transfer waits to be confirmed.",
        "%(count)d promised transfers wait to be confirmed.",
        count,
    )
    return Need(sentence % {"count": count}, reverse("fundraising_desk:waiting"), "pick")


def _pictures_without_credit() -> Need | None:
    count = publishing.without_credit().count()
    if not count:
        return None
    sentence = ngettext(
        "%(count)d picture has no credit.", "%(count)d pictures have no credit.", count
    )
    return Need(sentence % {"count": count}, reverse("pictures_without_credit"), "image")


def nothing_waits() -> str:
    """The sentence for a desk where all is done."""
    return _("Nothing waits for you. Go and find a story.")

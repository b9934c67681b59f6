"""What is saved at the desk without an announcement makes kept pages old as well.

Settings, redirects, sites, pages put in another order: Wagtail saves them itself, so its signals
are the only place to hear of them. Each is announced as "<model>.stored".
"""

import logging
from typing import Any, Final

from django.db import transaction
from django.db.models import Model
from django.db.models.signals import post_delete, post_save
from wagtail.contrib.redirects.models import Redirect
from wagtail.contrib.settings.models import BaseGenericSetting, BaseSiteSetting
from wagtail.models import Locale, Page, PageViewRestriction, Site
from wagtail.signals import page_published, post_page_move

from broadsheet.core.outbox import announce, on
from broadsheet.discussion import actions as discussion
from broadsheet.fundraising.models import Campaign
from broadsheet.publishing.models import ArticlePage, Author, Picture, StaticPage, Topic
from broadsheet.web.subjects import key_of, key_of_id

logger = logging.getLogger(__name__)

WATCHED: Final[tuple[type[Model], ...]] = (
    Author,
    BaseGenericSetting,
    BaseSiteSetting,
    Campaign,
    Locale,
    Page,
    PageViewRestriction,
    Picture,
    Redirect,
    Site,
    Topic,
)
DRAFT_FIELDS: Final = frozenset(
    {
        "draft_title",
        "has_unpublished_changes",
        "latest_revision",
        "latest_revision_created_at",
    }
)
"""What saving a draft changes in a page's row; no reader sees it."""


def tell_saved(instance: Model, **more: Any) -> None:
    """Something that readers may see was saved or deleted."""
    if not isinstance(instance, WATCHED):
        return
    changed = more.get("update_fields")
    if isinstance(instance, Page) and changed and DRAFT_FIELDS.issuperset(changed):
        return
    kind = "article" if isinstance(instance, ArticlePage) else instance._meta.model_name
    announce(f"{kind}.stored", id=instance.pk)


def tell_moved(instance: Page, **_more: Any) -> None:
    """A page stands elsewhere, perhaps only in another order."""
    announce("page.stored")


def carry_passages(instance: Page, **_more: Any) -> None:
    """A new edition is public: the passages under discussion go with it, in its transaction.

    Publishing never fails for their sake; the worker tries again when it hears of the edition.
    """
    if isinstance(instance, (ArticlePage, StaticPage)) and instance.live:
        try:
            with transaction.atomic():
                discussion.carry_passages(subject=key_of(instance))
        except Exception:
            logger.exception("The passages of a new edition could not be carried.")


@on("article.published")
@on("page.published")
def carry_passages_again(values: dict[str, Any]) -> None:
    """Nothing to do, unless the passages could not be carried at once. Safe to repeat."""
    discussion.carry_passages(subject=key_of_id(values["id"]))


def connect() -> None:
    """Listen from now on."""
    post_save.connect(tell_saved, dispatch_uid="broadsheet.web.saved")
    post_delete.connect(tell_saved, dispatch_uid="broadsheet.web.deleted")
    page_published.connect(carry_passages, dispatch_uid="broadsheet.web.passages")
    post_page_move.connect(tell_moved, dispatch_uid="broadsheet.web.moved")

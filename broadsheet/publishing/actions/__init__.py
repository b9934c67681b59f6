"""The verbs of publishing; nothing else in the house writes stories, pictures or people."""

from broadsheet.publishing.actions.articles import save_article
from broadsheet.publishing.actions.pages import (
    ReservedAddress,
    ensure_front_page,
    save_page,
    save_section,
)
from broadsheet.publishing.actions.people import save_author, save_topic
from broadsheet.publishing.actions.pictures import render_pictures, save_picture
from broadsheet.publishing.actions.schedule import publish_due
from broadsheet.publishing.actions.staff import AlreadyStaff, invite_colleague
from broadsheet.publishing.pictures import UnusablePicture
from broadsheet.publishing.rules import CreditMissing

__all__ = [
    "AlreadyStaff",
    "CreditMissing",
    "ReservedAddress",
    "UnusablePicture",
    "ensure_front_page",
    "invite_colleague",
    "publish_due",
    "render_pictures",
    "save_article",
    "save_author",
    "save_page",
    "save_picture",
    "save_section",
    "save_topic",
]

"""What an item of the export means: its kind, its standing, its name and its address."""

import hashlib
import html
import json
import re
from dataclasses import dataclass
from datetime import datetime, tzinfo
from typing import Final
from urllib.parse import parse_qs, unquote, urlsplit

from django.utils.text import slugify

from broadsheet.core.text import clean_line, excerpt
from broadsheet.transfer.wordpress.body.fragments import line_of
from broadsheet.transfer.wordpress.dates import feed_date, first_of
from broadsheet.transfer.wordpress.records import Item, TermUse

SLUG_LENGTH_MAX: Final = 180
TITLE_LENGTH_MAX: Final = 80
"""Of a title that is made from the first words of a text."""

UPDATE_AFTER_SECONDS: Final = 600
"""Saving again in the first minutes is finishing a story, not updating it."""

KINDS: Final = {"post": "article", "": "article", "page": "page", "attachment": "picture"}
"""By post type; others have no counterpart."""

REASONS_BY_TYPE: Final = {
    "nav_menu_item": "nav_menu_item: an entry of a menu; sections make the menu here.",
    "revision": "revision: an older version of a text.",
    "custom_css": "custom_css: the old theme's looks.",
    "customize_changeset": "customize_changeset: the old theme's looks.",
    "wp_global_styles": "wp_global_styles: the old theme's looks.",
    "wp_template": "wp_template: part of the old theme.",
    "wp_template_part": "wp_template_part: part of the old theme.",
    "wp_navigation": "wp_navigation: a menu of the old theme.",
    "wp_font_family": "wp_font_family: a font of the old theme.",
    "wp_font_face": "wp_font_face: a font of the old theme.",
    "wp_block": "wp_block: a reusable block; its text stands in each story that uses it.",
    "oembed_cache": "oembed_cache: a copy of what another site showed.",
    "user_request": "user_request: somebody's request about their personal data.",
    "guest-author": "guest-author: became an author.",
}


@dataclass(frozen=True)
class Standing:
    """Whether an item is public here, and since or from when."""

    is_live: bool
    """Live now, or scheduled where `published_at` is to come."""
    published_at: datetime | None
    note: str = ""
    """Why something is a draft although the old site may have shown it."""


def kind_of(item: Item) -> str:
    """ "article", "page", "picture", or "" for what has no counterpart here."""
    return KINDS.get(item.type, "")


def reason_for_type(item: Item) -> str:
    """Why an item of its type stays out."""
    return REASONS_BY_TYPE.get(
        item.type, f"{item.type}: a type of the old site's plugins, with no counterpart here."
    )


def own_key(item: Item) -> str:
    """The post id, or the best name that the item has if the file gives none."""
    if item.id:
        return item.id
    for address in (item.guid, item.link):
        if number := id_in_query(address):
            return number
    named = item.guid or item.link
    return named or f"untitled:{content_digest(item)[:16]}"


def id_in_query(address: str) -> str:
    """The number in ?p=12 or ?page_id=12; empty if there is none."""
    if "?" not in address:
        return ""
    try:
        query = parse_qs(urlsplit(address).query)
    except ValueError:
        return ""
    for name in ("p", "page_id"):
        value = query.get(name, [""])[0]
        if value.isascii() and value.isdigit():
            return value
    return ""


def content_digest(item: Item) -> str:
    """A hash by which two items with one id are told apart."""
    parts = [item.type, item.title, item.slug, item.status, item.date, item.content]
    return hashlib.sha256(json.dumps(parts).encode("utf-8", "surrogatepass")).hexdigest()


def title_of(item: Item) -> str:
    """The title; else the first words of the text, else the address, else the number."""
    given = line_of(item.title)
    if given:
        return given[:255]
    words = excerpt(line_of(re.sub(r"\[[^\]]*\]", " ", item.content)), TITLE_LENGTH_MAX)
    named = clean_line(unquote(item.slug).replace("-", " "))
    return words or named or f"Untitled {item.id or item.ordinal}"


def slug_of(item: Item) -> str:
    """The last part of the item's address, fit for ours."""
    from_title = slug_from(title_of(item))
    return slug_from(item.slug) or from_title or f"post-{item.id or item.ordinal}"


def slug_from(text: str) -> str:
    """A slug from a percent-encoded one, or from words; empty if nothing of it is left."""
    decoded = re.sub(r"\.(html?|php|aspx?)$", "", unquote(text).strip())
    spaced = re.sub(r"[._/\\]+", "-", html.unescape(decoded))
    return slugify(spaced, allow_unicode=True)[:SLUG_LENGTH_MAX].strip("-_")


def standing_of(item: Item, now: datetime, zone: tzinfo) -> Standing:
    """Public, scheduled or a draft; what the old site did not show to all stays a draft."""
    date = first_of(item.date_gmt, item.date, zone) or feed_date(item.published)
    if item.password:
        return Standing(False, date, "Protected by a password: kept as a draft.")
    if item.status == "publish":
        if date and date > now:
            return Standing(True, date)
        return Standing(
            True, date, "" if date else "Without a date: the time of the import is shown."
        )
    if item.status == "future":
        if date and date > now:
            return Standing(True, date)
        return Standing(False, None, "Scheduled for a time that has passed: kept as a draft.")
    if item.status == "private":
        return Standing(False, date, "Private: kept as a draft.")
    if item.status in ("draft", "pending", "auto-draft"):
        return Standing(False, None)
    said = f"“{item.status}”" if item.status else "missing"
    return Standing(False, None, f"Its status is {said}: kept as a draft.")


def updated_at_of(item: Item, published_at: datetime | None, zone: tzinfo) -> datetime | None:
    """When a story was last changed, if that was after it was finished."""
    modified = first_of(item.modified_gmt, item.modified, zone)
    if not modified or not published_at:
        return None
    later = (modified - published_at).total_seconds()
    return modified if later > UPDATE_AFTER_SECONDS else None


def categories_of(item: Item) -> list[TermUse]:
    """Its categories, each once."""
    return _uses(item, {"category"})


def tags_of(item: Item) -> list[TermUse]:
    """Its tags, each once; old exports call the taxonomy "tag"."""
    return _uses(item, {"post_tag", "tag"})


def author_slugs_of(item: Item) -> list[str]:
    """Co-authors in their order, where that plugin names them; else nothing."""
    return [use.slug for use in _uses(item, {"author"})]


def primary_category_id(item: Item) -> str:
    """The term id of the category that Yoast or Rank Math calls the primary one."""
    for name in ("_yoast_wpseo_primary_category", "rank_math_primary_category"):
        if item.metas.get(name):
            return item.metas[name]
    return ""


def _uses(item: Item, taxonomies: set[str]) -> list[TermUse]:
    found: dict[str, TermUse] = {}
    for use in item.terms:
        slug = use.slug or slug_from(use.name)
        if use.taxonomy in taxonomies and slug:
            found.setdefault(slug, TermUse(use.taxonomy, slug, use.name or slug))
    return list(found.values())

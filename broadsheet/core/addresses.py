"""Addresses of the site: absolute ones, and the first segments that no section may take."""

from typing import Final

from django.conf import settings

RESERVED_SEGMENTS: Final = frozenset(
    {
        "api",
        "authors",
        "claims",
        "comments",
        "corrections",
        "desk",
        "documents",
        "favicon.ico",
        "favicon.svg",
        "feed.atom",
        "feed.json",
        "feed.xml",
        "healthz",
        "media",
        "metrics",
        "news-sitemap.xml",
        "readyz",
        "robots.txt",
        "search",
        "sitemap.xml",
        "static",
        "support",
        "topics",
        "webhooks",
    }
)
"""First path segments with a fixed meaning; sections and pages must be named otherwise."""


def absolute(path: str) -> str:
    """The absolute address of a path on this site; an absolute address stays as it is."""
    if path.startswith(("http://", "https://")):
        return path
    return settings.SITE_URL + "/" + path.lstrip("/")

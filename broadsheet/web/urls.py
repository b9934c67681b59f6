"""Every address of the site, in the order in which they are tried."""

from pathlib import Path

from django.urls import URLPattern, URLResolver, include, path, re_path
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls

from broadsheet.web import sign_in, views


def _room(prefix: str, room: str) -> list[URLPattern | URLResolver]:
    exists = (Path(__file__).parent.parent / room / "urls.py").is_file()
    return [path(prefix, include(f"broadsheet.{room}.urls"))] if exists else []


urlpatterns: list[URLPattern | URLResolver] = [
    re_path(r"^static/(?P<name>[a-z0-9_-]+\.(?:css|js|woff2|svg))$", views.asset, name="asset"),
    path("healthz", views.healthz, name="healthz"),
    path("readyz", views.readyz, name="readyz"),
    path("robots.txt", views.robots, name="robots"),
    path("desk/sign-in/", sign_in.sign_in_by_link, name="sign-in"),
    path("desk/", include(wagtailadmin_urls)),
    *_room("comments/", "discussion"),
    *_room("support/", "fundraising"),
    path("", include(wagtail_urls)),
]

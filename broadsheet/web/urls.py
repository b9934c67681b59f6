"""Every address of the site, in the order in which they are tried."""

from django.urls import URLPattern, URLResolver, include, path, re_path
from django.views.decorators.cache import never_cache
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls

from broadsheet.fundraising.views import notices
from broadsheet.web.api import api
from broadsheet.web.views import errors, feeds, files, lists, machines, sign_in, talk_feeds

ASSET = r"^static/(?P<name>[a-z0-9_-]+\.(?:css|js|woff2|svg))$"
SLUG = r"(?P<slug>[-\w]+)"
FEED = r"feed\.(?P<form>xml|atom|json)$"


urlpatterns: list[URLPattern | URLResolver] = [
    re_path(ASSET, files.asset, name="asset"),
    path("media/<path:path>", files.media, name="media"),
    path("healthz", machines.healthz, name="healthz"),
    path("readyz", machines.readyz, name="readyz"),
    path("metrics", machines.numbers, name="metrics"),
    path("robots.txt", machines.robots, name="robots"),
    path("sitemap.xml", machines.sitemap, name="sitemap"),
    path("news-sitemap.xml", machines.news_sitemap, name="news-sitemap"),
    path("favicon.svg", machines.favicon_svg, name="favicon-svg"),
    path("favicon.ico", machines.favicon_ico, name="favicon-ico"),
    path("api/v1/", api.urls),
    path("search/", lists.search, name="search"),
    re_path(rf"^{FEED}", feeds.site, name="feed"),
    re_path(rf"^authors/{SLUG}/$", lists.author, name="author"),
    re_path(rf"^authors/{SLUG}/{FEED}", feeds.author, name="author-feed"),
    re_path(rf"^topics/{SLUG}/$", lists.topic, name="topic"),
    re_path(rf"^topics/{SLUG}/{FEED}", feeds.topic, name="topic-feed"),
    re_path(rf"^{SLUG}/{FEED}", feeds.section, name="section-feed"),
    re_path(rf"^(?P<section>[-\w]+)/{SLUG}/{FEED}", talk_feeds.story, name="talk-feed"),
    path("desk/sign-in/", sign_in.sign_in_by_link, name="sign-in"),
    path("desk/login/", never_cache(sign_in.BoundedLogin.as_view())),
    path("desk/password_reset/", never_cache(sign_in.BoundedPasswordReset.as_view())),
    path("desk/", include(wagtailadmin_urls)),
    path("documents/", include(wagtaildocs_urls)),
    path("comments/", include("broadsheet.discussion.urls")),
    path("support/", include("broadsheet.fundraising.urls")),
    path("webhooks/<slug:gateway>/", notices.receive_notice, name="webhook"),
    path("", include(wagtail_urls)),
]

handler400 = errors.bad_request
handler403 = errors.forbidden
handler404 = errors.not_found
handler500 = errors.server_error

"""Whatever somebody sends, what is kept afterwards is byte for byte what a clean request gives.

The clock stands still here, so that two renderings of a page differ in nothing else.
"""

from datetime import UTC, datetime

import pytest

from tests.edge.house import STORY

EVIL = b"evil.example"
# What a browser sends that asks for nothing in particular.
PLAIN = "Host: here"

HEADERS = [
    # Who is asked, and how it is said that they were asked.
    "Host: evil.example",
    "Host: evil.example:8000",
    "Host: here\r\nHost: evil.example",
    "Host: here, evil.example",
    "Host_: evil.example",
    "X-Forwarded-Host: evil.example",
    "X-Forwarded-Server: evil.example",
    "X-Forwarded-Port: 1234",
    "X-Forwarded-Proto: https",
    "X-Forwarded-Scheme: nothttps",
    "X-Forwarded-Ssl: on",
    "X-Forwarded-Prefix: /evil.example",
    "X-Forwarded-For: 1.2.3.4, evil.example",
    "X_Forwarded_Host: evil.example",
    "Forwarded: for=1.2.3.4;host=evil.example;proto=https",
    "X-Host: evil.example",
    "X-HTTP-Host-Override: evil.example",
    "X-Script-Name: /evil.example",
    "Script-Name: /evil.example",
    "Via: 1.1 evil.example",
    # What is asked for, against what the first line says.
    "X-Original-URL: /desk/",
    "X-Rewrite-URL: /desk/",
    "X-Original-Host: evil.example",
    "X-HTTP-Method-Override: POST",
    "X-HTTP-Method: DELETE",
    "X-Method-Override: HEAD",
    "Content-Type: application/json",
    "X-Requested-With: XMLHttpRequest",
    "Purpose: prefetch",
    "Sec-Purpose: prefetch;prerender",
    "Sec-Fetch-Dest: iframe\r\nSec-Fetch-Mode: navigate\r\nSec-Fetch-Site: cross-site",
    "Upgrade-Insecure-Requests: 1",
    # In which form.
    "Accept: application/json",
    "Accept: text/markdown, */*;q=0",
    "Accept: evil.example",
    "Accept-Language: ar",
    "Accept-Language: de-DE;q=evil.example",
    "Accept-Charset: utf-16",
    "Accept-Encoding: br;q=0, gzip;q=0, identity;q=0",
    "Accept-Encoding: *;q=0",
    "Accept-Encoding: deflate, zstd, evil.example",
    "Accept-Encoding: gzip;q=evil.example",
    "Accept-Encoding: " + "br, " * 300,
    "Range: bytes=0-3",
    "Range: bytes=0-0,2-2\r\nIf-Range: evil.example",
    "If-Modified-Since: Sun, 22 Nov 2099 00:00:00 GMT",
    "If-Unmodified-Since: Sun, 22 Nov 1999 00:00:00 GMT",
    'If-Match: "evil.example"',
    "Save-Data: on\r\nDPR: 3\r\nViewport-Width: 100",
    "Sec-CH-Prefers-Color-Scheme: dark",
    # Who asks.
    "Cookie: sessionid=evil.example; csrftoken=evil.example",
    "Cookie: broadsheet_voter=evil.example; django_language=ar; messages=evil.example",
    "Cookie: evil.example",
    "User-Agent: evil.example<script>",
    "Referer: https://evil.example/",
    "Origin: https://evil.example",
    "From: somebody@evil.example",
    "X-Real-IP: evil.example",
    # Hop by hop.
    "Connection: close, Host, Cookie",
    "TE: trailers",
    "Pragma: no-cache\r\nCache-Control: no-cache, only-if-cached",
    "Max-Forwards: 0",
    "X-Evil: " + "evil.example" * 400,
]

TARGETS = [
    f"http://evil.example{STORY}",
    f"https://evil.example:1{STORY}",
    f"//evil.example{STORY}",
    f"/evil.example/..{STORY}",
    f"/{STORY}",
    "/harbour//ferry/",
    "/./harbour/ferry/",
    "/harbour/./ferry/",
    "/harbour/../harbour/ferry/",
    "/harbour/ferry/..",
    "/harbour/ferry",
    "/harbour/ferry/;evil.example",
    "/harbour/ferry;/",
    "/harbour;x=evil.example/ferry/",
    "/harbour/ferry/evil.example.css",
    "/harbour/ferry/.css",
    "/harbour/ferry.css",
    "/harbour/ferry/index.html",
    "/harbour/ferry/%2e%2e/ferry/",
    "/harbour/ferry/%2F",
    "/harbour%2fferry/",
    "/harbour%252fferry/",
    "/%68arbour/ferry/",
    "/harbour/ferry/%00.css",
    "/harbour/ferry/%0d%0aX-Evil:%20evil.example",
    "/harbour/ferry/%3fsort=newest",
    "/harbour/ferry/%23evil.example",
    "/harbour/ferry/#evil.example",
    "/harbour\\ferry/",
    "/harbour/ferry%5c",
    "/HARBOUR/ferry/",
    "/harbour/ferry%E2%80%AE/",
    "/harbour/ferry/%ff",
    f"{STORY}?evil.example",
    f"{STORY}?utm_source=evil.example",
    f"{STORY}?next=//evil.example/",
    f"{STORY}?callback=evil.example",
    f"{STORY}?format=json",
    f"{STORY}?_method=DELETE",
    f"{STORY}?preview=1&mode=",
    f"{STORY}?lang=ar&language=ar",
    f"{STORY}?sort=newest&sort=oldest",
    f"{STORY}?sort=newest;page=2",
    f"{STORY}?sort=newest%00",
    f"{STORY}?sort=evil.example",
    f"{STORY}?sort=NEWEST",
    f"{STORY}?sort%00=newest",
    f"{STORY}?%73ort=newest",
    f"{STORY}?page=1",
    f"{STORY}?page=01",
    f"{STORY}?page=+1",
    f"{STORY}?page=%31",
    f"{STORY}?page=%D9%A1",
    f"{STORY}?page=1e0",
    f"{STORY}??sort=newest",
    f"{STORY}?&&&=",
    f"{STORY}?" + "a=evil.example&" * 15,
    "/?p=1",
    "/?page_id=evil.example",
    "/?s=evil.example",
    "/?page=2",
    "/feed.xml?sort=newest",
    "/feed.xml/",
    "/sitemap.xml?page=2",
    "/robots.txt?evil.example",
    "*",
]

DECEPTIVE = [
    "/desk/evil.css",
    "/desk/login/evil.css",
    "/desk/login;evil.css",
    "/desk/%2e%2e/robots.txt",
    "/static/..%2fdesk/login/",
    "/static/%2e%2e/desk/login/",
    "/comments/1/evil.js",
    "/comments/post/evil.png",
    "/support/evil.css",
    "/api/v1/meter/evil.js",
    "/api/v1/meter/;evil.css",
    "/documents/1/evil.css",
    "/webhooks/bank/evil.css",
]
"""Addresses of what is private or always new, dressed up as files that a cache would keep."""


@pytest.fixture
def still(clock, house):
    """The house at one moment, which is now."""
    clock.set(datetime.now(UTC))
    house.clean = {}
    for path in (STORY, f"{STORY}?sort=newest", f"{STORY}?page=1", "/"):
        house.clean[path] = without_date(house.raw(request(path)))
        assert EVIL not in house.clean[path]
    empty(house)
    return house


def request(target: str, lines: str = PLAIN, method: str = "GET") -> bytes:
    host = "" if lines.startswith("Host:") or "Host: here" in lines else "Host: here\r\n"
    head = f"{method} {target} HTTP/1.1\r\n{host}{lines}\r\n"
    return (head + "Connection: close\r\n\r\n").encode("latin-1", "ignore")


def without_date(answer: bytes) -> bytes:
    head, _, body = answer.partition(b"\r\n\r\n")
    kept = [line for line in head.split(b"\r\n") if not line.lower().startswith(b"date:")]
    return b"\r\n".join(kept) + b"\r\n\r\n" + body


def empty(house) -> None:
    for address in addresses(house):
        house.store.discard(address)


def addresses(house) -> list[str]:
    return list(house.store._pages)


def everything_kept_is_clean(house) -> None:
    """Each kept page is what a clean request gives that finds nothing kept."""
    for address in addresses(house):
        kept = without_date(house.raw(request(address)))
        house.store.discard(address)
        assert without_date(house.raw(request(address))) == kept, address
        assert EVIL not in kept
        assert kept == house.clean.get(address, kept)


def test_no_header_gets_into_what_is_kept(still):
    for lines in HEADERS:
        empty(still)
        first = still.raw(request(STORY, lines))
        assert EVIL not in first, lines
        everything_kept_is_clean(still)
        assert without_date(still.raw(request(STORY))) == still.clean[STORY], lines
        # And with the clean page kept, the same header gets nothing else.
        second = still.raw(request(STORY, lines))
        assert EVIL not in second, lines
        assert second.split(b" ", 2)[1] == first.split(b" ", 2)[1], lines


def test_no_spelling_of_an_address_gets_into_what_is_kept(still):
    for target in TARGETS:
        empty(still)
        for method in ("GET", "HEAD", "GET"):
            answer = still.raw(request(target, method=method))
            head = answer.partition(b"\r\n\r\n")[0].lower()
            # Nobody is led away, and no line of theirs is in the head.
            assert b"\r\nlocation: //" not in head, target
            assert b"evil.example" not in head.partition(b"\r\nlocation:")[2][:30], target
            assert b"\r\nx-evil" not in head, target
        for address in addresses(still):
            assert "evil" not in address, target
        everything_kept_is_clean(still)
        assert without_date(still.raw(request(STORY))) == still.clean[STORY], target


def test_twins_of_an_address_are_not_kept_beside_it(still):
    """So nobody fills the store with copies of one page."""
    for target in TARGETS:
        still.raw(request(target))
    assert set(addresses(still)) <= {
        STORY,
        f"{STORY}?sort=newest",
        f"{STORY}?page=1",
        "/",
        "/feed.xml",
        "/robots.txt",
        "/sitemap.xml",
    }


def test_nothing_private_is_kept_under_the_name_of_a_file(still):
    for target in DECEPTIVE:
        for lines in (PLAIN, "Cookie: broadsheet_desk=abc", "X-Original-URL: /"):
            head, _, _body = still.raw(request(target, lines)).partition(b"\r\n\r\n")
            assert not (b" 200 " in head[:16] and b"public" in head.lower()), target
            assert addresses(still) == [], target


def test_a_method_that_is_not_get_leaves_nothing(still):
    for method in ("POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "PROPFIND", "PURGE"):
        still.raw(request(STORY, "Content-Length: 0", method=method))
        assert addresses(still) == [], method
        kept = still.raw(request(STORY))
        assert without_date(kept) == still.clean[STORY]
        still.raw(request(STORY, "Content-Length: 0", method=method))
        assert without_date(still.raw(request(STORY))) == still.clean[STORY], method
        empty(still)


def test_two_requests_hidden_in_one_body_are_no_page(still):
    """A length and chunks at once, or two lengths: what follows is no second request."""
    inner = b"GET /?evil.example HTTP/1.1\r\nHost: evil.example\r\n\r\n"
    for lines in (
        "Content-Length: 6\r\nTransfer-Encoding: chunked",
        f"Content-Length: 0\r\nContent-Length: {len(inner)}",
        "Transfer-Encoding: chunked, identity",
        "Transfer-Encoding : chunked",
    ):
        still.raw(request(STORY, lines) + b"0\r\n\r\n" + inner)
        everything_kept_is_clean(still)
        assert without_date(still.raw(request(STORY))) == still.clean[STORY], lines
        empty(still)

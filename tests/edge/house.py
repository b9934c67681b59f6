"""A whole house in this process: the real server with its store, Django, and a small paper."""

import http.client
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from urllib.parse import urlencode

from django.db import connections

from broadsheet.core.models import Newsroom
from broadsheet.discussion import actions as discussion
from broadsheet.edge import generations, listen, serve, server
from broadsheet.edge.bridge import Bridge
from broadsheet.edge.guard import Guard
from broadsheet.edge.keeping import Keeper
from broadsheet.edge.making import Maker
from broadsheet.edge.store import Store
from broadsheet.edge.wsgi import application as django_application
from broadsheet.fundraising import actions as fundraising
from broadsheet.publishing import actions as publishing
from broadsheet.publishing.models import ArticlePage, SectionPage

STORY = "/harbour/ferry/"
THREADS = 4
"""In which Django answers."""


@dataclass
class Got:
    """An answer."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode()


@dataclass
class House:
    """A running server; `made` lists what Django was asked, in order."""

    store: Store
    section: SectionPage
    story: ArticlePage
    other: ArticlePage
    pages: serve.Server = field(init=False)
    keeper: Keeper = field(init=False)
    port: int = 0
    made: list[str] = field(default_factory=list)
    during: list = field(default_factory=list)
    """Called once each while Django makes an answer, after it has been made."""

    @property
    def subject(self) -> str:
        return f"page:{self.story.pk}"

    def django(self, environ, start_response):
        """Django, with its database connections given back after each request."""
        try:
            answer = list(django_application(environ, start_response))
            path, query = environ["PATH_INFO"], environ["QUERY_STRING"]
            self.made.append(f"{path}?{query}" if query else path)
            while self.during:
                self.during.pop()()
            return answer
        finally:
            connections.close_all()

    def get(self, path: str = STORY, *, method: str = "GET", **headers: str) -> Got:
        """Ask once, on a connection of its own; `Accept_Encoding="br"` gives that header."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        try:
            named = {name.replace("_", "-"): value for name, value in headers.items()}
            connection.request(method, path, headers=named)
            answer = connection.getresponse()
            found = {name.lower(): value for name, value in answer.getheaders()}
            return Got(answer.status, found, answer.read())
        finally:
            connection.close()

    def post(self, path: str, **fields: object) -> Got:
        """Send a form as a browser does."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        try:
            kind = {
                "Content-Type": "application/x-www-form-urlencoded",
                "Sec-Fetch-Site": "same-origin",
            }
            connection.request("POST", path, urlencode(fields), kind)
            answer = connection.getresponse()
            return Got(answer.status, dict(answer.getheaders()), answer.read())
        finally:
            connection.close()

    def raw(self, request: bytes) -> bytes:
        """Send these bytes and read until the server closes."""
        with socket.create_connection(("127.0.0.1", self.port), timeout=20) as connection:
            connection.sendall(request)
            answer = b""
            while chunk := connection.recv(65_536):
                answer += chunk
            return answer

    def say(self, body: str, **more: object):
        """Post a comment under the story."""
        values = {"subject": self.subject, "name": "Ada", "body": body}
        return discussion.post_comment(**(values | more)).comment


def _paper() -> tuple[SectionPage, ArticlePage, ArticlePage]:
    room = Newsroom.objects.first() or Newsroom()
    room.title, room.is_set_up, room.currency = "The Harbour Post", True, "USD"
    room.save()
    publishing.ensure_front_page(title="The Harbour Post")
    section = publishing.save_section(title="Harbour", slug="harbour")
    author = publishing.save_author(name="Ada Quay", slug="ada-quay")
    topic = publishing.save_topic(name="Ferries", slug="ferries")

    def story(slug: str, title: str) -> ArticlePage:
        return publishing.save_article(
            section=section,
            slug=slug,
            title=title,
            standfirst="The strike goes on.",
            body=[{"type": "paragraph", "value": "<p>Nothing moved on Friday.</p>"}],
            bylines=[(author, "writer")],
            topics=[topic],
            published_at=datetime(2026, 11, 20, 7, 30, tzinfo=UTC),
            live=True,
        )

    found = section, story("ferry", "Ferries stay in port"), story("crane", "A crane brakes")
    discussion.save_rules(hold_first_comments=False)
    fundraising.ensure_campaign(goal_minor=500_000, currency="USD")
    return found


@contextmanager
def open_house() -> Iterator[House]:
    """The house, from its first page to its last."""
    house = House(Store(generations.shared()), *_paper())
    bridge = Bridge(house.django, THREADS)
    keeper = house.keeper = Keeper(bridge, Maker(house.django, house.store), bridge.executor)
    sockets = listen.bind("127.0.0.1", 0)
    house.port = listen.port_of(sockets)
    is_up = threading.Event()
    house.pages = serve.Server(house.store, keeper.remake)
    settings = server.config(Guard(keeper), [], house.pages)
    running = server.Server(settings, is_up.set)
    thread = threading.Thread(target=running.run, args=(sockets,), daemon=True)
    thread.start()
    assert is_up.wait(10)
    try:
        yield house
    finally:
        running.should_exit = True
        thread.join(10)
        bridge.executor.shutdown(wait=True)

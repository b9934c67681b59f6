"""What every test may ask for: the cast, a clock to turn, and clean ground to stand on."""

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.contrib.auth.models import Group, User
from django.contrib.contenttypes.models import ContentType
from django.core.cache import cache
from django.db import connection
from django.test import Client, TransactionTestCase
from pytest_django.plugin import blocking_manager_key

from broadsheet.core import clock as house_clock
from broadsheet.core import visitors
from broadsheet.core.copied import CopiedSetting
from tests import databases

# The moment at which tests begin that ask for the clock: an afternoon with eight days left.
AFTERNOON = datetime(2026, 11, 22, 15, 0, tzinfo=UTC)


@pytest.fixture(scope="session")
def django_db_setup(django_test_environment, django_db_blocker) -> Iterator[None]:
    """A database of this process's own, copied from a migrated one instead of migrated anew."""
    with django_db_blocker.unblock():
        databases.use_copy()
    yield
    with django_db_blocker.unblock():
        databases.drop_copy()


DATABASE_FIXTURES = {"db", "transactional_db", "live_server", "django_db_setup"}


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """On PostgreSQL, leave out what asks for no database: it would be the same again."""
    if connection.vendor != "postgresql":
        return
    kept, others = [], []
    for item in items:
        fixtures = getattr(item, "fixturenames", ())
        asks = item.get_closest_marker("django_db") or not DATABASE_FIXTURES.isdisjoint(fixtures)
        (kept if asks else others).append(item)
    config.hook.pytest_deselected(items=others)
    items[:] = kept


def commits(item: pytest.Item) -> bool:
    """Whether a test commits, and so leaves rows behind."""
    marker = item.get_closest_marker("django_db")
    fixtures = set(getattr(item, "fixturenames", ()))
    return bool(
        (marker and marker.kwargs.get("transaction"))
        or {"transactional_db", "live_server"} & fixtures
    )


@pytest.fixture(autouse=True)
def _rows_of_the_migrations(request) -> None:
    """A test that commits starts with a fresh copy, with the rows of the migrations in it."""
    if commits(request.node):
        request.getfixturevalue("transactional_db")
        databases.restore()
        ContentType.objects.clear_cache()


@pytest.fixture(scope="session", autouse=True)
def _no_emptying() -> Iterator[None]:
    """Spare each test that commits the emptying of every table: the next one has a fresh copy."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(TransactionTestCase, "_fixture_teardown", lambda _self: None)
        yield


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown(item: pytest.Item, nextitem: pytest.Item | None) -> Iterator[None]:
    """After tests that commit, one that does not begins with a fresh copy as well."""
    yield
    if commits(item) and nextitem is not None and not commits(nextitem):
        blocker = item.config.stash[blocking_manager_key]
        with blocker.unblock():
            databases.restore()
            ContentType.objects.clear_cache()


@pytest.fixture(autouse=True)
def _clean_ground(settings, tmp_path: Path) -> Iterator[None]:
    """Files of its own for each test, and nothing remembered from the one before."""
    settings.MEDIA_ROOT = str(tmp_path / "media")
    forget()
    yield
    forget()


def forget() -> None:
    """What a process remembers of its newsroom."""
    CopiedSetting.forget_all()
    visitors.forget_key()
    cache.clear()


class Clock:
    """The house's clock, held still until it is turned."""

    def __init__(self, at: datetime) -> None:
        self.at = at

    def set(self, at: datetime) -> None:
        """Turn to an aware moment."""
        self.at = at.astimezone(UTC)

    def advance(self, **duration: float) -> None:
        """Turn on, such as `advance(minutes=11)`."""
        self.at += timedelta(**duration)


@pytest.fixture
def clock(monkeypatch) -> Clock:
    """Pins `broadsheet.core.clock.now`; begins at AFTERNOON."""
    held = Clock(AFTERNOON)
    monkeypatch.setattr(house_clock, "now", lambda: held.at)
    return held


# The cast ------------------------------------------------------------------------------------


@pytest.fixture
def publisher(db) -> User:
    """Whose newsroom it is: sets the rules and invites the others."""
    person = _colleague("paula", "Paula Publisher", "Moderators")
    person.is_superuser = True
    person.save()
    return person


@pytest.fixture
def reporter(db) -> User:
    """Writes; others publish. Wagtail calls the group editors."""
    return _colleague("rita", "Rita Reporter", "Editors")


@pytest.fixture
def editor(db) -> User:
    """Writes, publishes and moderates. Wagtail calls the group moderators."""
    return _colleague("erin", "Erin Editor", "Moderators")


@pytest.fixture
def moderator(db) -> User:
    """Looks after the discussion, with the same rights as an editor."""
    return _colleague("mona", "Mona Moderator", "Moderators")


def _colleague(username: str, name: str, group: str) -> User:
    first, last = name.split()
    person = User.objects.create_user(
        username, f"{username}@newsroom.example", first_name=first, last_name=last, is_staff=True
    )
    person.groups.add(Group.objects.get(name=group))
    return person


@dataclass
class Reader:
    """Somebody without an account: a name to sign with and a browser of their own."""

    name: str
    email: str
    client: Client


@pytest.fixture
def reader() -> Callable[..., Reader]:
    """Makes one more reader: `reader("Ada", address="192.0.2.7")`."""

    def make(name: str, *, address: str, agent: str = "Mozilla/5.0 (tests)") -> Reader:
        # Browsers say where a request comes from; the test client has to be told to.
        client = Client(
            REMOTE_ADDR=address, HTTP_USER_AGENT=agent, HTTP_SEC_FETCH_SITE="same-origin"
        )
        return Reader(name, f"{name.lower()}@readers.example", client)

    return make


@pytest.fixture
def donor(reader) -> Reader:
    """Gives."""
    return reader("Dora", address="192.0.2.1")


@pytest.fixture
def guest(reader) -> Reader:
    """Comments without an account."""
    return reader("Gus", address="192.0.2.2")


@pytest.fixture
def stranger(reader) -> Reader:
    """Has been here never before, and may mean no good."""
    return reader("Stan", address="192.0.2.3")


@pytest.fixture(scope="session")
def test_data() -> Path:
    """The folder of real exports and pictures; without it, the test that asks is skipped."""
    folder = os.environ.get("BROADSHEET_TEST_DATA", "")
    if not folder:
        pytest.skip("BROADSHEET_TEST_DATA is not set: the real exports are not here.")
    return Path(folder)

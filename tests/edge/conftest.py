"""A real server on a free port; behind its guard, a small application that tells what it got."""

import contextlib
import socket
import threading
import time
from collections.abc import Callable, Iterator

import pytest

from broadsheet.edge import listen, making, serve, server
from broadsheet.edge.bridge import Bridge
from broadsheet.edge.generations import Generations
from broadsheet.edge.guard import Guard
from broadsheet.edge.store import Store
from tests.edge.house import House, open_house


class Running:
    """A server under test: what reached the application, and raw talk with it."""

    def __init__(self) -> None:
        self.bodies: list[bytes] = []
        self.environs: list[dict] = []
        self.port = 0

    def application(self, environ, start_response):
        body = environ["wsgi.input"].read()
        self.bodies.append(body)
        self.environs.append(environ)
        answer = b"took %d" % len(body)
        start_response("200 OK", [("Content-Length", str(len(answer)))])
        return [answer]

    def talk(self, *pieces: bytes, half_close: bool = False) -> bytes:
        """Send the pieces as they are and read until the server closes or falls silent."""
        with socket.create_connection(("127.0.0.1", self.port), timeout=5) as connection:
            for piece in pieces:
                connection.sendall(piece)
            if half_close:
                connection.shutdown(socket.SHUT_WR)
            answer = b""
            connection.settimeout(3)
            with contextlib.suppress(TimeoutError, ConnectionResetError):
                while chunk := connection.recv(65_536):
                    answer += chunk
                    if b"\r\n\r\ntook" in answer:
                        break
            return answer


@pytest.fixture(scope="session")
def running(tmp_path_factory) -> Iterator[Running]:
    """The server, up for the whole session; `clear` it by asking for `edge`."""
    found = Running()
    sockets = listen.bind("127.0.0.1", 0)
    found.port = listen.port_of(sockets)
    bridge = Bridge(found.application, 2)
    is_up = threading.Event()
    store = Store(Generations(tmp_path_factory.mktemp("edge") / "generations"))
    settings = server.config(Guard(bridge), ["10.0.0.0/8"], serve.Server(store))
    running_server = server.Server(settings, is_up.set)
    thread = threading.Thread(target=running_server.run, args=(sockets,), daemon=True)
    thread.start()
    assert is_up.wait(10)
    yield found
    running_server.should_exit = True
    thread.join(10)
    bridge.executor.shutdown(wait=False)


@pytest.fixture
def edge(running: Running) -> Running:
    """The server with nothing taken yet."""
    running.bodies.clear()
    running.environs.clear()
    return running


def eventually(condition: Callable[[], object], *, seconds: float = 5.0) -> None:
    """Wait until the condition holds; fails when it does not within `seconds`."""
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "this did not happen in time"
        time.sleep(0.005)


@pytest.fixture
def house(transactional_db, monkeypatch) -> Iterator[House]:
    """A whole house: the server with its store, Django and a small paper.

    No page of it is hot: its tests change things as another process does, and look at once.
    """
    monkeypatch.setattr(making, "HOT_MAKINGS", float("inf"))
    with open_house() as found:
        yield found

"""nginx with files that hold the same bytes as the newsroom's pages."""

import socket
import subprocess
import time
from pathlib import Path
from urllib.request import urlopen

from bench import machine

START_SECONDS = 10
STOP_SECONDS = 10


class Nginx:
    """A running nginx on the core of the servers; use it in a `with` statement."""

    def __init__(self, folder: Path, core: int) -> None:
        self.folder = folder
        self.files = folder / "files"
        self.port = _free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self._core = core
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> "Nginx":
        (self.files / "br").mkdir(parents=True, exist_ok=True)
        plan = Path(__file__).with_name("nginx.conf").read_text()
        plan = plan.replace("@FOLDER@", str(self.folder)).replace("@PORT@", str(self.port))
        configuration = self.folder / "nginx.conf"
        configuration.write_text(plan)
        command = [machine.program("nginx"), "-e", str(self.folder / "error.log")]
        self._process = subprocess.Popen(
            machine.on_core(self._core, [*command, "-c", str(configuration)])
        )
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline:
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", self.port)) == 0:
                    return self
            time.sleep(0.02)
        self.__exit__()
        raise machine.Missing("nginx did not start; see error.log beside its configuration")

    def __exit__(self, *_: object) -> None:
        if self._process is not None:
            self._process.terminate()
            self._process.wait(STOP_SECONDS)

    @property
    def pid(self) -> int:
        """The main process; the one that works is below it."""
        assert self._process is not None
        return self._process.pid

    def put(self, name: str, body: bytes) -> str:
        """Serve bytes under a name that is new (nginx keeps files open); gives the address."""
        (self.files / name).write_bytes(body)
        return f"{self.url}/{name}"

    def etag(self, address: str) -> str:
        """The ETag that nginx gives to a file."""
        with urlopen(address) as answer:
            return str(answer.headers["ETag"])


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port

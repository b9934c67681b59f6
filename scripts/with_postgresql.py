"""Run a command with a PostgreSQL of its own: with_postgresql.py COMMAND [ARGUMENT …]

Makes a cluster in a temporary folder, reachable through a socket in it and by no port, sets
BROADSHEET_TEST_DATABASE_URL for the command, and removes everything when the command has ended.
"""

import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from urllib.parse import quote

START_SECONDS = 30
# Nothing in this cluster is worth keeping, so nothing waits for the disk.
OPTIONS = (
    "listen_addresses=",
    "fsync=off",
    "synchronous_commit=off",
    "full_page_writes=off",
    "max_connections=60",
    "shared_buffers=64MB",
)


def program(name: str) -> str:
    """The newest `name` of PostgreSQL on this machine."""
    installed = sorted(
        Path("/usr/lib/postgresql").glob(f"*/bin/{name}"),
        key=lambda path: float(path.parts[-3]),
    )
    found = str(installed[-1]) if installed else shutil.which(name)
    if not found:
        sys.exit(f"{name} is missing; please install the package postgresql.")
    return found


def owner() -> pwd.struct_passwd | None:
    """Who runs the cluster: PostgreSQL refuses root, so root lends it another account."""
    if os.getuid() != 0:
        return None
    for name in ("postgres", "nobody"):
        try:
            return pwd.getpwnam(name)
        except KeyError:
            continue
    sys.exit("PostgreSQL refuses to run as root, and there is no account postgres or nobody.")


def main(command: list[str]) -> int:
    """Run the command and give its status."""
    account = owner()
    lent = {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": []} if account else {}
    folder = Path(tempfile.mkdtemp(prefix="broadsheet-postgresql-"))
    try:
        if account:
            os.chown(folder, account.pw_uid, account.pw_gid)
        cluster = folder / "cluster"
        subprocess.run(
            [
                *(program("initdb"), "--pgdata", str(cluster), "--username", "broadsheet"),
                *("--auth", "trust", "--encoding", "UTF8", "--locale", "C.UTF-8", "--no-sync"),
            ],
            check=True,
            stdout=subprocess.DEVNULL,
            cwd=folder,
            **lent,
        )
        settings = [part for option in OPTIONS for part in ("-c", option)]
        with (folder / "log").open("wb") as log:
            server = subprocess.Popen(
                [program("postgres"), "-D", str(cluster), "-k", str(folder), *settings],
                stdout=log,
                stderr=subprocess.STDOUT,
                cwd=folder,
                **lent,
            )
        try:
            wait_until_ready(folder, server)
            host = quote(str(folder), safe="")
            url = f"postgresql://broadsheet@{host}/postgres"
            environment = {**os.environ, "BROADSHEET_TEST_DATABASE_URL": url}
            return subprocess.run(command, env=environment, check=False).returncode
        finally:
            server.send_signal(signal.SIGINT)  # "fast": does not wait for connections
            server.wait(30)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def wait_until_ready(folder: Path, server: "subprocess.Popen[bytes]") -> None:
    """Wait until the server answers; ends the program with its log when it does not."""
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and server.poll() is None:
        asked = subprocess.run(
            [program("pg_isready"), "--quiet", "--host", str(folder)], check=False
        )
        if asked.returncode == 0:
            return
        time.sleep(0.05)
    sys.exit("PostgreSQL did not start:\n" + (folder / "log").read_text(errors="replace"))


if __name__ == "__main__":
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    sys.exit(main(sys.argv[1:]))

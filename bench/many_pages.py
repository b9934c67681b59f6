"""python -m bench.many_pages [--pages 20000] [--asks 20000]

So many different pages, each asked for once and then so many at random: what stays in the store,
how often it answers, and how much memory the server takes. Pages are those of authors, which are
quick to write and as long as a short story. Status 1 where memory grew beyond MEMORY_MAX_MB.
"""

import argparse
import json
import random
import sys
import tempfile
import time
from pathlib import Path

from bench.torture.newsroom import Newsroom, running
from bench.torture.talking import Elsewhere, Line

SEED = 3
MEMORY_MAX_MB = 300
"""The process itself, 64 MB of pages, and what lies between them."""
TOLD_EVERY = 4000
CODING = "br"


def main() -> int:
    """Run as the arguments say."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pages", type=int, default=20_000)
    parser.add_argument("--asks", type=int, default=20_000)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="broadsheet-many-") as folder:
        newsroom = Newsroom(Path(folder) / "data")
        newsroom.told("bench.torture.paper")
        elsewhere = Elsewhere(newsroom)
        elsewhere.do("authors", times=arguments.pages)
        elsewhere.close()
        with running(newsroom):
            numbers = random.Random(SEED).sample(range(arguments.pages), arguments.pages)
            most = ask(newsroom, "each once", numbers)
            seed = random.Random(SEED + 1)
            numbers = [seed.randrange(arguments.pages) for _ in range(arguments.asks)]
            most = max(most, ask(newsroom, "at random", numbers))
    is_good = most < MEMORY_MAX_MB
    print(f"memory at most {most:.0f} MB, under {MEMORY_MAX_MB}: {'yes' if is_good else 'NO'}")
    return 0 if is_good else 1


def ask(newsroom: Newsroom, how: str, numbers: list[int]) -> float:
    """Ask for these pages; gives the most memory in MB that the server took."""
    line, most, before, began = Line(newsroom), 0.0, told(newsroom), time.monotonic()
    for done, number in enumerate(numbers, 1):
        answer = line.ask("GET", f"/authors/author-{number}/", None, {"Accept-Encoding": CODING})
        if answer.status != 200:
            raise RuntimeError(f"author-{number}: {answer.status}")
        if done % TOLD_EVERY == 0 or done == len(numbers):
            time.sleep(2.1)  # counted once a second
            now = told(newsroom)
            hits, misses = now["hits"] - before["hits"], now["misses"] - before["misses"]
            memory = newsroom.resident_mb()
            most = max(most, memory)
            print(
                f"{how}: {done} asked in {time.monotonic() - began:.0f} s,"
                f" {hits / max(1, hits + misses):.1%} from memory,"
                f" {now['pages']} pages of {now['bytes'] / 1_048_576:.1f} MB kept,"
                f" server {memory:.0f} MB",
                flush=True,
            )
    return most


def told(newsroom: Newsroom) -> dict[str, int]:
    """What `broadsheet stats` says of the store."""
    done = newsroom.command("broadsheet", "stats", "--json")
    found: dict[str, int] = json.loads(done.stdout)["store"]
    return found


if __name__ == "__main__":
    sys.exit(main())

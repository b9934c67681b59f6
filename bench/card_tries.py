"""Ten thousand stolen cards, from many addresses, and one honest donor among them.

`python -m bench.card_tries` lets each try start a gift through the JSON call from an address and
with an e-mail of its own, and, where it is led to the checkout, enter a card that is declined. It
prints how many reached the gateway in the first minute after the pause began and after that, and
whether the donor, who follows the letter, got through.
"""

import argparse
import json
import re
import sys
import threading
import time
import urllib.error
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from email import message_from_bytes
from email.policy import default
from itertools import count
from urllib.parse import unquote, urlencode

from bench.card_shop import Shop, shop

TRIES = 10_000
THREADS = 8
AFTER_MINUTE_MAX = 20


def _post(url: str, body: bytes, **headers: str) -> tuple[int, bytes]:
    request = urllib.request.Request(url, body, headers)
    try:
        with urllib.request.urlopen(request, timeout=30) as answer:
            return answer.status, answer.read()
    except urllib.error.HTTPError as error:
        return error.code, error.read()


def start(found: Shop, number: int, email: str, amount: int = 500) -> tuple[int, dict]:
    """Start a gift as somebody from an address of their own."""
    address = f"10.{number >> 16 & 255}.{number >> 8 & 255}.{number & 255}"
    wishes = {"amount_minor": amount, "currency": "USD", "gateway": "stripe", "email": email}
    status, body = _post(
        f"{found.url}/api/v1/gifts/",
        json.dumps(wishes).encode(),
        **{"Content-Type": "application/json", "X-Forwarded-For": address},
    )
    return status, json.loads(body or b"{}")


def attack(found: Shop, tries: int) -> list[float]:
    """All tries; gives the moments at which one reached the gateway."""
    numbers, reached, lock = count(1), [], threading.Lock()

    def one(_number: int) -> None:
        number = next(numbers)
        status, made = start(found, number, f"thief{number}@nowhere.example")
        address = made.get("next", {}).get("redirect", "")
        if status == 201 and address.startswith(found.outside.address):
            with lock:
                reached.append(time.monotonic())
            _post(address, urlencode({"card": f"4000{number:012d}"}).encode())

    with ThreadPoolExecutor(THREADS) as pool:
        list(pool.map(one, range(tries)))
    return reached


def honest(found: Shop) -> bool:
    """A donor, during the attack: starts, opens the letter, pays."""
    email = "dora@readers.example"
    status, _made = start(found, 2**23 + 1, email, 2000)
    if status != 201:
        return False
    deadline = time.monotonic() + 60
    link = ""
    while not link and time.monotonic() < deadline:
        for file in sorted((found.data / "mail").glob("*")):
            letter = message_from_bytes(file.read_bytes(), policy=default)
            body = letter.get_body()
            if letter["To"] == email and body is not None:
                links = re.findall(r"http\S+by-letter/\?key=\S+", body.get_content())
                link = links[0] if links else link
        time.sleep(0.2)
    if not link:
        return False
    path = re.sub(r"^https?://[^/]+", "", link)
    key = path.partition("key=")[2]
    _status, page = _post(
        f"{found.url}{path.partition('?')[0]}",
        urlencode({"key": unquote(key)}).encode(),
        **{
            "Content-Type": "application/x-www-form-urlencoded",
            "Sec-Fetch-Site": "same-origin",
            "X-Forwarded-For": "198.51.100.7",
        },
    )
    checkout = re.search(rf"{found.outside.address}/pay/[\w]+", page.decode())
    if not checkout:
        return False
    session = checkout[0].rpartition("/")[2]
    found.outside.do("pay", session=session)
    while time.monotonic() < deadline + 60:
        raised = found.ask("print(Gift.objects.filter(state='settled').count())")
        if raised:
            return True
        time.sleep(1)
    return False


def main() -> int:
    """Print what got through; 1 where a promise is broken."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--tries", type=int, default=TRIES)
    wishes = parser.parse_args()
    with shop(stand_in=("--deliver",)) as found:
        began = time.monotonic()
        done: dict[str, bool] = {}
        donor = threading.Timer(20, lambda: done.update(honest=honest(found)))
        donor.start()
        reached = attack(found, wishes.tries)
        took = time.monotonic() - began
        donor.join()
        late = sum(1 for at in reached if at - began > 60)
        paused = found.ask("print(Breaker.objects.values_list('times_opened').first()[0])")
        print(
            f"{wishes.tries} tries in {took:.0f} s: {len(reached)} reached the gateway,"
            f" {late} of them after the first minute; paused {paused} time(s);"
            f" the honest donor {'got through' if done.get('honest') else 'was lost'}"
        )
        print(f"charges at the gateway: {len(found.outside.objects('charge'))}")
        return 0 if late < AFTER_MINUTE_MAX and done.get("honest") else 1


if __name__ == "__main__":
    sys.exit(main())

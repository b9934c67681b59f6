"""What another stand-in for Stripe says to the same adapter: localstripe, a process of its own.

`python -m bench.second_opinion` puts localstripe (GPL, so never a dependency of ours) into an
environment under .cache/, starts it on loopback, and lets the adapter's client, its facts and its
reading of notices meet it: a payment, two partial refunds, a signed notice. It knows neither
Checkout Sessions nor disputes and ignores idempotency keys; those are our own stand-in's part.
"""

import os
import socket
import subprocess
import sys
import threading
import time
import urllib.request
import venv
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

VERSION = "1.15.10"
FOLDER = Path(__file__).parents[1] / ".cache" / "localstripe"
LAUNCH = (
    "import sys; from aiohttp import web; from localstripe.server import app;"
    " web.run_app(app, host='127.0.0.1', port=int(sys.argv[1]), print=None)"
)
SECRET = "whsec_second"
START_SECONDS = 30


def installed() -> Path | None:
    """The Python of localstripe's environment; None where it cannot be had."""
    python = FOLDER / "bin" / "python"
    if not python.exists():
        venv.create(FOLDER, with_pip=True)
    pip = [str(python), "-m", "pip", "--disable-pip-version-check", "install", "--quiet"]
    done = subprocess.run([*pip, f"localstripe=={VERSION}"], check=False, capture_output=True)
    return python if done.returncode == 0 else None


class Listener(BaseHTTPRequestHandler):
    """Takes notices."""

    heard: list[tuple[bytes, dict[str, str]]] = []

    def do_POST(self) -> None:
        """Keep one and answer."""
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.heard.append((body, dict(self.headers)))
        self.send_response(200)
        self.end_headers()

    def log_message(self, *args: object) -> None:
        """Say nothing."""


def agree(what: str, found: Any, expected: Any) -> bool:
    """Print one comparison."""
    print(f"{'ok ' if found == expected else 'NO '} {what}: {found!r}")
    return bool(found == expected)


def opinions(base: str, listening: int) -> list[bool]:
    """Each thing that both know, compared."""
    # ruff: noqa: PLC0415
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
    import django

    django.setup()
    from django.conf import settings

    from broadsheet.fundraising.gateways import stripe as adapter
    from broadsheet.fundraising.gateways import stripe_facts as facts

    settings.STRIPE_WEBHOOK_SECRET = SECRET
    hook = {"url": f"http://127.0.0.1:{listening}/", "secret": SECRET}
    urllib.request.urlopen(f"{base}/_config/webhooks/ours", urlencode(hook).encode())
    v1 = adapter._client("sk_live_second", base).v1
    made = v1.payment_intents.create(
        {
            "amount": 2000,
            "currency": "usd",
            "payment_method": "pm_card_visa",
            "confirm": True,
            "metadata": {"gift": "g-1"},
        }
    )
    intent = v1.payment_intents.retrieve(made.id).to_dict()
    charge = v1.charges.retrieve(facts.ref_of(intent["latest_charge"])).to_dict()
    refunds = [
        v1.refunds.create({"payment_intent": made.id, "amount": amount}).to_dict()
        for amount in (500, 700)
    ]
    movement = v1.balance_transactions.retrieve(facts.ref_of(charge["balance_transaction"]))
    whole = {**intent, "latest_charge": {**charge, "balance_transaction": movement.to_dict()}}
    fact = facts.payment(whole, charges=[charge], refunds=refunds)
    deadline = time.monotonic() + 10
    while not Listener.heard and time.monotonic() < deadline:
        time.sleep(0.1)
    heard = [adapter.StripeGateway().read_notice(body, marks) for body, marks in Listener.heard]
    paid = [one for one in heard if one.kind == "payment_intent.succeeded"]
    return [
        agree("status", str(fact.status), "paid"),
        agree("amount", (fact.amount_minor, fact.currency), (2000, "USD")),
        agree("gift", fact.gift_token, "g-1"),
        agree("refunds", [one.amount_minor for one in fact.refunds], [500, 700]),
        agree("tries", [one.outcome for one in fact.attempts], ["paid"]),
        agree("notice", [one.object_ref for one in paid], [made.id]),
    ]


def main() -> int:
    """0 where both agree, or where localstripe cannot be had."""
    python = installed()
    if python is None:
        print("localstripe cannot be installed here; skipped.")
        return 0
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    listener = HTTPServer(("127.0.0.1", 0), Listener)
    threading.Thread(target=listener.serve_forever, daemon=True).start()
    process = subprocess.Popen(
        [str(python), "-c", LAUNCH, str(port)],
        env={**os.environ, "TMPDIR": str(FOLDER)},
        cwd=FOLDER,
    )
    try:
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline:
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.1)
        found = opinions(f"http://127.0.0.1:{port}", listener.server_address[1])
    finally:
        process.kill()
        process.wait()
        listener.shutdown()
    return 0 if all(found) else 1


if __name__ == "__main__":
    sys.exit(main())

"""The stand-in as a process: Stripe's calls, real idempotency keys, a Checkout page, and notices.

    python -m tests.stand_in.server [--secret whsec_…] [--notify URL] [--deliver]

It prints its address. With `--deliver` it sends each event to `--notify` by itself and tries again
until that is answered with 2xx; else a test asks for delivery, with a script of what goes wrong.
What Stripe does not have lies under /_control/: a POST of JSON to /_control/<verb>.
"""

import argparse
import copy
import hashlib
import html
import json
import random
import re
import sys
import threading
import time
import urllib.error
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import stripe

from tests.stand_in.world import Json, Refused, World

CARDS = {"4242424242424242": "paid", "4000000000000002": "declined"}
SENDERS = 4
"""Events on their way at once, where each is sent as it happens."""
PREFIXES = "pi|cs|ch|re|du|in|inpay|sub|txn"


def nested(text: str) -> Json:
    """`a[b][0]=c` as {"a": {"b": {"0": "c"}}}."""
    found: Json = {}
    for name, value in parse_qsl(text, keep_blank_values=True):
        parts = re.findall(r"[^\[\]]+", name)
        if name.endswith("[]"):
            parts.append(str(len(_at(found, parts))))
        place = found
        for part in parts[:-1]:
            place = place.setdefault(part, {})
        place[parts[-1]] = value
    return found


def _at(place: Json, parts: list[str]) -> Json:
    for part in parts:
        place = place.get(part, {})
    return place


class Desk:
    """The world behind HTTP: routes, faults, idempotency keys and delivery."""

    def __init__(self, address: str, secret: str, notify: str) -> None:
        self.world = World(address)
        self.secret, self.notify = secret, notify
        self.keys: dict[str, tuple[str, int, Json]] = {}
        self.faults: list[Json] = []
        self.calls: list[tuple[str, str]] = []
        self.delivered = 0

    # The API -----------------------------------------------------------------------------------

    def answer(self, method: str, path: str, body: str, key: str) -> tuple[int, Json]:
        with self.world.lock:
            self.calls.append((method, path))
            if method != "POST" or not key:
                return self._do(method, path, body)
            print_of = hashlib.sha256(f"{path}?{body}".encode()).hexdigest()
            if key in self.keys:
                before, status, made = self.keys[key]
                if before != print_of:
                    return 400, _error(
                        "Keys for idempotent requests can only be used with the same parameters.",
                        kind="idempotency_error",
                    )
                return status, made
            status, made = self._do(method, path, body)
            if status < 500:
                self.keys[key] = (print_of, status, copy.deepcopy(made))
            return status, made

    def _do(self, method: str, path: str, body: str) -> tuple[int, Json]:
        wishes = nested(body)
        expand = list(wishes.pop("expand", {}).values())
        try:
            made = copy.deepcopy(self._route(method, path, wishes))
        except Refused as refused:
            return refused.status, _error(str(refused), code=refused.code)
        for one in expand:
            self._expand(made, one.split("."))
        return 200, made

    def _route(self, method: str, path: str, wishes: Json) -> Json:
        world, parts = self.world, path.strip("/").split("/")[1:]
        match (method, *parts):
            case ("POST", "checkout", "sessions"):
                return world.create_session(wishes)
            case ("POST", "checkout", "sessions", ref, "expire"):
                return world.expire_session(world.get(ref))
            case ("POST", "refunds"):
                return world.create_refund(wishes)
            case ("POST", "subscriptions", ref):
                return world.update_subscription(world.get(ref), wishes)
            case ("DELETE", "subscriptions", ref):
                return world.cancel_subscription(world.get(ref))
            case ("POST", "billing_portal", "sessions"):
                return world.portal(wishes)
            case ("GET", "checkout", "sessions", ref):
                return world.get(ref)
            case ("GET", "charges" | "refunds" | "disputes" | "invoice_payments" as name):
                return self._list(name, wishes)
            case ("GET", _, ref):
                return world.get(ref)
        raise Refused(f"Unrecognized request URL ({method}: {path}).", status=404)

    def _list(self, name: str, wishes: Json) -> Json:
        kind = {
            "charges": "charge",
            "refunds": "refund",
            "disputes": "dispute",
            "invoice_payments": "invoice_payment",
        }[name]
        rows = list(reversed(self.world.all_of(kind)))
        if intent := wishes.get("payment_intent"):
            rows = [one for one in rows if one["payment_intent"] == intent]
        if payment := wishes.get("payment"):
            ref = payment["payment_intent"]
            rows = [one for one in rows if one["payment"]["payment_intent"] == ref]
        created = wishes.get("created", {})
        rows = [
            one
            for one in rows
            if int(created.get("gte", 0)) <= one["created"] < int(created.get("lt", 2**60))
        ]
        if after := wishes.get("starting_after"):
            ids = [one["id"] for one in rows]
            rows = rows[ids.index(after) + 1 :]
        limit = int(wishes.get("limit", 10))
        more = len(rows) > limit
        return {"object": "list", "data": rows[:limit], "has_more": more, "url": f"/v1/{name}"}

    def _expand(self, made: Any, parts: list[str]) -> None:
        if isinstance(made, list):
            for one in made:
                self._expand(one, parts)
            return
        if not isinstance(made, dict) or not parts:
            return
        name, *rest = parts
        if made.get("object") == "invoice" and name == "payments":
            rows = [
                one for one in self.world.all_of("invoice_payment") if one["invoice"] == made["id"]
            ]
            made[name] = {"object": "list", "data": rows, "has_more": False, "url": "/v1/x"}
        value = made.get(name)
        if isinstance(value, str) and value in self.world.objects:
            made[name] = copy.deepcopy(self.world.objects[value])
        self._expand(made.get(name), rest)

    # Faults ------------------------------------------------------------------------------------

    def fault_for(self, method: str, path: str) -> str:
        """What goes wrong with this call: "before", "after" (done, but no answer) or nothing."""
        for fault in self.faults:
            if fault["method"] == method and fault["path"] in path and fault["times"] > 0:
                fault["times"] -= 1
                return str(fault["kind"])
        return ""

    # Delivery ----------------------------------------------------------------------------------

    def plan(self, wishes: Json) -> list[Json]:
        """Which events are sent, in which order: a script made from a seed."""
        events = self.world.events[self.delivered :]
        self.delivered = len(self.world.events)
        draw = random.Random(wishes.get("seed", 0))
        found = [one for one in events if draw.random() >= wishes.get("loss", 0)]
        found += [one for one in found if draw.random() < wishes.get("duplicates", 0)]
        if wishes.get("disorder"):
            draw.shuffle(found)
        return found

    def deliver(self, wishes: Json) -> list[int]:
        """Send what has not been sent yet; gives the status of each answer."""
        with self.world.lock:
            found = self.plan(wishes)
        statuses = []
        for event in found:
            time.sleep(wishes.get("delay", 0))
            statuses.append(self.send(event, wishes.get("to") or self.notify))
        return statuses

    def sign(self, event: Json, at: int | None = None) -> tuple[bytes, str]:
        """An event as it is sent, and its signature."""
        body = json.dumps(event)
        stamp = at if at is not None else int(time.time())
        signature = stripe.WebhookSignature.generate_signature_header(
            body, self.secret, timestamp=stamp
        )
        return body.encode(), signature

    def send(self, event: Json, to: str) -> int:
        body, signature = self.sign(event)
        request = urllib.request.Request(
            to, body, {"Content-Type": "application/json", "Stripe-Signature": signature}
        )
        try:
            with urllib.request.urlopen(request, timeout=10) as answer:
                return int(answer.status)
        except urllib.error.HTTPError as error:
            return error.code
        except OSError:
            return 0

    def deliver_always(self) -> None:
        """Send each event until it is taken, as Stripe does, only sooner."""
        waiting: list[Json] = []
        with ThreadPoolExecutor(SENDERS) as senders:
            while True:
                with self.world.lock:
                    waiting += self.world.events[self.delivered :]
                    self.delivered = len(self.world.events)
                answers = senders.map(lambda one: self.send(one, self.notify), waiting)
                waiting = [
                    one
                    for one, answer in zip(waiting, answers, strict=True)
                    if not 200 <= answer < 300
                ]
                time.sleep(0.1 if not waiting else 0.5)

    # What only a test may do -------------------------------------------------------------------

    def control(self, verb: str, wishes: Json) -> Any:
        world = self.world
        if verb == "deliver":
            return self.deliver(wishes)
        with world.lock:
            refs = {name: world.get(wishes.pop(name)) for name in _REFS & set(wishes)}
            match verb:
                case "now":
                    world.moment = wishes["at"]
                case "live":
                    world.live = wishes["live"]
                case "pay":
                    return world.pay(refs["session"], **wishes)
                case "expire":
                    return world.expire_session(refs["session"])
                case "finish_debit":
                    return world.finish_debit(refs["intent"], **wishes)
                case "take_back":
                    return world.take_back(refs["intent"])
                case "refund":
                    intent = refs["intent"]["id"]
                    return world.create_refund({"payment_intent": intent, **wishes})
                case "fail_refund":
                    return world.fail_refund(refs["refund"])
                case "dispute":
                    return world.open_dispute(refs["intent"], **wishes)
                case "close_dispute":
                    return world.close_dispute(refs["dispute"], **wishes)
                case "bill":
                    return world.bill(refs["subscription"])
                case "collect":
                    return world.collect(refs["invoice"], **wishes)
                case "cancel":
                    return world.cancel_subscription(refs["subscription"])
                case "notify":
                    self.notify = wishes["to"]
                case "fault":
                    self.faults.append({"times": 1, "method": "POST", **wishes})
                case "objects":
                    return [one for one in world.objects.values() if one["object"] != "wishes"]
                case "calls":
                    return self.calls
                case "events":
                    return world.events
                case "plan":
                    return [
                        [body.decode(), signature]
                        for body, signature in map(self.sign, self.plan(wishes))
                    ]
                case "sign":
                    return [
                        [body.decode(), signature]
                        for body, signature in map(self.sign, wishes["events"])
                    ]
                case "no_faults":
                    self.faults.clear()
                case "skip":
                    self.delivered = len(world.events)
                case "reset":
                    self.__init__(world.address, self.secret, self.notify)  # type: ignore[misc]
                case _:
                    raise Refused(f"no such verb: {verb}", status=404)
        return {}


_REFS = {"session", "intent", "refund", "dispute", "subscription", "invoice"}


def _error(message: str, *, code: str = "", kind: str = "invalid_request_error") -> Json:
    return {"error": {"type": kind, "message": message, **({"code": code} if code else {})}}


PAGE = """<!doctype html><html lang="en"><meta charset="utf-8"><title>Stand-in Checkout</title>
<h1>Stand-in Checkout</h1><p>{amount}</p>
<form method="post"><label>Card number <input name="card" autocomplete="off"></label>
<button>Pay</button></form><p role="status">{word}</p><a href="{back}">Back</a></html>"""


class Handler(BaseHTTPRequestHandler):
    """One connection."""

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    desk: Desk

    def log_message(self, *args: object) -> None:
        pass

    def _body(self) -> str:
        return self.rfile.read(int(self.headers.get("Content-Length") or 0)).decode()

    def _send(self, status: int, body: bytes, kind: str, **headers: str) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def _json(self, status: int, made: Any) -> None:
        self._send(status, json.dumps(made).encode(), "application/json")

    def _handle(self, method: str) -> None:
        parts, body = urlsplit(self.path), self._body()
        if parts.path.startswith("/_control/"):
            try:
                self._json(200, self.desk.control(parts.path[10:], json.loads(body or "{}")))
            except Refused as refused:
                self._json(refused.status, _error(str(refused)))
            return
        if parts.path.startswith("/pay/"):
            self._checkout(method, parts.path[5:], body)
            return
        if not re.match(r"(Bearer|Basic) \S+", self.headers.get("Authorization", "")):
            self._json(401, _error("You did not provide an API key."))
            return
        fault = self.desk.fault_for(method, parts.path)
        if fault == "before":
            self.close_connection = True
            return
        if fault == "500":
            self._json(500, _error("An unknown error occurred.", kind="api_error"))
            return
        key = self.headers.get("Idempotency-Key", "") if method == "POST" else ""
        status, made = self.desk.answer(method, parts.path, body or parts.query, key)
        if fault == "after":
            self.close_connection = True
            return
        self._json(status, made)

    def _checkout(self, method: str, ref: str, body: str) -> None:
        world, word = self.desk.world, ""
        with world.lock:
            try:
                session = world.get(ref)
                if method == "POST":
                    number = re.sub(r"\D", "", nested(body).get("card", ""))
                    outcome = CARDS.get(number, "declined")
                    world.pay(session, outcome=outcome, fingerprint=f"card-{number}")
                    if outcome == "paid":
                        self._send(303, b"", "text/plain", Location=session["success_url"])
                        return
                    word = "Your card was declined."
            except Refused as refused:
                self._send(refused.status, str(refused).encode(), "text/plain")
                return
        amount = f"{session['amount_total']} {session['currency']}"
        back = html.escape(session["cancel_url"] or "", quote=True)
        page = PAGE.format(amount=amount, word=word, back=back)
        self._send(402 if word else 200, page.encode(), "text/html; charset=utf-8")

    def do_GET(self) -> None:
        self._handle("GET")

    def do_POST(self) -> None:
        self._handle("POST")

    def do_DELETE(self) -> None:
        self._handle("DELETE")


class Outside(ThreadingHTTPServer):
    """Says nothing of callers that were killed in the middle of a call."""

    def handle_error(self, request: Any, client_address: Any) -> None:
        if not isinstance(sys.exc_info()[1], ConnectionError):
            super().handle_error(request, client_address)


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--secret", default="whsec_stand_in")
    parser.add_argument("--notify", default="")
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--deliver", action="store_true")
    wishes = parser.parse_args()
    server = Outside(("127.0.0.1", wishes.port), Handler)
    server.daemon_threads = True
    address = f"http://127.0.0.1:{server.server_address[1]}"
    Handler.desk = Desk(address, wishes.secret, wishes.notify)
    if wishes.deliver:
        threading.Thread(target=Handler.desk.deliver_always, daemon=True).start()
    sys.stdout.write(address + "\n")
    sys.stdout.flush()
    server.serve_forever()


if __name__ == "__main__":
    main()

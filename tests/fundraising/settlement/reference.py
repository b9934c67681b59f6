"""What has to stand in the ledger, from what really happened outside, and nothing else."""

from collections import Counter
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

ZONE = ZoneInfo("Europe/Kyiv")


def reference(objects: list[dict[str, Any]], intents: set[str]) -> Counter[tuple[str, str]]:
    """(month, kind) → what has to stand in *gifts received*, from what happened outside."""
    by_id = {one["id"]: one for one in objects}
    sums: Counter[tuple[str, str]] = Counter()

    def book(seconds: int, kind: str, amount: int) -> None:
        month = datetime.fromtimestamp(seconds, tz=UTC).astimezone(ZONE).strftime("%Y-%m")
        sums[month, kind] += amount

    for one in objects:
        if one.get("payment_intent") not in intents:
            continue
        home = by_id.get(one.get("failure_balance_transaction") or "")
        if one["object"] == "charge" and one["balance_transaction"]:
            book(one["created"], "gift", one["amount"])
            if home:
                book(home["created"], "correction", -one["amount"])
        elif one["object"] == "refund":
            book(one["created"], "refund", -one["amount"])
            if home:
                book(home["created"], "refund_failed", one["amount"])
        elif one["object"] == "dispute":
            book(one["created"], "dispute_held", -one["amount"])
            if one["status"] == "won":
                back = one["balance_transactions"][-1]["created"]
                book(back, "dispute_released", one["amount"])
    return Counter({key: amount for key, amount in sums.items() if amount})

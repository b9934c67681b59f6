"""The ledger of an import: what came from where, and whether anything about it is new."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from typing import Any, Final

from broadsheet.core import clock
from broadsheet.transfer.models import Imported

_KEYS_AT_ONCE: Final = 500
"""Below the number of variables that SQLite takes in one query."""


def digest_of(values: object) -> str:
    """A hash of values made of texts, numbers, lists and dictionaries; in any order of keys."""
    text = json.dumps(values, sort_keys=True, ensure_ascii=False, default=str)
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def key_within_limit(key: str) -> str:
    """A key that fits its column; a longer one is replaced by its hash."""
    return key if len(key) <= 200 else f"sha256:{hashlib.sha256(key.encode()).hexdigest()}"


class Ledger:
    """The rows of one source."""

    def __init__(self, source: str) -> None:
        self.source = source

    def find(self, kind: str, key: str) -> Imported | None:
        """What a thing became in an earlier run."""
        return Imported.objects.filter(source=self.source, kind=kind, key=key).first()

    def find_many(self, kind: str, keys: Iterable[str]) -> dict[str, Imported]:
        """The rows of many keys, by key."""
        wanted = list(keys)
        found: dict[str, Imported] = {}
        for start in range(0, len(wanted), _KEYS_AT_ONCE):
            rows = Imported.objects.filter(
                source=self.source, kind=kind, key__in=wanted[start : start + _KEYS_AT_ONCE]
            )
            found |= {row.key: row for row in rows}
        return found

    def write(
        self,
        kind: str,
        key: str,
        object_id: int,
        digest: str,
        *,
        revision_id: int | None = None,
        row: Imported | None = None,
    ) -> None:
        """Record what a thing became; call it in the transaction that writes the thing."""
        row = row or Imported(source=self.source, kind=kind, key=key)
        row.object_id = object_id
        row.digest = digest
        row.revision_id = revision_id
        row.imported_at = clock.now()
        row.save()

    def write_many(self, kind: str, rows: Mapping[str, tuple[int, str]]) -> None:
        """Record many new things at once: key → (object id, digest)."""
        now = clock.now()
        made: list[Any] = [
            Imported(
                source=self.source,
                kind=kind,
                key=key,
                object_id=object_id,
                digest=digest,
                imported_at=now,
            )
            for key, (object_id, digest) in rows.items()
        ]
        Imported.objects.bulk_create(made, batch_size=_KEYS_AT_ONCE)

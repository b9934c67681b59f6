"""What happened is told to whoever keeps finished pages, at the commit and in the very process.

The outbox tells the other rooms a moment later and at least once; this tells at once, before the
request that caused it is answered, so that nobody reads an old page after a change.
"""

from collections.abc import Callable
from functools import partial
from typing import Any

from django.db import transaction

Listener = Callable[[str, dict[str, Any]], object]

_listeners: list[Listener] = []


def listen(listener: Listener) -> None:
    """Have `listener(topic, values)` called after each commit in which something happened."""
    if listener not in _listeners:
        _listeners.append(listener)


def happened(topic: str, **values: Any) -> None:
    """Tell the listeners, once the present transaction is committed; at once where there is none.

    They are called in order, in this thread, before the transaction's caller goes on.
    """
    transaction.on_commit(partial(_tell, topic, values))


def _tell(topic: str, values: dict[str, Any]) -> None:
    for listener in _listeners:
        listener(topic, values)

"""Who is asking, without keeping who it was: addresses exist only as keyed hashes."""

import hashlib
import hmac
import ipaddress
import secrets
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Final

from django.conf import settings
from django.db import IntegrityError, transaction
from django.http import HttpRequest

from broadsheet.core import clock
from broadsheet.core.models import HashKey
from broadsheet.core.schedule import every

KEY_DAYS: Final = 30
"""An address's hash cannot be linked to one made more than this many days later."""


@lru_cache(maxsize=1)
def _trusted(
    networks: tuple[str, ...],
) -> tuple[ipaddress.IPv4Network | ipaddress.IPv6Network, ...]:
    return tuple(ipaddress.ip_network(entry, strict=False) for entry in networks)


def _is_trusted(address: str) -> bool:
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return False
    return any(found in network for network in _trusted(tuple(settings.TRUSTED_PROXIES)))


def client_address(request: HttpRequest) -> str:
    """The visitor's address: the last hop of X-Forwarded-For that is not a trusted proxy."""
    address = request.META.get("REMOTE_ADDR", "") or "0.0.0.0"  # noqa: S104 - no socket is bound
    hops = [hop.strip() for hop in request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")]
    while hops and hops[-1] and _is_trusted(address):
        address = hops.pop()
    try:
        return str(ipaddress.ip_address(address))
    except ValueError:
        return request.META.get("REMOTE_ADDR", "") or "0.0.0.0"  # noqa: S104


def _block(address: str) -> str:
    """The part of an address that one household has: all of IPv4, the first 64 bits of IPv6."""
    found = ipaddress.ip_address(address)
    if found.version == 6:
        return str(ipaddress.ip_network(f"{address}/64", strict=False))
    return address


_known: tuple[datetime, str] | None = None


def _key() -> str:
    """The key of now: made when the last one is KEY_DAYS old."""
    global _known
    oldest = clock.now() - timedelta(days=KEY_DAYS)
    if _known is not None and _known[0] > oldest:
        return _known[1]
    found = HashKey.objects.filter(made_at__gt=oldest).order_by("-made_at").first()
    if found is None:
        try:
            with transaction.atomic():
                found = HashKey.objects.create(secret=secrets.token_hex(32), made_at=clock.now())
        except IntegrityError:
            found = HashKey.objects.latest("made_at")
    _known = (found.made_at, found.secret)
    return found.secret


def forget_key() -> None:
    """Drop this process's copy of the key (tests, and after a restore)."""
    global _known
    _known = None


def _hash(purpose: str, value: str) -> str:
    return hmac.new(_key().encode(), f"{purpose}|{value}".encode(), hashlib.sha256).hexdigest()[:40]


def address_key(request: HttpRequest) -> str:
    """A keyed hash (40 hex digits) of the visitor's address."""
    return _hash("address", _block(client_address(request)))


def visitor_key(request: HttpRequest) -> str:
    """A keyed hash (40 hex digits) of the visitor's address and browser."""
    agent = request.META.get("HTTP_USER_AGENT", "")
    return _hash("visitor", f"{_block(client_address(request))}|{agent}")


@every(seconds=6 * 3600, name="destroy old address keys")
def destroy_old_keys() -> None:
    """Delete keys that are out of use, so that old hashes can never be linked again."""
    HashKey.objects.filter(made_at__lt=clock.now() - timedelta(days=KEY_DAYS)).delete()

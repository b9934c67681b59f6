"""Who is asking, without keeping who it was: addresses exist only as keyed hashes."""

import hashlib
import hmac
import ipaddress
import secrets
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Final, TypedDict

from django.conf import settings
from django.db import IntegrityError, transaction
from django.http import HttpRequest

from broadsheet.core import clock
from broadsheet.core.models import HashKey
from broadsheet.core.schedule import every

KEY_DAYS: Final = 30
"""An address's hash cannot be linked to one made more than this many days later."""

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
NOWHERE: Final = ipaddress.IPv4Address(0)


@lru_cache(maxsize=1)
def _trusted(
    networks: tuple[str, ...],
) -> tuple[ipaddress.IPv4Network | ipaddress.IPv6Network, ...]:
    return tuple(ipaddress.ip_network(entry, strict=False) for entry in networks)


def _read(hop: str) -> Address | None:
    """The address in a hop, which proxies write with a port, in brackets or as IPv4 in IPv6."""
    if hop.startswith("["):
        hop = hop[1:].partition("]")[0]
    elif hop.count(":") == 1:
        hop = hop.partition(":")[0]
    try:
        found = ipaddress.ip_address(hop.partition("%")[0])
    except ValueError:
        return None
    return getattr(found, "ipv4_mapped", None) or found


def _is_trusted(address: Address) -> bool:
    return any(address in network for network in _trusted(tuple(settings.TRUSTED_PROXIES)))


def _client(request: HttpRequest) -> Address:
    address = _read(request.META.get("REMOTE_ADDR", "")) or NOWHERE
    hops = [hop.strip() for hop in request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")]
    while hops and _is_trusted(address):
        before = _read(hops.pop())
        if before is None:
            break
        address = before
    return address


def client_address(request: HttpRequest) -> str:
    """The visitor's address: the last hop of X-Forwarded-For that is not a trusted proxy.

    `0.0.0.0` where the connection has none, as over a Unix socket.
    """
    return str(_client(request))


def _block(request: HttpRequest) -> str:
    """The part of the address that one household has: all of IPv4, the first 64 bits of IPv6."""
    address = _client(request)
    if address.version == 6:
        return str(ipaddress.ip_network((address, 64), strict=False))
    return str(address)


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


class Keys(TypedDict):
    """Under which a visitor's acts are counted; both are keyed hashes of 40 hex digits."""

    address_key: str
    """Of the address."""
    visitor_key: str
    """Of the address and the browser."""


def keys(request: HttpRequest) -> Keys:
    """Both keys of a visitor."""
    block, agent = _block(request), request.META.get("HTTP_USER_AGENT", "")
    return Keys(
        address_key=_hash("address", block), visitor_key=_hash("visitor", f"{block}|{agent}")
    )


def address_key(request: HttpRequest) -> str:
    """The key of the visitor's address alone."""
    return _hash("address", _block(request))


@every(seconds=6 * 3600, name="destroy old address keys")
def destroy_old_keys() -> None:
    """Delete keys that are out of use, so that old hashes can never be linked again."""
    HashKey.objects.filter(made_at__lt=clock.now() - timedelta(days=KEY_DAYS)).delete()

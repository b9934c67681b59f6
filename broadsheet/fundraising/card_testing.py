"""Stolen cards tried out in bulk: what counts as such, and when card payments pause."""

from django.utils.crypto import salted_hmac


def card_key(fingerprint: str) -> str:
    """A keyed hash of a gateway's fingerprint of a card, which tells cards apart and no more."""
    if not fingerprint:
        return ""
    return salted_hmac("broadsheet.card", fingerprint, algorithm="sha256").hexdigest()

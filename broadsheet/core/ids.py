"""Identifiers that cannot be guessed."""

import secrets


def new_token() -> str:
    """A URL-safe random token of 128 bits (22 characters)."""
    return secrets.token_urlsafe(16)

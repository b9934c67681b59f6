"""Typed reading of the environment: one helper per type, one sentence per mistake."""

import difflib
import ipaddress
import os
import re
from collections.abc import Iterable
from pathlib import Path
from urllib.parse import SplitResult, parse_qs, unquote, urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

PREFIX = "BROADSHEET_"

NAMES = (
    "BROADSHEET_DATA",
    "BROADSHEET_SITE_URL",
    "BROADSHEET_DATABASE_URL",
    "BROADSHEET_EMAIL_URL",
    "BROADSHEET_EMAIL_FROM",
    "BROADSHEET_SECRET_KEY",
    "BROADSHEET_TIME_ZONE",
    "BROADSHEET_LANGUAGES",
    "BROADSHEET_TRUSTED_PROXIES",
    "BROADSHEET_STRIPE_SECRET_KEY",
    "BROADSHEET_STRIPE_WEBHOOK_SECRET",
    "BROADSHEET_STRIPE_API_BASE",
    "BROADSHEET_PLAY_MONEY_SEED",
    "BROADSHEET_METRICS_TOKEN",
    "BROADSHEET_DEBUG",
)
"""Every setting there is. Names that only tests use live in TEST_NAMES."""

TEST_NAMES = ("BROADSHEET_TEST_DATA", "BROADSHEET_TEST_DATABASE_URL")


class SettingsError(Exception):
    """A setting cannot be used; the text is one sentence for the person who set it."""


def refuse_unknown(environ: Iterable[str]) -> None:
    """Raise SettingsError for a BROADSHEET_ name that does not exist, with the nearest one."""
    for name in environ:
        if name.startswith(PREFIX) and name not in NAMES and name not in TEST_NAMES:
            near = difflib.get_close_matches(name, NAMES, n=1)
            hint = f" Did you mean {near[0]}?" if near else f" Known are: {', '.join(NAMES)}."
            raise SettingsError(f"{name} is not a setting of Broadsheet.{hint}")


def text(name: str, default: str = "") -> str:
    """The setting as text, without surrounding white space."""
    return os.environ.get(name, default).strip()


def flag(name: str, default: bool = False) -> bool:
    """The setting as yes or no."""
    raw = text(name).lower()
    if not raw:
        return default
    if raw in {"1", "true", "yes", "on"}:
        return True
    if raw in {"0", "false", "no", "off"}:
        return False
    raise SettingsError(f"{name} must be yes or no (1 or 0), not “{raw}”.")


def folder(name: str, default: str) -> Path:
    """The setting as an absolute folder; it need not exist yet."""
    path = Path(text(name, default) or default).expanduser().resolve()
    if path.exists() and not path.is_dir():
        raise SettingsError(f"{name} must be a folder, but {path} is a file.")
    return path


def address(name: str, default: str) -> str:
    """The setting as the address of a site: scheme and host, no path, no closing slash."""
    raw = text(name, default) or default
    parts = _split(raw)
    if (
        parts is None
        or parts.scheme not in {"http", "https"}
        or not parts.hostname
        or "@" in parts.netloc
        or any(char.isspace() for char in parts.netloc)
        or parts.path.strip("/")
        or parts.query
        or parts.fragment
    ):
        raise SettingsError(
            f"{name} must be an address such as https://news.example, without a path, not “{raw}”."
        )
    return f"{parts.scheme}://{parts.netloc}"


def _split(raw: str) -> SplitResult | None:
    """The parts of an address; None where its brackets or its port make no sense."""
    try:
        parts = urlsplit(raw)
        return parts if parts.port != 0 else None
    except ValueError:
        return None


def zone(name: str, default: str) -> str:
    """The setting as the name of a time zone of the IANA database."""
    raw = text(name, default) or default
    try:
        ZoneInfo(raw)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise SettingsError(
            f"{name} must be a time zone such as Europe/Berlin, not “{raw}”."
        ) from error
    return raw


def words(name: str, default: str = "") -> list[str]:
    """The setting as a list: parts between commas or spaces."""
    return [part for part in re.split(r"[,\s]+", text(name, default)) if part]


def languages(name: str, known: dict[str, str]) -> list[tuple[str, str]]:
    """The setting as (code, name) pairs, the first being the newsroom's own language."""
    chosen = words(name, "en") or ["en"]
    for code in chosen:
        if code.lower() not in known:
            raise SettingsError(f"{name} holds “{code}”, which is not a language code such as en.")
    return [(code.lower(), known[code.lower()]) for code in chosen]


def networks(name: str) -> list[str]:
    """The setting as addresses or networks of proxies, checked one by one."""

    found = words(name)
    for entry in found:
        try:
            ipaddress.ip_network(entry, strict=False)
        except ValueError as error:
            raise SettingsError(
                f"{name} must list addresses or networks such as 10.0.0.0/8, not “{entry}”."
            ) from error
    return found


def email(name: str, letters: Path) -> dict[str, object]:
    """Django's mail settings from one address; without it letters are files in `letters`."""
    raw = text(name)
    if not raw:
        return {
            "EMAIL_BACKEND": "django.core.mail.backends.filebased.EmailBackend",
            "EMAIL_FILE_PATH": str(letters),
        }
    # An address that makes no sense is none of the kinds below.
    parts = _split(raw) or urlsplit("")
    query = {key: values[-1] for key, values in parse_qs(parts.query).items()}
    if parts.scheme in {"smtp", "smtps", "smtp+tls"} and parts.hostname:
        default_port = {"smtp": 25, "smtps": 465, "smtp+tls": 587}[parts.scheme]
        return {
            "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
            "EMAIL_HOST": parts.hostname,
            "EMAIL_PORT": parts.port or default_port,
            "EMAIL_HOST_USER": unquote(parts.username or ""),
            "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
            "EMAIL_USE_SSL": parts.scheme == "smtps",
            "EMAIL_USE_TLS": parts.scheme == "smtp+tls",
            "EMAIL_TIMEOUT": 20,
        }
    service = re.fullmatch(r"anymail\+([a-z0-9]+)", parts.scheme)
    if service:
        key = unquote(parts.username or parts.netloc)
        upper = service.group(1).upper()
        class_name = ANYMAIL_SERVICES.get(service.group(1))
        if class_name:
            return {
                "EMAIL_BACKEND": f"anymail.backends.{service.group(1)}.EmailBackend",
                "ANYMAIL": {
                    f"{upper}_{class_name}": key,
                    **{f"{upper}_{name.upper()}": value for name, value in query.items()},
                },
            }
    raise SettingsError(
        f"{name} must be smtp://, smtps:// or smtp+tls://user:password@host:port, or "
        f"anymail+SERVICE://KEY with one of {', '.join(ANYMAIL_SERVICES)}."
    )


ANYMAIL_SERVICES = {
    "brevo": "API_KEY",
    "mailersend": "API_TOKEN",
    "mailgun": "API_KEY",
    "mailjet": "API_KEY",
    "postmark": "SERVER_TOKEN",
    "resend": "API_KEY",
    "sendgrid": "API_KEY",
    "sparkpost": "API_KEY",
}
"""django-anymail's services that take one key, and what each calls it."""

"""Addresses of the old site, taken apart."""

import re
from urllib.parse import unquote, urlsplit

_SIZE_IN_NAME = re.compile(r"(-\d{1,5}x\d{1,5}|-scaled|-rotated|-e\d{10,})+(?=\.[a-z0-9]+$)", re.I)


def host_of(address: str) -> str:
    """The host of an address, without "www." and port; empty for a relative one."""
    try:
        return (urlsplit(address.strip()).hostname or "").removeprefix("www.")
    except ValueError:
        return ""


def path_of(address: str) -> str:
    """The decoded path of an address without its closing slash; empty for "/"."""
    try:
        path = urlsplit(address.strip()).path
    except ValueError:
        return ""
    return unquote(path).rstrip("/")


def upload_path(address: str) -> str:
    """The path within the upload folder, such as "2008/07/harbour.png"."""
    path = path_of(address) if "//" in address or address.startswith("/") else unquote(address)
    return path.rpartition("/uploads/")[2].lstrip("/")


def stem_of(address: str) -> str:
    """The upload path without what WordPress adds to the names of smaller copies."""
    return _SIZE_IN_NAME.sub("", upload_path(address)).lower()

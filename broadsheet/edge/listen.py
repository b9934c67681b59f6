"""Taking the address before anything else is done, so that a taken port costs nobody a minute."""

import errno
import resource
import socket
from contextlib import suppress

Listeners = list[socket.socket]
"""One port on each address of a host."""

# A port below this one needs special rights on most systems.
FIRST_FREE_PORT = 1024
# Connections that wait to be taken up; the system's own limit (net.core.somaxconn) may be lower.
BACKLOG = 4096


class CannotListen(Exception):
    """The address cannot be had; the message is one sentence for the person at the terminal."""


def bind(host: str, port: int) -> Listeners:
    """Reserve the address without accepting anyone yet; port 0 takes any free one.

    A name with several addresses (localhost has two) is bound on each. Raises CannotListen.
    """
    try:
        found = socket.getaddrinfo(
            host or None, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )
    except (socket.gaierror, OverflowError) as error:
        raise CannotListen(f"The host “{host}” is not known on this machine.") from error
    # IPv4 first: where one family is missing, this is the one that is there.
    families = sorted({(entry[0], entry[4]) for entry in found}, key=lambda entry: entry[0].name)
    sockets: Listeners = []
    for family, address in families:
        # With port 0, the second family takes the port that the first was given.
        chosen = port or (port_of(sockets) if sockets else 0)
        try:
            sockets.append(_bind_one(family, (address[0], chosen, *address[2:])))
        except OSError as error:
            missing_family = error.errno in (errno.EAFNOSUPPORT, errno.EADDRNOTAVAIL)
            if missing_family and len(families) > 1:
                continue
            close(sockets)
            raise CannotListen(_reason(error, host, chosen)) from error
    if not sockets:
        raise CannotListen(f"The host “{host}” has no address on this machine.")
    return sockets


def port_of(sockets: Listeners) -> int:
    """The port that was really taken."""
    port: int = sockets[0].getsockname()[1]
    return port


def share(sockets: Listeners, places: int) -> list[Listeners]:
    """Begin to accept, with sockets for each process: the kernel spreads connections evenly.

    The first place gets the sockets that were bound. They are shared only now, so that another
    server on the same port is still told that it is in use. Raises CannotListen.
    """
    if places > 1:
        for one in sockets:
            one.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
    found = [sockets]
    try:
        for _place in range(1, places):
            found.append([])
            for one in sockets:
                found[-1].append(_bind_one(one.family, one.getsockname(), is_shared=True))
        for one in (one for place in found for one in place):
            one.listen(BACKLOG)
    except OSError as error:
        host, port = sockets[0].getsockname()[:2]
        for place in found:
            close(place)
        raise CannotListen(_reason(error, host, port)) from error
    return found


def close(sockets: Listeners) -> None:
    """Accept no more connections here."""
    for one in sockets:
        one.close()


def allow_many_files() -> None:
    """Raise the number of open connections to what the system grants without special rights."""
    _soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    with suppress(ValueError, OSError):  # some systems call it unlimited and then refuse that
        resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))


def _bind_one(
    family: int, address: tuple[object, ...], *, is_shared: bool = False
) -> socket.socket:
    one = socket.socket(family, socket.SOCK_STREAM)
    try:
        one.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        if is_shared:
            one.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
        if family == socket.AF_INET6:
            # Else the IPv6 wildcard takes IPv4 as well, and the other socket finds the port in use.
            one.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
        one.bind(address)
    except OSError:
        one.close()
        raise
    one.set_inheritable(False)
    return one


def _reason(error: OSError, host: str, port: int) -> str:
    if error.errno == errno.EADDRINUSE:
        return f"Port {port} on {host} is in use; stop what listens there or choose another --port."
    if error.errno in (errno.EACCES, errno.EPERM):
        return (
            f"Port {port} needs special rights; choose a --port from {FIRST_FREE_PORT} upwards "
            "and let a proxy take the low one."
        )
    if error.errno == errno.EADDRNOTAVAIL:
        return f"{host} is not an address of this machine; choose another --host."
    return f"Cannot listen on {host} port {port}: {error.strerror}."

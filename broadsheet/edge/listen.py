"""Taking the address before anything else is done, so that a taken port costs nobody a minute."""

import errno
import socket

# A port below this one needs special rights on most systems.
FIRST_FREE_PORT = 1024


class CannotListen(Exception):
    """The address cannot be had; the message is one sentence for the person at the terminal."""


def bind(host: str, port: int) -> list[socket.socket]:
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
    sockets: list[socket.socket] = []
    for family, address in families:
        # With port 0, the second family takes the port that the first was given.
        chosen = port or (port_of(sockets) if sockets else 0)
        try:
            sockets.append(_bind_one(family, (address[0], chosen, *address[2:])))
        except OSError as error:
            missing_family = error.errno in (errno.EAFNOSUPPORT, errno.EADDRNOTAVAIL)
            if missing_family and len(families) > 1:
                continue
            for one in sockets:
                one.close()
            raise CannotListen(_reason(error, host, chosen)) from error
    if not sockets:
        raise CannotListen(f"The host “{host}” has no address on this machine.")
    return sockets


def port_of(sockets: list[socket.socket]) -> int:
    """The port that was really taken."""
    port: int = sockets[0].getsockname()[1]
    return port


def _bind_one(family: int, address: tuple[object, ...]) -> socket.socket:
    one = socket.socket(family, socket.SOCK_STREAM)
    try:
        one.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
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

"""Which proxy a request goes through, as the environment or the system's settings say."""

from __future__ import annotations

import ipaddress
from collections.abc import Mapping
from urllib.parse import unquote, urlsplit
from urllib.request import getproxies, proxy_bypass

from attrs import field, frozen

from cximpact.exceptions import SourceError

__all__ = ["Proxy", "proxy_for"]

_UNUSABLE = (
    "the proxy that HTTP_PROXY or HTTPS_PROXY names cannot be used: expected an address like "
    "http://proxy.example.org:3128"
)


@frozen
class Proxy:
    """A proxy.

    Attributes:
        address: Where it is, without credentials.
        credentials: ``user:password``, or None where it asks for none.
    """

    address: str
    credentials: str | None = field(default=None, repr=False)


def proxy_for(url: str, proxies: Mapping[str, str] | None = None) -> Proxy | None:
    """Return the proxy that a request goes through, None where it goes straight.

    The environment decides (``HTTP_PROXY``, ``HTTPS_PROXY``, ``NO_PROXY``, or the same in small
    letters), and on Windows and macOS, where it is silent, the system's settings; the rules are
    those of `urllib.request`. What runs on this machine is never asked through a proxy.

    Args:
        url: Where the request goes.
        proxies: Addresses of proxies by scheme; None takes what the machine says.

    Raises:
        SourceError: What stands there is not the address of an HTTP proxy.
    """
    parts = urlsplit(url)
    said = (getproxies() if proxies is None else proxies).get(parts.scheme)
    host = parts.hostname or ""
    if not said or _is_here(host) or proxy_bypass(parts.netloc.rpartition("@")[2]):
        return None
    return _proxy(said)


def _is_here(host: str) -> bool:
    """Whether a name or number is this machine's."""
    if host == "localhost" or host.endswith(".localhost"):
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _proxy(said: str) -> Proxy:
    # The text may hold a password, so none of it is told.
    try:
        parts = urlsplit(said if "://" in said else f"http://{said}")
        port = f":{parts.port}" if parts.port else ""
    except ValueError:
        raise SourceError(_UNUSABLE) from None
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise SourceError(_UNUSABLE)
    host = f"[{parts.hostname}]" if ":" in parts.hostname else parts.hostname
    user, password = unquote(parts.username or ""), unquote(parts.password or "")
    return Proxy(f"{parts.scheme}://{host}{port}", f"{user}:{password}" if user else None)

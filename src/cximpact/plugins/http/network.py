"""The transport that uses the network, by urllib3; through a proxy where the machine says so."""

from __future__ import annotations

from typing import Any

from cximpact.exceptions import AuthenticationError, QueryError, SourceError, TemporaryError
from cximpact.plugins.http.messages import HttpRequest, HttpResponse, Transport
from cximpact.plugins.http.proxies import Proxy, proxy_for
from cximpact.plugins.http.unpacking import whole_body

__all__ = ["open_transport"]

_PIECE = 1 << 16
_LONGEST_CONNECT = 20.0
_CONNECTIONS = 4
_PROXY_ASKS = "the proxy refuses our credentials (407); give them in HTTPS_PROXY"


class _Network:
    """Keeps connections open between requests; follows no redirect, since it could lead away."""

    def __init__(self) -> None:
        try:
            import urllib3
        except ModuleNotFoundError:
            raise SourceError(
                "urllib3 is not installed: install it with 'pip install cximpact[http]'"
            ) from None
        self._urllib3 = urllib3
        self._direct = urllib3.PoolManager(maxsize=_CONNECTIONS)
        self._by_proxy: dict[Proxy, Any] = {}

    def send(self, request: HttpRequest, timeout: float) -> HttpResponse:
        """Return the answer, whole."""
        errors = self._urllib3.exceptions
        # No text of urllib3 or http.client gets out: theirs quote addresses and header values.
        try:
            return self._sent(request, timeout, self._pool(proxy_for(request.url)))
        except errors.ProxyError as error:
            raise _proxy_failed(error) from None
        except errors.NewConnectionError:  # called a timeout by urllib3, too
            raise TemporaryError("no connection") from None
        except errors.TimeoutError:
            raise TemporaryError(f"no answer within {timeout:g} seconds") from None
        except errors.SSLError:
            raise SourceError("the connection is not safe: its certificate is refused") from None
        except (errors.LocationValueError, errors.InvalidHeader):
            raise QueryError("the address or a header cannot be sent; check the settings") from None
        except errors.HTTPError as error:
            raise TemporaryError(_said(error)) from None
        except (ValueError, TypeError):
            raise QueryError("the address or a header cannot be sent; check the settings") from None
        except OSError:
            raise TemporaryError("no connection") from None

    def _pool(self, proxy: Proxy | None) -> Any:
        if proxy is None:
            return self._direct
        if proxy not in self._by_proxy:
            headers = self._urllib3.make_headers(proxy_basic_auth=proxy.credentials)
            self._by_proxy[proxy] = self._urllib3.ProxyManager(
                proxy.address, maxsize=_CONNECTIONS, proxy_headers=headers
            )
        return self._by_proxy[proxy]

    def _sent(self, request: HttpRequest, timeout: float, pool: Any) -> HttpResponse:
        patience = self._urllib3.Timeout(connect=min(timeout, _LONGEST_CONNECT), read=timeout)
        answer: Any = pool.request(
            request.method,
            request.url,
            headers={"Accept-Encoding": "gzip", **request.headers},
            body=request.body,
            timeout=patience,
            retries=False,
            redirect=False,
            preload_content=False,
            decode_content=False,
        )
        try:
            pieces = answer.stream(_PIECE, decode_content=False)
            body = whole_body(pieces, answer.headers.get("content-encoding", ""))
        except BaseException:
            answer.close()  # half-read, it must not serve another request
            raise
        answer.release_conn()
        if answer.status == 407 and pool is not self._direct:
            raise AuthenticationError(_PROXY_ASKS)
        headers = {name.lower(): value for name, value in answer.headers.items()}
        return HttpResponse(answer.status, headers, body)


def _proxy_failed(error: Exception) -> SourceError:
    cause = str(getattr(error, "original_error", ""))
    if "tunnel connection failed: 407" in cause.lower():
        return AuthenticationError(_PROXY_ASKS)
    return TemporaryError("no connection through the proxy that the environment names")


def _said(error: Exception) -> str:
    kind = type(error).__name__
    broken = ("ProtocolError", "IncompleteRead", "InvalidChunkLength", "DecodeError")
    return "the answer broke off" if kind in broken else "no connection"


def open_transport() -> Transport:
    """Return the transport that uses the network.

    Raises:
        SourceError: urllib3 is not installed.
    """
    return _Network()

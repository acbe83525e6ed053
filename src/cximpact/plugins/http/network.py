"""The transport that uses the network, by urllib3."""

from __future__ import annotations

from typing import Any

from cximpact.exceptions import QueryError, SourceError, TemporaryError
from cximpact.plugins.http.messages import HttpRequest, HttpResponse, Transport
from cximpact.plugins.http.unpacking import whole_body

__all__ = ["open_transport"]

_PIECE = 1 << 16
_LONGEST_CONNECT = 20.0


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
        self._pool = urllib3.PoolManager(maxsize=4)

    def send(self, request: HttpRequest, timeout: float) -> HttpResponse:
        """Return the answer, whole."""
        errors = self._urllib3.exceptions
        # No text of urllib3 or http.client gets out: theirs quote addresses and header values.
        try:
            return self._sent(request, timeout)
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

    def _sent(self, request: HttpRequest, timeout: float) -> HttpResponse:
        patience = self._urllib3.Timeout(connect=min(timeout, _LONGEST_CONNECT), read=timeout)
        answer: Any = self._pool.request(
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
        headers = {name.lower(): value for name, value in answer.headers.items()}
        return HttpResponse(answer.status, headers, body)


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

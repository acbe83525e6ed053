"""The transport that uses the network, by urllib3."""

from __future__ import annotations

from cximpact.exceptions import AnswerError, SourceError, TemporaryError
from cximpact.plugins.http.messages import HttpRequest, HttpResponse, Transport

__all__ = ["LARGEST_ANSWER", "open_transport"]

LARGEST_ANSWER = 256 * 2**20
_PIECE = 1 << 16


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
        try:
            answer = self._pool.request(
                request.method,
                request.url,
                headers=dict(request.headers),
                body=request.body,
                timeout=self._urllib3.Timeout(connect=min(timeout, 20.0), read=timeout),
                retries=False,
                redirect=False,
                preload_content=False,
            )
            try:
                body = self._whole(answer)
            finally:
                answer.release_conn()
        except errors.TimeoutError:
            raise TemporaryError(f"no answer within {timeout:g} seconds") from None
        except errors.SSLError:
            raise SourceError("the connection is not safe: its certificate is refused") from None
        except errors.DecodeError:
            raise AnswerError("the answer cannot be unpacked") from None
        except errors.HTTPError as error:
            raise TemporaryError(_said(error)) from None
        headers = {name.lower(): value for name, value in answer.headers.items()}
        return HttpResponse(answer.status, headers, body)

    def _whole(self, answer: object) -> bytes:
        pieces, size = [], 0
        for piece in answer.stream(_PIECE, decode_content=True):  # type: ignore[attr-defined]
            size += len(piece)
            if size > LARGEST_ANSWER:
                raise AnswerError(f"an answer of more than {LARGEST_ANSWER // 2**20} MiB")
            pieces.append(piece)
        return b"".join(pieces)


def _said(error: Exception) -> str:
    kind = type(error).__name__
    if "Protocol" in kind or "IncompleteRead" in kind:
        return "the answer broke off"
    return "no connection"


def open_transport() -> Transport:
    """Return the transport that uses the network.

    Raises:
        SourceError: urllib3 is not installed.
    """
    return _Network()

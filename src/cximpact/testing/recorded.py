"""A transport that answers from recordings and never reaches the network."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from pathlib import Path
from types import TracebackType
from typing import Any

from cximpact.plugins.http import HttpRequest, HttpResponse
from cximpact.testing.exchanges import Recording, UnmatchedRequest, path_with_query

__all__ = ["RecordedTransport"]

Recordings = str | Path | Mapping[str, Any] | Iterable[Recording]


class RecordedTransport:
    """Answers requests as a system did when they were recorded.

    A request is told by method, path, query and body. One that is not recorded raises
    `UnmatchedRequest`, which names the nearest that is. As a context manager it also fails when a
    recording was never used.

    Args:
        recordings: A file or a folder of files (see `read_recordings`), `Recording` objects, or a
            mapping from ``"GET /path?query"`` to JSON data, an `HttpResponse`, or a `Recording`.

    Attributes:
        requests: What was asked, in order.

    Examples:
        >>> transport = RecordedTransport({"GET /letters": {"letters": []}})
        >>> transport.send(HttpRequest("GET", "https://letters.example/letters"), 1.0).status
        200
        >>> transport.unused
        ()
    """

    def __init__(self, recordings: Recordings) -> None:
        self._recordings = tuple(_recordings(recordings))
        self._times: Counter[int] = Counter()
        self.requests: list[HttpRequest] = []
        self.unmatched: list[str] = []

    def send(self, request: HttpRequest, timeout: float) -> HttpResponse:  # noqa: ARG002
        """Return the recorded answer.

        Raises:
            UnmatchedRequest: There is none.
            TemporaryError: What is recorded is a connection that broke.
        """
        self.requests.append(request)
        for at, recording in enumerate(self._recordings):
            if not recording.differences(request):
                self._times[at] += 1
                return recording.answer(self._times[at] - 1)
        raise UnmatchedRequest(self._nearest(request))

    @property
    def unused(self) -> tuple[str, ...]:
        """The recordings nobody asked for."""
        return tuple(str(each) for at, each in enumerate(self._recordings) if not self._times[at])

    def _nearest(self, request: HttpRequest) -> str:
        asked = f"{request.method} {path_with_query(request.url)}"
        by_likeness = sorted(
            (len(each.differences(request)), _unlike(each.path, request.url), at)
            for at, each in enumerate(self._recordings)
        )
        if not by_likeness:
            message = f"{asked} is not recorded; nothing is"
        else:
            nearest = self._recordings[by_likeness[0][2]]
            wrong = "; ".join(nearest.differences(request))
            message = f"{asked} is not recorded; the nearest is {nearest}: {wrong}"
        self.unmatched.append(message)
        return message

    def __enter__(self) -> RecordedTransport:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if kind is None and self.unused:
            raise AssertionError(f"recorded and never asked for: {', '.join(self.unused)}")


def _recordings(given: Recordings) -> Iterable[Recording]:
    if isinstance(given, str | Path):
        from cximpact.testing.recording_files import read_recordings

        yield from read_recordings(Path(given))
    elif isinstance(given, Mapping):
        for request, answer in given.items():
            known = isinstance(answer, Recording)
            yield answer if known else Recording.of(request, answers=[answer])
    else:
        yield from given


def _unlike(path: str, url: str) -> float:
    from difflib import SequenceMatcher

    return -SequenceMatcher(None, path, path_with_query(url).partition("?")[0]).ratio()

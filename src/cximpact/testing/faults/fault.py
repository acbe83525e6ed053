"""What a fault is: a way to meddle with the answers to one request, and what must come of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

from attrs import field, frozen

from cximpact.exceptions import AnswerError
from cximpact.plugins.http import HttpRequest, HttpResponse
from cximpact.testing.paging import Paging

if TYPE_CHECKING:
    from cximpact.model.plugin import EvidenceSource
    from cximpact.testing.running import Run

__all__ = [
    "Ask",
    "Exchange",
    "Fault",
    "Meddler",
    "Scene",
    "Spot",
    "every_request",
    "from_then_on",
    "json_of",
    "once",
    "thinned",
]

Ask = Callable[[HttpRequest], HttpResponse]
Meddler = Callable[[int, HttpRequest, Ask], HttpResponse]
"""Answers the n-th request, perhaps by asking the system that is meddled with."""

Place = tuple[str | int, ...]


@frozen
class Exchange:
    """A request of a collection without faults, and its answer."""

    request: HttpRequest
    answer: HttpResponse


@frozen
class Scene:
    """A collection without faults, in which faults are then planted.

    Attributes:
        exchanges: What was asked and answered, in order.
        pagings: How its pages are laid out.
        key: Columns that identify a row.
        optional: Fields of records that the system may leave out.
    """

    exchanges: tuple[Exchange, ...]
    pagings: tuple[Paging, ...] = ()
    key: tuple[str, ...] = ()
    optional: tuple[str, ...] = ()

    def pages(self) -> Iterator[tuple[int, Paging, Any, list[Any]]]:
        """Yield number of the request, layout, answer and rows of every page."""
        for number, exchange in enumerate(self.exchanges, start=1):
            for paging in self.pagings:
                if paging.asks(exchange.request):
                    data = json_of(exchange.answer)
                    rows = paging.page_at(data)
                    if rows is not None:
                        yield number, paging, data, rows
                        break


@frozen
class Spot:
    """Where a fault is planted.

    Attributes:
        at: The request it strikes, counted from 1.
        paging: The layout of the page there.
        place: The field of a record there, as keys and positions.
        row: The record of the page.
        spare: Rows of another page, for faults that mix pages.
        label: How people tell this spot from others.
    """

    at: int = 1
    paging: Paging | None = None
    place: Place = ()
    row: int = 0
    spare: Sequence[Any] = field(default=(), repr=False)
    label: str = ""

    def __str__(self) -> str:
        return f"request {self.at}" + (f", {self.label}" if self.label else "")


def _nothing_more(_: Run, __: EvidenceSource, ___: Spot) -> str:
    return ""


@frozen(eq=False)
class Fault:
    """Something that goes wrong between a source and its system.

    Attributes:
        name: Such as ``busy-with-seconds``.
        summary: What goes wrong, in one line.
        expects: What may come of it: a family of errors (``authentication``, ``query``,
            ``temporary``, ``answer``, or ``source`` for any), ``same`` rows, ``kept`` (as many
            rows, of which some may have changed), ``noted`` (fewer rows, and a note that says so),
            ``told`` (as many rows, of which some changed, and a note that says so), ``new`` (more
            rows, with keys that nobody had).
        plant: Makes the meddler for a spot.
        spots: Where it can strike in a scene.
        check: Says what else is wrong with a run; "" where nothing is.
        lacking: Why it cannot be planted where there is no spot.
    """

    name: str
    summary: str
    expects: tuple[str, ...]
    plant: Callable[[Spot], Meddler] = field(repr=False)
    spots: Callable[[Scene], Iterator[Spot]] = field(repr=False)
    check: Callable[[Run, EvidenceSource, Spot], str] = field(default=_nothing_more, repr=False)
    lacking: str = "the source makes no such request"


def once(reply: Ask) -> Callable[[Spot], Meddler]:
    """Return what plants a reply that comes once."""

    def plant(spot: Spot) -> Meddler:
        return lambda count, request, ask: reply(request) if count == spot.at else ask(request)

    return plant


def from_then_on(reply: Ask) -> Callable[[Spot], Meddler]:
    """Return what plants a reply that comes from one request on."""

    def plant(spot: Spot) -> Meddler:
        return lambda count, request, ask: reply(request) if count >= spot.at else ask(request)

    return plant


def every_request(scene: Scene) -> Iterator[Spot]:
    """Yield a spot for every request; of many, some from all over."""
    spots = [
        Spot(number, label=f"{each.request.method} {each.request.url.split('?')[0]}")
        for number, each in enumerate(scene.exchanges, start=1)
    ]
    yield from thinned(spots, 6)


def thinned(spots: Sequence[Spot], most: int) -> list[Spot]:
    """Return at most so many spots, evenly spread, the first and the last among them."""
    if len(spots) <= most:
        return list(spots)
    return [spots[round(n * (len(spots) - 1) / (most - 1))] for n in range(most)]


def json_of(answer: HttpResponse) -> Any:
    """Return an answer as JSON, None where it is none."""
    try:
        return answer.json()
    except AnswerError:
        return None

"""Faults of pages: repeated, shuffled, short, empty, without end."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

from attrs import evolve

from cximpact.plugins.http import HttpRequest, HttpResponse
from cximpact.testing.faults.fault import Ask, Fault, Meddler, Scene, Spot, json_of, thinned
from cximpact.testing.paging import Paging, at_path, with_path

if TYPE_CHECKING:
    pass

__all__ = ["PAGE_FAULTS", "answered"]

_NO_PAGES = "no paging is declared"


def answered(answer: HttpResponse, data: Any) -> HttpResponse:
    """Return an answer with other JSON in it."""
    return evolve(answer, body=json.dumps(data).encode())


def _pages(scene: Scene) -> Iterator[Spot]:
    spots = [Spot(number, paging) for number, paging, _, _ in scene.pages()]
    yield from thinned(spots, 5)


def _later_pages(scene: Scene) -> Iterator[Spot]:
    """Yield pages before which another page of the same layout came."""
    seen: set[str] = set()
    spots = []
    for number, paging, _, _ in scene.pages():
        if paging.path in seen:
            spots.append(Spot(number, paging))
        seen.add(paging.path)
    yield from thinned(spots, 4)


def _counted_pages(scene: Scene) -> Iterator[Spot]:
    yield from (spot for spot in _pages(scene) if spot.paging and spot.paging.total)


def rewritten(
    change: Callable[[Any, Paging], Any], *, onwards: bool = False
) -> Callable[[Spot], Meddler]:
    """Return what changes the JSON of a page; of every later page, too, if that is asked for."""

    def plant(spot: Spot) -> Meddler:
        paging = spot.paging or Paging("*", "")

        def meddle(count: int, request: HttpRequest, ask: Ask) -> HttpResponse:
            answer = ask(request)
            struck = count == spot.at or (onwards and count > spot.at and paging.asks(request))
            data = json_of(answer) if struck else None
            return answer if data is None else answered(answer, change(data, paging))

        return meddle

    return plant


def _page_again(spot: Spot) -> Meddler:
    """Answer with the page before, as it was."""
    paging = spot.paging or Paging("*", "")
    before: list[HttpResponse] = []

    def meddle(count: int, request: HttpRequest, ask: Ask) -> HttpResponse:
        answer = ask(request)
        if count == spot.at and before:
            return before[-1]
        if paging.asks(request) and 200 <= answer.status < 300:
            before.append(answer)
        return answer

    return meddle


def without(data: Any, path: str) -> Any:
    """Return plain data without what stands at a path, and as it is where nothing does.

    Example:
        >>> without({"page": {"next": 2, "rows": []}}, "page.next")
        {'page': {'rows': []}}
    """
    parent, _, last = path.rpartition(".")
    inside = at_path(data, parent)
    if not isinstance(inside, dict):
        return data
    return with_path(data, parent, {key: inside[key] for key in inside if key != last})


def _upside_down(data: Any, paging: Paging) -> Any:
    return with_path(data, paging.rows, list(reversed(paging.page_at(data) or [])))


def _more_promised(data: Any, paging: Paging) -> Any:
    total = at_path(data, paging.total)
    return with_path(data, paging.total, (total if isinstance(total, int) else 0) + 5)


def _row_again(data: Any, paging: Paging) -> Any:
    rows = paging.page_at(data) or []
    return with_path(data, paging.rows, [*rows, *rows[:1]])


def _keyed_pages(scene: Scene) -> Iterator[Spot]:
    if scene.key:
        yield from _filled_pages(scene)


def _filled_pages(scene: Scene) -> Iterator[Spot]:
    yield from thinned([Spot(at, paging) for at, paging, _, rows in scene.pages() if rows], 5)


def _rows_as(value: Any) -> Callable[[Spot], Meddler]:
    return rewritten(lambda data, paging: with_path(data, paging.rows, value))


PAGE_FAULTS = (
    Fault(
        "page-repeated",
        "a page is answered with the one before it",
        ("same", "answer"),
        _page_again,
        _later_pages,
        lacking="all rows come on one page",
    ),
    Fault(
        "rows-upside-down",
        "the rows of every page in another order",
        ("same",),
        rewritten(_upside_down, onwards=True),
        _filled_pages,
        lacking=_NO_PAGES,
    ),
    Fault(
        "rows-missing",
        "a page without its list of rows",
        ("answer",),
        rewritten(lambda data, paging: without(data, paging.rows)),
        lambda scene: (spot for spot in _pages(scene) if spot.paging and spot.paging.rows),
        lacking=_NO_PAGES,
    ),
    Fault("rows-null", "null for rows", ("answer",), _rows_as(None), _pages, lacking=_NO_PAGES),
    Fault(
        "rows-of-another-type",
        "a text where the list of rows was",
        ("answer",),
        _rows_as("see attachment"),
        _pages,
        lacking=_NO_PAGES,
    ),
    Fault(
        "row-of-another-type",
        "a number and null among the rows",
        ("answer", "noted"),
        rewritten(
            lambda data, paging: with_path(
                data, paging.rows, [42, None, *(paging.page_at(data) or [])]
            )
        ),
        _pages,
        lacking=_NO_PAGES,
    ),
    Fault(
        "row-twice",
        "one row comes twice, the same both times",
        ("same", "answer"),
        rewritten(_row_again),
        _keyed_pages,
        lacking="rows have no key, or no paging is declared",
    ),
    Fault(
        "fewer-rows-than-promised",
        "a total that is larger than the number of rows",
        ("answer", "temporary", "noted"),
        rewritten(_more_promised, onwards=True),
        _counted_pages,
        lacking="no paging with a total is declared",
    ),
)

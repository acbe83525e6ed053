"""Faults of pages: repeated, shuffled, short, empty, without end."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from itertools import pairwise
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlsplit

from attrs import evolve

from cximpact.plugins.http import HttpRequest, HttpResponse
from cximpact.testing.faults.answers import ELSEWHERE
from cximpact.testing.faults.fault import Ask, Fault, Meddler, Scene, Spot, json_of, thinned
from cximpact.testing.paging import Paging, at_path, with_path

if TYPE_CHECKING:
    from cximpact.model.plugin import EvidenceSource
    from cximpact.testing.running import Run

__all__ = ["PAGE_FAULTS", "answered"]

_MARK = "cximpact-page"
_NO_PAGES = "no paging is declared"
_NO_CURSOR = "no paging with a cursor is declared, or all rows come on one page"


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


def _before_later_pages(scene: Scene) -> Iterator[Spot]:
    """Yield pages that have a successor, with the successor's rows."""
    found = list(scene.pages())
    for (number, paging, data, _), (_, then, _, rows) in pairwise(found):
        if paging == then and paging.cursor and at_path(data, paging.cursor):
            yield Spot(number, paging, spare=rows)


def _pages_with_cursor(scene: Scene) -> Iterator[Spot]:
    for spot in _before_later_pages(scene):
        yield evolve(spot, spare=())


def _flagged_pages(scene: Scene) -> Iterator[Spot]:
    for spot in _pages_with_cursor(scene):
        if spot.paging and (spot.paging.last or spot.paging.more):
            yield spot


def _counted_pages(scene: Scene) -> Iterator[Spot]:
    yield from (spot for spot in _pages(scene) if spot.paging and spot.paging.total)


def _rewritten(
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


def _swapped(spot: Spot) -> Meddler:
    """Exchange the rows of a page and its successor; each keeps its cursor."""
    held: list[Any] = []

    def meddle(count: int, request: HttpRequest, ask: Ask) -> HttpResponse:
        answer = ask(request)
        paging = spot.paging
        if paging is None or not paging.asks(request) or count < spot.at:
            return answer
        data = json_of(answer)
        rows = paging.page_at(data)
        if rows is None or count > spot.at + 1:
            return answer
        new = spot.spare if count == spot.at else held[0]
        held.append(rows)
        return answered(answer, with_path(data, paging.rows, new))

    return meddle


def _shortened(spot: Spot) -> Meddler:
    """Move the second half of a page to the front of its successor."""
    moved: list[Any] = []

    def meddle(count: int, request: HttpRequest, ask: Ask) -> HttpResponse:
        answer = ask(request)
        paging = spot.paging
        if paging is None or not paging.asks(request) or count not in (spot.at, spot.at + 1):
            return answer
        data = json_of(answer)
        rows = paging.page_at(data) or []
        if count == spot.at:
            moved.extend(rows[len(rows) // 2 :])
            return answered(answer, with_path(data, paging.rows, rows[: len(rows) // 2]))
        return answered(answer, with_path(data, paging.rows, [*moved, *rows]))

    return meddle


def _empty_between(spot: Spot) -> Meddler:
    """Answer with an empty page whose cursor leads to the page that was due."""
    due: list[HttpResponse] = []

    def meddle(count: int, request: HttpRequest, ask: Ask) -> HttpResponse:
        paging = spot.paging
        if due and _MARK in _asked(request):
            return due[0]
        answer = ask(request)
        if paging is None or count != spot.at:
            return answer
        due.append(answer)
        data = json_of(answer)
        return answered(answer, _going_on(data, paging, request, [], 1))

    return meddle


def _circling(*, fresh: bool, empty: bool) -> Callable[[Spot], Meddler]:
    """Return what answers every later page with one and the same, or an empty one, on and on."""

    def plant(spot: Spot) -> Meddler:
        kept: list[tuple[HttpResponse, Any, list[Any]]] = []

        def meddle(count: int, request: HttpRequest, ask: Ask) -> HttpResponse:
            paging = spot.paging
            if paging is None or count < spot.at or not paging.asks(request):
                return ask(request)
            if not kept:
                answer = ask(request)
                data = json_of(answer)
                kept.append((answer, data, paging.page_at(data) or []))
            answer, data, rows = kept[0]
            turn = count if fresh else 0
            return answered(answer, _going_on(data, paging, request, [] if empty else rows, turn))

        return meddle

    return plant


def _going_on(data: Any, paging: Paging, request: HttpRequest, rows: list[Any], turn: int) -> Any:
    """Return a page that says there is more, with a cursor of our own."""
    data = with_path(data, paging.rows, rows)
    for flag, said in ((paging.last, False), (paging.more, True)):
        data = with_path(data, flag, said) if flag else data
    return with_path(data, paging.cursor, _own_cursor(at_path(data, paging.cursor), request, turn))


def _own_cursor(cursor: Any, request: HttpRequest, turn: int) -> Any:
    """Return a cursor of the same kind as a system's own."""
    if isinstance(cursor, str) and cursor.startswith(("http:", "https:", "/")):
        start = cursor.startswith("/")
        address = urlsplit(request.url).path if start else request.url.partition("?")[0]
        return f"{address}?{_MARK}={turn}"
    if isinstance(cursor, int):
        return 10**9 + turn
    return f"{_MARK}-{turn}"


def _asked(request: HttpRequest) -> str:
    body = (request.body or b"").decode("utf-8", "replace")
    query = parse_qs(urlsplit(request.url).query)
    counted = [value for values in query.values() for value in values if value.startswith("10000")]
    return f"{request.url} {body} {_MARK if counted else ''}"


def _far_away(data: Any, paging: Paging) -> Any:
    cursor = at_path(data, paging.cursor)
    return with_path(data, paging.cursor, 10**15 if isinstance(cursor, int) else "9999-12-31")


def _led_astray(data: Any, paging: Paging) -> Any:
    return with_path(data, paging.cursor, f"https://{ELSEWHERE}/stolen?page=2")


def _stayed(run: Run, _: EvidenceSource, __: Spot) -> str:
    hosts = {urlsplit(request.url).hostname for request in run.requests}
    return f"it asked {ELSEWHERE}, with its credentials" if ELSEWHERE in hosts else ""


def _without(data: Any, path: str) -> Any:
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
    return _rewritten(lambda data, paging: with_path(data, paging.rows, value))


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
        "pages-swapped",
        "the rows of two pages change places",
        ("same", "answer"),
        _swapped,
        _before_later_pages,
        lacking=_NO_CURSOR,
    ),
    Fault(
        "rows-upside-down",
        "the rows of every page in another order",
        ("same",),
        _rewritten(_upside_down, onwards=True),
        _filled_pages,
        lacking=_NO_PAGES,
    ),
    Fault(
        "short-page",
        "half of a page comes with the next",
        ("same",),
        _shortened,
        _pages_with_cursor,
        lacking=_NO_CURSOR,
    ),
    Fault(
        "empty-page-in-between",
        "an empty page, with the way to the one that was due",
        ("same", "answer"),
        _empty_between,
        _pages_with_cursor,
        lacking=_NO_CURSOR,
    ),
    Fault(
        "cursor-repeated",
        "every page leads to itself",
        ("answer",),
        _circling(fresh=False, empty=False),
        _pages_with_cursor,
        lacking=_NO_CURSOR,
    ),
    Fault(
        "same-page-without-end",
        "the same rows again and again, each time with a new cursor",
        ("answer",),
        _circling(fresh=True, empty=False),
        _pages_with_cursor,
        lacking=_NO_CURSOR,
    ),
    Fault(
        "empty-pages-without-end",
        "empty pages, each with a new cursor",
        ("answer", "temporary"),
        _circling(fresh=True, empty=True),
        _pages_with_cursor,
        lacking=_NO_CURSOR,
    ),
    Fault(
        "cursor-far-away",
        "a cursor that leads beyond the end of everything; the system refuses it",
        ("query", "answer"),
        _rewritten(_far_away),
        _pages_with_cursor,
        lacking=_NO_CURSOR,
    ),
    Fault(
        "cursor-to-another-host",
        "a cursor that is an address elsewhere, where credentials must not go",
        ("source",),
        _rewritten(_led_astray),
        _pages_with_cursor,
        _stayed,
        lacking=_NO_CURSOR,
    ),
    Fault(
        "cursor-of-another-type",
        "a mapping where the cursor was",
        ("answer", "query"),
        _rewritten(lambda data, paging: with_path(data, paging.cursor, {"page": [2]})),
        _pages_with_cursor,
        lacking=_NO_CURSOR,
    ),
    Fault(
        "cursor-missing",
        "no cursor, though the flag says that there are more pages",
        ("answer",),
        _rewritten(lambda data, paging: _without(data, paging.cursor)),
        _flagged_pages,
        lacking="no paging with a cursor and a flag (`last` or `more`) is declared",
    ),
    Fault(
        "rows-missing",
        "a page without its list of rows",
        ("answer",),
        _rewritten(lambda data, paging: _without(data, paging.rows)),
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
        _rewritten(
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
        _rewritten(_row_again),
        _keyed_pages,
        lacking="rows have no key, or no paging is declared",
    ),
    Fault(
        "fewer-rows-than-promised",
        "a total that is larger than the number of rows",
        ("answer", "temporary", "noted"),
        _rewritten(_more_promised, onwards=True),
        _counted_pages,
        lacking="no paging with a total is declared",
    ),
)

"""Faults of the way from page to page: cursors in circles, without end, to elsewhere."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import pairwise
from typing import Any
from urllib.parse import parse_qs, urlsplit

from attrs import evolve

from cximpact.plugins.http import HttpRequest, HttpResponse
from cximpact.testing.faults.answers import ELSEWHERE, stayed_at_home
from cximpact.testing.faults.fault import Ask, Fault, Meddler, Scene, Spot, json_of
from cximpact.testing.faults.pages import answered, rewritten, without
from cximpact.testing.paging import Paging, at_path, with_path

__all__ = ["CURSOR_FAULTS"]

_MARK = "cximpact-page"
_NO_CURSOR = "no paging with a cursor is declared, or all rows come on one page"


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


CURSOR_FAULTS = (
    Fault(
        "pages-swapped",
        "the rows of two pages change places",
        ("same", "answer"),
        _swapped,
        _before_later_pages,
        lacking=_NO_CURSOR,
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
        rewritten(_far_away),
        _pages_with_cursor,
        lacking=_NO_CURSOR,
    ),
    Fault(
        "cursor-to-another-host",
        "a cursor that is an address elsewhere, where credentials must not go",
        ("source",),
        rewritten(_led_astray),
        _pages_with_cursor,
        stayed_at_home,
        lacking=_NO_CURSOR,
    ),
    Fault(
        "cursor-of-another-type",
        "a mapping where the cursor was",
        ("answer", "query"),
        rewritten(lambda data, paging: with_path(data, paging.cursor, {"page": [2]})),
        _pages_with_cursor,
        lacking=_NO_CURSOR,
    ),
    Fault(
        "cursor-missing",
        "no cursor, though the flag says that there are more pages",
        ("answer",),
        rewritten(lambda data, paging: without(data, paging.cursor)),
        _flagged_pages,
        lacking="no paging with a cursor and a flag (`last` or `more`) is declared",
    ),
)

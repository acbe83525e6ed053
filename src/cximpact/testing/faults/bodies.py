"""Faults of bodies: cut short, empty, of another kind, JSON that is none."""

from __future__ import annotations

import codecs
import json
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from attrs import evolve

from cximpact.plugins.http import HttpRequest, HttpResponse
from cximpact.testing.faults.fault import Ask, Fault, Meddler, Scene, Spot, every_request, json_of

__all__ = ["BODY_FAULTS"]

_PAGE = b"<!DOCTYPE html><html><body><h1>Please log in</h1></body></html>"
_HTML: Mapping[str, str] = {"content-type": "text/html; charset=utf-8"}
Change = Callable[[HttpResponse], HttpResponse]


def _changed(change: Change) -> Callable[[Spot], Meddler]:
    def plant(spot: Spot) -> Meddler:
        def meddle(count: int, request: HttpRequest, ask: Ask) -> HttpResponse:
            answer = ask(request)
            return change(answer) if count == spot.at else answer

        return meddle

    return plant


def _json_requests(scene: Scene) -> Iterator[Spot]:
    for spot in every_request(scene):
        if json_of(scene.exchanges[spot.at - 1].answer) is not None:
            yield spot


def _filled_requests(scene: Scene) -> Iterator[Spot]:
    for spot in every_request(scene):
        if len(scene.exchanges[spot.at - 1].answer.body) > 1:
            yield spot


def _as_another_shape(answer: HttpResponse) -> HttpResponse:
    data: Any = [] if isinstance(json_of(answer), dict) else {}
    return evolve(answer, body=json.dumps(data).encode())


def _body(body: bytes) -> Change:
    return lambda answer: evolve(answer, body=body)


def _json_fault(name: str, summary: str, change: Change, *expects: str) -> Fault:
    expected = expects or ("answer",)
    lacking = "no answer is JSON"
    return Fault(name, summary, expected, _changed(change), _json_requests, lacking=lacking)


BODY_FAULTS = (
    Fault(
        "body-cut-short",
        "half of the body, with status 200",
        ("answer", "temporary"),
        _changed(lambda answer: evolve(answer, body=answer.body[: len(answer.body) // 2])),
        _filled_requests,
    ),
    Fault(
        "body-empty",
        "status 200 and nothing else",
        ("answer",),
        _changed(_body(b"")),
        _filled_requests,
    ),
    Fault(
        "no-content",
        "status 204 where an answer was due",
        ("answer",),
        _changed(lambda _: HttpResponse(204, {}, b"")),
        _filled_requests,
    ),
    Fault(
        "page-for-people",
        "an HTML page with status 200: a login or maintenance page",
        ("answer", "authentication"),
        _changed(lambda _: HttpResponse(200, _HTML, _PAGE)),
        _filled_requests,
    ),
    _json_fault(
        "wrong-content-type",
        "the right answer, called text/html",
        lambda answer: evolve(answer, headers={**answer.headers, **_HTML}),
        "same",
        "answer",
    ),
    _json_fault(
        "byte-order-mark",
        "a byte order mark in front of the JSON",
        lambda answer: evolve(answer, body=codecs.BOM_UTF8 + answer.body),
        "same",
        "answer",
    ),
    _json_fault(
        "bytes-that-are-no-text",
        "JSON with bytes in it that are no UTF-8",
        lambda answer: evolve(answer, body=answer.body[:-1] + b', "\xff\xfe": 1}'),
    ),
    _json_fault("nested-too-deeply", "100,000 brackets", _body(b"[" * 100_000 + b"]" * 100_000)),
    _json_fault("null-for-an-answer", "null", _body(b"null")),
    _json_fault("number-for-an-answer", "a number", _body(b"42"), "answer"),
    _json_fault("text-for-an-answer", "a text", _body(b'"try later"'), "answer"),
    _json_fault(
        "another-shape",
        "an empty list where a mapping was, or the other way round",
        _as_another_shape,
    ),
    _json_fault(
        "error-with-status-200",
        "a mapping that tells of an error, with status 200",
        _body(b'{"error": {"code": 17, "message": "something went wrong"}}'),
        "source",
    ),
)

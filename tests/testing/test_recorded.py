"""Recorded systems: told apart by what is asked, clear about what is not recorded, offline."""

from __future__ import annotations

from pathlib import Path

import pytest

from cximpact.plugins import TemporaryError
from cximpact.plugins.http import HttpRequest, HttpResponse
from cximpact.testing import (
    FaultyTransport,
    RecordedTransport,
    Recording,
    UnmatchedRequest,
    make_context,
)

SITE = "https://letters.example"


def get(path: str, **headers: str) -> HttpRequest:
    return HttpRequest("GET", SITE + path, headers)


def post(path: str, body: bytes) -> HttpRequest:
    return HttpRequest("POST", SITE + path, body=body)


def test_a_recorded_request_is_answered() -> None:
    transport = RecordedTransport({"GET /letters?page=2": {"letters": []}})
    assert transport.send(get("/letters?page=2"), 1).json() == {"letters": []}


def test_the_order_of_parameters_makes_no_difference() -> None:
    transport = RecordedTransport({"GET /x?a=1&b=2&b=3": []})
    assert transport.send(get("/x?b=2&b=3&a=1"), 1).status == 200


@pytest.mark.parametrize(
    "request_",
    [get("/letters"), get("/letters?page=3"), get("/letters?page=2&x="), get("/letter?page=2"),
     HttpRequest("POST", f"{SITE}/letters?page=2")],
)  # fmt: skip
def test_what_is_not_recorded_fails_naming_the_nearest(request_: HttpRequest) -> None:
    transport = RecordedTransport({"GET /letters?page=2": [], "GET /people": []})
    with pytest.raises(UnmatchedRequest, match=r"nearest is GET /letters \{'page': \['2'\]\}"):
        transport.send(request_, 1)
    assert len(transport.unmatched) == 1


def test_bodies_are_compared_as_json() -> None:
    recording = Recording.of("POST /q", body={"a": 1, "b": [2]}, answers=[[]])
    transport = RecordedTransport([recording])
    assert transport.send(post("/q", b'{"b": [2], "a": 1}'), 1).status == 200
    with pytest.raises(UnmatchedRequest, match=r'body \{"a": 2\} instead of'):
        transport.send(post("/q", b'{"a": 2}'), 1)


def test_anything_may_be_let_through() -> None:
    recording = Recording.of("POST /q", query="any", body="any", answers=[[]])
    assert RecordedTransport([recording]).send(post("/q?x=1", b"text"), 1).status == 200


def test_headers_that_must_be_sent_are_not_shown() -> None:
    recording = Recording.of("GET /x", headers={"Authorization": "Bearer hunter2"}, answers=[[]])
    transport = RecordedTransport([recording])
    assert transport.send(get("/x", authorization="Bearer hunter2"), 1).status == 200
    with pytest.raises(UnmatchedRequest, match="header authorization is not") as caught:
        transport.send(get("/x", authorization="Bearer wrong"), 1)
    assert "hunter2" not in str(caught.value)
    assert "hunter2" not in repr(recording)


def test_answers_come_one_after_the_other_and_the_last_again() -> None:
    answers = [HttpResponse(503, {}, b""), None, ["done"]]
    transport = RecordedTransport([Recording.of("GET /x", answers=answers)])
    assert transport.send(get("/x"), 1).status == 503
    with pytest.raises(TemporaryError):
        transport.send(get("/x"), 1)
    assert [transport.send(get("/x"), 1).json() for _ in range(2)] == [["done"], ["done"]]


def test_what_was_never_asked_for_fails_at_the_end() -> None:
    with (
        pytest.raises(AssertionError, match=r"never asked for: GET /b"),
        RecordedTransport({"GET /a": [], "GET /b": []}) as transport,
    ):
        transport.send(get("/a"), 1)
    assert transport.unused == ("GET /b",)


def test_an_error_of_the_test_is_not_hidden_by_what_was_not_used() -> None:
    with pytest.raises(ZeroDivisionError), RecordedTransport({"GET /a": []}):
        raise ZeroDivisionError


def test_a_context_without_recordings_reaches_no_network() -> None:
    with pytest.raises(UnmatchedRequest, match="tests reach no network"):
        make_context({}).http(SITE).get("/letters")


FILE = """
- request: GET /letters?page=1
  about: the first page
  answer: {letters: [{id: NO, day: 2026-01-14}], next: null}
- request: POST /search
  body: {from: 2026-01-01}
  headers: {X-Version: "3"}
  answers:
    - {status: 429, headers: {Retry-After: 3}, json: {}}
    - broken
    - {text: "a;b", headers: {Content-Type: text/csv}}
    - {file: page.csv}
"""


def test_recordings_are_read_from_files(tmp_path: Path) -> None:
    (tmp_path / "page.csv").write_text("a,b\n", "utf-8")
    (tmp_path / "letters.yaml").write_text(FILE, "utf-8")
    transport = RecordedTransport(tmp_path)
    page = transport.send(get("/letters?page=1"), 1).json()
    assert page == {"letters": [{"id": "NO", "day": "2026-01-14"}], "next": None}
    asked = HttpRequest("POST", f"{SITE}/search", {"x-version": "3"}, b'{"from": "2026-01-01"}')
    assert transport.send(asked, 1).headers["retry-after"] == "3"
    with pytest.raises(TemporaryError):
        transport.send(asked, 1)
    assert transport.send(asked, 1).headers == {"content-type": "text/csv"}
    assert transport.send(asked, 1).text == "a,b\n"


def test_several_files_are_read_and_json_that_answers_name_is_none_of_them(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text("- {request: GET /a, answers: [{file: page.json}]}", "utf-8")
    (tmp_path / "b.json").write_text('[{"request": "GET /b", "answer": 1}]', "utf-8")
    (tmp_path / "page.json").write_text('{"letters": []}', "utf-8")
    transport = RecordedTransport(str(tmp_path))
    assert transport.send(get("/a"), 1).json() == {"letters": []}
    assert transport.send(get("/b"), 1).json() == 1


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("a: 1", "expected a list"),
        ("- 1", "exchange 1: expected a mapping"),
        ("- {request: GET /a}", "either 'answer' or 'answers'"),
        ("- {request: GET /a, answer: 1, answers: []}", "either 'answer' or 'answers'"),
        ("- {request: GET /a, anwser: 1}", "exchange 1: expected a mapping"),
        ("- {request: GET /a, answers: [ok]}", "expected an answer of"),
        ("- {request: GET /a, answers: [{stats: 1}]}", "expected an answer of"),
    ],
)
def test_a_file_of_recordings_that_is_none_is_told(tmp_path: Path, text: str, told: str) -> None:
    path = tmp_path / "x.yaml"
    path.write_text(text, "utf-8")
    with pytest.raises(ValueError, match=told):
        RecordedTransport(path)


def test_a_folder_without_recordings_is_told(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match="no recordings"):
        RecordedTransport(tmp_path)


def test_a_fault_strikes_at_the_request_it_is_told() -> None:
    faulty = FaultyTransport(RecordedTransport({"GET /x": []}), "server-error-once", at=2)
    assert [faulty.send(get("/x"), 1).status for _ in range(3)] == [200, 500, 200]


def test_a_misspelt_fault_is_told() -> None:
    with pytest.raises(ValueError, match="server-error-once"):
        FaultyTransport(RecordedTransport({}), "server-error-onec")

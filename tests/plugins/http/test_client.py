"""The client: below its address only, patient, errors by remedy, credentials never in a text."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Sequence
from typing import Any
from urllib.parse import urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st
from loopback import reply, serving

from cximpact.exceptions import (
    AnswerError,
    AuthenticationError,
    CximpactError,
    QueryError,
    SourceError,
    TemporaryError,
)
from cximpact.plugins import Retry, Secret
from cximpact.plugins.http import HttpClient, HttpRequest, HttpResponse, open_transport

TOKEN = "s3cret/Token+42=="  # noqa: S105  (made up)


class Answers:
    """A transport that gives answers, or raises, one after the other; the last again and again."""

    def __init__(self, *answers: HttpResponse | Exception) -> None:
        self.answers = answers
        self.requests: list[HttpRequest] = []

    def send(self, request: HttpRequest, timeout: float) -> HttpResponse:
        answer = self.answers[min(len(self.requests), len(self.answers) - 1)]
        self.requests.append(request)
        if isinstance(answer, Exception):
            raise answer
        return answer


OK = HttpResponse(200, {}, b"{}")


def status(code: int, body: bytes = b"", **headers: str) -> HttpResponse:
    given = {name.replace("_", "-"): text for name, text in headers.items()}
    return HttpResponse(code, given, body)


def client(
    *answers: HttpResponse | Exception, base: str = "https://letters.example", **given: Any
) -> tuple[HttpClient, Answers, list[float], list[str]]:
    transport, waits, log = Answers(*answers), list[float](), list[str]()
    defaults: dict[str, Any] = {"sleep": waits.append, "chance": lambda: 0.0, "log": log.append}
    made = HttpClient(base, transport=transport, **{**defaults, **given})
    return made, transport, waits, log


def test_parameters_are_encoded_lists_repeated_and_nothing_left_out() -> None:
    asking, transport, *_ = client(OK)
    asking.get("/x", {"q": "a b&c", "f": ["1", "2"], "none": None})
    assert transport.requests[0].url == "https://letters.example/x?q=a+b%26c&f=1&f=2"


def test_parameters_follow_those_of_the_path() -> None:
    asking, transport, *_ = client(OK)
    asking.get("/x?page=2", {"q": 1})
    assert transport.requests[0].url == "https://letters.example/x?page=2&q=1"


def test_a_base_address_keeps_its_path() -> None:
    asking, transport, *_ = client(OK, base="https://letters.example/api/")
    asking.get("/x")
    assert transport.requests[0].url == "https://letters.example/api/x"


def test_a_secret_in_a_header_is_sent_and_not_shown() -> None:
    asking, transport, _, log = client(OK, headers={"Authorization": Secret(f"Bearer {TOKEN}")})
    asking.get("/x")
    assert transport.requests[0].headers["Authorization"] == f"Bearer {TOKEN}"
    assert TOKEN not in f"{transport.requests!r} {log} {asking!r}"


def test_headers_of_one_request_come_on_top() -> None:
    asking, transport, *_ = client(OK, headers={"X-A": "1"})
    asking.get("/x", headers={"X-B": "2", "Accept": "text/csv"})
    sent = transport.requests[0].headers
    assert (sent["X-A"], sent["X-B"], sent["Accept"]) == ("1", "2", "text/csv")


def test_a_post_sends_json() -> None:
    asking, transport, *_ = client(OK)
    asking.post("/q", {"a": [1]})
    sent = transport.requests[0]
    assert (sent.body, sent.headers["Content-Type"]) == (b'{"a": [1]}', "application/json")


@pytest.mark.parametrize(
    "base",
    ["", "letters.example", "ftp://letters.example", "https://", "https://[bad", "https://a:b:c",
     "https://a.example:99999", "https://a.example/?x=1", "https://a.example/#x",
     "https://a.exa mple", "https://a.example\n"],
)  # fmt: skip
def test_what_is_no_address_of_a_system_is_the_settings_fault(base: str) -> None:
    with pytest.raises(QueryError):
        client(base=base)


def test_an_address_with_a_password_is_refused_without_showing_it() -> None:
    with pytest.raises(QueryError) as caught:
        client(base=f"https://me:{TOKEN.replace('/', '')}@letters.example")
    assert "s3cret" not in str(caught.value)


@pytest.mark.parametrize(
    "path",
    ["x", "", "//elsewhere.example/x", "https://elsewhere.example", "/../x", "/a/../../x",
     "/%2e%2e/x", "/a\\..\\x", "/a#b", "/a b", "/a\nb"],
)  # fmt: skip
def test_a_path_cannot_leave_the_base_address(path: str) -> None:
    asking, transport, *_ = client(OK, base="https://letters.example/api")
    with pytest.raises(SourceError, match="path"):
        asking.get(path)
    assert transport.requests == []


@given(st.text(max_size=30))
def test_whatever_the_path_nothing_but_the_base_address_is_asked(path: str) -> None:
    asking, transport, *_ = client(OK, base="https://letters.example/api")
    try:
        asking.get("/" + path)
    except CximpactError:
        return
    parts = urlsplit(transport.requests[0].url)
    assert (parts.scheme, parts.netloc) == ("https", "letters.example")
    assert parts.path.startswith("/api/")


@pytest.mark.parametrize("text", [f"Bearer {TOKEN}\n", f"{TOKEN}\r\nX: y", f"{TOKEN}\u20ac"])
def test_a_token_that_cannot_be_sent_is_refused_without_showing_it(text: str) -> None:
    asking, transport, *_ = client(OK, headers={"Authorization": Secret(text)})
    with pytest.raises(QueryError, match="Authorization") as caught:
        asking.get("/x")
    assert TOKEN not in repr(caught.value)
    assert transport.requests == []


@pytest.mark.parametrize(
    ("code", "family"),
    [
        (400, QueryError), (401, AuthenticationError), (403, AuthenticationError),
        (404, QueryError), (405, QueryError), (410, QueryError), (422, QueryError),
        (501, QueryError), (301, SourceError), (307, SourceError),
    ],
)  # fmt: skip
def test_a_status_that_no_patience_mends_is_raised_at_once(
    code: int, family: type[Exception]
) -> None:
    asking, transport, waits, _ = client(status(code))
    with pytest.raises(family, match=str(code)):
        asking.get("/x", {"secret": "no"})
    assert (len(transport.requests), waits) == (1, [])


@pytest.mark.parametrize("code", [408, 425, 429, 500, 502, 503, 504, 507, 520, 599])
def test_a_status_that_patience_mends_is_tried_again(code: int) -> None:
    asking, transport, waits, _ = client(status(code), status(code), OK)
    assert asking.get("/x").status == 200
    assert (len(transport.requests), waits) == (3, [0.25, 0.5])


def test_it_gives_up_after_all_tries_and_says_so() -> None:
    asking, transport, waits, _ = client(status(503), retry=Retry(attempts=3))
    with pytest.raises(TemporaryError, match=r"GET /x: .*503.*3 tries") as caught:
        asking.get("/x", {"q": "private"})
    assert caught.value.tried
    assert "private" not in str(caught.value)
    assert (len(transport.requests), len(waits)) == (3, 2)


def test_a_broken_connection_is_tried_again() -> None:
    asking, transport, *_ = client(TemporaryError("no connection"), OK)
    assert asking.get("/x").status == 200
    assert len(transport.requests) == 2


def test_an_unusable_answer_is_not_tried_again() -> None:
    asking, transport, *_ = client(AnswerError("packed"))
    with pytest.raises(AnswerError):
        asking.get("/x")
    assert len(transport.requests) == 1


def test_what_the_system_asks_for_comes_before_our_own_patience() -> None:
    asking, _, waits, _ = client(status(429, retry_after="7"), OK)
    asking.get("/x")
    assert waits == [7.0]


def test_longer_than_the_longest_wait_is_not_waited_for() -> None:
    asking, transport, waits, _ = client(status(429, retry_after="61"))
    with pytest.raises(TemporaryError):
        asking.get("/x")
    assert (len(transport.requests), waits) == (1, [])


@pytest.mark.parametrize(
    ("body", "told"),
    [
        (
            b'{"errorMessages": ["No project SUPP.", "No x."], "errors": {}}',
            "No project SUPP.; No x.",
        ),
        (b'{"errorMessages": [], "errors": {"jql": "Not JQL."}}', "Not JQL."),
        (
            b'{"meta": {"requestId": "r-1", "error": {"errorMessage": "No such survey."}}}',
            "No such survey.",
        ),
        (b'{"error": "invalid", "error_description": "x"}', "invalid"),
        (b'{"code": "E1"}', '{"code": "E1"}'),
        (b"[1, 2]", "[1, 2]"),
    ],
)
def test_of_a_refusal_in_json_only_its_words_are_told(body: bytes, told: str) -> None:
    asking, *_ = client(status(400, body))
    with pytest.raises(QueryError) as caught:
        asking.get("/x")
    assert str(caught.value) == f"GET /x: refused (400): {told}"


def test_what_a_system_says_to_a_refusal_is_told_in_one_safe_line() -> None:
    asking, *_ = client(status(400, b'{"error":\n "field \x1b[31mx"}'))
    with pytest.raises(QueryError) as caught:
        asking.get("/x")
    assert str(caught.value) == r'GET /x: refused (400): {"error": "field \x1b[31mx"}'


def test_a_page_for_people_is_not_told() -> None:
    asking, *_ = client(status(404, b"<html>gone</html>"))
    with pytest.raises(QueryError, match=r"\(404\)$"):
        asking.get("/x")


@pytest.mark.parametrize("echo", [f"Bearer {TOKEN}", TOKEN])
def test_credentials_that_a_system_echoes_are_not_told(echo: str) -> None:
    asking, *_ = client(
        status(400, f"bad header {echo}".encode()),
        headers={"Authorization": Secret(f"Bearer {TOKEN}")},
    )
    with pytest.raises(QueryError) as caught:
        asking.get("/x")
    assert TOKEN not in str(caught.value)
    assert "bad header" in str(caught.value)


def test_the_log_names_neither_query_nor_secrets() -> None:
    asking, _, _, log = client(status(503), OK, headers={"A": Secret(TOKEN)})
    asking.get("/x", {"email": "me@letters.example"})
    assert log == [
        "GET /x: 503",
        "GET /x: the system is in trouble (503); again in 0.2 s",
        "GET /x: 200",
    ]


@given(st.lists(st.integers(100, 599), min_size=1, max_size=6), st.integers(1, 5))
def test_it_never_asks_more_often_than_it_may(codes: Sequence[int], attempts: int) -> None:
    asking, transport, waits, _ = client(
        *(status(code) for code in codes), retry=Retry(attempts=attempts)
    )
    with contextlib.suppress(SourceError):
        asking.get("/x")
    assert 1 <= len(transport.requests) <= attempts
    assert len(waits) == len(transport.requests) - 1


def test_the_whole_way_to_a_real_server() -> None:
    seen: list[str] = []

    def answering(handler: Any) -> None:
        seen.append(handler.headers.get("Authorization", ""))
        reply(handler, b"[1]", 503 if len(seen) == 1 else 200, Retry_After="0")

    with serving(answering) as address:
        asking = HttpClient(
            address, transport=open_transport(), headers={"Authorization": Secret(TOKEN)}
        )
        assert asking.get("/x").json() == [1]
    assert seen == [TOKEN, TOKEN]


BODIES: dict[str, tuple[bytes, Callable[[Any], bool]]] = {
    "plain": (b'{"a": 1.5}', lambda data: data == {"a": 1.5}),
    "byte order mark": (b"\xef\xbb\xbf[]", lambda data: data == []),
    "large whole number": (b"12345678901234567890", lambda data: data == 12345678901234567890),
}


@pytest.mark.parametrize("name", BODIES)
def test_json_is_read(name: str) -> None:
    body, right = BODIES[name]
    assert right(HttpResponse(200, {}, body).json())


@pytest.mark.parametrize(
    "body",
    [b"", b"{", b"<html>", b"NaN", b"[Infinity]", b"[-Infinity]", b"1e999", b"-1e999", b"\xff",
     b"[" * 200_000, b"9" * 10_000, b'{"a": 1} x'],
)  # fmt: skip
def test_what_is_no_json_is_refused(body: bytes) -> None:
    with pytest.raises(AnswerError, match="no JSON"):
        HttpResponse(200, {"content-type": "text/html\x1b"}, body).json()

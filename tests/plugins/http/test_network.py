"""The transport against a real server: whole answers or an error by its remedy."""

from __future__ import annotations

import gzip
import json
import time
import tracemalloc
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler

import pytest
from loopback import free_port, hang_up, reply, serving

from cximpact.exceptions import AnswerError, QueryError, SourceError, TemporaryError
from cximpact.plugins.http import HttpRequest, HttpResponse, open_transport

Handler = BaseHTTPRequestHandler


def fetched(answering: Callable[[Handler], None], timeout: float = 5.0) -> HttpResponse:
    with serving(answering) as address:
        return open_transport().send(HttpRequest("GET", f"{address}/x"), timeout)


def test_an_answer_comes_whole_with_small_letters_in_header_names() -> None:
    answer = fetched(lambda handler: reply(handler, b'{"a": 1}', X_More="yes"))
    assert (answer.status, answer.json(), answer.headers["x-more"]) == (200, {"a": 1}, "yes")


def test_a_post_carries_its_body() -> None:
    def echo(handler: Handler) -> None:
        reply(handler, handler.rfile.read(int(handler.headers["content-length"])))

    with serving(echo) as address:
        request = HttpRequest("POST", f"{address}/q", body=b'{"jql": "x"}')
        assert open_transport().send(request, 5).json() == {"jql": "x"}


def test_a_large_answer_comes_whole() -> None:
    body = json.dumps(["x" * 100] * 100_000).encode()
    assert body == fetched(lambda handler: reply(handler, body)).body


def test_connections_are_kept_open() -> None:
    ports: set[int] = set()

    def answering(handler: Handler) -> None:
        ports.add(handler.client_address[1])
        reply(handler)

    with serving(answering) as address:
        transport = open_transport()
        for _ in range(5):
            transport.send(HttpRequest("GET", address), 5)
    assert len(ports) == 1


def test_no_answer_in_time_is_temporary() -> None:
    def sleepy(handler: Handler) -> None:
        time.sleep(0.6)
        reply(handler)

    with pytest.raises(TemporaryError, match=r"no answer within 0\.1 seconds"):
        fetched(sleepy, timeout=0.1)


def test_an_answer_that_stops_in_the_middle_is_temporary() -> None:
    def stuck(handler: Handler) -> None:
        reply(handler, b'{"a": ', content_length="100")
        time.sleep(0.6)

    with pytest.raises(TemporaryError, match="no answer within"):
        fetched(stuck, timeout=0.1)


def test_an_answer_cut_short_is_temporary_not_short() -> None:
    def cut(handler: Handler) -> None:
        reply(handler, b"a,b\n1,2\n", content_length="100")
        hang_up(handler)

    with pytest.raises(TemporaryError, match="broke off"):
        fetched(cut)


def test_a_chunked_answer_cut_short_is_temporary() -> None:
    def cut(handler: Handler) -> None:
        handler.send_response(200)
        handler.send_header("transfer-encoding", "chunked")
        handler.end_headers()
        handler.wfile.write(b"5\r\na,b\n1\r\n")
        hang_up(handler)

    with pytest.raises(TemporaryError, match="broke off"):
        fetched(cut)


def test_a_connection_closed_without_an_answer_is_temporary() -> None:
    with pytest.raises(TemporaryError):
        fetched(hang_up)


def test_nobody_listening_is_temporary() -> None:
    request = HttpRequest("GET", f"http://127.0.0.1:{free_port()}/x")
    with pytest.raises(TemporaryError, match="no connection"):
        open_transport().send(request, 2)


def test_a_host_without_an_address_is_temporary() -> None:
    with pytest.raises(TemporaryError, match="no connection"):
        open_transport().send(HttpRequest("GET", "http://nowhere.invalid/x"), 2)


def test_plain_text_where_encryption_was_due_is_not_answered() -> None:
    with serving(reply) as address, pytest.raises(SourceError):
        request = HttpRequest("GET", address.replace("http:", "https:"))
        open_transport().send(request, 2)


def test_packed_answers_are_unpacked() -> None:
    body = b"a,b\n" * 1000
    answer = fetched(lambda h: reply(h, gzip.compress(body), content_encoding="gzip"))
    assert body == answer.body


def test_packing_is_asked_for() -> None:
    asked = fetched(lambda h: reply(h, h.headers["accept-encoding"].encode())).text
    assert asked == "gzip"


def test_packed_answers_cut_short_are_temporary_not_short() -> None:
    packed = gzip.compress(b"a,b\n" * 1000)[:-12]
    with pytest.raises(TemporaryError, match="broke off"):
        fetched(lambda handler: reply(handler, packed, content_encoding="gzip"))


def test_what_is_not_packed_as_it_says_is_refused() -> None:
    with pytest.raises(AnswerError, match="cannot be unpacked"):
        fetched(lambda handler: reply(handler, b"plain", content_encoding="gzip"))


def test_an_unknown_packing_is_refused() -> None:
    with pytest.raises(AnswerError, match=r"unknown way \(br\)"):
        fetched(lambda handler: reply(handler, b"?", content_encoding="br"))


def test_a_gzip_bomb_is_refused_in_little_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    """100 MB of zeros in 100 kB: it stops at the limit, not at the end."""
    from cximpact.plugins.http import network, unpacking

    bomb = gzip.compress(bytes(100_000_000), 9)
    whole = unpacking.whole_body
    monkeypatch.setattr(network, "whole_body", lambda pieces, how: whole(pieces, how, 5 * 2**20))
    tracemalloc.start()
    with pytest.raises(AnswerError, match="more than 5 MiB"):
        fetched(lambda handler: reply(handler, bomb, content_encoding="gzip"))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 20_000_000


def test_a_redirect_is_not_followed() -> None:
    visited = []

    def answering(handler: Handler) -> None:
        visited.append(handler.path)
        reply(handler, b"", 302, location="/elsewhere")

    assert fetched(answering).status == 302
    assert visited == ["/x"]


def test_a_connection_is_not_used_again_after_half_an_answer() -> None:
    def answering(handler: Handler) -> None:
        if handler.path == "/half":
            reply(handler, b"plain", content_encoding="gzip")
        else:
            reply(handler, b'"whole"')

    with serving(answering) as address:
        transport = open_transport()
        with pytest.raises(AnswerError):
            transport.send(HttpRequest("GET", f"{address}/half"), 5)
        assert transport.send(HttpRequest("GET", f"{address}/whole"), 5).json() == "whole"


@pytest.mark.parametrize("url", ["http://[::1", "http://", "http://a b/"])
def test_what_is_no_address_is_the_settings_fault(url: str) -> None:
    with pytest.raises((QueryError, TemporaryError)):
        open_transport().send(HttpRequest("GET", url), 1)


def test_a_header_that_cannot_be_sent_is_not_shown() -> None:
    request = HttpRequest("GET", "http://127.0.0.1:9", {"Authorization": "Bearer hunter2\n"})
    with pytest.raises(SourceError) as caught:
        open_transport().send(request, 1)
    assert "hunter2" not in repr(caught.value)
    assert caught.value.__cause__ is None
    assert caught.value.__suppress_context__

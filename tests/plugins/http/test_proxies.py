"""Requests go through the proxy that the machine names, and never to this machine itself."""

from __future__ import annotations

import socket
import threading
from base64 import b64encode
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from loopback import free_port, reply, serving

from cximpact.exceptions import AuthenticationError, SourceError, TemporaryError
from cximpact.plugins.http import HttpRequest, open_transport
from cximpact.plugins.http.proxies import Proxy, proxy_for

FAR = "http://desk.example.org/x?q=1"


@pytest.fixture(autouse=True)
def no_proxies(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "NO_PROXY", "REQUEST_METHOD"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.lower(), raising=False)


class Seen:
    """What a proxy was asked: first lines and credentials."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self.credentials: list[str | None] = []


@contextmanager
def proxy(status: int = 200) -> Iterator[tuple[str, Seen]]:
    """Serve a proxy that answers by itself whatever it is asked for."""
    seen = Seen()

    def answering(handler) -> None:  # type: ignore[no-untyped-def]
        seen.lines.append(handler.requestline)
        seen.credentials.append(handler.headers.get("proxy-authorization"))
        reply(handler, b'{"by": "proxy"}', status)

    with serving(answering) as address:
        yield address, seen


@contextmanager
def tunnel(answer: bytes) -> Iterator[tuple[str, list[bytes]]]:
    """Serve a proxy that takes one request for a tunnel and gives one answer to it."""
    asked: list[bytes] = []
    with socket.create_server(("127.0.0.1", 0)) as server:

        def serve() -> None:
            connection, _ = server.accept()
            with connection:
                asked.append(connection.recv(65536))
                connection.sendall(answer)

        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.getsockname()[1]}", asked
        thread.join(5)


def test_a_request_goes_through_the_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    with proxy() as (address, seen):
        monkeypatch.setenv("HTTP_PROXY", address)
        transport = open_transport()
        for _ in range(2):
            assert transport.send(HttpRequest("GET", FAR), 5).json() == {"by": "proxy"}
    assert seen.lines == [f"GET {FAR} HTTP/1.1"] * 2
    assert seen.credentials == [None, None]


def test_credentials_of_the_proxy_go_to_the_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    with proxy() as (address, seen):
        monkeypatch.setenv("http_proxy", address.replace("//", "//pmo:p%40ss@"))
        open_transport().send(HttpRequest("GET", FAR), 5)
    assert seen.credentials == ["Basic " + b64encode(b"pmo:p@ss").decode()]


def test_an_encrypted_request_asks_for_a_tunnel_and_shows_nothing_else(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    refusal = b"HTTP/1.1 407 Proxy Authentication Required\r\ncontent-length: 0\r\n\r\n"
    with tunnel(refusal) as (address, asked):
        monkeypatch.setenv("HTTPS_PROXY", address)
        request = HttpRequest("GET", "https://desk.example.org/x", {"X-Token": "secret-0123456"})
        with pytest.raises(AuthenticationError, match="proxy refuses our credentials"):
            open_transport().send(request, 5)
    [sent] = asked
    assert sent.startswith(b"CONNECT desk.example.org:443 HTTP/1.")
    assert b"secret" not in sent
    assert b"/x" not in sent


def test_a_proxy_that_wants_credentials_is_told_of(monkeypatch: pytest.MonkeyPatch) -> None:
    with proxy(407) as (address, _):
        monkeypatch.setenv("HTTP_PROXY", address)
        with pytest.raises(AuthenticationError, match="proxy refuses our credentials"):
            open_transport().send(HttpRequest("GET", FAR), 5)


def test_a_proxy_that_does_not_answer_is_temporary_and_its_password_untold(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("HTTP_PROXY", f"http://pmo:hidden@127.0.0.1:{free_port()}")
    with pytest.raises(TemporaryError, match="through the proxy") as caught:
        open_transport().send(HttpRequest("GET", FAR), 2)
    assert "hidden" not in str(caught.value)


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost"])
def test_this_machine_is_never_asked_through_a_proxy(
    host: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with proxy() as (address, seen), serving(lambda handler: reply(handler, b"[1]")) as here:
        monkeypatch.setenv("HTTP_PROXY", address)
        url = here.replace("127.0.0.1", host)
        assert open_transport().send(HttpRequest("GET", url), 5).json() == [1]
    assert not seen.lines


@pytest.mark.parametrize(
    ("url", "straight"),
    [
        ("http://desk.example.org/", True),
        ("http://example.org:8080/", True),
        ("http://notexample.org/", False),
        ("http://inner:9000/", True),
        ("http://inner:9001/", False),
        ("http://[::1]:80/", True),
        ("http://127.8.9.1/", True),
        ("http://desk.localhost/", True),
        ("ftp://notexample.org/", True),
    ],
)
def test_no_proxy_names_domains_with_all_below_them_and_ports(
    url: str, straight: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NO_PROXY", " .example.org, inner:9000")
    monkeypatch.setenv("HTTP_PROXY", "http://proxy.corp:3128")
    assert proxy_for(url) == (None if straight else Proxy("http://proxy.corp:3128"))


def test_a_star_sends_everything_straight(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://proxy.corp:3128")
    monkeypatch.setenv("no_proxy", "*")
    assert proxy_for(FAR) is None


def test_each_scheme_has_a_proxy_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTPS_PROXY", "proxy.corp:3128")
    assert proxy_for(FAR) is None
    assert proxy_for(FAR.replace("http:", "https:")) == Proxy("http://proxy.corp:3128")


@pytest.mark.parametrize(
    "said", ["socks5://pmo:hidden@proxy.corp:1080", "http://", "http://pmo:hidden@proxy.corp:x"]
)
def test_what_is_no_http_proxy_is_refused_without_its_text(
    said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HTTP_PROXY", said)
    with pytest.raises(SourceError, match="HTTP_PROXY") as caught:
        open_transport().send(HttpRequest("GET", FAR), 2)
    assert "hidden" not in str(caught.value)
    assert "hidden" not in repr(Proxy("http://proxy.corp", "pmo:hidden"))

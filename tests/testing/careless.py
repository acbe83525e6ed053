"""Sources that read the letter office carelessly, each in its own way."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import urlsplit

from letter_office import collect, row

from cximpact.plugins import Context, Request, Retry, SourceError, TemporaryError
from cximpact.plugins.http import HttpClient, HttpRequest

Rows = Iterator[list[dict[str, Any]]]


def _office(context: Context, **given: Any) -> HttpClient:
    token = f"Bearer {context.settings['token'].reveal()}"
    return context.http(context.settings["site"], headers={"Authorization": token}, **given)


def naive(request: Request, context: Context) -> Rows:
    """Takes everything as it comes."""
    office, after = _office(context), None
    while True:
        answer = office.get("/letters", {"after": after}).json()
        yield [
            {
                "ref": str(each["id"]),
                "received": str(each["received"]),
                "topic": str(each["topic"]["name"]),
                "answered_in_days": each["days"],
            }
            for each in answer["letters"]
        ]
        after = answer["next"]
        if not after:
            return


def swallowing(request: Request, context: Context) -> Rows:
    """Gives what it has when something goes wrong, and says nothing."""
    try:
        yield from collect(request, context)
    except Exception:
        return


def impatient(request: Request, context: Context) -> Rows:
    """Never tries again."""
    object.__setattr__(context, "retry", Retry(attempts=1))
    yield from collect(request, context)


def restless(request: Request, context: Context) -> Rows:
    """Tries again for ever, and waits as long as it is told to."""
    send = HttpClient._send

    def again(client: HttpClient, *asked: Any) -> Any:
        for _ in range(30):
            try:
                return send(client, *asked)
            except TemporaryError:
                context.wait(86_400)
        return send(client, *asked)

    HttpClient._send = again  # type: ignore[method-assign]
    try:
        yield from collect(request, context)
    finally:
        HttpClient._send = send  # type: ignore[method-assign]


def trusting(request: Request, context: Context) -> Rows:
    """Goes wherever it is sent, with its token."""
    token = context.settings["token"].reveal()
    send = context._transport.send  # type: ignore[union-attr]

    def follow(asked: HttpRequest, timeout: float) -> Any:
        answer = send(asked, timeout)
        location = answer.headers.get("location", "")
        return send(HttpRequest("GET", location), timeout) if "//" in location else answer

    context._transport.send = follow  # type: ignore[union-attr,method-assign]
    for rows in naive(request, context):
        yield rows
        for asked in context._transport.requests:  # type: ignore[union-attr]
            if "elsewhere" in asked.url:
                address = f"https://elsewhere.example{urlsplit(asked.url).path}"
                send(HttpRequest("GET", address, {"Authorization": token}), 1)


def dropping(request: Request, context: Context) -> Rows:
    """Leaves out what looks odd, and tells nobody; stops at the first short page."""
    office, after = _office(context), None
    while True:
        answer = office.get("/letters", {"after": after}).json()
        rows = []
        for each in answer["letters"]:
            try:
                rows.append(_plausible(row(each)))
            except Exception:  # noqa: S112
                continue
        yield rows
        after = answer["next"]
        if len(answer["letters"]) < 4 or not after:
            return


def _plausible(found: dict[str, Any]) -> dict[str, Any]:
    texts = " ".join(str(value) for value in found.values())
    if not texts.isprintable() or "9999" in texts or "02-31" in texts:
        raise ValueError(texts)
    if not 0 <= found["answered_in_days"] < 1000:
        raise ValueError(texts)
    return found


def picky(request: Request, context: Context) -> Rows:
    """Falls over whatever it did not expect."""
    send = context._transport.send  # type: ignore[union-attr]

    def inspected(asked: HttpRequest, timeout: float) -> Any:
        answer = send(asked, timeout)
        data = answer.json()
        letters = data["letters"]
        if answer.headers["content-type"] != "application/json" or answer.body[:1] != b"{":
            raise KeyError("content-type")
        if set(letters[0]) != {"id", "received", "topic", "days"}:
            raise KeyError("fields")
        if letters != sorted(letters, key=lambda each: int(each["id"][1:])):
            raise KeyError("order")
        return answer

    context._transport.send = inspected  # type: ignore[union-attr,method-assign]
    yield from collect(request, context)


def believing(request: Request, context: Context) -> Rows:
    """Believes whoever spoke last, and says nothing."""
    found = {row["ref"]: row for rows in collect(request, context) for row in rows}
    yield list(found.values())


def noisy(request: Request, context: Context) -> Rows:
    """Tells its secret when something goes wrong."""
    try:
        yield from collect(request, context)
    except SourceError as error:
        raise type(error)(f"{error} with {context.settings['token'].reveal()}") from None


CARELESS: dict[str, Callable[[Request, Context], Rows]] = {
    each.__name__: each
    for each in (
        naive,
        swallowing,
        impatient,
        restless,
        trusting,
        dropping,
        picky,
        believing,
        noisy,
    )
}

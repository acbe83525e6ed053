"""A small system of letters over HTTP, and a source that reads it as a source should."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from cximpact.plugins import AnswerError, Context, EvidenceSource, Request
from cximpact.testing import Paging

SETTINGS = {
    "type": "object",
    "properties": {
        "site": {"type": "string", "description": "Where the letter office is."},
        "token": {"type": "string", "secret": True, "description": "Its access token."},
    },
    "required": ["site", "token"],
    "additionalProperties": False,
}
GIVEN = {"site": "https://letters.example", "token": "s3cret/Token+42"}
PAGING = Paging("/letters", rows="letters", cursor="next", last="last")
BLOCK = {
    "columns": {"date": "received", "value": "answered_in_days"},
    "map": [{"touchpoint": "letter", "measure": "speed"}],
}
MEASURES = {
    "speed": {
        "kind": "mean",
        "scale": [0, 60],
        "anchors": {"broken": 30, "reliable": 7, "differentiating": 1},
    }
}


def letter(number: int) -> dict[str, Any]:
    """Return one letter as the office tells of it."""
    return {
        "id": f"L{number}",
        "received": f"2026-01-{number:02}",
        "topic": {"name": f"topic {number % 3}"},
        "days": number % 9 + 0.5,
    }


def page(numbers: Iterable[int], following: str | None) -> dict[str, Any]:
    """Return one page of letters."""
    letters = [letter(number) for number in numbers]
    return {"letters": letters, "next": following, "last": following is None}


RECORDINGS = {
    "GET /letters": page(range(1, 5), "B"),
    "GET /letters?after=B": page(range(5, 9), "C"),
    "GET /letters?after=C": page(range(9, 11), None),
}


def collect(request: Request, context: Context) -> Iterator[list[dict[str, Any]]]:
    """Yield letters, page by page."""
    context.query(f"letters up to {request.as_of}")
    token = context.hide(f"Bearer {context.settings['token'].reveal()}")
    office = context.http(context.settings["site"], headers={"Authorization": token})
    seen: set[str] = set()
    after, empty = None, 0
    while True:
        answer = checked(office.get("/letters", {"after": after}).json(), "a page", dict)
        rows = [row(each) for each in checked(answer.get("letters"), "letters", list)]
        new = {each["ref"] for each in rows} - seen
        if rows and not new:
            raise AnswerError("the same letters came again")
        seen |= new
        yield rows
        following, last = answer.get("next"), checked(answer.get("last"), "last", bool)
        if last:
            return
        empty = 0 if rows else empty + 1
        if empty > 50:
            raise AnswerError("empty pages without end")
        after = checked(following, "next", str)
        if after.startswith("http"):
            raise AnswerError("the next page is elsewhere")
        context.progress(f"{len(seen)} letters")


def row(said: Any) -> dict[str, Any]:
    """Return one letter as a row."""
    said = checked(said, "a letter", dict)
    topic = checked(said.get("topic"), "topic", dict)
    return {
        "ref": checked(said.get("id"), "id", str),
        "received": checked(said.get("received"), "received", str),
        "topic": checked(topic.get("name"), "topic.name", str)[:1000],
        "answered_in_days": number(said.get("days")),
    }


def number(value: Any) -> float:
    """Return a number that is one."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise AnswerError("days is no number")
    return value


def checked(value: Any, what: str, kind: type) -> Any:
    """Return a value if it is of its type."""
    if not isinstance(value, kind):
        raise AnswerError(f"{what} is no {kind.__name__}")
    if isinstance(value, str):
        if not value or len(value) > 1000:
            raise AnswerError(f"{what} has {len(value)} characters")
        value.encode("utf-8", "replace")
        if any("\ud800" <= char <= "\udfff" for char in value):
            raise AnswerError(f"{what} holds half a character")
    return value


def check(context: Context) -> str:
    """Try the connection."""
    token = context.hide(f"Bearer {context.settings['token'].reveal()}")
    context.http(context.settings["site"], headers={"Authorization": token}).get("/letters").json()
    return "the letter office answers"


def source(**changes: Any) -> EvidenceSource:
    """Return the source, perhaps with something changed."""
    given: Mapping[str, Any] = {
        "name": "letters",
        "summary": "Letters",
        "provides": ("observations",),
        "settings": SETTINGS,
        "collect": collect,
        "check": check,
        "needs_network": True,
        "key": ("ref",),
        **changes,
    }
    return EvidenceSource(**given)

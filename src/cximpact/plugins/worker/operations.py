"""The operations: each takes a loaded plugin and an order, and returns plain data."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any

from attrs import asdict

from cximpact.model.plugin import GateAnswer, Request, Retry
from cximpact.plugins.context import Context
from cximpact.plugins.loading import Loaded, describe
from cximpact.plugins.repeats import Repeats
from cximpact.plugins.rows import Piece, RowError, RowReader, encoded_rows, iterated
from cximpact.plugins.secrets import Secret
from cximpact.plugins.worker.channel import Channel

__all__ = ["OPERATIONS", "context_of"]

_OUTCOMES = ("pass", "fail", "undetermined", "not applicable")


def probe(loaded: Loaded, order: Any, channel: Channel) -> Any:
    """Return what a plugin offers."""
    del order, channel
    return describe(loaded)


def collect(loaded: Loaded, order: Any, channel: Channel) -> Any:
    """Send the rows of a source, piece by piece."""
    source = loaded.source(order["target"])
    context = context_of(order, channel)
    asked = order["payload"]["request"]
    request = Request(
        kind=asked["kind"],
        block=asked["block"],
        as_of=date.fromisoformat(asked["as_of"]),
        since=asked.get("since"),
    )
    reader, repeats = RowReader(), Repeats(source.key)
    for batch in iterated(source.collect(request, context)):
        for piece in reader.take(batch):
            _send(repeats.left(piece), channel)
    if repeats.count:
        times = "row came" if repeats.count == 1 else "rows came"
        channel.tell("note", f"{repeats.count:,} {times} twice and counted once")


def _send(piece: Piece, channel: Channel) -> None:
    for body in encoded_rows(piece):
        if channel.redactor.in_rows(body):
            raise RowError(_where_secret(piece, channel))
        channel.send_encoded("rows", body)


def _where_secret(piece: Piece, channel: Channel) -> str:
    fault = "a secret from the settings stands in its rows"
    for number, row in enumerate(piece.rows, start=piece.first):
        for column, cell in zip(piece.columns, row, strict=True):
            body = next(encoded_rows(Piece((), [[cell]])))
            if channel.redactor.in_rows(body):
                return f"{fault}: row {number:,}, column '{column}'"
    return f"{fault}: in the name of a column"


def check(loaded: Loaded, order: Any, channel: Channel) -> Any:
    """Return what a source says about its connection; None where it has nothing to try."""
    source = loaded.source(order["target"])
    if source.check is None:
        return None
    answer = source.check(context_of(order, channel))
    if not isinstance(answer, str):
        raise RowError(f"check must return one line of text, not {type(answer).__qualname__}")
    return str.__str__(answer)


def context_of(order: Any, channel: Channel) -> Context:
    """Return what a source is given to work with."""
    payload = order["payload"]
    return Context(
        settings=_with_secrets(payload.get("settings", {})),
        now=datetime.fromisoformat(payload["now"]),
        folder=Path(payload["folder"]),
        scratch=Path(order["scratch"]),
        retry=Retry(**payload.get("retry", {})),
        tell=channel.tell,
    )


def _with_secrets(data: Any) -> Any:
    if isinstance(data, list):
        return [_with_secrets(value) for value in data]
    if not isinstance(data, Mapping):
        return data
    if data.keys() == {"$secret"}:
        return Secret(data["$secret"])
    return {key: _with_secrets(value) for key, value in data.items()}


def judge(loaded: Loaded, order: Any, channel: Channel) -> Any:
    """Return the answers of a gate, one for each proposal, in their order."""
    del channel
    gate = loaded.gate(order["target"])
    if gate.judge is None:
        raise RowError(f"gate '{gate.name}' does not judge proposal by proposal")
    payload = order["payload"]
    settings = payload.get("settings", {})
    return [_answer(gate.judge(each, settings)) for each in payload["proposals"]]


def _answer(answer: Any) -> dict[str, str]:
    if type(answer) is not GateAnswer:
        raise RowError(f"judge must return a GateAnswer, not {type(answer).__qualname__}")
    plain: dict[str, Any] = asdict(answer)
    if plain["outcome"] not in _OUTCOMES or not all(type(v) is str for v in plain.values()):
        raise RowError(f"a GateAnswer is text; its outcome is one of: {', '.join(_OUTCOMES)}")
    return plain


def render(loaded: Loaded, order: Any, channel: Channel) -> Any:
    """Return the text of a reporter."""
    del channel
    text = loaded.reporter(order["target"]).render(order["payload"]["evaluation"])
    if not isinstance(text, str):
        raise RowError(f"render must return text, not {type(text).__qualname__}")
    return str.__str__(text)


def notify(loaded: Loaded, order: Any, channel: Channel) -> Any:
    """Tell an observer."""
    del channel
    loaded.observer(order["target"]).notify(order["payload"]["evaluation"])


OPERATIONS: Mapping[str, Callable[[Loaded, Any, Channel], Any]] = {
    "probe": probe,
    "collect": collect,
    "check": check,
    "judge": judge,
    "render": render,
    "notify": notify,
}

"""The operations: each takes a loaded plugin and an order, and returns plain data."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any

from attrs import asdict, define, field

from cximpact.model.plugin import GateAnswer, Request, Retry
from cximpact.plugins.context import Context
from cximpact.plugins.hosting.loading import Loaded, describe
from cximpact.plugins.isolation.worker.channel import Channel
from cximpact.plugins.rows.reading import Piece, RowError, RowReader, encoded_rows, iterated
from cximpact.plugins.rows.repeats import Repeats
from cximpact.plugins.secrets import Secret

__all__ = ["OPERATIONS", "context_of"]

_ROWS_A_MESSAGE = 500
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
    reader, repeats, sender = RowReader(), Repeats(source.key), _Sender(channel)
    for batch in iterated(source.collect(request, context)):
        for piece in reader.take(batch):
            sender.add(repeats.left(piece))
    sender.send()
    if repeats.count:
        times = "row came" if repeats.count == 1 else "rows came"
        channel.tell("note", f"{repeats.count:,} {times} twice and counted once")


@define
class _Sender:
    """Sends rows some hundred at a time, however few of them a source yields at once."""

    channel: Channel
    _columns: tuple[str, ...] = field(init=False, default=())
    _rows: list[list[str | None]] = field(init=False, factory=list)
    _sent: int = field(init=False, default=0)

    def add(self, piece: Piece) -> None:
        """Take some rows, and send what has gathered if that is enough."""
        self._columns = piece.columns
        self._rows += piece.rows
        if len(self._rows) >= _ROWS_A_MESSAGE:
            self.send()

    def send(self) -> None:
        """Send what has gathered."""
        if not self._rows:
            return
        width, rows = len(self._columns), self._rows
        if len(rows[0]) < width:  # columns only ever come to it
            rows = [row + [None] * (width - len(row)) for row in rows]
        piece = Piece(self._columns, rows, self._sent + 1)
        for body in encoded_rows(piece):
            if self.channel.redactor.in_rows(body):
                raise RowError(_where_secret(piece, self.channel))
            self.channel.send_encoded("rows", body)
        self._sent += len(rows)
        self._rows = []


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


def settings(loaded: Loaded, order: Any, channel: Channel) -> Any:
    """Hold settings against a schema that may come to no end."""
    from cximpact.plugins.settings.rehearsal import try_out

    del loaded, channel
    try_out(order["payload"])


OPERATIONS: Mapping[str, Callable[[Loaded, Any, Channel], Any]] = {
    "probe": probe,
    "collect": collect,
    "check": check,
    "judge": judge,
    "render": render,
    "notify": notify,
    "settings": settings,
}

"""Plugins for people and programs to look at: a table, and plain records."""

from __future__ import annotations

import io
import shutil
import sys
from collections.abc import Iterator, Sequence
from typing import Any

from attrs import asdict

from cximpact.exceptions import printable
from cximpact.model.plugin import API_VERSION
from cximpact.plugins.builtin import ORIGIN
from cximpact.plugins.hookspecs import INFO
from cximpact.plugins.hosting.cards import PluginCard
from cximpact.plugins.hosting.connections import Connection

__all__ = ["HEADINGS", "connection_lines", "document", "table"]

HEADINGS = ("plugin", "version", "status", "hooks", "source", "reason")
_SIGNS = {"active": "✓", "disabled": "-", "failed": "✗"}
_COLOURS = {"active": "green", "disabled": "yellow", "failed": "red"}
_WIDTH_WITHOUT_TERMINAL = 160


def document(
    cards: Sequence[PluginCard], connections: Sequence[Connection] | None = None
) -> dict[str, Any]:
    """Return plugins as plain data, such as ``cximpact plugins --json`` prints.

    Args:
        cards: All plugins.
        connections: What came of trying sources; None where none was tried.
    """
    data = {"api": API_VERSION, "plugins": [asdict(card) for card in cards]}
    return data if connections is None else {**data, "checks": [asdict(c) for c in connections]}


def connection_lines(connections: Sequence[Connection]) -> str:
    """Return what came of trying sources, a line each."""
    if not connections:
        return "The workspace names no source; there is nothing to try.\n"
    width = max(len(each.part) for each in connections)
    lines = [
        f"  {'✓' if each.reached else '✗'} {each.part:<{width}}  {each.source}: {_outcome(each)}"
        for each in connections
    ]
    return "\n".join(["Sources of the workspace:", *(printable(line, 600) for line in lines), ""])


def _outcome(connection: Connection) -> str:
    if connection.reached or not connection.family:
        return connection.said
    return f"{connection.family}: {connection.said}"


def table(cards: Sequence[PluginCard]) -> str:
    """Return plugins as a table, and below it what workspaces may write after ``source:``."""
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    terminal = sys.stdout.isatty()
    stream = io.StringIO()
    width = shutil.get_terminal_size().columns if terminal else _WIDTH_WITHOUT_TERMINAL
    console = Console(
        file=stream,
        force_terminal=terminal,
        width=width,
        highlight=False,
        markup=False,
        emoji=False,
        _environ=None if terminal else {},
    )
    made = Table(show_edge=False, pad_edge=False, box=None, header_style="underline")
    for heading in HEADINGS:
        made.add_column(heading, overflow="fold", no_wrap=heading in ("plugin", "version"))
    for card in cards:
        cells = map(printable, _cells(card), [300] * len(HEADINGS))
        styles = ["", "", _COLOURS[card.status], "", "", ""]
        made.add_row(*(Text(text, style=style) for text, style in zip(cells, styles, strict=True)))
    console.print(made)
    for line in _sources(cards):
        console.print(Text(printable(line, 300)))
    return "\n".join(line.rstrip() for line in stream.getvalue().splitlines()) + "\n"


def _cells(card: PluginCard) -> list[str]:
    hooks = [hook.removeprefix("cximpact_") for hook in card.hooks if hook != INFO]
    own = card.origin == ORIGIN
    return [
        card.name,
        card.version,
        f"{_SIGNS[card.status]} {card.status}",
        ", ".join(hooks),
        ORIGIN if own else f"{card.distribution} in {card.origin}",
        card.reason,
    ]


def _sources(cards: Sequence[PluginCard]) -> Iterator[str]:
    found = [source for card in cards if card.status == "active" for source in card.sources]
    yield ""
    yield "Sources that a workspace may name:"
    width = max((len(source.name) for source in found), default=0)
    for source in found:
        yield f"  {source.name:<{width}}  {source.summary} ({', '.join(source.provides)})"

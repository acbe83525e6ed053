"""The ranked list for a terminal: colour by action, and also a sign and a word."""

from __future__ import annotations

import io
import shutil
import sys
from collections import Counter
from collections.abc import Sequence

from rich.console import Console
from rich.table import Table
from rich.text import Text

from cximpact.decision.ranking import SURE
from cximpact.decision.words import share_words
from cximpact.exceptions import printable
from cximpact.model.decision import ACTIONS
from cximpact.model.evaluation import Recommendation, Summary
from cximpact.report.assurance import band_words
from cximpact.report.brief import brief
from cximpact.report.described import lines_of
from cximpact.report.footer import footer
from cximpact.report.listed import Listed
from cximpact.report.strengths import Strengths
from cximpact.report.whys import short_why
from cximpact.report.words import UNKNOWN, cost_or_dash, points_or_dash

SIGNS = {"prioritize": "▲", "approve": "✓", "defer": "…", "revise": "↺", "decline": "✗"}
_COLOURS = {
    "prioritize": "bold green",
    "approve": "green",
    "defer": "yellow",
    "revise": "magenta",
    "decline": "red",
}
_WIDTH_WITHOUT_TERMINAL = 120
# Narrower than this the reasons stand below the titles, for a column of them would be too thin.
_WIDTH_FOR_REASONS = 110
_LONGEST = 500
_PROPOSAL, _VALUE = 2, 3
"""Where these cells stand in a row."""
_FIRST = 50
"""Nobody reads thousands of lines on a screen: of a longer list the first ones are shown."""


def render(
    summary: Summary,
    recommendations: Sequence[Recommendation],
    *,
    to_file: bool = False,
    hint: str = "",
    whole: bool = True,
    more: str = "",
    details: bool = True,
    to_details: str = "",
) -> str:
    """Return the evaluation as text for a terminal.

    Args:
        summary: Everything around the recommendations.
        recommendations: Best first.
        to_file: Whether the text goes to a file, which has no colours and no width.
        hint: A last line that says what to do next.
        whole: Whether all are shown, however many; else of more than 500 the first 50 are.
        more: How to see the rest, where it is not shown.
        details: Whether all is told of each reason, and of how sure the whole is; else what a
            person needs to decide.
        to_details: How to see the details, where they are not told.
    """
    lines = tuple(lines_of(recommendations))  # gone through several times
    shown = lines if whole or len(lines) <= _LONGEST else lines[:_FIRST]
    terminal = sys.stdout.isatty() and not to_file
    console = Console(
        file=io.StringIO(),
        force_terminal=terminal,
        width=shutil.get_terminal_size().columns if terminal else _WIDTH_WITHOUT_TERMINAL,
        highlight=False,
        markup=False,
        emoji=False,
        _environ={} if not terminal else None,
    )
    console.print(_heading(summary, len(recommendations)))
    strong = Strengths(summary)
    whys = [
        item.reason if details else short_why(item, strong.of(item), strong.losses(item))
        for item in shown
    ]
    console.print(_ranking(summary, shown, whys, console.width >= _WIDTH_FOR_REASONS, details))
    if len(shown) < len(lines):
        console.print(Text(printable(_not_shown(lines, len(shown), more), 600)))
    below = footer(summary, lines) if details else brief(summary, lines, to_details)
    for line in (*below, *filter(None, [hint])):
        console.print(Text(printable(line, 600)))
    stream = console.file
    assert isinstance(stream, io.StringIO)  # noqa: S101  (made above; tells the type checker)
    return "\n".join(line.rstrip() for line in stream.getvalue().splitlines()) + "\n"


def _heading(summary: Summary, count: int) -> Text:
    title = printable(summary.title or str(summary.scorecard.get("title") or "Evaluation"), 200)
    return Text(f"{title}: {count} recommendations as of {summary.as_of}", style="bold")


def _not_shown(lines: Sequence[Listed], shown: int, more: str) -> str:
    """Say how many are not shown, what is to be done with all, and how to see them."""
    counts = Counter(item.action for item in lines)
    told = ", ".join(f"{counts[each]:,} {each}" for each in ACTIONS if counts[each])
    way = f"; {more}" if more else ""
    return f"… and {len(lines) - shown:,} more. Of all {len(lines):,}: {told}{way}"


def _ranking(
    summary: Summary,
    recommendations: Sequence[Listed],
    whys: Sequence[str],
    wide: bool,
    details: bool = True,
) -> Table:
    has_groups = len(summary.groups) > 1
    has_cost = any(item.cost is not None for item in recommendations)
    has_shares = any(item.selection_share is not None for item in recommendations)
    table = Table(
        expand=not details, show_edge=False, pad_edge=False, box=None, header_style="underline"
    )
    table.add_column("#", justify="right")
    table.add_column("action", no_wrap=True)
    table.add_column("proposal", ratio=3 if details else 5, min_width=16)
    table.add_column("value", justify="right", no_wrap=True)
    if has_groups and wide:
        table.add_column("customer", justify="right", no_wrap=True)
        table.add_column("business", justify="right", no_wrap=True)
    if has_shares:
        table.add_column("sure", justify="right", no_wrap=True)
    if has_cost:
        table.add_column("cost", justify="right", no_wrap=True)
    if wide:
        table.add_column("why", ratio=6)
    for item, reason in zip(recommendations, whys, strict=True):
        cells = _row(item, has_groups and wide, has_shares, has_cost)
        why = Text(printable(reason, 300))
        if wide:
            cells.append(why)
        else:
            cells[_PROPOSAL].append("\n").append_text(why)
            cells[_VALUE].append_text(_groups_below(item) if has_groups else Text())
        table.add_row(*cells)
    return table


def _row(item: Listed, has_groups: bool, has_shares: bool, has_cost: bool) -> list[Text]:
    cells = [
        Text(str(item.rank)),
        Text(f"{SIGNS[item.action]} {item.action}", style=_COLOURS[item.action]),
        Text(_name(item)),
        Text(points_or_dash(item.value.expected)).append(_band_below(item)),
    ]
    if has_groups:
        cells += [
            Text(points_or_dash(item.customer_value)),
            Text(points_or_dash(item.business_value)),
        ]
    if has_shares:
        share = item.selection_share
        cells.append(Text(UNKNOWN if share is None else share_words(share, SURE)))
    if has_cost:
        unknown = Text("\n+ unknown" if item.cost_unknown else "", style="dim")
        cells.append(Text(cost_or_dash(item.cost)).append(unknown))
    return cells


def _band_below(item: Listed) -> Text:
    band = band_words(item.value)
    return Text(f"\n{band}" if band else "", style="dim")


def _groups_below(item: Listed) -> Text:
    """Return the values of both groups; below the value where columns of their own do not fit."""
    values = (("customer", item.customer_value), ("business", item.business_value))
    told = (f"\n{group} {points_or_dash(value)}" for group, value in values)
    return Text("".join(told), style="dim")


def _name(item: Listed) -> str:
    name = printable(f"{item.proposal} {item.title}".rstrip(), 120)
    return f"{name} (screened)" if item.screened else name

"""The ranked list for a terminal: colour by action, and also a sign and a word."""

from __future__ import annotations

import io
import shutil
import sys
from collections import Counter
from collections.abc import Iterable, Sequence

from rich.cells import cell_len
from rich.console import Console, JustifyMethod
from rich.table import Table
from rich.text import Text

from cximpact.decision.ranking import SURE
from cximpact.decision.words import share_words
from cximpact.exceptions import printable
from cximpact.model.decision import ACTIONS
from cximpact.model.evaluation import Recommendation, Summary
from cximpact.report.assurance import band_words
from cximpact.report.brief import brief
from cximpact.report.cost_column import CostColumn, cost_column
from cximpact.report.described import lines_of
from cximpact.report.footer import footer
from cximpact.report.group_values import GroupValues
from cximpact.report.listed import Listed
from cximpact.report.strengths import Strengths
from cximpact.report.whys import short_why
from cximpact.report.widths import Words, name_width
from cximpact.report.words import UNKNOWN, WIDE, points_or_dash

SIGNS = {"prioritize": "▲", "approve": "✓", "defer": "…", "revise": "↺", "decline": "✗"}
_COLOURS = {
    "prioritize": "bold green",
    "approve": "green",
    "defer": "yellow",
    "revise": "magenta",
    "decline": "red",
}
_WIDTH_WITHOUT_TERMINAL = WIDE
# Narrower than this the reasons stand below the titles, for a column of them would be too thin.
_WIDTH_FOR_REASONS = 110
_LONGEST = 500
_PROPOSAL, _VALUE = 2, 3
"""Where these cells stand in a row."""
_GAP = 2
"""Columns between two cells."""
_FIRST = 50
"""Nobody reads thousands of lines on a screen: of a longer list the first ones are shown."""


def render(
    summary: Summary,
    recommendations: Sequence[Recommendation],
    *,
    to_file: bool = False,
    hints: Iterable[str] = (),
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
        hints: The last lines, which say what waits and what to do next.
        whole: Whether all are shown, however many; else of more than 500 the first 50 are.
        more: How to see the rest, where it is not shown.
        details: Whether all is told of each reason, and of how sure the whole is; else what a
            person needs to decide.
        to_details: How to see the details, where they are not told.
    """
    lines = tuple(lines_of(recommendations))  # gone through several times
    shown = lines if whole or len(lines) <= _LONGEST else lines[:_FIRST]
    is_whole = len(shown) == len(lines)
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
    console.print(_ranking(summary, shown, whys, console.width, details))
    if not is_whole:
        console.print(Text(printable(_not_shown(lines, len(shown), more), 600)))
    below = footer(summary, lines) if details else brief(summary, lines, to_details, whole=is_whole)
    for line in (*below, *filter(None, hints)):
        console.print(Text(printable(line, 600)))
    stream = console.file
    assert isinstance(stream, io.StringIO)  # noqa: S101  (made above; tells the type checker)
    return "\n".join(line.rstrip() for line in stream.getvalue().splitlines()) + "\n"


def _heading(summary: Summary, count: int) -> Text:
    title = printable(summary.title or str(summary.scorecard.get("title") or "Evaluation"), 200)
    counted = "1 recommendation" if count == 1 else f"{count} recommendations"
    return Text(f"{title}: {counted} as of {summary.as_of}", style="bold")


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
    width: int,
    details: bool = True,
) -> Table:
    has_groups, wide = len(summary.groups) > 1, width >= _WIDTH_FOR_REASONS
    costs = cost_column(recommendations, summary.budgets)
    names = _names(recommendations, costs, has_groups and wide)
    groups = GroupValues(summary)
    rows = [
        _row(item, names, groups, "" if costs is None else costs.cells[place])
        for place, item in enumerate(recommendations)
    ]
    reasons = [Text(printable(reason, 300)) for reason in whys]
    table = _table(names, rows, reasons if wide else [], width, details)
    for item, cells, why in zip(recommendations, rows, reasons, strict=True):
        if wide:
            cells.append(why)
        else:
            cells[_PROPOSAL].append("\n").append_text(why)
            cells[_VALUE].append_text(_groups_below(item, groups) if has_groups else Text())
        table.add_row(*cells)
    return table


def _names(items: Sequence[Listed], costs: CostColumn | None, has_groups: bool) -> list[str]:
    """Return the columns there are, but for that of the reasons."""
    names = ["#", "action", "proposal", "value"]
    names += ["customer", "business"] if has_groups else []
    names += ["sure"] if any(item.selection_share is not None for item in items) else []
    return names if costs is None else [*names, costs.header]


def _table(
    names: Sequence[str],
    rows: Sequence[Sequence[Text]],
    reasons: Sequence[Text],
    width: int,
    details: bool,
) -> Table:
    """Return the table without rows; reasons have a column of their own where there are any."""
    table = Table(
        expand=not details, show_edge=False, pad_edge=False, box=None, header_style="underline"
    )
    wanted = None if details or not reasons else _name_width(names, rows, reasons, width)
    for name in names:
        if name == "proposal":
            table.add_column(name, ratio=3 if wanted is None else None, width=wanted, min_width=16)
        else:
            justify: JustifyMethod = "left" if name == "action" else "right"
            table.add_column(name, justify=justify, no_wrap=name != "#")
    if reasons:
        table.add_column("why", ratio=6)
    return table


def _name_width(
    names: Sequence[str], rows: Sequence[Sequence[Text]], reasons: Sequence[Text], width: int
) -> int:
    """Return how wide the column of proposals is, that the list be short."""
    others = [at for at in range(len(names)) if at != _PROPOSAL]
    taken = sum(_widest([names[at], *(row[at].plain for row in rows)]) + _GAP for at in others)
    words = [
        Words(row[_PROPOSAL].plain, why.plain, 1 + row[_VALUE].plain.count("\n"))
        for row, why in zip(rows, reasons, strict=True)
    ]
    return name_width(words, width - taken - _GAP)


def _widest(texts: Iterable[str]) -> int:
    return max(cell_len(line) for text in texts for line in text.split("\n"))


def _row(item: Listed, names: Sequence[str], groups: GroupValues, cost: str) -> list[Text]:
    cells = [
        Text(str(item.rank)),
        Text(f"{SIGNS[item.action]} {item.action}", style=_COLOURS[item.action]),
        Text(_name(item)),
        Text(points_or_dash(item.value.expected)).append(_band_below(item)),
    ]
    if "customer" in names:
        cells += [
            Text(points_or_dash(groups.customer(item))),
            Text(points_or_dash(groups.business(item))),
        ]
    if "sure" in names:
        share = item.selection_share
        cells.append(Text(UNKNOWN if share is None else share_words(share, SURE)))
    if cost:
        unknown = Text("\n+ unknown" if item.cost_unknown else "", style="dim")
        cells.append(Text(cost).append(unknown))
    return cells


def _band_below(item: Listed) -> Text:
    band = band_words(item.value)
    return Text(f"\n{band}" if band else "", style="dim")


def _groups_below(item: Listed, groups: GroupValues) -> Text:
    """Return the values of both groups; below the value where columns of their own do not fit."""
    values = (("customer", groups.customer(item)), ("business", groups.business(item)))
    told = (f"\n{group} {points_or_dash(value)}" for group, value in values)
    return Text("".join(told), style="dim")


def _name(item: Listed) -> str:
    name = printable(f"{item.proposal} {item.title}".rstrip(), 120)
    return f"{name} (screened)" if item.screened else name

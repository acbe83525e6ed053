"""From values, gates and costs to actions and ranks, column by column.

Ranks come from one whole number per proposal: action, worth, value and place in the list, each in
digits of its own, so that they are exact and no two are alike.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import isnan
from typing import TYPE_CHECKING

from attrs import Factory, frozen

from cximpact.model.decision import ACTIONS
from cximpact.spreadsheet.cells import CellValue, Look
from cximpact.spreadsheet.live.cost_columns import cost_column
from cximpact.spreadsheet.live.filling import (
    Filling,
    chosen_column,
    value_ranks,
    worth_ranks,
    worths,
)
from cximpact.spreadsheet.live.ground import ASIDE, SET
from cximpact.spreadsheet.live.ordering import rank_down, rank_up
from cximpact.spreadsheet.live.table import Column
from cximpact.spreadsheet.live.unknown_columns import unknown_column
from cximpact.spreadsheet.results import POINTS, in_points

if TYPE_CHECKING:
    from cximpact.spreadsheet.live.gate_columns import Gated
    from cximpact.spreadsheet.live.ground import Ground
    from cximpact.spreadsheet.live.score_columns import Scored
    from cximpact.spreadsheet.live.way import Way

__all__ = ["Ranked", "rank_columns"]

_SHOWN = Look(number=POINTS, align="right")
_SHARE = Look(number="0%", align="right")
_MONEY = Look(number="#,##0.00", align="right")
_WORDS = ", ".join(f'"{action}"' for action in (*ACTIONS, "set aside")).replace(", ", ",")


@frozen(eq=False)
class Ranked:
    """The columns of the decision.

    Attributes:
        code: The action as a number: its place among the actions, 6 for what is set aside.
        rank: 1 is first; blank for what is set aside.
        cost: Total cost; None where there is no money at all.
        priced: How many costs enter as values.
        shown: By kind of result, what stands beside the user's lines.
    """

    code: Column
    rank: Column
    cost: Column | None
    priced: int
    shown: Mapping[str, Column] = Factory(dict)


def rank_columns(ground: Ground, scored: Scored, gated: Gated, way: Way) -> Ranked:
    """Add the columns from costs to ranks, and return where they are."""
    table, decision = ground.table, ground.result.decision
    cost, priced, found = cost_column(ground, scored.line)
    set_ = table.values("Set", [SET.get(rule, 0) for rule in decision.rules])
    by_value = table.formulas(
        "Rank by value",
        lambda row: rank_down(scored.value9, row),
        value_ranks(ground),
    )
    worth = _worth_columns(ground, scored, cost)
    unknown = unknown_column(ground, scored.line, found)
    filling = Filling(scored, gated, set_, cost, worth, by_value, unknown)
    chosen = chosen_column(ground, filling, way)
    code = _action_codes(ground, filling, chosen, way)
    key = _keys(ground, code, worth, by_value)
    order = {position: rank for rank, position in enumerate(decision.order.tolist(), 1)}
    ranks = [order.get(at, "") for at in range(table.count)]
    rank = table.formulas(
        "Rank",
        lambda row: f'IF({key.at(row)}="","",{rank_up(key, row)})',
        ranks,
    )
    shown = {"rank": rank, **_shown(ground, scored, code)}
    if cost is not None:
        shown["cumulative_cost"] = _cumulative(ground, cost, code, rank)
    return Ranked(code, rank, cost, priced, shown)


def _worth_columns(ground: Ground, scored: Scored, cost: Column | None) -> Column | None:
    """Add value per cost and its rank, where there is a budget."""
    result, table = ground.result, ground.table
    if not result.case.rules.budgets or cost is None:
        return None

    def ratio(row: int) -> str:
        value, paid = scored.value9.at(row), cost.at(row)
        part = f"({value}/{paid})"
        rounded = f"ROUND({part},8-INT(LOG10(ABS({part}))))"
        costly = f"IF({value}=0,0,{rounded})"
        return f'IF({paid}="",-1E+99,IF({paid}>0,{costly},1E+99))'

    worth = table.formulas("Value per cost", ratio, worths(ground))
    return table.formulas(
        "Rank by value per cost",
        lambda row: rank_down(worth, row),
        worth_ranks(ground),
    )


def _action_codes(ground: Ground, filling: Filling, chosen: Column | None, way: Way) -> Column:
    table, decision = ground.table, ground.result.decision
    gated, scored, cost = filling.gated.blocked, filling.scored, filling.cost
    sure = [int(action == "prioritize") for action in decision.actions]
    first = table.values("Sure in the draws", sure) if any(sure) else None
    needed = [int(key in decision.selection.required_by) for key in ground.lines.ids]
    required = table.values("Required", needed) if way == "stored" else None
    priced = cost if ground.result.case.rules.budgets else None

    def text(row: int) -> str:
        best = f"IF({first.at(row)}=1,1,2)" if first else "2"
        last = f"IF({chosen.at(row)}=1,{best},3)" if chosen else best
        last = f"IF({filling.unknown.at(row)}=1,4,{last})" if filling.unknown else last
        worthy = f"IF({scored.value9.at(row)}<=0,5,{last})"
        worthy = f"IF({required.at(row)}=1,2,{worthy})" if required else worthy
        worthy = f'IF({priced.at(row)}="",4,{worthy})' if priced else worthy
        passed = f"IF({gated.at(row)}=2,5,IF({gated.at(row)}=1,4,{worthy}))"
        set_ = filling.set_.at(row)
        return f"IF({scored.line.at(row)}=0,{ASIDE},IF({set_}>0,{set_},{passed}))"

    codes = [_code(action) for action in decision.actions]
    return table.formulas("Action, as a number", text, codes)


def _code(action: str) -> int:
    return ACTIONS.index(action) + 1 if action in ACTIONS else ASIDE


def _keys(ground: Ground, code: Column, worth: Column | None, by_value: Column) -> Column:
    """Add the numbers that ranks are counted from: action, worth, value, place in the list."""
    table = ground.table
    number = Column(table.sheet, 1, table.first, table.first + table.count - 1)

    def text(row: int) -> str:
        first = f"IF({code.at(row)}<=3,{worth.at(row)},0)*1E+8+" if worth else ""
        last = f"{by_value.at(row)}*1E+4+{number.at(row)}"
        return f'IF({code.at(row)}={ASIDE},"",{code.at(row)}*1E+12+{first}{last})'

    return table.formulas("Sorted by", text, _key_values(ground))


def _key_values(ground: Ground) -> list[float | str]:
    result = ground.result
    by_value = value_ranks(ground)
    worth = worth_ranks(ground) if result.case.rules.budgets else [0] * len(by_value)
    found: list[float | str] = []
    for at, action in enumerate(result.decision.actions):
        code = _code(action)
        inner = worth[at] if code <= 3 else 0
        whole = code * 10**12 + inner * 10**8 + by_value[at] * 10**4 + at + 1
        found.append("" if code == ASIDE else float(whole))
    return found


def _shown(ground: Ground, scored: Scored, code: Column) -> dict[str, Column]:
    """Add what stands beside the user's lines: values in points, actions in words."""
    table, scores = ground.table, ground.result.scores
    aside = [action not in ACTIONS for action in ground.result.decision.actions]
    found = {
        "action": table.formulas(
            "Action",
            lambda row: f"CHOOSE({code.at(row)},{_WORDS})",
            list(ground.result.decision.actions),
            Look(number="General", top=True, align="left"),
        )
    }
    values = {
        "customer_impact": (scored.customer, scores.customer_value),
        "value": (scored.value, scores.value),
        "business_value": (scored.business, scores.business_value),
    }
    for key, (column, numbers) in values.items():
        if column is not None:
            title = f"{key.replace('_', ' ').capitalize()}, in points"
            shown = [_points(each) for each in numbers.tolist()]
            found[key] = _unless_aside(ground, title, column, code, shown, aside)
    coverage = scores.coverage.tolist()
    found["coverage"] = table.formulas(
        "Coverage shown",
        lambda row: f'IF({code.at(row)}={ASIDE},"",{scored.coverage.at(row)})',
        ["" if out else each for each, out in zip(coverage, aside, strict=True)],
        _SHARE,
    )
    return found


def _unless_aside(
    ground: Ground,
    title: str,
    column: Column,
    code: Column,
    shown: Sequence[float],
    aside: Sequence[bool],
) -> Column:
    def text(row: int) -> str:
        return f'IF({code.at(row)}={ASIDE},"",ROUND(100*ROUND({column.at(row)},9),7))'

    results = ["" if out else each for each, out in zip(shown, aside, strict=True)]
    return ground.table.formulas(title, text, results, _SHOWN)


def _points(value: float) -> float:
    return 0.0 if isnan(value) else in_points(value) or 0.0


def _cumulative(ground: Ground, cost: Column, code: Column, rank: Column) -> Column:
    """Add what is spent on everything that goes ahead, down to each proposal in rank order."""
    table, decision = ground.table, ground.result.decision
    spent, total = {}, 0.0
    for position in decision.order.tolist():
        if _code(decision.actions[position]) <= 2:
            amount = ground.money.amount(position)
            total = round(total + float(amount or 0), 4)
            spent[position] = total

    def text(row: int) -> str:
        ahead = f"--({rank.all}<={rank.at(row)}),--({code.all}<=2)"
        whole = f"SUMPRODUCT({ahead},{cost.all})"
        return f'IF({code.at(row)}<=2,{whole},"")'

    results: list[CellValue] = [spent.get(at, "") for at in range(table.count)]
    return table.formulas("Cumulative cost", text, results, _MONEY)  # type: ignore[arg-type]

"""Which proposals are selected when figures change, where they compete for one budget.

As long as nothing is changed, the best selection found by the evaluation stands. Then one budget
is filled: what is mandatory or committed first, then in the order of value per cost whatever still
fits. The best selection for the changed figures may be another one; running again finds it.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from attrs import frozen

from cximpact.decision.ranking import worth_keys
from cximpact.intake.files.cells import Area, column_letters
from cximpact.model.money import minor_digits
from cximpact.scoring.rounding import round9
from cximpact.spreadsheet.cells import Formula, Look
from cximpact.spreadsheet.live.figures import budget_field
from cximpact.spreadsheet.live.ground import SET
from cximpact.spreadsheet.live.ordering import rank_up, ranks_down
from cximpact.spreadsheet.live.table import Column
from cximpact.spreadsheet.live.unknown_columns import unpayable
from cximpact.spreadsheet.sheets.looks import NOTE

if TYPE_CHECKING:
    from cximpact.spreadsheet.live.gate_columns import Gated
    from cximpact.spreadsheet.live.ground import Ground
    from cximpact.spreadsheet.live.score_columns import Scored
    from cximpact.spreadsheet.live.way import Way

__all__ = [
    "CHANGED_AREA",
    "Filling",
    "chosen_column",
    "filled",
    "value_ranks",
    "worth_ranks",
    "worths",
]

_LEFT_ROW, _CHANGED_ROW, _STATED_ROW = 2, 3, 7
_LABEL, _CELL = 3, 4
CHANGED_AREA = Area(_CHANGED_ROW, _CELL, _CHANGED_ROW, _CELL)
"""The cell of *CX live* that holds 1 as soon as anything differs from the evaluation."""
_LEFT, _CHANGED = f"$D${_LEFT_ROW}", f"$D${_CHANGED_ROW}"
_MONEY = Look(number="#,##0.00", align="right")
_FREE, _UNKNOWN = 1e99, -1e99


@frozen(eq=False)
class Filling:
    """The columns that a selection is made from; `unknown` where a cost is not known at all."""

    scored: Scored
    gated: Gated
    set_: Column
    cost: Column | None
    worth: Column | None
    by_value: Column
    unknown: Column | None = None


def filled(costs: Sequence[float], left: float, digits: int) -> list[tuple[bool, float]]:
    """Return per proposal, in the order of worth, whether it still fits, and what is left then.

    Args:
        costs: What they cost, best first.
        left: What is left of the budget.
        digits: Decimals of the currency.

    Example:
        >>> filled([50.0, 80.0, 30.0], 100.0, 2)
        [(True, 50.0), (False, 50.0), (True, 20.0)]
    """
    found = []
    for cost in costs:
        fits = cost <= max(0.0, left)
        left = round(left - cost, digits) if fits else left
        found.append((fits, left))
    return found


def chosen_column(ground: Ground, filling: Filling, way: Way) -> Column | None:
    """Add whether proposals are selected; None where everything of value is."""
    stored = ground.result.decision.selection.selected.astype(int).tolist()
    if way == "method":
        return None
    if way == "stored" or filling.cost is None or filling.worth is None:
        return ground.table.values("Selected", stored)
    before = ground.table.values("Selected in the evaluation", stored)
    taken = _Fill(ground, filling, filling.cost, filling.worth).taken()
    _changed_flag(ground, filling, filling.cost)
    return ground.table.formulas(
        "Selected",
        lambda row: f"IF({_CHANGED}=1,{taken.at(row)},{before.at(row)})",
        stored,
    )


class _Fill:
    """The list of what competes, in the order of its worth, and what of it still fits."""

    def __init__(self, ground: Ground, filling: Filling, cost: Column, worth: Column) -> None:
        self._ground, self._table = ground, ground.table
        self._filling, self._cost, self._worth = filling, cost, worth
        self._digits = minor_digits(ground.money.currency)
        self._queue = self._competing()

    def taken(self) -> Column:
        """Add the columns, and return the one that says what is taken."""
        order = self._order_column()
        left = self._put_left()
        costs = [self._amount(at) for at in self._queue]
        results = filled(costs, left, self._digits)
        fits = self._slots(order, costs, results, left)
        answers: list[float | str] = [0] * self._table.count
        for at, (taken, _) in zip(self._queue, results, strict=True):
            answers[at] = int(taken)
        return self._table.formulas(
            "Still fits",
            lambda row: f'IF({order.at(row)}="",0,INDEX({fits.all},{order.at(row)}))',
            answers,
        )

    def _competing(self) -> list[int]:
        """Return the positions of what competes, in the order of worth."""
        result, money = self._ground.result, self._ground.money
        worthy = (round9(result.scores.value) > 0).tolist()
        keys = worth_keys(result.case, result.scores.value, money)
        unknown = unpayable(self._ground)
        open_ = [
            at
            for at in sorted(money.total)
            if worthy[at]
            and not unknown[at]
            and result.decision.rules[at] not in SET
            and not any(gate.actions[at] for gate in result.decision.gates)
        ]
        return sorted(open_, key=lambda at: (*keys[at], at))

    def _amount(self, at: int) -> float:
        return float(self._ground.money.amount(at) or 0)

    def _order_column(self) -> Column:
        """Add the place in the order of worth of everything that competes."""
        table, filling = self._table, self._filling
        scored, cost, worth = filling.scored, self._cost, self._worth
        number = Column(table.sheet, 1, table.first, table.first + table.count - 1)

        def key(row: int) -> str:
            is_open = (
                f"{scored.line.at(row)}<>0,{filling.set_.at(row)}=0,"
                f"{filling.gated.blocked.at(row)}=0,{scored.value9.at(row)}>0"
                + (f",{filling.unknown.at(row)}=0" if filling.unknown else "")
            )
            places = f"{worth.at(row)}*1E+8+{filling.by_value.at(row)}*1E+4+{number.at(row)}"
            return f'IF({cost.at(row)}="","",IF(AND({is_open}),{places},""))'

        keys = table.formulas("Competes by", key, self._keys())
        places: list[float | str] = [""] * table.count
        for place, at in enumerate(self._queue, 1):
            places[at] = place
        return table.formulas(
            "Place in the order",
            lambda row: f'IF({keys.at(row)}="","",{rank_up(keys, row)})',
            places,
        )

    def _keys(self) -> list[float | str]:
        competing = set(self._queue)
        worth = worth_ranks(self._ground)
        value = value_ranks(self._ground)
        return [
            float(worth[at] * 10**8 + value[at] * 10**4 + at + 1) if at in competing else ""
            for at in range(self._table.count)
        ]

    def _put_left(self) -> float:
        """Put what is left of the budget when all is paid for that must be; return it."""
        filling, table = self._filling, self._table
        budget = self._ground.money.budgets[0]
        limit = self._ground.weights.limit(budget_field(budget.budget.id))
        must = f'SUMIFS({self._cost.all},{filling.set_.all},2,{filling.scored.line.all},"<>0")'
        rules = self._ground.result.decision.rules
        paid = sum(self._amount(at) for at, rule in enumerate(rules) if SET.get(rule) == 2)
        left = round(float(budget.budget.limit.amount) - paid, self._digits)
        table.put_top(_LEFT_ROW, _LABEL, "Left of the budget for what competes", NOTE)
        text = f"ROUND({limit}-{must},{self._digits})"
        table.put_top(_LEFT_ROW, _CELL, Formula(text, left), _MONEY)
        return left

    def _slots(
        self,
        order: Column,
        costs: Sequence[float],
        results: Sequence[tuple[bool, float]],
        left: float,
    ) -> Column:
        """Add the list in the order of worth: what each costs, whether it fits, what is left."""
        table = self._table
        number = Column(table.sheet, 1, table.first, table.first + table.count - 1)
        rest = table.count - len(costs)

        def amount(row: int) -> str:
            here = number.at(row)
            found = f"INDEX({self._cost.all},MATCH({here},{order.all},0))"
            return f'IF({here}>COUNT({order.all}),"",{found})'

        paid = table.formulas("In order: cost", amount, [*costs, *[""] * rest], _MONEY)
        left_at = len(table.columns) + 2

        def before(row: int) -> str:
            return _LEFT if row == table.first else f"${column_letters(left_at)}{row - 1}"

        fits = table.formulas(
            "In order: fits",
            lambda row: f'IF({paid.at(row)}="",0,IF({paid.at(row)}<=MAX(0,{before(row)}),1,0))',
            [*(int(taken) for taken, _ in results), *[0] * rest],
        )
        lefts = [after for _, after in results]
        last = lefts[-1] if lefts else left
        table.formulas(
            "In order: left",
            lambda row: (
                f"IF({fits.at(row)}=1,ROUND({before(row)}-{paid.at(row)},{self._digits}),"
                f"{before(row)})"
            ),
            [*lefts, *[last] * rest],
            _MONEY,
        )
        return fits


def _changed_flag(ground: Ground, filling: Filling, cost: Column) -> None:
    """Put whether anything that decides differs from what the evaluation decided by."""
    table, result = ground.table, ground.result
    scored, gated = filling.scored, filling.gated
    values = table.values("Value in the evaluation", round9(result.scores.value).tolist())
    codes = table.values("Gates in the evaluation", gated.codes)
    amounts = [ground.money.amount(at) for at in range(table.count)]
    costs = table.values(
        "Cost in the evaluation", [None if each is None else float(each) for each in amounts]
    )
    unknown = _unknown_differs(ground, filling)
    budget = ground.money.budgets[0].budget
    limit = ground.weights.limit(budget_field(budget.id))
    table.put_top(_STATED_ROW, _LABEL, "Budget in the evaluation", NOTE)
    table.put_top(_STATED_ROW, _CELL, float(budget.limit.amount), _MONEY)
    differ = "+".join(
        (
            f"SUMPRODUCT(--(ABS({scored.value9.all}-{values.all})>1.5E-9))",
            f"SUMPRODUCT(--({gated.blocked.all}<>{codes.all}))",
            f"SUMPRODUCT(--({cost.all}<>{costs.all}))",
            *unknown,
            f"COUNTIF({scored.line.all},0)",
            f"IF({limit}<>$D${_STATED_ROW},1,0)",
        )
    )
    table.put_top(_CHANGED_ROW, _LABEL, "Differs from the evaluation: 1 if so", NOTE)
    table.put_top(_CHANGED_ROW, _CELL, Formula(f"IF({differ}>0,1,0)", 0))


def _unknown_differs(ground: Ground, filling: Filling) -> tuple[str, ...]:
    """Add what was not known of costs, where it can be known now; return the formula for it."""
    if filling.unknown is None:
        return ()
    stored = ground.table.values(
        "Cost unknown in the evaluation", [int(each) for each in unpayable(ground)]
    )
    return (f"SUMPRODUCT(--({filling.unknown.all}<>{stored.all}))",)


def value_ranks(ground: Ground) -> list[int]:
    """Return the ranks of all proposals by value."""
    return ranks_down(round9(ground.result.scores.value).tolist())


def worths(ground: Ground) -> list[float]:
    """Return value per cost; what costs nothing is above everything, what has no cost below."""
    keys = worth_keys(ground.result.case, ground.result.scores.value, ground.money)
    return [(_FREE, 0.0 - ratio, _UNKNOWN)[int(group)] for group, ratio, _ in keys]


def worth_ranks(ground: Ground) -> list[int]:
    """Return the ranks of all proposals by value per cost."""
    return ranks_down(worths(ground))

"""What was stated and reaches nothing: budgets without a cost line, raters' units nobody has."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cximpact.exceptions import Problem
from cximpact.intake.files.problems import did_you_mean
from cximpact.intake.lists.budget_places import budget_note

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from cximpact.intake.reporter import Reporter
    from cximpact.model.portfolio import Budget
    from cximpact.model.proposal import CostLine, Proposals, UnknownCost

__all__ = ["idle_budgets", "strange_units"]

_MOST = 8
_SEVERAL = {"fund": "funds", "category": "categories", "period": "periods", "unit": "units"}


def idle_budgets(
    report: Reporter,
    budgets: Iterable[Budget],
    lines: Sequence[CostLine],
    proposals: Proposals,
    unknown: Mapping[str, Sequence[UnknownCost]],
) -> list[Problem]:
    """Return a note for each budget that no line of cost can ever use.

    Args:
        report: The workspace's document.
        budgets: The budgets.
        lines: All lines of cost.
        proposals: Their units stand in for lines that name none.
        unknown: By proposal, costs that would use one if they were known.
    """
    units = dict(zip(proposals.ids, proposals.units, strict=True))
    fields = [_fields(line, line.proposal, units) for line in lines]
    fields += [_fields(each, key, units) for key, costs in unknown.items() for each in costs]
    return [
        _note(report, budget, fields)
        for budget in budgets
        if budget.where
        and not any(
            all(each[key] in wanted for key, wanted in budget.where.items()) for each in fields
        )
    ]


def _fields(
    line: CostLine | UnknownCost, proposal: str, units: Mapping[str, str]
) -> dict[str, str]:
    unit = line.unit or units.get(proposal, "")
    return {"fund": line.fund, "category": line.category, "period": line.period, "unit": unit}


def _note(report: Reporter, budget: Budget, fields: Sequence[Mapping[str, str]]) -> Problem:
    found = {key: sorted({each[key] for each in fields} - {""}) for key in budget.where}
    alone = (key for key, wanted in budget.where.items() if not set(wanted) & set(found[key]))
    field = next(alone, None)
    keys = list(budget.where) if field is None else [field]
    asked = " and ".join(f"{key} {_either(budget.where[key])}" for key in keys)
    message = f"no cost line has {asked}"
    hint = None
    if field is not None:
        message += f"; {_present(field, found[field])}"
        hint = did_you_mean(budget.where[field][0], found[field])
    return budget_note(report.document, budget.id, message, hint)


def _present(field: str, values: Sequence[str]) -> str:
    if not values:
        return f"none names a {field}"
    more = f" and {len(values) - _MOST} more" if len(values) > _MOST else ""
    return f"{_SEVERAL.get(field, field)} here are {', '.join(values[:_MOST])}{more}"


def _either(values: Iterable[str]) -> str:
    return " or ".join(f"'{value}'" for value in values)


def strange_units(named: Iterable[str], known: Iterable[str], file: str) -> list[Problem]:
    """Return a note on raters' units that neither a proposal nor the journey has.

    Whether raters judge their own proposal is told by the names alone, so a misspelt one counts.

    Args:
        named: The units of raters.
        known: The units of proposals and of the journey.
        file: The table of ratings.
    """
    ours = sorted(set(known) - {""})
    strangers = sorted(set(named) - set(ours) - {""}) if ours else []
    if not strangers:
        return []
    more = f" and {len(strangers) - _MOST} more" if len(strangers) > _MOST else ""
    some = ", ".join(strangers[:_MOST])
    message = f"no proposal or touchpoint has these units of raters: {some}{more}"
    hints = [(each, did_you_mean(each, ours)) for each in strangers[:_MOST]]
    hint = ", ".join(f"{each}: {text}" for each, text in hints if text) or None
    return [Problem(message, file, field="unit", hint=hint)]

"""Records to plain data and back: one converter, so that the records stay ignorant of JSON.

Floats are rounded to 9 decimals (-0 is 0), money is a decimal string, days are ISO 8601.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Any, cast

from attrs import fields, has
from cattrs import Converter
from cattrs.gen import make_dict_structure_fn, override

from cximpact.model.assurance import ScenarioResult
from cximpact.model.decision import BudgetUse, CapacityUse
from cximpact.model.evaluation import GateResult, Recommendation, Summary
from cximpact.model.evidence import Condition, Measurement

_RENAMED: dict[type, dict[str, str]] = {
    Condition: {"touchpoint": "id", "mean": "condition"},
}

_LEFT_OUT_IF_EMPTY: dict[type, tuple[str, ...]] = {
    BudgetUse: ("origin", "unknown", "drawn"),
    CapacityUse: ("unit",),
    Condition: ("lacks",),
    GateResult: ("origin",),
    Measurement: ("references",),
    Recommendation: ("cost_evidence", "cost_unknown"),
    ScenarioResult: ("capacities",),
    Summary: ("assumed", "capacities", "missing"),
}
"""What few results hold: without it a result has the same bytes as before there was any."""


def rounded(value: float) -> float:
    """Return a float rounded to 9 decimals, with -0 as 0."""
    return round(value, 9) + 0.0


def plain(data: Any) -> Any:
    """Return records, mappings and sequences as data that `json` can write.

    Example:
        >>> plain({"share": 0.1 + 0.2, "cost": Decimal("1.50")})
        {'share': 0.3, 'cost': '1.50'}
    """
    # A long result is millions of these: what is most frequent is told by its type alone.
    kind = type(data)
    if kind is str or data is None:
        return data
    if kind is float:
        return rounded(data)
    if kind is tuple:
        return [plain(item) for item in data]
    names = _plain_names(cast(Hashable, kind))
    if names is not None:
        return {
            name: plain(value)
            for attribute, name, optional in names
            if (value := getattr(data, attribute)) or not optional
        }
    return _plain_value(data)


def _plain_value(data: Any) -> Any:
    """Return what is no record as plain data."""
    if isinstance(data, float):
        return rounded(data)
    if isinstance(data, str | int):
        return data
    if isinstance(data, Decimal):
        return format(data, "f")
    if isinstance(data, date):
        return data.isoformat()
    if isinstance(data, Mapping):
        return {str(key): plain(value) for key, value in data.items()}
    return [plain(item) for item in data]


@cache
def _plain_names(kind: Any) -> tuple[tuple[str, str, bool], ...] | None:
    """Return a record's attributes, their names in the file, and whether empty ones are left out.

    None stands for what is no record.
    """
    if not has(kind):
        return None
    renamed, optional = _RENAMED.get(kind, {}), _LEFT_OUT_IF_EMPTY.get(kind, ())
    names = (field.name for field in fields(kind))
    return tuple((name, renamed.get(name, name), name in optional) for name in names)


@cache
def converter() -> Converter:
    """Return the converter that builds records from plain data; unknown keys are errors."""
    made = Converter(forbid_extra_keys=True)
    made.register_structure_hook(Decimal, lambda value, _: Decimal(value))
    made.register_structure_hook(date, lambda value, _: date.fromisoformat(value))
    made.register_structure_hook_func(lambda kind: kind is object, lambda value, _: value)
    made.register_structure_hook(
        Condition,
        make_dict_structure_fn(
            Condition,
            made,
            _cattrs_forbid_extra_keys=True,
            touchpoint=override(rename=_RENAMED[Condition]["touchpoint"]),
            mean=override(rename=_RENAMED[Condition]["mean"]),
        ),
    )
    return made

"""What a block of evidence may say of a file, and not of rows in a warehouse."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cximpact.exceptions import Problem
from cximpact.model.source import Reading
from cximpact.warehouse.dialects import hides_zones

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from cximpact.model.scorecard import Scorecard
    from cximpact.model.source import EvidenceSpec, Lookup
    from cximpact.sources.plan import Plan
    from cximpact.warehouse.cells import Cell

__all__ = ["refused_columns", "refused_verbs"]

_EXPORT = "change the table with Ibis before you hand it over, or export the rows to a file"
# A value and its square are summed as whole billionths in 38 digits.
_LARGEST = 10**9


def refused_verbs(spec: EvidenceSpec) -> Iterator[Problem]:
    """Yield a problem for each part of a block that no warehouse is asked for."""
    read = "columns of a warehouse have types; name a file to read texts of another notation"
    formats = {spec.format, *(rule.format for rule in spec.rules)}
    stated = {
        "read": (spec.reading != Reading(), read),
        "unpivot": (bool(spec.unpivot), "use table.pivot_longer(...) first"),
        "key": (bool(spec.key), "use table.distinct(...) first"),
        "duration": (spec.duration is not None, "add a column: table.mutate(hours=...)"),
        "by": (spec.by is not None, "add a column of ones and zeros: table.mutate(on_time=...)"),
        "format": ("percent-mixed" in formats, "add a column in which all are written alike"),
        "kind": (spec.kind == "measurements", "figures are few: export them"),
    }
    for name, (is_said, hint) in stated.items():
        if is_said:
            message = "this cannot be said of rows in a warehouse"
            yield Problem(
                message, field=f"evidence.{spec.name}.{name}", hint=f"{hint}; or {_EXPORT}"
            )


def refused_columns(
    spec: EvidenceSpec, plan: Plan, scorecard: Scorecard, cells: Mapping[str, Cell]
) -> Iterator[Problem]:
    """Yield a problem for each column that is held in a form that its use does not allow."""
    for where, header in _names(spec, plan):
        if not cells[header].can_name:
            yield _held(spec, where, header, "texts, whole numbers, days or truth values")
    for name in ("value", "count", "exposure", "error"):
        header = plan.fields.get(name, "")
        if header and cells[header].form not in {"text", "exact", "float"}:
            yield _held(spec, f"columns.{name}", header, "numbers", "use table.mutate(...) first")
    yield from _days(spec, plan, cells)
    for measure in scorecard.measures.values():
        if measure.kind == "mean" and max(map(abs, measure.scale or (0.0,))) >= _LARGEST:
            message = "values of this size are too large to be summed in a warehouse"
            yield Problem(message, field=f"measures.{measure.id}.scale", expected="below 1e9")


def _names(spec: EvidenceSpec, plan: Plan) -> Iterator[tuple[str, str]]:
    """Yield every column whose cells are compared or looked up as texts."""
    for name in ("touchpoint", "measure", "criterion", "channel"):
        if name in plan.fields:
            yield f"columns.{name}", plan.fields[name]
    for number, rule in enumerate(spec.rules):
        for part in ("touchpoint", "measure", "criterion", "channel", "value"):
            lookup: Lookup | None = getattr(rule, part)
            if lookup and lookup.column and (part != "value" or lookup.values):
                yield f"map[{number}].{part}", lookup.column
    places = [("where", spec.where)]
    places += [(f"map[{number}].when", rule.tests) for number, rule in enumerate(spec.rules)]
    for where, tests in places:
        for test in tests:
            if test.contains:
                yield where, test.column


def _days(spec: EvidenceSpec, plan: Plan, cells: Mapping[str, Cell]) -> Iterator[Problem]:
    header = plan.fields["date"]
    form, engine = cells[header].form, cells[header].engine
    if form not in {"date", "moment", "zoned"}:
        hint = f'make it one: table.mutate({{"{header}": table["{header}"].cast("date")}})'
        yield _held(spec, "columns.date", header, "days or times", hint)
    elif form == "moment" and spec.offset_minutes and hides_zones(engine):
        hint = "make it a day in your offset: table.mutate(day=(...).date())"
        message = f"{engine} does not tell whether these times have a zone"
        yield Problem(message, field=f"evidence.{spec.name}.offset", value=header, hint=hint)


def _held(
    spec: EvidenceSpec, where: str, header: str, expected: str, hint: str | None = None
) -> Problem:
    return Problem(
        "the column is held in another form",
        field=f"evidence.{spec.name}.{where}",
        value=header,
        expected=expected,
        hint=hint,
    )

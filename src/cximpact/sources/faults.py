"""Mistakes in cells, each with its line: looked for again, in order, only once there are any."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cximpact.exceptions import Problem
from cximpact.intake.files.cells import UncachedFormula, text_of
from cximpact.intake.files.problems import did_you_mean
from cximpact.sources.outcomes import FAULTS, Fault
from cximpact.sources.plan import FIELDS
from cximpact.sources.quoting import choice, literal

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cximpact.model.scorecard import Scorecard
    from cximpact.model.source import EvidenceSpec
    from cximpact.sources.engine import Engine
    from cximpact.sources.plan import Plan
    from cximpact.sources.table import Table

__all__ = ["find_faults", "known_names"]

_MOST = 20
_FAILED = {"#N/A", "#DIV/0!", "#REF!", "#NAME?", "#NUM!", "#NULL!", "#VALUE!"}
_YES_OR_NO = {"true", "false", "yes", "no"}


def find_faults(
    judged: str,
    spec: EvidenceSpec,
    plan: Plan,
    tables: Sequence[Table],
    scorecard: Scorecard,
    engine: Engine,
) -> list[Problem]:
    """Return the mistakes of all rows: of each kind the first 20 texts, and how many more.

    Equal texts of one column are one problem, at their first row.

    Args:
        judged: SQL of rows with `outcome`, `file`, `row_no`, in the order of the files.
        spec: The source.
        plan: Its columns.
        tables: Its tables, opened in `engine`.
        scorecard: The names that could have been meant.
        engine: Keeps the order of rows.
    """
    found = _texts(judged, spec, engine)
    problems: list[Problem] = []
    for outcome, fault in FAULTS.items():
        rows = [row for row in found if row[0] == outcome]
        problems += [_problem(fault, row, spec, plan, tables, scorecard) for row in rows[:_MOST]]
        if len(rows) > _MOST:
            more = f"and {len(rows) - _MOST:,} more of this kind: {fault.message}"
            problems.append(Problem(more, tables[0].shown))
    return problems


def _texts(judged: str, spec: EvidenceSpec, engine: Engine) -> list[tuple[Any, ...]]:
    """Outcome, file, first row, the value's header, text, and how many rows: in order."""
    pair = {"first", "second"} if spec.by or spec.duration else set()
    fields = {"row", *FIELDS[spec.kind], *pair}
    texts = choice(
        "outcome",
        {literal(name): fault.text for name, fault in FAULTS.items() if fault.field in fields},
        "''",
    )
    return engine.rows(
        f"SELECT outcome, file, min(row_no) AS first_row, min(raw_header) AS header, "
        f"{texts} AS found, count(*) AS times, min(measure) AS which FROM ({judged}) "
        "WHERE outcome LIKE '!%' GROUP BY outcome, file, found "
        "ORDER BY outcome, file, first_row, found"
    )


def _problem(
    fault: Fault,
    row: tuple[Any, ...],
    spec: EvidenceSpec,
    plan: Plan,
    tables: Sequence[Table],
    scorecard: Scorecard,
) -> Problem:
    _, file, first, value_header, text, times, measure = row
    table = tables[file]
    header = _header(fault.field, value_header, spec, plan)
    place = dict(table.places([first], header)[0])
    message = fault.message if times == 1 else f"{fault.message} (in {times:,} rows)"
    hint = _hint(fault, text, spec, scorecard)
    expected = fault.expected or _expected(fault, measure, spec, scorecard)
    return Problem(message, **place, value=text, expected=expected, hint=hint)


def _header(field: str, value_header: str, spec: EvidenceSpec, plan: Plan) -> str:
    pair = (spec.duration.start, spec.duration.end) if spec.duration else spec.by or ("", "")
    if field in {"first", "second"}:
        return pair[field == "second"]
    if field == "value":
        return value_header or "value"
    if field == "date" and "date" not in plan.fields:
        return pair[1] if spec.duration else pair[0]
    return plan.fields.get(field) or _looked_up(field, spec) or field


def _looked_up(field: str, spec: EvidenceSpec) -> str:
    """Return the one column that the rules take a name from, or nothing where there are several."""
    columns = {getattr(rule, field).column for rule in spec.rules if hasattr(rule, field)} - {""}
    return columns.pop() if len(columns) == 1 else ""


def known_names(field: str, scorecard: Scorecard) -> list[str]:
    """Return the ids that a field of that name may hold."""
    if field == "touchpoint":
        return [point.id for point in scorecard.journey.touchpoints]
    if field == "measure":
        return sorted(scorecard.measures)
    return [each.id for each in scorecard.criteria if each.kind == "journey"]


def _hint(fault: Fault, text: str, spec: EvidenceSpec, scorecard: Scorecard) -> str | None:
    if fault.field in {"touchpoint", "measure", "criterion"}:
        names = known_names(fault.field, scorecard)
        return did_you_mean(text, names) or f"known are: {', '.join(names[:10]) or 'none'}"
    if fault.message == "not a date":
        return None if spec.reading.dates else "say how days are written: read: {dates: '%d.%m.%Y'}"
    if fault.message == "not a number":
        return _number_hint(text, spec)
    if fault.text == "raw" and fault.field == "value" and spec.key and "key" in fault.message:
        return "narrow the rows with 'where', or name more columns under 'key'"
    return None


def _number_hint(text: str, spec: EvidenceSpec) -> str:
    if text == text_of(UncachedFormula()):
        return "open the workbook in a spreadsheet program and save it"
    if text in _FAILED:
        return "mend the formula"
    if text.lower() in _YES_OR_NO:
        return "write 1 for yes and 0 for no, or a rule for each under 'map', with its own 'value'"
    missing = f"if it means that there is no value, say so: missing: [{text!r}]"
    if not any(char.isdigit() for char in text):
        return missing
    if text.endswith("%"):
        return "say 'format: percent', or 'percent-mixed' where only some are percentages"
    if "," in text:
        return "say what the comma is: read: {thousands: ','} or read: {decimal: ','}"
    return "beyond 100 it is no percentage" if spec.format == "percent-mixed" else missing


def _expected(fault: Fault, measure: str, spec: EvidenceSpec, scorecard: Scorecard) -> str | None:
    if fault.message == "not a date":
        return f"a date like {spec.reading.dates}" if spec.reading.dates else "a date: 2026-03-01"
    if fault.message == "not a number":
        return f"a number with '{spec.reading.decimal}' as its decimal sign"
    found = scorecard.measures.get(measure)
    if fault.field != "value" or found is None:
        return None
    if found.kind == "share" and spec.kind == "measurements":
        return "0 to 1, a share of the answers"
    lowest, highest = found.scale or ((0.0, 10.0) if found.kind == "nps" else (0.0, 1.0))
    return f"{lowest:g} to {highest:g}, the scale of '{measure}'"

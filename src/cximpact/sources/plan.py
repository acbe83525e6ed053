"""Which columns of a source are read for what, and which are missing or not used."""

from __future__ import annotations

from typing import TYPE_CHECKING

from attrs import frozen

from cximpact.exceptions import InputError, Problem
from cximpact.intake.files.problems import did_you_mean
from cximpact.intake.source_blocks import REFERENCE
from cximpact.sources.references import has_references

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from cximpact.model.source import EvidenceSpec, Lookup, MapRule
    from cximpact.sources.table import Table

__all__ = ["FIELDS", "NUMBERS", "Plan", "plan_columns"]

_COMMON = (
    "touchpoint",
    "measure",
    "criterion",
    "channel",
    "date",
    "value",
    "count",
    "exposure",
    "error",
)
_AGGREGATED = (
    "n",
    "successes",
    "promoters",
    "detractors",
    "figure",
    "sum_of_values",
    "sum_of_squares",
    "rows_counted",
)
FIELDS = {"observations": _COMMON, "measurements": (*_COMMON, *_AGGREGATED)}
"""Our field names, by kind of source; a column headed by one of them is read for it."""

_COUNTED = ("count", "exposure", "error")
NUMBERS = {
    "observations": _COUNTED,
    "measurements": (*_COUNTED, *(name for name in _AGGREGATED if name != "figure")),
}
"""The fields that hold a number besides the value itself, by kind of source."""


@frozen
class Plan:
    """What is read from the tables of a source.

    Attributes:
        fields: Our field to the header it is read from; fields without one are left out.
        headers: Every header that is read, in a fixed order: column k of the SQL.
        days_only: Headers that are read as days and for nothing else.
        not_used: Per table and header, what nothing reads.
        has_references: Whether rows carry references into the system they come from.
    """

    fields: Mapping[str, str]
    headers: tuple[str, ...]
    days_only: frozenset[str]
    not_used: tuple[tuple[str, str], ...]
    has_references: bool = False

    def at(self, header: str) -> int:
        """Return the position of a header."""
        return self.headers.index(header)

    def text(self, header: str) -> str:
        """Return SQL of a header's text without outer spaces."""
        return f"t{self.at(header)}"

    def field(self, name: str) -> str:
        """Return SQL of a field's text, the empty text where the source has no such field."""
        return self.text(self.fields[name]) if name in self.fields else "''"


def plan_columns(spec: EvidenceSpec, tables: Sequence[Table]) -> Plan:
    """Return what is read from the tables.

    Raises:
        InputError: A column that the source names is not there, or what it must have (a date,
            touchpoint and measure) is not named.
    """
    fields = _fields(spec, tables)
    named = [
        *((f"columns.{ours}", theirs) for ours, theirs in sorted(fields.items())),
        *_named(spec),
    ]
    problems = [*_absent(spec, named, tables), *_incomplete(spec, fields)]
    if problems:
        raise InputError(problems)
    headers = tuple(sorted({header for _, header in named}))
    referred = has_references(spec, tables)
    other = {header for where, header in named if where != "columns.date"}
    return Plan(
        fields=fields,
        headers=headers,
        days_only=frozenset({fields.get("date", "")} - other - {""}),
        not_used=tuple(
            (table.shown, header)
            for table in tables
            for header in table.columns
            if header not in headers and not (referred and header == REFERENCE)
        ),
        has_references=referred,
    )


def _fields(spec: EvidenceSpec, tables: Sequence[Table]) -> dict[str, str]:
    """Join what the source maps with the columns that carry our own names."""
    known = FIELDS[spec.kind]
    shared = set.intersection(*(set(table.columns) for table in tables)) if tables else set()
    taken = {header for _, header in _named(spec)} | set(spec.columns.values())
    own = {name: name for name in known if name in shared and name not in taken}
    return own | {ours: theirs for ours, theirs in spec.columns.items() if theirs}


def _named(spec: EvidenceSpec) -> Iterator[tuple[str, str]]:
    """Yield every header the source names outside `columns`, with where it names it."""
    yield from (("where", test.column) for test in spec.where)
    yield from (("unpivot", header) for header in spec.unpivot)
    yield from (("key", header) for header in spec.key)
    yield from (("by", header) for header in spec.by or ())
    if spec.duration:
        yield "duration.from", spec.duration.start
        yield "duration.to", spec.duration.end
    for number, rule in enumerate(spec.rules):
        yield from ((f"map[{number}].when", test.column) for test in rule.tests)
        for part, lookup in _lookups(rule):
            if lookup.column:
                yield f"map[{number}].{part}", lookup.column


def _lookups(rule: MapRule) -> Iterator[tuple[str, Lookup]]:
    yield "touchpoint", rule.touchpoint
    yield "measure", rule.measure
    yield "criterion", rule.criterion
    yield "channel", rule.channel
    if rule.value:
        yield "value", rule.value


def _absent(
    spec: EvidenceSpec, named: Iterable[tuple[str, str]], tables: Sequence[Table]
) -> Iterator[Problem]:
    places: dict[str, str] = {}
    for where, header in named:
        places.setdefault(header, where)
    for table in tables:
        for header, where in places.items():
            field = f"evidence.{spec.name}.{where}"
            if header not in table.columns:
                hint = did_you_mean(header, table.columns) or _listed(table.columns)
                message = f"no such column in {table.shown}"
                yield Problem(message, line=spec.line, field=field, value=header, hint=hint)
            elif table.columns[header].form == "nested":
                yield Problem(
                    "the column holds lists or objects",
                    table.shown,
                    field=field,
                    value=header,
                    expected="texts, numbers, dates or truth values",
                )


def _listed(headers: Iterable[str]) -> str:
    return f"the columns are: {', '.join(headers)}"


def _incomplete(spec: EvidenceSpec, fields: Mapping[str, str]) -> Iterator[Problem]:
    field = f"evidence.{spec.name}"
    for ours in sorted(set(spec.columns) - set(FIELDS[spec.kind])):
        hint = did_you_mean(ours, FIELDS[spec.kind])
        yield Problem("unknown field", line=spec.line, field=f"{field}.columns.{ours}", hint=hint)
    if not (fields.get("date") or spec.unpivot or spec.duration or spec.by):
        hint = "name the column that holds the day of each row"
        yield Problem(
            "no column holds the date", line=spec.line, field=f"{field}.columns.date", hint=hint
        )
    for ours in ("touchpoint", "measure"):
        if not spec.rules and ours not in fields:
            hint = f"map rows with 'map', or name the column that holds the {ours}"
            yield Problem(
                f"no column holds the {ours}",
                line=spec.line,
                field=f"{field}.columns.{ours}",
                hint=hint,
            )

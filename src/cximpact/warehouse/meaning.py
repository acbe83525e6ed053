"""What a row means: the rule it falls under, and the names, numbers and day it then has."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import ibis
from attrs import frozen

from cximpact.model.source import Lookup, MapRule
from cximpact.sources.mapping import FILTERED, NO_RULE, has_value, source_rules
from cximpact.warehouse.cells import (
    DECIMAL,
    Cell,
    decimal_of_text,
    float_of_text,
    folded_texts,
    numbers_among,
)
from cximpact.warehouse.conditions import all_hold

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from cximpact.model.source import EvidenceSpec
    from cximpact.sources.plan import Plan
    from cximpact.sources.table import Form

__all__ = ["Meaning", "read", "understood"]

_NUMBERS = ("count", "exposure", "error")


@frozen(eq=False)
class Value:
    """Where a row's value comes from: its text (None where engines differ), number and decimal."""

    present: Any
    text: Any
    number: Any
    decimal: Any


@frozen(eq=False)
class Meaning:
    """Turns the columns of a table into what its rows mean.

    Attributes:
        spec: The source.
        plan: Its columns.
        forms: How each column is held, in the order of the plan.
        engine: Name of the backend.
    """

    spec: EvidenceSpec
    plan: Plan
    forms: tuple[Form, ...]
    engine: str

    def cell_of(self, table: Any) -> Callable[[str], Cell]:
        """Return the cells of a table whose columns are k0, k1, ... in the order of the plan."""
        cells = {
            header: Cell(
                table[f"k{at}"],
                "date" if header in self.plan.days_only else form,
                self.engine,
                self.spec.offset_minutes,
            )
            for at, (header, form) in enumerate(zip(self.plan.headers, self.forms, strict=True))
        }
        return cells.__getitem__

    def present_text(self, text: Any) -> Any:
        """Return a text that is empty where it is one of those that mean "no value"."""
        if not self.spec.missing:
            return text
        # As in the core: small letters as Python knows them for what is stated, ours for cells.
        wanted = sorted({each.strip().lower() for each in self.spec.missing})
        return ibis.ifelse(folded_texts(text, wanted).isin(wanted), "", text)

    def looked_up(self, lookup: Lookup, field: str, cell_of: Callable[[str], Cell]) -> Any:
        """Return a name: from a column, perhaps translated, the same for all, or the field's."""
        if lookup.column:
            text = self.present_text(cell_of(lookup.column).text)
            answers = tuple(lookup.values.items())
            return text.cases(*answers, else_=text) if answers else text
        if lookup.constant:
            return ibis.literal(lookup.constant)
        if field not in self.plan.fields:
            return ibis.literal("")
        return self.present_text(cell_of(self.plan.fields[field]).text)

    def channel(self, rule: MapRule, cell_of: Callable[[str], Cell]) -> Any:
        """Return the channel: the rule's, else the row's own, else the source's."""
        own = self.looked_up(Lookup(), "channel", cell_of)
        default = ibis.coalesce(own.nullif(""), self.spec.channel)
        if rule.channel == Lookup():
            return default
        return ibis.coalesce(self.looked_up(rule.channel, "channel", cell_of).nullif(""), default)

    def value(self, rule: MapRule, cell_of: Callable[[str], Cell]) -> Value:
        """Return the value of a row that falls under a rule."""
        lookup = rule.value or Lookup(column=self.plan.fields.get("value", ""))
        if lookup.column and not lookup.values:
            found = self.typed(cell_of(lookup.column))
        else:
            text = self.looked_up(lookup, "value", cell_of)
            found = Value(text != "", text, float_of_text(text), decimal_of_text(text))
        if (rule.format or self.spec.format) != "percent":
            return found
        hundredth = (found.decimal * ibis.literal("0.01").cast("decimal(3,2)")).cast(DECIMAL)
        return Value(found.present, found.text, found.number, hundredth)

    def typed(self, cell: Cell) -> Value:
        """Return the value of a column as it stands, or none where it says so."""
        if cell.form == "text":
            text = self.present_text(cell.text)
            return Value(text != "", text, float_of_text(text), decimal_of_text(text))
        present, missing = cell.present, numbers_among(self.spec.missing)
        if missing:
            present = present & ~ibis.coalesce(cell.number.isin(missing), False)
        # Where there is no value, its number must not count either.
        kept = (ibis.ifelse(present, each, ibis.null()) for each in (cell.number, cell.decimal))
        text = None if cell.text is None else ibis.ifelse(present, cell.text, "")
        return Value(present, text, *kept)


def read(table: Any, meaning: Meaning) -> Any:
    """Return the columns that are read as k0, k1, ..., equal rows once, with their number `mult`.

    Most rows are equal to others in all that is read of them. Folding those first leaves the work
    on texts to the few that differ.
    """
    columns = {}
    for at, (header, form) in enumerate(zip(meaning.plan.headers, meaning.forms, strict=True)):
        cell = Cell(table[header], form, meaning.engine, meaning.spec.offset_minutes)
        columns[f"k{at}"] = cell.day if header in meaning.plan.days_only else cell.column
    rows = table.select(**columns)
    return rows.group_by(list(columns)).aggregate(mult=rows.count())


def understood(table: Any, meaning: Meaning) -> Any:
    """Return rows with their rule, names, day and numbers, equal ones folded once more.

    The second fold is also what keeps an engine from writing all that stands here into each of
    the many places where it is used later: planning that took minutes.

    Args:
        table: What `read` returns.
        meaning: What its columns mean.
    """
    ruled = table.mutate(rule=_rule(meaning, meaning.cell_of(table)))
    cell_of = meaning.cell_of(ruled)
    columns = {**_names(ruled, meaning, cell_of), **_numbers(ruled, meaning, cell_of)}
    rows = ruled.select(mult=ruled.mult, **columns)
    return rows.group_by(list(columns)).aggregate(mult=rows.mult.sum().cast("int64"))


def _rule(meaning: Meaning, cell_of: Callable[[str], Cell]) -> Any:
    spec = meaning.spec
    branches = [(~all_hold(spec.where, cell_of), FILTERED)]
    branches += [(all_hold(rule.tests, cell_of), at) for at, rule in enumerate(source_rules(spec))]
    return ibis.cases(*branches, else_=NO_RULE).cast("int32")


def _by_rule(table: Any, meaning: Meaning, part: Callable[[MapRule], Any], kind: str) -> Any:
    answers = [part(rule) for rule in source_rules(meaning.spec)]
    if all(answer.equals(answers[0]) for answer in answers):
        return answers[0].cast(kind)
    branches = [(table["rule"] == at, answer.cast(kind)) for at, answer in enumerate(answers)]
    return ibis.cases(*branches, else_=ibis.null().cast(kind))


def _names(table: Any, meaning: Meaning, cell_of: Callable[[str], Cell]) -> Mapping[str, Any]:
    def named(part: str) -> Any:
        def answer(rule: MapRule) -> Any:
            return meaning.looked_up(getattr(rule, part), part, cell_of)

        return ibis.coalesce(_by_rule(table, meaning, answer, "string"), "")

    def channel(rule: MapRule) -> Any:
        return meaning.channel(rule, cell_of)

    return {
        "rule": table["rule"],
        **{part: named(part) for part in ("touchpoint", "measure", "criterion")},
        "channel": ibis.coalesce(_by_rule(table, meaning, channel, "string"), ""),
    }


def _numbers(table: Any, meaning: Meaning, cell_of: Callable[[str], Cell]) -> Mapping[str, Any]:
    def of(part: Callable[[MapRule], Any], kind: str) -> Any:
        return _by_rule(table, meaning, part, kind)

    def text(rule: MapRule) -> Any:
        found = meaning.value(rule, cell_of).text
        return ibis.null() if found is None else found

    fields = meaning.plan.fields
    given = {name: meaning.typed(cell_of(fields[name])) for name in _NUMBERS if name in fields}
    return {
        "date": cell_of(fields["date"]).day,
        "present": of(lambda rule: meaning.value(rule, cell_of).present, "boolean"),
        "value": of(lambda rule: meaning.value(rule, cell_of).decimal, DECIMAL),
        "raw": of(text, "string"),
        "number": of(lambda rule: meaning.value(rule, cell_of).number, "float64"),
        "has_value": of(lambda rule: ibis.literal(has_value(rule, meaning.spec)), "boolean"),
        **{
            f"has_{name}": given[name].present if name in given else ibis.literal(False)
            for name in _NUMBERS
        },
        **{
            name: given[name].decimal if name in given else ibis.null().cast(DECIMAL)
            for name in _NUMBERS
        },
    }

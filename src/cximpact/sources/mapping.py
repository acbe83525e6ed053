"""The second layers of SQL: which rule a row falls under, and what the rule says it means."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cximpact.model.source import Lookup, MapRule
from cximpact.sources.plan import NUMBERS
from cximpact.sources.quoting import choice, literal, literals
from cximpact.sources.row_tests import all_hold

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from cximpact.model.source import EvidenceSpec
    from cximpact.sources.plan import Plan

__all__ = [
    "FILTERED",
    "HAS_NUL",
    "NO_RULE",
    "has_value",
    "named_sql",
    "present",
    "ruled_sql",
    "source_rules",
]

HAS_NUL = -3
FILTERED = -2
NO_RULE = -1


def source_rules(spec: EvidenceSpec) -> tuple[MapRule, ...]:
    """Return the rules; a table that names touchpoint and measure itself has one for all rows."""
    return spec.rules or (MapRule(touchpoint=Lookup(), measure=Lookup()),)


def ruled_sql(source: str, spec: EvidenceSpec, plan: Plan) -> str:
    """Return SQL of rows with the position of the first rule that matches, as `rule`."""
    # DuckDB reads NUL as text like any other; no cell of a table is meant to hold one.
    nul = " OR ".join(f"contains({plan.text(header)}, chr(0))" for header in plan.headers)
    cases = [f"WHEN {nul or 'false'} THEN {HAS_NUL}"]
    cases += [f"WHEN NOT ({all_hold(spec.where, plan.text, spec.reading)}) THEN {FILTERED}"]
    cases += [
        f"WHEN {all_hold(rule.tests, plan.text, spec.reading)} THEN {at}"
        for at, rule in enumerate(source_rules(spec))
    ]
    return f"SELECT *, CASE {' '.join(cases)} ELSE {NO_RULE} END AS rule FROM ({source})"


def named_sql(source: str, spec: EvidenceSpec, plan: Plan) -> str:
    """Return SQL of rows with touchpoint, measure, criterion, channel, and their other texts.

    Texts listed as missing are empty from here on.
    """
    rules = source_rules(spec)

    def by_rule(part: Callable[[MapRule], str]) -> str:
        answers = [part(rule) for rule in rules]
        if len(set(answers)) == 1:
            return answers[0]
        return choice("rule", {str(at): sql for at, sql in enumerate(answers)}, "''")

    channel = (
        f"coalesce(nullif({present(plan.field('channel'), spec)}, ''), {literal(spec.channel)})"
    )
    columns = {
        "touchpoint": by_rule(lambda rule: _looked_up(rule.touchpoint, "touchpoint", spec, plan)),
        "measure": by_rule(lambda rule: _looked_up(rule.measure, "measure", spec, plan)),
        "criterion": by_rule(lambda rule: _looked_up(rule.criterion, "criterion", spec, plan)),
        "channel": by_rule(lambda rule: _channel(rule, channel, spec, plan)),
        "form": by_rule(lambda rule: literal(rule.format or spec.format)),
        "raw": by_rule(lambda rule: _value(rule, spec, plan)),
        "raw_header": by_rule(lambda rule: _value_header(rule, spec, plan)),
        "has_value": by_rule(lambda rule: str(has_value(rule, spec)).lower()),
        "raw_date": _date(spec, plan),
        **{f"raw_{name}": present(plan.field(name), spec) for name in NUMBERS[spec.kind]},
        **_times(spec, plan),
    }
    kept = ["file", "row_no", "mult", "part", "rule", *map(plan.text, dict.fromkeys(spec.key))]
    kept += ["refs"] if plan.has_references else []
    listed = ", ".join([*kept, *(f"{sql} AS {name}" for name, sql in columns.items())])
    return f"SELECT {listed} FROM ({source})"


def has_value(rule: MapRule, spec: EvidenceSpec) -> bool:
    """Return whether a row of a rate carries its count as a value, by rule or unpivoted."""
    return rule.value is not None or bool(spec.unpivot)


def present(text: str, spec: EvidenceSpec) -> str:
    """Return SQL of a text that is empty where it is one of those that mean "no value"."""
    if not spec.missing or text == "''":
        return text
    missing = literals(each.strip().lower() for each in spec.missing)
    return f"CASE WHEN lower({text}) IN {missing} THEN '' ELSE {text} END"


def _looked_up(lookup: Lookup, field: str, spec: EvidenceSpec, plan: Plan) -> str:
    if lookup.column:
        text = present(plan.text(lookup.column), spec)
        answers = {literal(theirs): literal(ours) for theirs, ours in lookup.values.items()}
        return choice(text, answers, text)
    return literal(lookup.constant) if lookup.constant else present(plan.field(field), spec)


def _channel(rule: MapRule, default: str, spec: EvidenceSpec, plan: Plan) -> str:
    if rule.channel == Lookup():
        return default
    return f"coalesce(nullif({_looked_up(rule.channel, 'channel', spec, plan)}, ''), {default})"


def _value(rule: MapRule, spec: EvidenceSpec, plan: Plan) -> str:
    if rule.value is not None:
        return _looked_up(rule.value, "value", spec, plan)
    if spec.unpivot:
        parts = {str(at): plan.text(header) for at, header in enumerate(spec.unpivot)}
        return present(f"({choice('part', parts, chr(39) * 2)})", spec)
    field = "figure" if "figure" in plan.fields else "value"
    return present(plan.field(field), spec)


def _value_header(rule: MapRule, spec: EvidenceSpec, plan: Plan) -> str:
    if rule.value is not None:
        return literal(rule.value.column)
    if spec.unpivot:
        parts = {str(at): literal(header) for at, header in enumerate(spec.unpivot)}
        return f"({choice('part', parts, chr(39) * 2)})"
    return literal(plan.fields.get("figure", plan.fields.get("value", "")))


def _date(spec: EvidenceSpec, plan: Plan) -> str:
    """The date is its column's, else the period's end, else when the work was done."""
    if "date" in plan.fields:
        return present(plan.field("date"), spec)
    if spec.unpivot:
        ends: Sequence[str] = [literal(end.isoformat()) for end in spec.unpivot.values()]
        return choice("part", {str(at): end for at, end in enumerate(ends)}, "''")
    last = spec.duration.end if spec.duration else (spec.by or ("",))[0]
    return present(plan.text(last), spec)


def _times(spec: EvidenceSpec, plan: Plan) -> dict[str, str]:
    """The two times that a duration or a due date is told from: from and to, or done and due."""
    pair = (spec.duration.start, spec.duration.end) if spec.duration else spec.by
    if pair is None:
        return {}
    return {
        name: present(plan.text(header), spec)
        for name, header in zip(("raw_first", "raw_second"), pair, strict=True)
    }

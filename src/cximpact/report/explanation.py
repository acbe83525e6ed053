"""One recommendation explained in full, as text for people."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from cximpact.exceptions import printable
from cximpact.model.evaluation import (
    CriterionResult,
    Recommendation,
    Summary,
    TouchpointResult,
)
from cximpact.report.words import cost_or_dash, percent_or_dash, points_or_dash


def explanation(item: Recommendation, summary: Summary) -> str:
    """Return why a proposal got its recommendation, section by section.

    Args:
        item: The recommendation.
        summary: The evaluation it belongs to.
    """
    sections = [
        _head(item, summary),
        _section("Why", item.reasons),
        _section("What would change it", item.would_take),
        _section("Criteria", _criteria(item.criteria)),
        _section("Along the journey", _journey(item.touchpoints)),
        _section("Gates", _gates(item)),
    ]
    return "\n".join(line for section in sections for line in section)


def _section(title: str, lines: Iterable[str]) -> list[str]:
    shown = [f"  {printable(line, 1000)}" for line in lines]
    return ["", title, *shown] if shown else []


def _head(item: Recommendation, summary: Summary) -> list[str]:
    figures = [
        f"value {points_or_dash(item.value.expected)}",
        f"customer {points_or_dash(item.customer_value)}",
        f"business {points_or_dash(item.business_value)}",
        f"cost {cost_or_dash(item.cost)}",
        f"coverage {percent_or_dash(item.coverage)} of the weight scored",
    ]
    title = printable(f"{item.proposal} {item.title}".rstrip(), 300)
    unit = f" ({printable(item.unit)})" if item.unit else ""
    return [
        f"{title}{unit}",
        f"{item.action}, rank {item.rank}, as of {summary.as_of}",
        "; ".join(figures),
    ]


def _criteria(lines: Iterable[CriterionResult]) -> Iterator[str]:
    for line in lines:
        score = "missing" if line.score is None else points_or_dash(line.score)
        yield (
            f"{line.criterion}: {score} x weight {line.weight:.1%} = "
            f"{points_or_dash(line.contribution)} ({line.group})"
        )
        yield from (f"  {note}" for note in (*line.evidence, *line.notes))


def _journey(lines: Iterable[TouchpointResult]) -> Iterator[str]:
    for line in lines:
        screened = ", screened by category" if line.screened else ""
        yield (
            f"{line.touchpoint} ({line.criterion}): condition {points_or_dash(line.condition)}, "
            f"change {points_or_dash(line.net)}, worth {points_or_dash(line.delta_value)}{screened}"
        )
        yield from _customers(line)
        for path in line.paths:
            units = ", ".join(unit for unit in dict.fromkeys(path.units) if unit)
            owners = f"; owned by {units}" if units else ""
            yield f"  by {' > '.join(path.steps)} at strength {path.strength:.2f}{owners}"
        if line.more_paths:
            yield f"  and {line.more_paths} weaker ways"


def _customers(line: TouchpointResult) -> Iterator[str]:
    if line.customers_helped:
        yield f"  about {line.customers_helped:,.0f} customers a year gain"
    if line.customers_harmed:
        yield f"  about {line.customers_harmed:,.0f} customers a year lose"


def _gates(item: Recommendation) -> Iterator[str]:
    for gate in item.gates:
        name = gate.gate.replace("_", " ")
        yield f"{name} ({gate.mode}): {gate.outcome}. {gate.reason}"

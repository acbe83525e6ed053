"""A measurement in words: source, channel, number, date, age, condition."""

from __future__ import annotations

from cximpact.decision.words import condition, shown
from cximpact.evidence.labels import label_of
from cximpact.explain.provenance import measurement_origin
from cximpact.model.case import Case
from cximpact.model.evidence import Measurement

__all__ = ["FEWEST_NAMED", "told_count", "told_measurement"]

FEWEST_NAMED = 5
"""Groups smaller than this are not counted out in texts, so that nobody is recognised."""


def told_measurement(case: Case, each: Measurement) -> str:
    """Return a measurement in a line: source, channel, number, date, age, condition."""
    channel = f" ({each.channel})" if each.channel else ""
    return (
        f"{each.measure} from {each.source}{channel}{_number(case, each)}, "
        f"{each.on.isoformat()}, {shown(each.age_months, 1)} months old: "
        f"condition {condition(each.condition, label_of(each.condition))}"
        f"{measurement_origin(case, each)}"
    )


def _number(case: Case, each: Measurement) -> str:
    """Return how many rows stand behind a figure; of one already aggregated nobody knows."""
    measure = case.scorecard.measures.get(each.measure)
    kind = "share" if measure is None else measure.kind
    if kind == "kpi":
        return ""
    return f", {told_count(each.n, 'rows' if kind == 'rate' else 'answers')}"


def told_count(count: int, what: str) -> str:
    """Return how many there are, without counting out small groups.

    Example:
        >>> told_count(400, "answers"), told_count(3, "raters")
        ('400 answers', 'fewer than 5 raters')
    """
    return f"{count:,} {what}" if count >= FEWEST_NAMED else f"fewer than {FEWEST_NAMED} {what}"

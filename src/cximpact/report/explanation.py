"""One recommendation explained in full, as text for people.

Works from the record alone, so that a saved evaluation explains itself as a fresh one does.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from cximpact.decision.words import condition, gate_name, hundredths, listed, percent, shown
from cximpact.exceptions import printable
from cximpact.explain import FEW_RATERS, GATE_WORDS, is_told_of_all
from cximpact.model.evaluation import (
    CriterionResult,
    GateResult,
    Recommendation,
    SetAsideResult,
    Summary,
    TouchpointResult,
)
from cximpact.model.evidence import Label
from cximpact.report.assurance import sureness
from cximpact.report.group_values import GroupValues
from cximpact.report.words import cost_or_dash, missing_lines, points_or_dash
from cximpact.scoring.rounding import round9


def explanation(item: Recommendation, summary: Summary) -> str:
    """Return why a proposal got its recommendation, section by section.

    Args:
        item: The recommendation.
        summary: The evaluation it belongs to.
    """
    context = _Context(summary)
    sections = [
        _head(item, summary),
        _section("Why", item.reasons),
        _section("How sure it is", sureness(item, summary)),
        _section("What would change it", item.would_take),
        _section("Under other scenarios", _scenarios(item, summary)),
        _section("Since the earlier evaluation", _changes(item, summary)),
        _section("Criteria", _criteria(item, context, summary.assumed)),
        _section("Cost", [f"{cost_or_dash(item.cost)} {each}" for each in item.cost_evidence]),
        _section("Along the journey", _journey(item.touchpoints, context)),
        _section("Missing evidence", _missing(item.touchpoints, summary)),
        _section("Gates", _gates(item)),
    ]
    return "\n".join(line for section in sections for line in section)


def not_evaluated(proposal: str, aside: SetAsideResult) -> str:
    """Return why a proposal that was set aside has no recommendation, and what would give it one.

    Args:
        proposal: Its id.
        aside: What was set aside with it.
    """
    if not aside.file:  # read, and then left out for what it says of itself
        why = f"its status counts as {aside.reason}"
        todo = "give it the status proposed"
    else:
        why = f"it was set aside when {aside.file} was read ({aside.reason})"
        todo = "change 'set_aside' or 'where' of the proposals, or its row"
    told = f"{proposal} was not evaluated: {why}. To have it evaluated, {todo}."
    return printable(told, 600)


class _Context:
    """What the lines of a recommendation need of the evaluation: names and labels."""

    def __init__(self, summary: Summary) -> None:
        card = summary.scorecard
        stages = _entries(_entries(card, "journey"), "stages")
        self._criteria = _entries(card, "criteria")
        self._touchpoints = {
            key: entry
            for stage in stages
            for key, entry in _entries(_entries(stages, stage), "touchpoints").items()
        }
        self._labels: dict[tuple[str, str], Label] = {
            (each.touchpoint, each.criterion): each.label for each in summary.touchpoints
        }

    def criterion(self, key: str) -> str:
        """Return a criterion's title, its id where it has none."""
        return str(_entries(self._criteria, key).get("title") or key)

    def touchpoint(self, key: str) -> str:
        """Return a touchpoint's title, its id where it has none."""
        return str(_entries(self._touchpoints, key).get("title") or key)

    def condition(self, line: TouchpointResult) -> str:
        """Return the condition that a touchpoint has before the proposal."""
        label = self._labels.get((line.touchpoint, line.criterion), "unknown")
        return condition(line.condition, label)


def _entries(data: Mapping[str, object], key: str) -> Mapping[str, object]:
    """Return the part of the scorecard's data under a key; empty where there is none."""
    found = data.get(key)
    return found if isinstance(found, Mapping) else {}


def _section(title: str, lines: Iterable[str]) -> list[str]:
    shown = [f"  {printable(line, 1000)}" for line in lines]
    return ["", title, *shown] if shown else []


def _head(item: Recommendation, summary: Summary) -> list[str]:
    groups = GroupValues(summary)
    figures = [
        f"value {points_or_dash(item.value.expected)}",
        f"customer {points_or_dash(groups.customer(item))}",
        f"business {points_or_dash(groups.business(item))}",
        f"cost {cost_or_dash(item.cost)}{' + unknown' if item.cost_unknown else ''}",
    ]
    if round9(item.coverage) < 1:
        figures.append(f"{percent(item.coverage, 1.0)} of the weight scored")
    title = printable(f"{item.proposal} {item.title}".rstrip(), 300)
    unit = f" ({printable(item.unit)})" if item.unit else ""
    return [
        f"{title}{unit}",
        f"{item.action}, rank {item.rank}, as of {summary.as_of}",
        "; ".join(figures),
    ]


def _changes(item: Recommendation, summary: Summary) -> Iterator[str]:
    own = f"{item.proposal}: "
    found = [change.removeprefix(own) for change in summary.changes if change.startswith(own)]
    if found:
        yield from found
        # What changed for all alike is told where something changed for this one.
        yield from (change for change in summary.changes if change.startswith("scorecard: "))


def _scenarios(item: Recommendation, summary: Summary) -> Iterator[str]:
    for scenario in summary.scenarios:
        for found in scenario.proposals:
            if found.proposal == item.proposal:
                name = scenario.title or scenario.name
                rank = "" if found.rank is None else f", rank {found.rank}"
                yield f"{name}: {found.action}{rank}, value {points_or_dash(found.value)}"


def _criteria(item: Recommendation, context: _Context, assumed: Sequence[str]) -> Iterator[str]:
    lines = item.criteria
    for line in lines:
        score = "missing" if line.score is None else points_or_dash(line.score)
        yield (
            f"{context.criterion(line.criterion)} ({line.group}): {score} x weight "
            f"{hundredths(line.weight, 1)}% = {points_or_dash(line.contribution)}{_spread(line)}"
        )
        yield from (f"  {each}" for each in (*line.evidence, *_own_notes(line, item, assumed)))
    yield from _few_raters(lines, context)


def _few_raters(lines: Sequence[CriterionResult], context: _Context) -> Iterator[str]:
    """Yield what rests on few raters; where all does, what would make the figures surer."""
    few = [context.criterion(line.criterion) for line in lines if FEW_RATERS in line.notes]
    others = any(line.score is not None and FEW_RATERS not in line.notes for line in lines)
    if few and others:
        yield f"Answered by {FEW_RATERS}: {listed(few)}"
    elif few:
        yield (
            f"Answered by {FEW_RATERS}: a table of ratings with a row per rater narrows the ranges."
        )


def _own_notes(
    line: CriterionResult, item: Recommendation, assumed: Sequence[str]
) -> Iterator[str]:
    """Yield the notes on a score that are not told of several criteria, or of all proposals."""
    for note in line.notes:
        told = any(reason.endswith(f": {note}.") for reason in item.reasons)
        if note != FEW_RATERS and not told and not is_told_of_all(note, assumed):
            yield note


def _spread(line: CriterionResult) -> str:
    """Return the band of a score, where it has one that is wider than a point."""
    if line.low is None or line.high is None or line.low == line.high:
        return ""
    return f" (score {points_or_dash(line.low)} to {points_or_dash(line.high)})"


def _journey(lines: Sequence[TouchpointResult], context: _Context) -> Iterator[str]:
    several = len({line.criterion for line in lines}) > 1
    for line in lines:
        screened = ", screened by category" if line.screened else ""
        of = f" ({context.criterion(line.criterion)})" if several else ""
        yield (
            f"{context.touchpoint(line.touchpoint)}{of}: condition {context.condition(line)}, "
            f"change {points_or_dash(line.net)}, worth {points_or_dash(line.delta_value)}{screened}"
        )
        yield from _customers(line)
        yield from _ways(line)


def _missing(lines: Sequence[TouchpointResult], summary: Summary) -> Iterator[str]:
    """Yield the sources that failed and could have told of what the proposal changes."""
    changed = {line.touchpoint for line in lines}
    here = [each for each in summary.touchpoints if each.touchpoint in changed]
    lacking = {name for each in here for name in each.lacks}
    yield from missing_lines([each for each in summary.missing if each.name in lacking])


def _customers(line: TouchpointResult) -> Iterator[str]:
    if line.customers_helped:
        yield f"  about {shown(line.customers_helped):,} customers a year gain"
    if line.customers_harmed:
        yield f"  about {shown(line.customers_harmed):,} customers a year lose"


def _ways(line: TouchpointResult) -> Iterator[str]:
    for path in line.paths:
        units = ", ".join(unit for unit in dict.fromkeys(path.units) if unit)
        owners = f"; owned by {units}" if units else ""
        yield f"  by {' > '.join(path.steps)} at strength {shown(path.strength, 2)}{owners}"
    if line.more_paths:
        yield f"  and {line.more_paths} weaker ways"


def _gates(item: Recommendation) -> Iterator[str]:
    for gate in item.gates:
        by = f", by {gate.origin}" if gate.origin else ""
        said = f"{gate_name(gate.gate)} ({gate.mode}{by}): {gate.outcome}"
        yield f"{said}, see above" if _is_told(gate, item) else f"{said}. {gate.reason}"


def _is_told(gate: GateResult, item: Recommendation) -> bool:
    """Return whether a reason tells already what a gate says."""
    name = gate_name(gate.gate)
    begins = (f"The {name} gate ", *(f"{word}, {name}: " for word in GATE_WORDS))
    return any(reason.startswith(begins) for reason in item.reasons)

"""How sure a decision is, in lines for people: of one recommendation, and of all together."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from cximpact.decision.customer_effect import NO_CHANGE, NO_SCORE
from cximpact.decision.ranking import SURE
from cximpact.decision.words import (
    exact_percent,
    listed,
    money,
    percent,
    points,
    share_words,
    shown,
)
from cximpact.model.assurance import (
    CoreResult,
    DependenceResult,
    PortfolioResult,
    RankResult,
    ScenarioResult,
)
from cximpact.model.evaluation import Band, Recommendation, Summary
from cximpact.model.robustness import Frontier
from cximpact.report.group_values import GroupValues
from cximpact.report.listed import Listed
from cximpact.report.moving import (
    bar_line,
    bars_told,
    kinds_told,
    moving_weights,
    sides,
    weight_line,
)
from cximpact.report.naming import criterion_title, kinds_of_criteria
from cximpact.report.words import counted
from cximpact.scoring.weighting.consistency import consistency_warning

_MOST_FINDINGS = 3
_MOST_RULES = 5
_POINTS_OF_A_LINE = 2
"""No return diminishes between two points."""
_LEAST_FIRST = 0.01
"""First in fewer draws than these, the mean weights of those draws say nothing."""
_DRAWN = {
    "journey": ("conditions", "effects"),
    "rating": ("ratings",),
    "quantity": ("amounts",),
}
_IDLE = {NO_CHANGE: f"It is {NO_CHANGE}.", NO_SCORE: "It has no score for customers."}
"""What is drawn anew for every kind of criterion; costs and weights are, too."""


def drawn_words(summary: Summary) -> str:
    """Return what is drawn anew in every draw, such as "ratings, costs and weights".

    Costs are named where they decide anything, which takes a budget.
    """
    kinds = kinds_of_criteria(summary)
    names = [name for kind, drawn in _DRAWN.items() if kind in kinds for name in drawn]
    names += ["costs"] if summary.budgets else []
    return listed([*names, "weights"], most=len(names) + 1)


def band_words(band: Band) -> str:
    """Return a band as people read it, "" where there is none.

    Example:
        >>> band_words(Band(0.27, 0.1, 0.44)), band_words(Band(0.27))
        ('+10 to +44', '')
    """
    if band.low is None or band.high is None:
        return ""
    return f"{points(band.low)} to {points(band.high)}"


def sureness(item: Recommendation, summary: Summary) -> Iterator[str]:
    """Yield how sure the figures and the place of one recommendation are."""
    if not summary.draws.count:
        return
    if band := band_words(item.value):
        yield f"Value {points(item.value.expected)}; in nine of ten draws {band}."
    if item.customer_positive is not None:
        share = share_words(item.customer_positive, SURE)
        idle = GroupValues(summary).idle(item)
        yield _IDLE.get(idle, f"Its customer value is above zero in {share} of draws.")
    if item.selection_share is not None:
        count = summary.draws.selections
        yield (
            f"The best selection holds it in {share_words(item.selection_share, SURE)} of "
            f"{counted(count, 'draw')}."
        )
    if item.ranks is not None:
        yield from _rank_lines(item.ranks)
    is_out = item.action in ("revise", "decline")
    if not is_out:
        yield from _friends_lines(item, summary)
    if item.core is None or summary.dependence.portfolios is None:
        return
    # One of little value may be in some sets all the same; that it is in none is told already.
    if not (is_out and item.core.label == "exterior"):
        yield _core_line(item.core, summary.dependence.portfolios.count)


def _rank_lines(found: RankResult) -> Iterator[str]:
    ranks = f"{shown(found.low)}"
    if found.high > found.low:
        ranks += f" to {shown(found.high)}"
    yield (
        f"By value it ranks {shown(found.expected, 1)} on average, {ranks} "
        f"in nine of ten draws; first in {share_words(found.first)}."
    )


def _friends_lines(item: Recommendation, summary: Summary) -> Iterator[str]:
    """Yield how those weigh who put it first: the weights that differ most from the central."""
    found = item.ranks
    if found is None or found.confidence is None or found.first < _LEAST_FIRST:
        return
    pairs = [
        (
            criterion_title(summary, line.criterion),
            found.central_weights[line.criterion],
            line.weight,
        )
        for line in item.criteria
        if line.criterion in found.central_weights
    ]
    if len(pairs) < 2:  # one criterion has all the weight, whoever weighs
        return
    pairs.sort(key=lambda each: (-abs(each[1] - each[2]), each[0]))
    told = [
        f"{name} {percent(theirs)} (now {percent(ours)})"
        for name, theirs, ours in pairs[:_MOST_FINDINGS]
        if percent(theirs) != percent(ours)
    ]
    weights = f"{listed(told)} of all" if told else "much as they are now"
    yield (
        f"Where it is first, the weights are on average {weights}; with just those it is first in "
        f"{share_words(found.confidence)} of draws."
    )


def _core_line(core: CoreResult, count: int) -> str:
    """Return in how many sets it is that no other one beats whatever weights and scores are."""
    if count == 1:
        return f"It is {'' if core.label == 'core' else 'not '}in the one set that could be best."
    which = f"{counted(count, 'set')} of proposals that could be best"
    if core.label == "core":
        return f"It is in all of the {which}."
    if core.label == "exterior":
        return f"It is in none of the {which}."
    return f"It is in {shown(core.index * count)} of the {which}."


def assurance(summary: Summary, recommendations: Iterable[Listed]) -> Iterator[str]:
    """Yield what a board must know of how sure the whole is, and what it depends on."""
    yield from _draw_lines(summary)
    depends = summary.dependence
    for rule in depends.binding[:_MOST_RULES]:
        yield rule.words
    yield from _more(
        len(depends.binding), _MOST_RULES, "rule that holds it back", "rules that hold it back"
    )
    yield from _core_lines(depends, recommendations)
    yield from _robust_lines(summary)
    yield from _weight_lines(summary)
    yield from _tornado_lines(summary)
    for each in depends.frontiers:
        if len(each.points) > _POINTS_OF_A_LINE:
            yield _frontier_line(each)
    for finding in depends.information[:_MOST_FINDINGS]:
        yield finding.words
    yield from depends.notes
    yield from (line for each in summary.scenarios for line in _scenario_lines(each))


def _more(count: int, shown: int, one: str, many: str) -> Iterator[str]:
    if count > shown:
        yield f"and {counted(count - shown, f'more {one}', f'more {many}')}"


def _draw_lines(summary: Summary) -> Iterator[str]:
    found = summary.draws
    if not found.count:
        yield "no draws were made: nothing is said of how sure this is, and nobody is prioritized"
        return
    text = (
        f"below each value: 5th to 95th percentile of {found.count:,} draws of "
        f"{drawn_words(summary)} from the ranges they have (seed {found.seed})"
    )
    if found.selections:
        text += (
            f"; 'sure': share of {found.selections:,} draws in which the best selection holds it"
        )
    yield text
    if not found.selections:
        yield "the selection was not made again in the draws, so nobody is prioritized"
    if found.worst_gap:
        yield f"the selection of a draw is proven best within {exact_percent(found.worst_gap)}"
    for budget, share in found.overdrawn.items():
        yield (
            f"in {share_words(share)} of draws what is mandatory or committed alone costs more "
            f"than budget {budget} allows"
        )
    yield from found.notes
    yield from filter(None, map(consistency_warning, summary.weighting.consistency))
    for voice in summary.weighting.disagreements:
        who = " and ".join(each for each in (voice.one, voice.other) if each)
        yield f"{who} disagree about weights ({voice.part}): {listed(voice.clash)}"


def _core_lines(depends: DependenceResult, recommendations: Iterable[Listed]) -> Iterator[str]:
    found = depends.portfolios
    if found is None:
        return
    labels = Counter(str(item.core.label) for item in recommendations if item.core is not None)
    where = {"core": "in all of them", "borderline": "in some", "exterior": "in none"}
    told = [f"{labels[each]} {words} ({each})" for each, words in where.items() if labels[each]]
    if told:
        sets = counted(found.count, "set of proposals", "sets of proposals")
        yield (
            f"{sets} could be best, as no other beats {'it' if found.count == 1 else 'them'} under "
            f"all weights and scores; of the proposals {listed(told)}"
        )


def _robust_lines(summary: Summary) -> Iterator[str]:
    """Yield which portfolios are the safest, beside the selected set, and what was left open."""
    found = summary.dependence.portfolios
    if found is None:
        return
    if found.count > 1:
        least, behind = found.maximin.value_low, found.minimax_regret.regret
        yield f"best worst case ({points(least)} at least): {_beside(found.maximin, summary)}"
        yield (
            f"least regret (at most {points(behind).lstrip('+')} behind the best set): "
            f"{_beside(found.minimax_regret, summary)}"
        )
    yield from found.notes


def _beside(portfolio: PortfolioResult, summary: Summary) -> str:
    """Return a portfolio as what it has in another place than the selected set."""
    selected = frozenset(summary.selection.selected)
    changes = sorted(selected.symmetric_difference(portfolio.proposals))
    return sides(changes, selected) or "the selected set"


def _weight_lines(summary: Summary) -> Iterator[str]:
    """Yield the weights whose change would first move the selected set."""
    moving = moving_weights(summary)
    yield from (weight_line(each, summary) for each in moving[:_MOST_FINDINGS])
    if summary.dependence.weights and not moving:
        yield "no single weight changes what is selected, however much or little it counts"


def _tornado_lines(summary: Summary) -> Iterator[str]:
    """Yield what would by itself change the selected set within its range."""
    depends, bars = summary.dependence, bars_told(summary)
    yield from (bar_line(bar, summary) for bar in bars[:_MOST_FINDINGS])
    more = bars[_MOST_FINDINGS:]
    if more:
        verb = "changes by itself" if len(more) == 1 else "change by themselves"
        yield f"{kinds_told(more)} {verb} what is selected"
    if depends.weights and not depends.tornado:
        yield (
            "nothing uncertain changes by itself, within its range, what is selected, as long as "
            "gates judge as they do now"
        )


def _frontier_line(each: Frontier) -> str:
    point = each.points[each.diminishing]
    where = money(point.limit, each.currency)
    here = points(each.points[each.chosen].value)
    return (
        f"budget {each.budget}: the point of diminishing return is {where} "
        f"(value {points(point.value)}; now {here} at {money(each.limit, each.currency)})"
    )


def _scenario_lines(each: ScenarioResult) -> Iterator[str]:
    name = f"scenario {each.name}" + (f" ({each.title})" if each.title else "")
    moves = " ".join(each.moves) or "Every proposal keeps its action."
    if not any(move.startswith("Selected set:") for move in each.moves):  # which tells it
        moves = f"Value {points(each.value)}. {moves}"
    yield f"{name}: {' '.join(each.changes)} {moves}"

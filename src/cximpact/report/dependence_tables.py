"""How sure a decision is and what it depends on, as flat tables."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from cximpact.model.assurance import PortfolioResult
from cximpact.model.evaluation import Summary
from cximpact.report.columns import Table, table_of
from cximpact.report.listed import Listed


def ranks(found: Iterable[Listed]) -> Table:
    """Return one row per recommendation: where it ranks over the draws, and who speaks for it.

    A column ``weight:<criterion>`` holds the mean weight of the draws in which it is first.
    """
    items = [item for item in found if item.ranks is not None]
    names = list(
        dict.fromkeys(n for item in items if item.ranks for n in item.ranks.central_weights)
    )
    columns = [
        *"proposal expected_rank rank_low rank_high first first_error entropy confidence".split(),
        *(f"weight:{name}" for name in sorted(names)),
    ]
    return table_of(columns, (_rank_row(item, sorted(names)) for item in items))


def _rank_row(item: Listed, names: Sequence[str]) -> list[Any]:
    found = item.ranks
    assert found is not None  # noqa: S101  (chosen so; tells the type checker)
    figures = [found.expected, found.low, found.high, found.first, found.first_error]
    weights = [found.central_weights.get(name) for name in names]
    return [item.proposal, *figures, found.entropy, found.confidence, *weights]


def acceptability(found: Iterable[Listed]) -> Table:
    """Return one row per recommendation and rank: the share of draws in which it takes it."""
    rows = (
        [item.proposal, number, share]
        for item in found
        if item.ranks is not None
        for number, share in enumerate(item.ranks.acceptability, start=1)
    )
    return table_of(["proposal", "rank", "share"], rows)


def pairs(summary: Summary) -> Table:
    """Return one row per pair: how often the first beats the second by value."""
    rows = ([pair.proposal, pair.other, pair.share] for pair in summary.dependence.pairs)
    return table_of(["proposal", "other", "share"], rows)


def cores(found: Iterable[Listed]) -> Table:
    """Return one row per recommendation: the share of non-dominated portfolios that hold it."""
    rows = ([i.proposal, i.core.index, i.core.label] for i in found if i.core is not None)
    return table_of(["proposal", "core_index", "label"], rows)


def portfolios(summary: Summary) -> Table:
    """Return one row per non-dominated portfolio, and say which are maximin or minimax regret."""
    columns = "portfolio proposals value_low value_high regret maximin minimax_regret".split()
    found = summary.dependence.portfolios
    return table_of(columns, () if found is None else _portfolio_rows(summary))


def _portfolio_rows(summary: Summary) -> Iterator[list[Any]]:
    found = summary.dependence.portfolios
    assert found is not None  # noqa: S101  (chosen so; tells the type checker)
    listed: dict[PortfolioResult, None] = dict.fromkeys(found.portfolios)
    listed |= dict.fromkeys([found.maximin, found.minimax_regret])
    for number, each in enumerate(listed, start=1):
        yield [
            number,
            ", ".join(each.proposals),
            each.value_low,
            each.value_high,
            each.regret,
            each == found.maximin,
            each == found.minimax_regret,
        ]


def weights(summary: Summary) -> Table:
    """Return one row per stakeholder and weight: its range under what was stated."""
    columns = "stakeholder part member low center high".split()
    rows = (
        [each.stakeholder, each.part, each.member, each.low, each.center, each.high]
        for each in summary.weighting.ranges
    )
    return table_of(columns, rows)


def sensitivity(summary: Summary) -> Table:
    """Return one row per weight: the interval in which the selected set stays best."""
    columns = ("part member weight low high leaves_low enters_low leaves_high enters_high").split()
    rows = (
        [
            each.part,
            each.member,
            each.weight,
            each.low,
            each.high,
            ", ".join(each.leaves_low),
            ", ".join(each.enters_low),
            ", ".join(each.leaves_high),
            ", ".join(each.enters_high),
        ]
        for each in summary.dependence.weights
    )
    return table_of(columns, rows)


def tornado(summary: Summary) -> Table:
    """Return one row per uncertain thing: who changes sides at either end of it."""
    columns = "kind name low high changes_low changes_high changes".split()
    rows = (
        [
            each.kind,
            each.name,
            each.low,
            each.high,
            ", ".join(each.changes_low),
            ", ".join(each.changes_high),
            max(len(each.changes_low), len(each.changes_high)),
        ]
        for each in summary.dependence.tornado
    )
    return table_of(columns, rows)


def binding(summary: Summary) -> Table:
    """Return one row per rule that keeps the selection from being worth more."""
    columns = "rule gain price unit next_step next_gain words".split()
    rows = (
        [each.rule, each.gain, each.price, each.unit, each.next_step, each.next_gain, each.words]
        for each in summary.dependence.binding
    )
    return table_of(columns, rows)


def frontier(summary: Summary) -> Table:
    """Return one row per budget and breakpoint: the best selection from that limit on."""
    columns = "budget limit currency value selected enters leaves chosen diminishing".split()
    rows = (
        [
            each.budget,
            point.limit,
            each.currency,
            point.value,
            ", ".join(point.selected),
            ", ".join(point.enters),
            ", ".join(point.leaves),
            number == each.chosen,
            number == each.diminishing,
        ]
        for each in summary.dependence.frontiers
        for number, point in enumerate(each.points)
    )
    return table_of(columns, rows)


def information(summary: Summary) -> Table:
    """Return one row per thing that is worth finding out, most first."""
    columns = "kind name gain error changes words".split()
    rows = (
        [each.kind, each.name, each.gain, each.error, each.changes, each.words]
        for each in summary.dependence.information
    )
    return table_of(columns, rows)


def scenarios(summary: Summary) -> Table:
    """Return one row per scenario and proposal: what would be done with it."""
    columns = "scenario proposal action rank value selection_share".split()
    rows = (
        [each.name, item.proposal, item.action, item.rank, item.value, item.selection_share]
        for each in summary.scenarios
        for item in each.proposals
    )
    return table_of(columns, rows)

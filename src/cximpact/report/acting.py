"""What a person must act on before a list is evaluated, the gravest first."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import chain

from attrs import frozen

from cximpact.decision.candidates import must_be_selected
from cximpact.decision.gates.review import review
from cximpact.decision.unknown_costs import unknown_under
from cximpact.decision.words import name_of_criterion
from cximpact.explain.gaps import (
    business_gap_lines,
    fixed_gap_lines,
    gap_lines,
    idle_lines,
    some,
)
from cximpact.explain.harm_foreseen import harm_line
from cximpact.model.case import Case
from cximpact.pipeline import Foreseen, foresee
from cximpact.report.percent_weights import percent_line
from cximpact.report.unscored import nothing_scored
from cximpact.report.words import counted, is_mere_note, missing_lines, note_lines

__all__ = ["ToActOn", "to_act_on"]


@frozen
class ToActOn:
    """What a person must act on, line by line.

    Attributes:
        stops: Why evaluate will stop.
        others: What stops proposals, and what is doubtful, the gravest first.
        weights: The criteria, in the order of the scorecard, each with its share of the whole.
    """

    stops: tuple[str, ...] = ()
    others: tuple[str, ...] = ()
    weights: tuple[tuple[str, float], ...] = ()

    @property
    def lines(self) -> tuple[str, ...]:
        """All of it, the gravest first."""
        return (*self.stops, *self.others)


def to_act_on(case: Case, waiting: Sequence[str] = ()) -> ToActOn:
    """Return what stops a selection, what stops proposals, and what is doubtful.

    Gates of plugins are not asked.

    Args:
        case: The case, as it was read.
        waiting: What waits behind '#' in the workspace: what is not read may change everything.
    """
    found = foresee(case)
    return ToActOn(found.stops, (*waiting, *_others(case, found)), tuple(_weights(found)))


def _weights(found: Foreseen) -> Iterator[tuple[str, float]]:
    if found.scored is not None:
        case, _, scores = found.scored
        for column, criterion in case.scorecard.displayed:
            yield name_of_criterion(criterion), float(scores.weights[column])


def _others(case: Case, found: Foreseen) -> Iterator[str]:
    yield from missing_lines(case.missing)
    unscored = nothing_scored(*found.scored) if found.scored is not None else ""
    yield from filter(None, [unscored])
    doubtful = [note for note in case.notes if not is_mere_note(str(note))]
    # A wrong limit makes all of the selection wrong, so it comes before what stops a few.
    limits = [note for note in doubtful if (note.field or "").startswith("budgets")]
    yield from note_lines(map(str, limits), case.missing)
    yield from _unpayable(case)
    if found.scored is not None and not unscored:  # else every gap is there, and told
        central, conditions, scores = found.scored
        reviews = review(central, conditions, scores)
        yield from filter(None, [harm_line(central, scores, reviews)])
        yield from gap_lines(central, scores, reviews)
        yield from fixed_gap_lines(central, scores, reviews)
        yield from business_gap_lines(central, scores)
        yield from idle_lines(central, scores)
    if found.scored is not None:
        read, _, scores = found.scored
        yield from filter(None, [percent_line(read.scorecard, scores.weights.tolist())])
    rest = (str(note) for note in doubtful if note not in limits)
    yield from note_lines(rest, case.missing)


def _unpayable(case: Case) -> Iterator[str]:
    """Yield who states no cost, or one that is partly unknown, where a budget would pay."""
    if not case.rules.budgets:
        return
    open_ones = [place for place in range(len(case.proposals)) if _is_open(case, place)]
    ids, stated = case.proposals.ids, {line.proposal for line in case.costs}
    unknown = {place: unknown_under(case, place) for place in open_ones}
    lacking = [ids[p] for p in open_ones if ids[p] not in stated and not unknown[p]]
    if lacking and not any(source.name == "costs" for source in case.missing):
        state = "states" if len(lacking) == 1 else "state"
        yield (
            f"{counted(len(lacking), 'proposal')} {state} no cost, and no budget can take what has "
            f"none: {some(lacking)}; fill it, or write 0 where there is none"
        )
    yield from _fixed_unknown(case)
    partly = [f"{ids[place]} ({_columns(under)})" for place, under in unknown.items() if under]
    if partly:
        have = "has" if len(partly) == 1 else "have"
        yield (
            f"{counted(len(partly), 'proposal')} {have} a cost that is not known, and no budget "
            f"can take what has no figure: {some(partly)}; write an estimate; a range takes three "
            "columns (low, likely, high), which other rows may leave blank but for the likely one"
        )


def _fixed_unknown(case: Case) -> Iterator[str]:
    """Yield who uses a budget in any case, at a cost that is partly unknown."""
    under = {place: unknown_under(case, place) for place in must_be_selected(case)}
    found = [
        f"{case.proposals.ids[place]} ({_columns(said)})"
        for place, said in sorted(under.items())
        if said
    ]
    if found:
        costs = "a cost that is" if len(found) == 1 else "costs that are"
        yield (
            f"{some(found)}: selected in any case, at {costs} not known, so that less is left of "
            "the budget than is told; write an estimate"
        )


def _columns(under: Mapping[str, Sequence[str]]) -> str:
    return ", ".join(dict.fromkeys(chain.from_iterable(under.values())))


def _is_open(case: Case, place: int) -> bool:
    """Return whether anything is decided about a proposal."""
    proposals = case.proposals
    key = proposals.ids[place]
    fixed = key in proposals.mandates or key in proposals.forced_out
    return proposals.statuses[place] == "proposed" and not fixed

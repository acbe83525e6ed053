"""What a person must act on before a list is evaluated, the gravest first."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain

from cximpact.decision.gates.review import review
from cximpact.decision.unknown_costs import unknown_under
from cximpact.explain.gaps import gap_lines, some
from cximpact.model.case import Case
from cximpact.pipeline import foreseen, scored
from cximpact.report.words import counted, is_mere_note, missing_lines, note_lines

__all__ = ["to_act_on"]


def to_act_on(case: Case) -> tuple[str, ...]:
    """Return what stops a selection, what stops proposals, and what is doubtful, line by line.

    Gates of plugins are not asked.

    Args:
        case: The case, as it was read.
    """
    return tuple(_lines(case))


def _lines(case: Case) -> Iterator[str]:
    yield from (f"evaluate will find no selection: {why}" for why in foreseen(case))
    yield from missing_lines(case.missing)
    yield from _unpayable(case)
    found = scored(case)
    if found is not None:
        central, conditions, scores = found
        yield from gap_lines(central, scores, review(central, conditions, scores))
    notes = map(str, case.notes)
    yield from note_lines((note for note in notes if not is_mere_note(note)), case.missing)


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
    partly = [
        f"{ids[place]} ({', '.join(dict.fromkeys(chain.from_iterable(under.values())))})"
        for place, under in unknown.items()
        if under
    ]
    if partly:
        have = "has" if len(partly) == 1 else "have"
        yield (
            f"{counted(len(partly), 'proposal')} {have} a cost that is not known, and no budget "
            f"can take what has no figure: {some(partly)}; estimate it"
        )


def _is_open(case: Case, place: int) -> bool:
    """Return whether anything is decided about a proposal."""
    proposals = case.proposals
    key = proposals.ids[place]
    fixed = key in proposals.mandates or key in proposals.forced_out
    return proposals.statuses[place] == "proposed" and not fixed

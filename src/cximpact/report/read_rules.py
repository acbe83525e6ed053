"""The rules and scales as they were read: nobody sees from a list of proposals whether they are."""

from __future__ import annotations

from collections.abc import Iterator

from cximpact.decision.words import in_order, listed
from cximpact.model.case import Case

__all__ = ["rule_line", "scale_line"]

_MOST = 5
_MOST_NAMED = 3


def rule_line(case: Case) -> Iterator[str]:
    """Yield what is tied to what, in one line; nothing where nothing is.

    Args:
        case: The case, as it was read.
    """
    rules, said = case.rules, case.proposals
    tied = sorted(said.requires.items(), key=lambda each: in_order(each[0]))
    told = [f"{key} requires {listed(others)}" for key, others in tied if others]
    # Said of either or of both, it is one rule.
    pairs = {tuple(sorted((key, other))) for key in said.excludes for other in said.excludes[key]}
    told += [f"not both {one} and {other}" for one, other in sorted(pairs)]
    told += [
        f"at most one of {listed(each.proposals, most=_MOST_NAMED)}" for each in rules.at_most_one
    ]
    told += [f"all or none of {listed(each.proposals, most=_MOST_NAMED)}" for each in rules.bundles]
    if told:
        more = f"; and {len(told) - _MOST:,} more" if len(told) > _MOST else ""
        yield f"rules: {'; '.join(told[:_MOST])}{more}"


def scale_line(case: Case) -> Iterator[str]:
    """Yield the numeric scales of criteria, once each; nothing where none has one.

    Args:
        case: The case, as it was read.
    """
    scales: dict[tuple[float, float, float], list[str]] = {}
    for _, each in case.scorecard.displayed:
        if each.scale is not None:
            scales.setdefault(each.scale, []).append(each.title or each.id)
    told = [
        f"{', '.join(f'{mark:g}' for mark in scale)} of {listed(titles, most=_MOST)}"
        for scale, titles in scales.items()
    ]
    if told:
        yield f"scales (worst, no change, best): {'; '.join(told)}"

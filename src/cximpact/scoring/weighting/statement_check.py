"""All that is wrong with statements as they stand, before they are held against each other."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from difflib import get_close_matches
from math import fsum, inf, isfinite

from cximpact.exceptions import Problem
from cximpact.model.scorecard import Scorecard
from cximpact.model.weighting import GROUPS, Statement, Weighting
from cximpact.scoring.weighting.ahp import separate_groups
from cximpact.scoring.weighting.conditions import POINT_KINDS, spoken_of
from cximpact.scoring.weighting.parts import Part, parts_of

_LARGEST_RATIO = 1e6
_ROUNDED = 1e-6


def statement_problems(scorecard: Scorecard, weighting: Weighting) -> tuple[Problem, ...]:
    """Return what is wrong with each statement by itself; () where nothing is.

    Args:
        scorecard: One whose own weights are without problems.
        weighting: What was said.
    """
    parts = {part.name: part for part in parts_of(scorecard)}
    found = [*_weighting_problems(weighting)]
    for stakeholder in weighting.stakeholders:
        for statement in stakeholder.statements:
            part = parts.get(statement.part)
            if part is None:
                found.append(_no_part(statement, parts))
            else:
                unknown = list(_unknown(statement, part))
                found += unknown or _own_problems(statement, part, stakeholder.statements)
    return tuple(dict.fromkeys(found))


def _weighting_problems(weighting: Weighting) -> Iterator[Problem]:
    for name in ("within", "groups_within"):
        if not _is_amount(getattr(weighting, name)):
            yield _not("a tolerance", f"weighting.{name}", getattr(weighting, name))
    voices = weighting.stakeholders
    for name, count in Counter(each.name for each in voices).items():
        if count > 1:
            yield Problem(f"two stakeholders are named '{name}'", field="weighting.stakeholders")
    wrong = [each for each in voices if not _is_amount(each.share)]
    for each in wrong:
        yield _not("a share", f"weighting.stakeholders.{each.name}.share", each.share)
    if voices and not wrong and fsum(each.share for each in voices) <= 0:
        yield Problem(
            "the shares of the stakeholders sum to nothing",
            field="weighting.stakeholders",
            hint="give at least one of them a share above zero",
        )


def _no_part(statement: Statement, parts: dict[str, Part]) -> Problem:
    one_group = statement.part == GROUPS
    return Problem(
        "there is only one group, so its share is 1"
        if one_group
        else "no such part of the weights",
        field=statement.field,
        value=statement.part,
        expected=" or ".join(parts),
    )


def _unknown(statement: Statement, part: Part) -> Iterator[Problem]:
    for name in sorted(spoken_of(statement) - set(part.members)):
        close = get_close_matches(name, part.members, n=1)
        kind = "group" if part.name == GROUPS else f"criterion of the {part.name} part"
        yield Problem(
            f"no such {kind}",
            field=statement.field,
            value=name,
            expected="one of " + ", ".join(part.members),
            hint=f"did you mean '{close[0]}'?" if close else None,
        )


def _own_problems(
    statement: Statement, part: Part, others: Sequence[Statement]
) -> Iterator[Problem]:
    if statement.within is not None and not _is_amount(statement.within):
        yield _not("a tolerance", statement.field, statement.within)
    if statement.kind == "ahp":
        yield from _comparison_problems(statement, part, others)
    elif statement.kind in POINT_KINDS:
        yield from _point_problems(statement, part, others)
    elif statement.kind == "ratio":
        yield from _ratio_problems(statement)
    for each in statement.halfspaces:
        numbers = [each.least, *(value for _, value in each.coefficients)]
        if not all(map(isfinite, numbers)):
            yield Problem("not a finite number", field=statement.field, value=statement.words)
        if len({name for name, _ in each.coefficients}) < len(each.coefficients):
            yield Problem(
                "compares something with itself", field=statement.field, value=statement.words
            )


def _ratio_problems(statement: Statement) -> Iterator[Problem]:
    """Find limits that no ratio lies between; two weights of 0 would obey them all the same."""
    low, high = 0.0, inf
    for (_, sign), (_, limit) in (each.coefficients for each in statement.halfspaces):
        if sign > 0:
            low = -limit
        else:
            high = limit
    if high < low:
        yield Problem(
            "the most is below the least",
            field=statement.field,
            value=statement.words,
            expected="the smaller ratio first",
        )


def _point_problems(
    statement: Statement, part: Part, others: Sequence[Statement]
) -> Iterator[Problem]:
    wrong = [name for name, value in sorted(statement.point.items()) if not _is_amount(value)]
    for name in wrong:
        yield _not(f"a weight of {name}", statement.field, statement.point[name])
    if wrong:
        return
    total = fsum(statement.point.values())
    partial = not set(part.live(others)) <= set(statement.point)
    if total <= 0 and not (partial and statement.kind == "shares" and statement.point):
        yield Problem(
            "the weights sum to nothing",
            field=statement.field,
            hint="give at least one of them a weight above zero",
        )
    elif partial and statement.kind == "points" and len(statement.point) < 2:
        yield Problem(
            "points of one alone say nothing",
            field=statement.field,
            value=statement.words,
            hint="give points to at least two, or state a share or an interval",
        )
    elif partial and statement.kind == "shares" and total > 1 + _ROUNDED:
        yield Problem(
            "the shares sum to more than 1 and leave the others less than nothing",
            field=statement.field,
            value=f"{total:g}",
            expected="shares of 1 (0.2 for 20%)",
        )


def _comparison_problems(
    statement: Statement, part: Part, others: Sequence[Statement]
) -> Iterator[Problem]:
    wrong = list(_wrong_comparisons(statement))
    yield from wrong
    groups = separate_groups(statement.judgements, part.live(others))
    if not wrong and len(groups) > 1:
        links = ", ".join(f"{groups[0][0]} with {group[0]}" for group in groups[1:])
        yield Problem(
            "the comparisons do not connect all that is compared",
            field=statement.field,
            expected=f"comparisons that link {' | '.join(', '.join(each) for each in groups)}",
            hint=f"compare also, for instance, {links}",
        )


def _wrong_comparisons(statement: Statement) -> Iterator[Problem]:
    for each in statement.judgements:
        if not (isfinite(each.ratio) and 1 / _LARGEST_RATIO <= each.ratio <= _LARGEST_RATIO):
            yield Problem(
                f"not a comparison of {each.one} with {each.other}",
                field=statement.field,
                value=f"{each.ratio:g}",
                expected="how many times as much it counts: 1 to 9, or 1/2 to 1/9",
            )
        if each.one == each.other:
            yield Problem("compares something with itself", field=statement.field, value=each.one)
    pairs = Counter(tuple(sorted((each.one, each.other))) for each in statement.judgements)
    for (one, other), count in sorted(pairs.items()):
        if count > 1 and one != other:
            yield Problem(f"{one} and {other} are compared {count} times", field=statement.field)


def _is_amount(value: float) -> bool:
    return isfinite(value) and 0 <= value <= 1e18


def _not(what: str, field: str, value: float) -> Problem:
    return Problem(f"not {what}", field=field, value=f"{value:g}", expected="a number from 0 up")

"""What people can say about weights: constructors of statements, with their words and conditions.

A part is `customer` or `business` (the criteria inside that group) or `groups`; weights inside a
part sum to 1. Nothing is checked here: `statement_problems` and `weight_spaces` report everything
that is wrong with all statements at once.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise

from cximpact.model.weighting import GROUPS, Halfspace, Judgement, Statement

_MOST_COMPARISONS_SAID = 5


def points(
    part: str, given: Mapping[str, float], within: float | None = None, field: str = ""
) -> Statement:
    """State swing points: only their proportions count.

    Source: von Winterfeldt and Edwards (1986), "Decision Analysis and Behavioral Research".

    Args:
        part: `customer`, `business` or `groups`.
        given: Member to its points. Points of some members alone fix the proportions among them.
        within: How far each weight may be from its point, as a share of itself; None takes the
            default, 0 takes the points at their word.
        field: Where in the input it stands.

    Example:
        >>> points("customer", {"ease": 50, "calm": 30}, within=0.1).words
        'in the customer part ease has 50 points and calm 30, each give or take 10%'
    """
    said = [f"{member} has {value:.10g} points" for member, value in list(given.items())[:1]]
    said += [f"{member} {value:.10g}" for member, value in list(given.items())[1:]]
    words = f"{_in_part(part)} {_listed(said)}{_give_or_take(within)}"
    return Statement("points", part, words, field, point=_numbers(given), within=within)


def shares(
    part: str, given: Mapping[str, float], within: float | None = None, field: str = ""
) -> Statement:
    """State shares of the part, as fractions of 1.

    Shares of all members are normalised; shares of some leave the rest to the others.

    Example:
        >>> shares("groups", {"customer": 0.6}).words
        'customer counts 60% of the whole'
    """
    said = [f"{member} counts {_percent(value)}" for member, value in list(given.items())[:1]]
    said += [f"{member} {_percent(value)}" for member, value in list(given.items())[1:]]
    words = f"{_listed(said)} {_of_part(part)}{_give_or_take(within)}"
    return Statement("shares", part, words, field, point=_numbers(given), within=within)


def interval(part: str, member: str, low: float, high: float, field: str = "") -> Statement:
    """State that a weight lies between two shares of its part.

    Example:
        >>> interval("customer", "ease", 0.2, 0.4).words
        'ease counts 20% to 40% of the customer part'
    """
    conditions = []
    if not low <= 0:  # so that NaN is kept, and found later
        conditions.append(Halfspace(((member, 1.0),), float(low)))
    if not high >= 1:
        conditions.append(Halfspace(((member, -1.0),), -float(high)))
    words = f"{member} counts {_between(low, high)} {_of_part(part)}"
    return Statement("interval", part, words, field, tuple(conditions))


def at_least(part: str, one: str, other: str, field: str = "") -> Statement:
    """State that one member counts at least as much as another.

    Example:
        >>> at_least("customer", "ease", "calm").words
        'ease counts at least as much as calm'
    """
    words = f"{one} counts at least as much as {other}"
    return Statement("at least", part, words, field, (_no_less(one, other),))


def ratio(
    part: str, one: str, other: str, low: float, high: float | None, field: str = ""
) -> Statement:
    """State how many times as much one member counts as another: low <= one/other <= high.

    Args:
        part: `customer`, `business` or `groups`.
        one: The member that is compared.
        other: The member it is compared with.
        low: At least so many times as much.
        high: At most so many times; None for no limit.
        field: Where in the input it stands.

    Example:
        >>> ratio("customer", "ease", "calm", 2, 3).words
        'ease counts 2 to 3 times as much as calm'
        >>> ratio("customer", "ease", "calm", 2, None).words
        'ease counts at least 2 times as much as calm'
    """
    conditions = []
    if not low <= 0:  # so that NaN is kept, and found later
        conditions.append(Halfspace(((one, 1.0), (other, -float(low))), 0.0))
    if high is not None:
        conditions.append(Halfspace(((one, -1.0), (other, float(high))), 0.0))
    words = f"{one} counts {_times(low, high)} as much as {other}"
    return Statement("ratio", part, words, field, tuple(conditions))


def order(part: str, ranks: Sequence[Sequence[str]], field: str = "") -> Statement:
    """State an order of importance, of all members or of some.

    Args:
        part: `customer`, `business` or `groups`.
        ranks: Most important first; members of one rank count the same.
        field: Where in the input it stands.

    Example:
        >>> order("customer", [["ease"], ["calm", "trust"]]).words
        'in the order of importance in the customer part ease comes before calm and trust (tied)'
    """
    tiers = [list(rank) for rank in ranks if rank]
    named = Counter(member for tier in tiers for member in tier)
    conditions = [each for tier in tiers for each in _ties(tier)]
    conditions += [_no_less(above[0], below[0]) for above, below in pairwise(tiers)]
    # Who is named twice is compared with itself, so that the check of statements finds it.
    conditions += [_no_less(member, member) for member, times in named.items() if times > 1]
    said = " before ".join(_tier(tier) for tier in tiers).replace(" before ", " comes before ", 1)
    words = f"in the order of importance {_in_part(part)} {said}"
    return Statement("order", part, words, field, tuple(conditions))


def ahp(part: str, judgements: Iterable[Judgement], field: str = "") -> Statement:
    """State pairwise comparisons as in the analytic hierarchy process.

    Source: Saaty (1980), "The Analytic Hierarchy Process".

    Example:
        >>> ahp("customer", [Judgement("ease", "calm", 3.0)]).words
        'compared in pairs in the customer part, ease counts 3 times as much as calm'
    """
    compared = tuple(judgements)
    said = [f"{each.one} counts {_times_of(each.ratio)} {each.other}" for each in compared]
    more = len(said) - _MOST_COMPARISONS_SAID
    if more > 0:
        said = [*said[:_MOST_COMPARISONS_SAID], f"{more} more comparison{'s' if more > 1 else ''}"]
    words = f"compared in pairs {_in_part(part)}, {_listed(said)}"
    return Statement("ahp", part, words, field, judgements=compared)


def _no_less(one: str, other: str) -> Halfspace:
    return Halfspace(((one, 1.0), (other, -1.0)), 0.0)


def _ties(tier: list[str]) -> list[Halfspace]:
    return [
        each
        for one, other in pairwise(tier)
        for each in (_no_less(one, other), _no_less(other, one))
    ]


def _numbers(given: Mapping[str, float]) -> dict[str, float]:
    return {member: float(value) for member, value in given.items()}


def _in_part(part: str) -> str:
    return "among the groups" if part == GROUPS else f"in the {part} part"


def _of_part(part: str) -> str:
    return "of the whole" if part == GROUPS else f"of the {part} part"


def _tier(tier: list[str]) -> str:
    return tier[0] if len(tier) == 1 else f"{_listed(tier)} (tied)"


def _listed(words: Sequence[str]) -> str:
    return " and ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words)


def _percent(share: float) -> str:
    return f"{100 * share:.6g}%"


def _between(low: float, high: float) -> str:
    if low <= 0:
        return f"at most {_percent(high)}"
    if high >= 1:
        return f"at least {_percent(low)}"
    return _percent(low) if low == high else f"{_percent(low)} to {_percent(high)}"


def _times(low: float, high: float | None) -> str:
    if high is None:
        return f"at least {low:.6g} times"
    if low <= 0:
        return f"at most {high:.6g} times"
    return f"{low:.6g} times" if low == high else f"{low:.6g} to {high:.6g} times"


def _times_of(ratio: float) -> str:
    """Say a comparison the way it was meant: a third as much, not 0.333 times."""
    if ratio == 1:
        return "as much as"
    if 0 < ratio < 1:
        return f"1/{1 / ratio:.6g} of"
    return f"{ratio:.6g} times as much as"


def _give_or_take(within: float | None) -> str:
    if within is None:
        return ""
    return ", exactly" if within == 0 else f", each give or take {_percent(within)}"

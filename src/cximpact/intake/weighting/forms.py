"""The forms a statement can take: a line of text, or a mapping such as `points: {...}`."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from attrs import evolve

from cximpact.intake.files.marks import Data
from cximpact.intake.files.problems import did_you_mean
from cximpact.intake.weighting import amounts
from cximpact.intake.weighting.language import UnclearError, parse
from cximpact.intake.weighting.members import Members
from cximpact.intake.weighting.sayings import AtLeast, Order, Ratio, Saying, Share
from cximpact.model.weighting import Judgement, Statement
from cximpact.scoring.weighting import statements as state

FORMS = ("points", "shares", "interval", "order", "ahp")
_WITHIN = ("points", "shares")


def statements_of(said: Data, members: Members, field: str) -> tuple[Statement, ...]:
    """Return what one entry of a list of statements says: one statement, or an interval for each.

    Args:
        said: A line of text, or a mapping with one of `FORMS` as key.
        members: The names it can use.
        field: Where it stands.

    Raises:
        UnclearError: It cannot be understood.
    """
    if isinstance(said, str):
        return (of_saying(parse(said), members, field),)
    if not isinstance(said, dict):
        raise UnclearError("not a statement about weights", value=str(said))
    form = _form(said)
    within = said.get("within")
    if within is not None and form not in _WITHIN:
        raise UnclearError(f"'within' does not go with '{form}'", hint="it goes with points")
    near = None if within is None else amounts.share(within)
    return _READERS[form](said[form], members, field, near)


def of_saying(saying: Saying, members: Members, field: str) -> Statement:
    """Return the statement that a line makes.

    Raises:
        UnclearError: Its names are not of one part.
    """
    part = members.part(saying.names)
    match saying:
        case Share(name, low, high):
            return state.interval(part, name, low, high, field)
        case Ratio(one, other, low, high):
            return state.ratio(part, one, other, low, high, field)
        case AtLeast(one, other):
            return state.at_least(part, one, other, field)
        case Order(ranks):
            return _ordered(part, ranks, field)


def _ordered(part: str, ranks: tuple[tuple[str, ...], ...], field: str) -> Statement:
    found = state.order(part, ranks, field)
    if len(ranks) > 1:
        return found
    return evolve(found, words=f"{' and '.join(ranks[0])} count the same")


def _form(said: Mapping[str, Data]) -> str:
    unknown = [key for key in said if key not in (*FORMS, "within")]
    if unknown:
        hint = did_you_mean(unknown[0], FORMS) or f"there are {', '.join(FORMS)}"
        raise UnclearError("no such form of statement", value=unknown[0], hint=hint)
    found = [form for form in FORMS if form in said]
    if len(found) != 1:
        raise UnclearError(
            "several statements in one" if found else "a statement without content",
            hint=f"give one of {', '.join(FORMS)} in each entry of the list",
        )
    return found[0]


def _points(
    said: Data, members: Members, field: str, within: float | None
) -> tuple[Statement, ...]:
    named = _mapping(said, "points", "{ease: 30, calm: 20}")
    part = members.part(list(named))
    given = {name: amounts.amount(value) for name, value in named.items()}
    return (state.points(part, given, within, field),)


def _shares(
    said: Data, members: Members, field: str, within: float | None
) -> tuple[Statement, ...]:
    named = _mapping(said, "shares", "{customer: 60%, business: 40%}")
    part = members.part(list(named))
    whole = set(named) == set(members.inside(part))
    return (state.shares(part, amounts.shares(named, whole), within, field),)


def _intervals(
    said: Data,
    members: Members,
    field: str,
    within: float | None,  # noqa: ARG001
) -> tuple[Statement, ...]:
    named = _mapping(said, "intervals", "{ease: [0.2, 0.4]}")
    members.part(list(named))
    return tuple(_interval(name, value, members, field) for name, value in named.items())


def _interval(name: str, said: Data, members: Members, field: str) -> Statement:
    if not isinstance(said, list) or len(said) != 2:
        raise UnclearError(
            f"not an interval of {name}", value=str(said), hint="give two shares: [0.2, 0.4]"
        )
    low, high = map(amounts.share, said)
    if low > high:
        raise UnclearError("the lower limit is above the upper one", value=f"{low:g} and {high:g}")
    return state.interval(members.part([name]), name, low, high, field)


def _order(
    said: Data,
    members: Members,
    field: str,
    within: float | None,  # noqa: ARG001
) -> tuple[Statement, ...]:
    listed = said if isinstance(said, list) else []
    ranks = tuple(tuple(map(str, each if isinstance(each, list) else [each])) for each in listed)
    ranks = tuple(rank for rank in ranks if rank)
    names = [name for rank in ranks for name in rank]
    if len(names) < 2:
        hint = "list at least two, the most important first: [ease, [calm, trust]]"
        raise UnclearError("not an order of importance", hint=hint)
    return (_ordered(members.part(names), ranks, field),)


def _ahp(
    said: Data,
    members: Members,
    field: str,
    within: float | None,  # noqa: ARG001
) -> tuple[Statement, ...]:
    listed = said if isinstance(said, list) else []
    if not listed:
        raise UnclearError("no comparisons", hint="list them: [[ease, calm, 3], [ease, trust, 5]]")
    judgements = [_judgement(each) for each in listed]
    names = dict.fromkeys(name for each in judgements for name in (each.one, each.other))
    return (state.ahp(members.part(list(names)), judgements, field),)


def _judgement(said: Data) -> Judgement:
    if not isinstance(said, list) or len(said) != 3:
        raise UnclearError(
            "not a comparison", value=str(said), hint="give two names and a number: [ease, calm, 3]"
        )
    return Judgement(str(said[0]), str(said[1]), amounts.amount(said[2]))


def _mapping(said: Data, what: str, example: str) -> dict[str, Data]:
    if not isinstance(said, dict) or not said:
        raise UnclearError(f"no {what}", hint=f"give them by name: {example}")
    return said


_Reader = Callable[[Data, Members, str, float | None], tuple[Statement, ...]]
_READERS: Mapping[str, _Reader] = {
    "points": _points,
    "shares": _shares,
    "interval": _intervals,
    "order": _order,
    "ahp": _ahp,
}

"""What holds a selection up: no proposal without value is selected for its own sake.

A proposal stands by itself if it has value; a member of a bundle, if the bundle has value in all,
for its fellows come with it. Whoever does not stand is selected only where something selected
requires it. Proposals that require each other in a circle, and the members of a bundle, could
hold each other up; so a circle in which nothing stands needs a requirer from outside it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Set
from math import fsum

from cximpact.decision.links import components, reachable
from cximpact.decision.program import Row
from cximpact.decision.rules.rule import WORTHLESS, Rule
from cximpact.decision.words import listed, points
from cximpact.model.arrays import BoolArray, FloatArray
from cximpact.model.case import Case
from cximpact.model.scores import Scores
from cximpact.scoring.rounding import round9

Needs = Mapping[int, tuple[int, ...]]


def required_positions(case: Case) -> dict[int, tuple[int, ...]]:
    """Return what each proposal cannot be selected without, by position.

    That is what it requires, and its fellows in a bundle; names of nobody are told elsewhere.
    """
    places = {key: position for position, key in enumerate(case.proposals.ids)}
    found = {
        places[key]: {places[one] for one in others if one in places}
        for key, others in case.proposals.requires.items()
    }
    for members in _bundled(case):
        for place in members:
            found.setdefault(place, set()).update(members)
    return {place: tuple(sorted(others - {place})) for place, others in found.items()}


def required_by(case: Case, scores: Scores, selected: BoolArray) -> dict[str, tuple[str, ...]]:
    """Return the selected proposals that a selected one cannot do without, with who it is.

    Of a bundle only who has no value of its own is there for its fellows; the others are selected
    for what they are worth.
    """
    ids, chosen = case.proposals.ids, selected.tolist()
    places = {key: position for position, key in enumerate(ids)}
    found: dict[str, set[str]] = {}
    for key, others in case.proposals.requires.items():
        if chosen[places[key]]:
            for other in others:
                if other in places and other != key:
                    found.setdefault(other, set()).add(key)
    for members in _bundled(case):
        taken = {place for place in members if chosen[place]}
        for place in taken:
            if not round9(float(scores.value[place])) > 0:
                fellows = {ids[other] for other in taken - {place}}
                found.setdefault(ids[place], set()).update(fellows)
    return {key: tuple(sorted(found[key])) for key in sorted(found) if found[key]}


def _bundled(case: Case) -> list[set[int]]:
    """Return the positions of each bundle; bundles that share a member are one."""
    places = {key: position for position, key in enumerate(case.proposals.ids)}
    whole: dict[int, set[int]] = {}
    for bundle in case.rules.bundles:
        members = {places[key] for key in bundle.proposals if key in places}
        members = members.union(*(whole[place] for place in members if place in whole))
        whole |= dict.fromkeys(members, members)
    return list({min(members): members for members in whole.values() if members}.values())


def standing(case: Case, value: FloatArray, places: Iterable[int]) -> set[int]:
    """Return which of some proposals stand by themselves.

    Args:
        case: The case, with its bundles.
        value: V per proposal.
        places: Positions of the proposals.
    """
    worth = {place: float(value[place]) for place in places}
    for members in _bundled(case):
        whole = fsum(float(value[place]) for place in sorted(members))
        worth |= {place: whole for place in members if place in worth}
    return {place for place, each in worth.items() if round9(each) > 0}


def support_rows(needs: Needs, at: Mapping[int, int], held_up: Set[int]) -> Iterator[Row]:
    """Yield rows over columns that keep out what does not stand, unless something requires it.

    Args:
        needs: What each proposal cannot be selected without.
        at: Column of each position that has one.
        held_up: Positions that stand, or are forced in.
    """
    for circle in components(needs, sorted(at)):
        if not circle & held_up:
            outside = sorted(at[place] for place in _requirers(needs, circle) if place in at)
            for member in sorted(circle):
                yield Row((at[member], *outside), (1, *[-1] * len(outside)), most=0)


def _requirers(needs: Needs, circle: Set[int]) -> list[int]:
    """Return who outside a circle requires one of it."""
    return sorted(p for p, others in needs.items() if p not in circle and circle & set(others))


def worthless_bundles(case: Case, value: FloatArray, fixed: Set[int]) -> tuple[Rule, ...]:
    """Return for each bundle with a member of value, but none in all, that it is kept out.

    These rules follow from the others; they are there to tell why no selection is possible.

    Args:
        case: The case, with its bundles.
        value: V per proposal.
        fixed: Positions of proposals that are forced in.
    """
    if not case.rules.bundles:
        return ()
    needs = required_positions(case)
    everyone = range(len(case.proposals))
    alone = {place for place in everyone if round9(float(value[place])) > 0}
    stands = standing(case, value, everyone) | fixed
    bundled: set[int] = set().union(*_bundled(case))
    return tuple(
        _worthless(case, value, circle, _requirers(needs, circle))
        for circle in components(needs, sorted(bundled | reachable(needs, bundled)))
        if circle & alone and not circle & stands
    )


def _worthless(case: Case, value: FloatArray, circle: Set[int], outside: list[int]) -> Rule:
    first, ids = min(circle), case.proposals.ids
    row = Row((first, *outside), (1, *[-1] * len(outside)), most=0)
    whole = points(fsum(float(value[place]) for place in sorted(circle)))
    unless = " and nothing selected requires them" if outside else ""
    named = listed([ids[place] for place in sorted(circle)], most=8)
    words = f"{named}, which go together, are worth {whole} in all{unless}"
    return Rule(WORTHLESS, words, "raise their value, or break up the bundle", "rules.bundles", row)

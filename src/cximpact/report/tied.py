"""Exact ties: what is left out is worth as much as what is selected, so that anything decides."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from attrs import frozen

from cximpact.decision.actions import NOT_SELECTED
from cximpact.decision.obstacles import AS_MUCH
from cximpact.decision.words import listed
from cximpact.report.listed import Listed
from cximpact.report.named import Naming

__all__ = ["Tie", "ties"]

_BEGINS = re.compile(r"Worth doing \(value [^)]+\), but ")
_PARTS = re.compile(r", | and ")
_VERBS = (f" is {AS_MUCH}", f" are {AS_MUCH}")


@frozen
class Tie:
    """One that is left out though a set with it is worth as much as the selected one.

    Attributes:
        proposal: Its id.
        rivals: Ids of those that are selected in its place.
        tip: What made them be selected, as its reason tells it.
    """

    proposal: str
    rivals: tuple[str, ...]
    tip: str

    @property
    def moved(self) -> frozenset[str]:
        """Who changes sides where anything tips the balance."""
        return frozenset((self.proposal, *self.rivals))

    def line(self, name: Naming) -> str:
        """Return the tie in a sentence without a stop.

        Args:
            name: How a proposal is named.
        """
        others = listed([name(each) for each in self.rivals])
        tip = self.tip.removeprefix(" and ")
        why = f", which {tip}" if tip != self.tip else tip
        tie = f"{name(self.proposal)} is {AS_MUCH} as {others}{why}"
        return f"a tie: {tie}; the least change may decide it"


def ties(items: Iterable[Listed]) -> Iterator[Tie]:
    """Yield the ties that reasons tell of, one for each proposal that is left out.

    Args:
        items: All recommendations, or their lines.
    """
    given = list(items)
    known = {item.proposal for item in given}
    for item in given:
        if item.rule != NOT_SELECTED or (found := _tie(item)) is None:
            continue
        # An id may hold what ids are parted by, and long lists of them are cut.
        if known.issuperset(found.rivals):
            yield found


def _tie(item: Listed) -> Tie | None:
    reason = item.reason
    begun = _BEGINS.match(reason)
    if begun is None:
        return None
    clause = reason[begun.end() :].removesuffix(".").partition("; ")[0]
    for verb in _VERBS:
        who, sign, tip = clause.partition(verb)
        # With others that come in, too, or of whole sets, it is no tie of these alone.
        if sign and not tip.startswith((" as it with ", " as one with it")):
            return Tie(item.proposal, tuple(_PARTS.split(who)), tip)
    return None

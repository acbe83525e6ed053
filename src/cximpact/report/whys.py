"""The one short reason that stands beside a proposal in the ranked list.

The first of its reasons says what decided, with all its figures. Beside the list value, cost and
share of draws have columns of their own, so here the sentence goes without them, and without all
but the first thing that stands in its way. `explain` tells the whole.
"""

from __future__ import annotations

import re

from cximpact.decision.actions import NOT_SELECTED, SELECTED
from cximpact.decision.candidates import COMMITTED, GATE, MANDATORY
from cximpact.explain.gaps import MAY_HIDE
from cximpact.report.listed import Listed

__all__ = ["short_why"]

_SELECTED = re.compile(
    r"Selected(?:, in (?P<often>[^:,]+) of draws)?(?P<but>, but customers gain in [^:]+ only)?:"
    r" value [^ ]+(?P<price> at .+)?\."
)
_UNKNOWN = re.compile(r" and what is not known \((?P<columns>.+)\)$")
_APPROVED = re.compile(r" \(approved by [^()]*\)\.$")
_WORTH = re.compile(r"Worth doing \(value [^)]+\), but (?P<clause>.+)\.", re.DOTALL)
_GATE = re.compile(r"The (?P<gate>.+?) gate (?:fails|is undetermined): (?P<what>.+)", re.DOTALL)
_BUDGET = re.compile(r"budget (?P<budget>.+) has (?P<left>.+) left and it needs (?P<need>.+) of it")

_OURS = frozenset({"at", "beside", "budget", "capacity", "it", "others", "with"})
"""Words that a clause begins with where it does not begin with an id."""


def short_why(item: Listed, strength: str = "") -> str:
    """Return the strongest reason in one short sentence.

    What is not known in this form, as from an evaluation of another version, is told as it is.

    Args:
        item: A recommendation, or its line.
        strength: What it is worth most for, "" where that is not known.
    """
    whole, rule = item.reason, item.rule
    if rule == SELECTED:
        found = _SELECTED.fullmatch(whole)
        return _selected(item, found, strength) if found else whole
    if rule == COMMITTED:
        return "Committed already."
    if rule == MANDATORY:
        return _APPROVED.sub(".", whole)
    if rule == NOT_SELECTED:
        found = _WORTH.fullmatch(whole)
        return _left_out(found["clause"]) if found else whole
    if rule.startswith(GATE):
        found = _GATE.fullmatch(whole)
        if found is None or MAY_HIDE in found["what"]:
            return f"{found['what'][:1].upper()}{found['what'][1:]}" if found else whole
        return f"{found['gate'].capitalize()}: {found['what']}"
    return whole


def _selected(item: Listed, found: re.Match[str], strength: str) -> str:
    """Return what it is selected for, or what it lacks to be prioritized."""
    unknown = _UNKNOWN.search(found["price"] or "")
    more = f"; its cost is not wholly known ({unknown['columns']})" if unknown else ""
    most = f"ostly for {strength}" if strength else ""
    if found["but"]:
        return f"Selected{found['but']}{more}."
    if item.action == "approve" and found["often"]:
        return f"Selected in {found['often']} of draws only{most and '; m'}{most}{more}."
    return f"M{most}{more}." if most else f"Selected{more}."


def _left_out(clause: str) -> str:
    """Return the first thing that stands in its way, and whether there is more."""
    first, *more = clause.split("; ")
    end = f"; {len(more)} more in its way" if more else ""
    found = _BUDGET.fullmatch(first)
    if found is None:
        return f"{_begun(first)}{end}."
    return f"Budget {found['budget']} has {found['left']} left, it needs {found['need']}{end}."


def _begun(words: str) -> str:
    """Return words as a sentence begins; an id stays as it is written.

    Example:
        >>> _begun("capacity people has 2 left"), _begun("letters is selected")
        ('Capacity people has 2 left', 'letters is selected')
    """
    is_ours = words.split(" ", 1)[0] in _OURS
    return f"{words[:1].upper()}{words[1:]}" if is_ours else words

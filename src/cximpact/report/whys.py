"""The one short reason that stands beside a proposal in the ranked list.

The first of its reasons says what decided, with all its figures. Beside the list value, cost and
share of draws have columns of their own, so here the sentence goes without them, and without all
but the first thing that stands in its way, or the limits that do. `explain` tells the whole.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from cximpact.decision.actions import NOT_SELECTED, REQUIRED_BY, SELECTED
from cximpact.decision.candidates import COMMITTED, GATE, MANDATORY
from cximpact.decision.obstacles import AS_MUCH, FIXED_LEAVES
from cximpact.decision.ranking import SURE
from cximpact.decision.words import ended, listed, told_money
from cximpact.explain.deciding import UNAPPROVED
from cximpact.explain.gaps import MAY_HIDE
from cximpact.report.listed import Listed
from cximpact.report.words import cost_or_dash
from cximpact.scoring.rounding import round9

__all__ = ["short_why"]

_SELECTED = re.compile(
    r"Selected(?:, in (?P<often>[^:,]+) of draws)?(?P<but>, but [^:]+)?:"
    r" value [^ ]+(?P<price> at .+)?\."
)
_UNKNOWN = re.compile(r" and what is not known \((?P<columns>.+)\)$")
_APPROVED = re.compile(r" \(approved by [^()]*\)\.$")
_WORTH = re.compile(r"Worth doing \(value [^)]+\), but (?P<clause>.+)\.", re.DOTALL)
_GATE = re.compile(r"The (?P<gate>.+?) gate (?:fails|is undetermined): (?P<what>.+)", re.DOTALL)
_BUDGET = re.compile(
    r"budget (?P<budget>.+) has (?P<left>.+) (?P<kind>left|in all)"
    r" and (?P<others>with .+ )?it needs (?P<need>.+) of it"
)
_FIXED = re.compile(
    rf"{FIXED_LEAVES} (?P<left>.+) of budget (?P<budget>.+)"
    r" and (?P<others>with .+ )?it needs (?P<need>.+) of it"
)
_LEVEL = re.compile(rf".+ (?:is|are) {AS_MUCH}(?: .+)?", re.DOTALL)
_ANY = re.compile(r"[1-9]")
_MORE = re.compile(r"(?P<count>\d+) more in its way")
_AMOUNT = re.compile(r"(?P<currency>[A-Z]{3}) (?P<figure>-?[\d,.]+)")
_ENABLES = re.compile(r"It enables (?P<who>.+), which (?:is|are) [^:]+: together .+\.", re.DOTALL)
_RIVAL = " is selected, and "
"""In what shuts a proposal out whatever is spent."""
_ENDS = {
    "with it too little would": "a minimum share",
    "nothing selected makes up for its harm there": "harm to a stage",
}
"""How a clause ends on a rule that is known by its end, and what it is called."""
_WITHIN_BRACKETS = re.compile(r" \([^()]*\)")
_DEEPEST = 3
"""So many brackets stand inside each other in a title that is taken away whole."""
_WITH_FIGURES = 2
"""Of so many limits that are too small, the figures are told."""

_OURS = frozenset({"at", "beside", "budget", "capacity", "it", "others", "the", "what", "with"})
"""Words that a clause begins with where it does not begin with an id."""


def short_why(item: Listed, strength: str = "", losses: str = "") -> str:
    """Return the strongest reason in one short sentence.

    What is not known in this form, as from an evaluation of another version, is told as it is.

    Args:
        item: A recommendation, or its line.
        strength: What it is worth most for, "" where that is not known.
        losses: What it makes worse for customers; told of what is selected for its value, whose
            reason speaks of gains.
    """
    short = _whole_short(item, strength)
    if losses and item.rule in (SELECTED, REQUIRED_BY):
        return f"{short.removesuffix('.')}; worse for customers: {losses}."
    return short


def _whole_short(item: Listed, strength: str) -> str:
    whole = item.reason
    if whole.endswith(UNAPPROVED):
        short = _short(item.rule, f"{whole.removesuffix(UNAPPROVED)}.", item, strength)
        return f"{short.removesuffix('.')}; called mandatory, but not why and by whom."
    return _short(item.rule, whole, item, strength)


def _short(rule: str, whole: str, item: Listed, strength: str) -> str:
    if rule == SELECTED:
        found = _SELECTED.fullmatch(whole)
        return _selected(item, found, strength) if found else whole
    if rule == COMMITTED:
        return "Committed already."
    if rule == MANDATORY:
        return ended(_APPROVED.sub("", whole))
    if rule == REQUIRED_BY:
        return _required(item) or whole
    if rule == NOT_SELECTED:
        found = _WORTH.fullmatch(whole)
        return _left_out(found["clause"], _price(item)) if found else whole
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
        return ended(f"{_unsure(item, found['often'])}{most and '; m'}{most}{more}")
    return ended(f"M{most}{more}" if most else f"Selected{more}")


def _unsure(item: Listed, often: str) -> str:
    """Return that it is not sure enough; how sure it is stands beside it, as far as it does."""
    share = item.selection_share
    if share is not None and round9(share) < round9(SURE):
        return f"Under {SURE:.0%} sure"
    return f"Selected in {often} of draws only"


def _required(item: Listed) -> str:
    """Return for whom it is taken, where its share of draws alone would make it a priority."""
    share = item.selection_share
    found = _ENABLES.fullmatch(item.reason)
    if found is None or share is None or not round9(share) >= round9(SURE):
        return ""
    who = found["who"]
    for _ in range(_DEEPEST):  # titles, which stand in the list
        who = _WITHIN_BRACKETS.sub("", who)
    return f"Required by {who}: what another one needs is approved, however sure."


def _price(item: Listed) -> frozenset[str]:
    """Return how reasons may tell the cost that stands beside them; nothing where not all does."""
    if item.cost is None or item.cost_unknown:
        return frozenset()
    short = told_money(item.cost.currency, item.cost.amount)
    return frozenset((cost_or_dash(item.cost), *short))


def _left_out(clause: str, price: Collection[str] = ()) -> str:
    """Return what keeps it out: who is as good, who shuts it out, budgets, or the first there is.

    Money does not help against the first. Of what else is in its way, two limits are told, or one
    thing is named, and more are counted.

    Args:
        clause: All that is in its way.
        price: Its whole cost, as it stands in the list: what it needs is not told again.
    """
    clauses = clause.split("; ")
    if _LEVEL.fullmatch(clauses[0]):
        return ended(_begun(clauses[0]))
    counted = _MORE.fullmatch(clauses[-1])
    hidden = int(counted["count"]) if counted else 0
    clauses = clauses[:-1] if counted else clauses
    first = next((each for each in clauses if _RIVAL in each), clauses[0])
    budgets = [found for each in clauses if (found := _budget(each))]
    if len(budgets) > 1 and _RIVAL not in first:
        others = [each for each in clauses if not _budget(each)]
        return ended(f"{_too_small(budgets)}{_beyond(others, hidden)}")
    others = [each for each in clauses if each is not first]
    # What is left beside a rival is not what would be left in its place.
    end = _beyond(others, hidden, figures=_RIVAL not in first)
    return ended(f"{_first(first, price)}{end}")


def _budget(clause: str) -> re.Match[str] | None:
    """Return what a clause says of a budget that is too small; None for anything else."""
    return _BUDGET.fullmatch(clause) or _FIXED.fullmatch(clause)


def _first(first: str, price: Collection[str]) -> str:
    """Return what is in its way first, without what it needs where that is its price."""
    found = _FIXED.fullmatch(first)
    if found is not None and not found["others"] and found["need"] in price:
        return f"{_begun(FIXED_LEAVES)} only {found['left']} of budget {found['budget']}"
    found = _BUDGET.fullmatch(first)
    if found is None or found["kind"] != "left" or found["others"]:
        return _begun(first)
    if found["need"] in price:
        has = f"only {found['left']}" if _ANY.search(found["left"]) else "nothing"
        return f"Budget {found['budget']} has {has} left"
    return f"Budget {found['budget']} has {found['left']} left, it needs {found['need']}"


def _beyond(others: Sequence[str], hidden: int, *, figures: bool = True) -> str:
    """Return what else is in its way: limits with their figures, of the rest one thing or a count.

    Args:
        others: What else is known of.
        hidden: How much more there is.
        figures: Whether the figures of limits are told.
    """
    limits = [(each, _limit(each)) for each in others] if figures else []
    shown = [(each, told) for each, told in limits if told][:_WITH_FIGURES]
    rest = [each for each in others if each not in dict(shown)]
    count = len(rest) + hidden
    kind = _kind(rest[0]) if len(rest) == count == 1 else ""
    end = f"also: {kind}" if kind else f"{count} more in its way" if count else ""
    return "".join(f"; {each}" for each in filter(None, [*dict(shown).values(), end]))


def _limit(clause: str) -> str:
    """Return a capacity that is too small with its figures; "" for anything else.

    Example:
        >>> _limit("capacity people has 2 of 9 FTE left and it needs 3 FTE")
        'capacity people has 2 of 9 FTE left, it needs 3 FTE'
    """
    has, sign, need = clause.rpartition(" and it needs ")
    if not clause.startswith("capacity ") or _RIVAL in clause:
        return ""
    return f"{has}, it needs {need}" if sign else clause


def _kind(clause: str) -> str:
    """Return what is in its way in two or three words; "" where that is not known.

    Example:
        >>> _kind("capacity people has 2 of 9 FTE left and it needs 3 FTE")
        'capacity people'
        >>> _kind("p15 is selected, and they exclude each other")
        'p15 is selected'
    """
    if budget := _budget(clause):
        return f"budget {budget['budget']}"
    if clause.startswith("capacity "):
        return clause.partition(" has " if " has " in clause else " is ")[0]
    who, rival, _ = clause.partition(_RIVAL)
    if rival:
        return f"{who} is selected"
    ends = (told for end, told in _ENDS.items() if clause.endswith(end))
    return next(ends, "")


def _too_small(budgets: Sequence[re.Match[str]]) -> str:
    """Return all budgets that are too small; of two, with what they have and what it needs."""
    names = [each["budget"] for each in budgets]
    if len(budgets) > _WITH_FIGURES:
        return f"Budgets {listed(names, most=len(names))} are too small"
    amounts = " ".join(f"{each['left']} {each['need']}" for each in budgets)
    one = len({found["currency"] for found in _AMOUNT.finditer(amounts)}) == 1
    told = [f"{each['budget']} ({_figures(each, short=one)})" for each in budgets]
    return f"Budgets {listed(told)} are too small"


def _figures(found: re.Match[str], *, short: bool) -> str:
    """Return what a budget has and what is needed; short, without the currency all share."""
    left, need = found["left"], found["need"]
    if short:
        left, need = (_AMOUNT.sub(lambda each: each["figure"], text) for text in (left, need))
    kind = found.groupdict().get("kind", "left")
    has = f"left {left}" if kind == "left" else f"{left} {kind}"
    return f"{has}, {found['others'] or ''}needs {need}"


def _begun(words: str) -> str:
    """Return words as a sentence begins; an id stays as it is written.

    Example:
        >>> _begun("capacity people has 2 left"), _begun("letters is selected")
        ('Capacity people has 2 left', 'letters is selected')
    """
    is_ours = words.split(" ", 1)[0] in _OURS
    return f"{words[:1].upper()}{words[1:]}" if is_ours else words

"""What keeps a proposal of value from being selected: the rules that break if it is added.

The proposal is put beside what is selected, together with what it requires; every rule that then
no longer holds stands in its way.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from functools import cached_property, lru_cache

from attrs import evolve

from cximpact.decision.candidates import Candidates
from cximpact.decision.costs import BudgetCosts, Costs, to_decimal
from cximpact.decision.level import Level, rival
from cximpact.decision.links import reachable
from cximpact.decision.reduced import PICO, TIE
from cximpact.decision.rules import Rule
from cximpact.decision.rules.capacities import amount_of, parts_of_one
from cximpact.decision.rules.rule import AT_MOST_ONE, BUDGET, CAPACITY, EXCLUDES, LEVELS, MINIMUM
from cximpact.decision.selection import Choice
from cximpact.decision.support import required_positions
from cximpact.decision.words import listed, points, told_money
from cximpact.model.case import Case

_MOST = 2
"""Rules told in the first sentence, or more where more budgets are too small; and rivals."""
_MOST_SWAPPED = 3
"""Where more than so many change places in a tie, they are not named."""
_KEPT = 512
"""Answers kept for who asks again: all of a list that people read, few of a long one."""
_RIVALS = {
    EXCLUDES: "they exclude each other",
    AT_MOST_ONE: "{words} may be",
    LEVELS: "{words} may be",
}
AS_MUCH = "worth as much"
"""In a clause on who is selected and worth as much as what is left out."""
FIXED_LEAVES = "what is mandatory or committed leaves"
"""How a clause begins on a budget that cannot pay it whatever else is left out."""
OTHERS = "others bring more under the rules of selection"


class Obstacles:
    """Tells what stands in the way of one proposal after another."""

    def __init__(self, case: Case, costs: Costs, who: Candidates, choice: Choice) -> None:
        self._case = case
        self._costs = costs
        self._who = who
        self._choice = choice

        self._known = lru_cache(maxsize=_KEPT)(self._found)

    def __call__(self, position: int) -> tuple[str, ...]:
        """Return a clause that follows on "worth doing, but", then perhaps sentences."""
        return self._known(position)

    def _found(self, position: int) -> tuple[str, ...]:
        bundle = self._bundle(position)
        barred = [self._id(other) for other in bundle if other in self._who.barred]
        if barred:
            fellows = self._fellows(position)
            verb = "goes together with" if fellows.issuperset(barred) else "requires"
            return (f"it {verb} {listed(barred)}, which cannot be selected",)
        broken = self._broken(bundle)
        if not broken:
            return (self._too_little(bundle) or OTHERS,)
        broken, first = self._ordered(broken)
        found = [self._told(number, bundle) for number in broken]
        rest, best = len(found) - first, rival(self._choice, self._costs, bundle)
        level = [] if best.level is None else self._level(best.level, position)
        counted = [f"{rest} more in its way"] if rest > 0 else []
        told = "; ".join((*level, *found[:first], *counted))
        outbid = () if best.level is not None else self._outbid(broken, bundle, known=best.known)
        return (told, *self._more(found[first:]), *outbid)

    def _level(self, other: Level, position: int) -> list[str]:
        """Return who is worth as much, and what tips the balance; nothing where nobody leaves."""
        if not other.leaves:
            return []
        if max(len(other.leaves), len(other.enters)) > _MOST_SWAPPED:
            tip = self._tip(other.saving, "costs", "its ids are")
            return [f"the selected set is {AS_MUCH} as one with it{tip}"]
        beside = [self._id(each) for each in other.enters if each != position]
        as_it = f" as it with {listed(beside)}" if beside else ""
        who = listed([self._id(each) for each in other.leaves])
        if len(other.leaves) == 1:
            return [f"{who} is {AS_MUCH}{as_it}{self._tip(other.saving, 'costs', 'its id is')}"]
        return [f"{who} are {AS_MUCH}{as_it}{self._tip(other.saving, 'cost', 'their ids are')}"]

    def _tip(self, saving: int, costs: str, ids: str) -> str:
        """Return why of two sets that are worth as much the one was selected."""
        if saving > 0:
            (less,) = told_money(self._costs.currency, to_decimal(saving, self._costs.currency))
            return f" and {costs} {less} less"
        return "" if saving else f" at the same cost, and {ids} earlier"

    def _ordered(self, broken: Sequence[int]) -> tuple[list[int], int]:
        """Return the rules in the order in which they are told, and how many are told at first.

        What holds whatever is spent comes first: money does not help there. Which budgets are too
        small is told together, for raising one of them alone does not help.
        """
        kinds = {number: self._choice.rules[number].kind for number in broken}
        rivals = [number for number in broken if kinds[number] in _RIVALS]
        budgets = [number for number in broken if kinds[number] == BUDGET]
        capacities = [number for number in broken if kinds[number] == CAPACITY]
        shown = [*rivals[:_MOST], *budgets]
        first = max(_MOST, len(shown) if budgets else 0)
        ranked = dict.fromkeys([*shown, *capacities, *rivals, *broken])
        # Of one more, to say that there is one takes as long as to say which.
        return list(ranked), first + (len(ranked) == first + 1)

    def _fellows(self, position: int) -> set[str]:
        """Return who stands in a bundle with a proposal."""
        key = self._id(position)
        bundles = (set(each.proposals) for each in self._case.rules.bundles)
        return set().union(*(each for each in bundles if key in each)) - {key}

    def _too_little(self, bundle: Sequence[int]) -> str:
        """Return that it adds nothing: for what comes with it, or beside what is selected."""
        reduced = self._choice.reduced
        if reduced is None or not set(bundle) <= set(reduced.columns):
            return ""
        chosen = self._choice.selected.tolist()
        x = [int(chosen[place]) for place in reduced.columns]
        beside = [int(chosen[place] or place in bundle) for place in reduced.columns]
        gain = reduced.program.value(beside) - reduced.program.value(x)
        worth = dict(zip(reduced.columns, reduced.program.objective, strict=True))
        whole = sum(worth[place] for place in bundle)
        if bundle[1:] and whole <= TIE:
            named = listed([self._id(place) for place in bundle[1:]])
            return f"with {named}, without which it cannot go, it is worth {points(whole / PICO)}"
        return f"beside what is selected it adds {points(gain / PICO)}" if gain <= TIE else ""

    def _more(self, found: Sequence[str]) -> tuple[str, ...]:
        """Return clauses as sentences; an id at the beginning stays as it is written."""
        return tuple(
            f"{each}." if self._names_one(each) else f"{each[:1].upper()}{each[1:]}."
            for each in found
        )

    def _names_one(self, clause: str) -> bool:
        """Whether a clause begins with the id of a proposal, which may hold spaces and commas."""
        ends = (at for at, char in enumerate(clause) if char in " ,")
        return any(clause[:end] in self._ids for end in ends)

    @cached_property
    def _ids(self) -> frozenset[str]:
        return frozenset(self._case.proposals.ids)

    def _outbid(
        self, broken: Sequence[int], bundle: Sequence[int], *, known: bool
    ) -> tuple[str, ...]:
        """Return that others bring more for the budgets which could pay it beside what is fixed.

        Args:
            broken: Numbers of the rules that break if the bundle is added.
            bundle: The proposal and what comes with it.
            known: Whether it is known that they bring more, and not just as much.
        """
        budgets = self._budgets
        names = [
            budgets[number].budget.id
            for number in broken
            if number in budgets and self._needs(number, bundle) <= self._free(number)
        ]
        if not names:
            return ()
        word = "budget" if len(names) == 1 else "budgets"
        more = "more value" if known else "as much value or more"
        return (f"For {word} {listed(names)}, what is selected brings {more}.",)

    def _id(self, position: int) -> str:
        return self._case.proposals.ids[position]

    def _bundle(self, position: int) -> list[int]:
        """Return the proposal, and what it requires that is not selected."""
        needed = reachable(self._requires, [position])
        lacking = (other for other in needed if not self._choice.selected[other])
        return [position, *sorted(other for other in lacking if other != position)]

    @cached_property
    def _requires(self) -> Mapping[int, tuple[int, ...]]:
        return required_positions(self._case)

    @cached_property
    def _load(self) -> tuple[int, ...]:
        """Per rule, its sum over what is selected."""
        chosen = self._choice.selected.astype(int).tolist()
        return tuple(rule.row.activity(chosen) for rule in self._choice.rules)

    @cached_property
    def _naming(self) -> Mapping[int, Sequence[tuple[int, int]]]:
        """By position, the rules that name it and with which coefficient."""
        found: dict[int, list[tuple[int, int]]] = {}
        for number, rule in enumerate(self._choice.rules):
            for column, value in zip(rule.row.columns, rule.row.coefficients, strict=True):
                found.setdefault(column, []).append((number, value))
        return found

    @cached_property
    def _budgets(self) -> Mapping[int, BudgetCosts]:
        """By number of the rule, what it costs."""
        by_field = {f"budgets.{each.budget.id}": each for each in self._costs.budgets}
        kinds = ((n, rule) for n, rule in enumerate(self._choice.rules) if rule.kind == BUDGET)
        return {number: by_field[rule.field] for number, rule in kinds}

    @cached_property
    def _fixed(self) -> Mapping[int, int]:
        """By number of a budget's rule, what mandatory and committed proposals draw."""
        return {
            number: sum(each.cost.get(position, 0) for position in self._who.fixed)
            for number, each in self._budgets.items()
        }

    def _free(self, number: int) -> int:
        return self._budgets[number].limit - self._fixed[number]

    def _needs(self, number: int, bundle: Sequence[int]) -> int:
        return sum(self._budgets[number].cost.get(position, 0) for position in bundle)

    def _broken(self, bundle: Sequence[int]) -> list[int]:
        """Return the numbers of the rules that break if the bundle is added."""
        added: dict[int, int] = {}
        for position in bundle:
            for number, value in self._naming.get(position, ()):
                added[number] = added.get(number, 0) + value
        load = self._load
        return [
            number
            for number, more in sorted(added.items())
            if not _within(self._choice.rules[number], load[number] + more)
        ]

    def _told(self, number: int, bundle: Sequence[int]) -> str:
        rule = self._choice.rules[number]
        if rule.kind == BUDGET:
            return self._too_dear(number, bundle)
        if rule.kind in _RIVALS:
            named = [self._id(p) for p in rule.row.columns if self._choice.selected[p]]
            rivals = f"{listed(named)} is selected" if named else "it requires several"
            words = rule.words.removeprefix("pick ")
            return f"{rivals}, and {_RIVALS[rule.kind].format(words=words)}"
        if rule.kind == CAPACITY:
            return self._too_many(number, bundle)
        if rule.kind == MINIMUM:
            return f"{rule.words}, and with it too little would"
        return f"{rule.words}, and nothing selected makes up for its harm there"

    def _too_many(self, number: int, bundle: Sequence[int]) -> str:
        """Return how much of a capacity is left, and how much is needed of it."""
        rule = self._choice.rules[number]
        name = rule.field.removeprefix("rules.capacity.")
        capacity = next(each for each in self._case.rules.capacities if each.id == name)
        parts = parts_of_one(capacity)
        asked = sum(capacity.uses.get(self._id(place), Decimal(0)) for place in bundle)
        left = capacity.limit - Decimal(self._load[number]) / parts
        with_others = f"with {listed([self._id(p) for p in bundle[1:]])} " if bundle[1:] else ""
        needs = f"{with_others}it needs {amount_of(capacity, Decimal(asked))}"
        if asked > capacity.limit:
            return f"{rule.words} in all and {needs}"
        free = amount_of(evolve(capacity, unit=""), left)
        whole = amount_of(capacity, capacity.limit)
        return f"capacity {name} has {free} of {whole} left and {needs}"

    def _too_dear(self, number: int, bundle: Sequence[int]) -> str:
        """Return how much of a budget is left, and how much is needed of it."""
        budget, needs = self._budgets[number].budget, self._needs(number, bundle)
        outbid, fixed = needs <= self._free(number), self._fixed[number]
        left = self._budgets[number].limit - self._load[number] if outbid else self._free(number)
        currency = budget.limit.currency
        has, asked = told_money(currency, *(to_decimal(each, currency) for each in (left, needs)))
        with_others = f"with {listed([self._id(p) for p in bundle[1:]])} " if bundle[1:] else ""
        asks = f"{with_others}it needs {asked} of it"
        if fixed and not outbid:
            return f"{FIXED_LEAVES} {has} of budget {budget.id} and {asks}"
        return f"budget {budget.id} has {has} {'left' if outbid else 'in all'} and {asks}"


def _within(rule: Rule, load: int) -> bool:
    least, most = rule.row.least, rule.row.most
    return (least is None or load >= least) and (most is None or load <= most)

"""What the customer harm gate says: the worst harm first, then all of it, and what to do."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import numpy as np
from attrs import frozen

from cximpact.decision.answers_needed import as_answer
from cximpact.decision.cells import rows_of
from cximpact.decision.gates.answer import customer_columns
from cximpact.decision.gates.harm_found import Harm
from cximpact.decision.words import (
    ended,
    exact_points,
    journey_criteria,
    listed,
    name_of_criterion,
    name_of_touchpoint,
    points,
)
from cximpact.model.case import Case
from cximpact.model.evidence import Conditions
from cximpact.model.scorecard import HarmGate
from cximpact.model.scores import Scores
from cximpact.scoring.rounding import round9

MOMENT_OF_TRUTH = " at a moment of truth"
OPEN_HARM = "Whether customers are harmed is open without a score for"
UNCONFIRMED_REMEDY = "Have someone outside the unit confirm it."


@frozen
class Breach:
    """One limit of the harm gate that a proposal breaks.

    Attributes:
        what: What is beyond it, in words that begin small.
        figure: How it stands, in [-1, 1].
        limit: The worst that passes.
        where: What makes the limit a special one, "" for a usual one.
        setting: What the limit is called in the scorecard.
        verb: What the figure must do to pass.
        also: The same in other words, such as on the list's own scale; "" for none.
    """

    what: str
    figure: float
    limit: float
    setting: str
    where: str = ""
    verb: str = "shrink"
    also: str = ""

    @property
    def excess(self) -> float:
        """How far beyond the limit it is."""
        return float(round9(self.limit - self.figure))

    def told(self) -> str:
        """Return what is beyond which limit by how much."""
        figure, limit = points(self.figure, self.limit), exact_points(self.limit)
        return f"{self.what} is {figure} (limit {limit}{self.where})"

    def cure(self) -> str:
        """Return what the figure must come to."""
        figure, limit = points(self.figure, self.limit), exact_points(self.limit)
        also = f" ({self.also})" if self.also else ""
        return f"{_begun(self.what)} must {self.verb} from {figure} to {limit}{also}."


def setting_words(limits: HarmGate, settings: Iterable[str]) -> str:
    """Return the limits as the scorecard has them, and what the first is in points.

    Args:
        limits: The settings of the gate.
        settings: Which of them, by name.
    """
    figures = {each: float(getattr(limits, each)) for each in settings}
    told = ", ".join(f"{name}: {figure:.10g}" for name, figure in figures.items())
    first = next(iter(figures.values()))
    return (
        f"gates: {{customer_harm: {{{told}}}}}, where {first:.10g} is {exact_points(first)} of 100"
    )


def _begun(words: str) -> str:
    return f"{words[:1].upper()}{words[1:]}"


class HarmTold:
    """The harm that the gate found, in sentences."""

    def __init__(self, case: Case, conditions: Conditions, scores: Scores, harm: Harm) -> None:
        self._case = case
        self._conditions = conditions
        self._scores = scores
        self._harm = harm
        self._limits = case.scorecard.policy.gates.customer_harm

    def sentences(self, position: int) -> tuple[str, ...]:
        """Return the worst harm against its limit, all other harm, and what to do."""
        breaches = self.breaches(position)
        said = [*self._failure(position, breaches), *self._unknowns(position)]
        return (*(said or ["No harm to customers goes beyond the limits."]), *self._told(position))

    def cure(self, position: int) -> tuple[str, ...]:
        """Return for every broken limit the figure it must come to, and what is missing."""
        cures = (breach.cure() for breach in self.breaches(position))
        unknowns = self._unknowns(position)
        pairs = zip(unknowns[::2], unknowns[1::2], strict=True)
        return (*cures, *(f"{lack} {remedy}" for lack, remedy in pairs))

    def breaches(self, position: int) -> list[Breach]:
        """Return the limits that are broken, the one gone beyond furthest first."""
        found = (*self._at_touchpoints(position), *self._over_all(position))
        return sorted(found, key=lambda breach: -breach.excess)

    def _failure(self, position: int, breaches: list[Breach]) -> list[str]:
        if not breaches:
            return []
        more = len(breaches) - 1
        limits = "1 more limit is" if more == 1 else f"{more} more limits are"
        end = f", and {limits} broken" if more else ""
        said = [f"{_begun(breaches[0].told())}{end}."]
        if more:
            said.append(f"Beyond its limit too: {'; '.join(b.told() for b in breaches[1:])}.")
        limit = setting_words(self._limits, [breach.setting for breach in breaches])
        return [*said, self._way_out(position), f"The scorecard sets the limit: {limit}."]

    def _at_touchpoints(self, position: int) -> Iterator[Breach]:
        cells, harm = self._scores.cells, self._harm
        for row in rows_of(cells, position):
            if harm.too_harmful[row]:
                limit = float(harm.touchpoint_limit[cells.touchpoint[row]])
                special = limit == self._limits.moment_of_truth != self._limits.touchpoint
                where = MOMENT_OF_TRUTH if special else ""
                what = f"harm at {self._place(row)}"
                setting = "moment_of_truth" if special else "touchpoint"
                yield Breach(what, float(cells.harm_value[row]), limit, setting, where)
            if harm.too_sharp[row]:
                what = f"the worst change of condition at {self._place(row)}"
                where = ", however few it reaches"
                yield Breach(
                    what, float(cells.worst_change[row]), self._limits.change, "change", where
                )

    def _over_all(self, position: int) -> Iterator[Breach]:
        harm, criteria = self._harm, self._case.scorecard.criteria
        journeys = journey_criteria(self._case.scorecard)
        for column in np.flatnonzero(harm.beyond_journey[position]).tolist():
            of = f" of {name_of_criterion(journeys[column])}" if len(journeys) > 1 else ""
            total = float(harm.over_journey[position, column])
            what = f"harm over the whole journey{of}"
            yield Breach(what, total, self._limits.journey, "journey")
        for column in np.flatnonzero(harm.too_low[position]).tolist():
            what = f"the score of {name_of_criterion(criteria[column])}"
            score = float(self._scores.score[position, column])
            also = as_answer(self._case, self._scores, (position, column), self._is_within)
            yield Breach(what, score, self._limits.score, "score", verb="rise", also=also)

    def _is_within(self, score: float) -> bool:
        return bool(round9(score) >= round9(self._limits.score))

    def _place(self, row: int) -> str:
        cells = self._scores.cells
        touchpoint = self._conditions.touchpoints[int(cells.touchpoint[row])]
        name = name_of_touchpoint(self._case.scorecard.journey, touchpoint)
        journeys = journey_criteria(self._case.scorecard)
        if len(journeys) < 2:
            return name
        return f"{name} ({name_of_criterion(journeys[int(cells.criterion[row])])})"

    def _way_out(self, position: int) -> str:
        if self._harm.mitigated[position]:
            return "A mitigation is stated: bring evidence that it keeps the harm within the limit."
        way_out = (
            "Change the proposal so that customers are spared, or state a mitigation (in a column "
            "'mitigation')"
        )
        # A mitigation is a promise: it is looked at again, not waved through.
        softer = self._limits.mode == "block" and self._limits.action == "decline"
        return f"{way_out}{': it is then to be revised, not declined' if softer else ''}."

    def _unknowns(self, position: int) -> list[str]:
        """Return what leaves harm open, each time followed by what to do about it."""
        found = []
        columns = np.flatnonzero(self._harm.missing[position]).tolist()
        if columns:
            names = listed([name_of_criterion(self._case.scorecard.criteria[c]) for c in columns])
            found += [
                ended(f"{OPEN_HARM} {names}"),
                "Rate it, or state what it changes for customers.",
            ]
        if self._harm.unconfirmed[position]:
            unit = self._case.proposals.units[position]
            said = f'"No effects" was said by {unit}, whose own work reaches customers.'
            found += [said, UNCONFIRMED_REMEDY]
        return found

    def _told(self, position: int) -> list[str]:
        """Return the harm that must be listed whatever the outcome."""
        cells, scores = self._scores.cells, self._scores
        made_up, possible = [], []
        for row in rows_of(cells, position):
            harm = float(cells.harm_value[row])
            if round9(harm) < 0 and not self._harm.too_harmful[row]:
                made_up.append(f"{self._place(row)} ({points(harm)})")
            if cells.possible_harm[row]:
                possible.append(self._place(row))
        found = []
        if made_up:
            gains = float(scores.value[position]) > 0
            end = "which gains elsewhere make up for" if gains else "which stays within the limits"
            found.append(f"There is harm at {listed(made_up)}, {end}.")
        if possible:
            found.append(f"Harm is possible at {listed(possible)}: its range reaches below zero.")
        return found + self._low_scores(position)

    def _low_scores(self, position: int) -> list[str]:
        columns = customer_columns(self._case) & ~self._harm.too_low[position]
        listed_scores = []
        for column, criterion in enumerate(self._case.scorecard.criteria):
            score = float(self._scores.score[position, column])
            if columns[column] and criterion.kind != "journey" and round9(score) < 0:
                listed_scores.append(f"{name_of_criterion(criterion)} ({points(score)})")
        return [f"Scored worse than today: {listed(listed_scores)}."] if listed_scores else []

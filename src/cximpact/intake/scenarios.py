"""Scenarios of a workspace: what each of them changes, checked against the workspace itself."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cximpact.decision.scenarios import weighted
from cximpact.intake.files.problems import did_you_mean
from cximpact.intake.lists.cell_values import UnfitCellError
from cximpact.intake.lists.currency_marks import SEVERAL, sign_fits, without_currency
from cximpact.intake.lists.matching import cell_text
from cximpact.intake.lists.stated_money import stated_money
from cximpact.model.money import Money
from cximpact.model.proposal import Mandate
from cximpact.model.scenario import Scenario
from cximpact.scoring.weights import weight_problems

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from cximpact.intake.files.marks import KeyPath
    from cximpact.intake.lists.pool import Pool
    from cximpact.intake.reporter import Reporter
    from cximpact.model.portfolio import Budget
    from cximpact.model.scorecard import Scorecard

__all__ = ["build_scenarios"]


def build_scenarios(
    report: Reporter,
    entries: Mapping[str, Any],
    budgets: tuple[Budget, ...],
    scorecard: Scorecard | None,
    pool: Pool,
) -> tuple[Scenario, ...]:
    """Return the scenarios in the order they were written.

    Args:
        report: The workspace's document.
        entries: What stands under `scenarios:`; it fits the schema.
        budgets: The budgets; a scenario changes limits of these only.
        scorecard: The scorecard; None where it could not be built, and then weights stay
            unchecked.
        pool: The proposals.
    """
    reader = _Reader(report, {each.id: each for each in budgets}, scorecard, pool)
    return tuple(reader.read(name, said) for name, said in entries.items())


class _Reader:
    """Reads one scenario after the other."""

    def __init__(
        self,
        report: Reporter,
        budgets: Mapping[str, Budget],
        scorecard: Scorecard | None,
        pool: Pool,
    ) -> None:
        self._report = report
        self._budgets = budgets
        self._scorecard = scorecard
        self._pool = pool

    def read(self, name: str, said: Mapping[str, Any]) -> Scenario:
        path: KeyPath = ("scenarios", name)
        mandatory = self._mandatory((*path, "mandatory"), said.get("mandatory", {}))
        out = self._forced_out((*path, "forced_out"), said.get("forced_out", {}))
        released = self._released((*path, "released"), said.get("released", []))
        for key in sorted(mandatory.keys() & out.keys()):
            place = (*path, "forced_out", key)
            self._report.add(place, "mandatory and kept out at once", value=key)
        for key in sorted({*mandatory, *out} & {*released}):
            message = "released, and mandatory or kept out at once"
            self._report.add((*path, "released"), message, value=key)
        scenario = Scenario(
            name=name,
            title=str(said.get("title", "")),
            limits=self._limits((*path, "budgets"), said.get("budgets", {})),
            weights=self._weights((*path, "weights"), said.get("weights", {})),
            groups=self._groups((*path, "groups"), said.get("groups", {})),
            mandatory=mandatory,
            forced_out=out,
            released=released,
        )
        self._weigh(path, scenario)
        return scenario

    def _weigh(self, path: KeyPath, scenario: Scenario) -> None:
        """Note where the points that a scenario sets leave no weights, as all of them 0."""
        if self._scorecard is None or not (scenario.weights or scenario.groups):
            return
        stated = set(weight_problems(self._scorecard))
        for each in weight_problems(weighted(self._scorecard, scenario)):
            if each not in stated:  # told of the scorecard already
                part = "weights" if (each.field or "").startswith("criteria") else "groups"
                self._report.add((*path, part), each.message, hint=each.hint)

    def _limits(self, path: KeyPath, said: Mapping[str, Any]) -> dict[str, Money]:
        found = {}
        for key in sorted(said):
            if self._known((*path, key), key, self._budgets, "budget"):
                limit = self._limit((*path, key), said[key], self._budgets[key])
                if limit is not None:
                    found[key] = limit
        return found

    def _limit(self, path: KeyPath, said: Any, budget: Budget) -> Money | None:
        try:
            read = stated_money(self._report.document.written(path) or said)
        except UnfitCellError as unfit:
            self._report.add(
                path, unfit.message, value=said, expected=unfit.expected, hint=unfit.hint
            )
            return None
        if read is None or read[0] < 0:
            expected = "an amount that is not negative"
            self._report.add(path, "not a limit", value=said, expected=expected)
            return None
        named = read[1] or without_currency(str(said).strip())[2]
        if (
            named
            and named != budget.limit.currency
            and not (named in SEVERAL and sign_fits(named, budget.limit.currency))
        ):
            expected = budget.limit.currency
            self._report.add(
                path, "another currency than the budget's", value=named, expected=expected
            )
            return None
        return Money(read[0], budget.limit.currency)

    def _weights(self, path: KeyPath, said: Mapping[str, Any]) -> dict[str, float]:
        if self._scorecard is None:
            return {}
        known = [criterion.id for criterion in self._scorecard.criteria]
        return {
            key: float(said[key])
            for key in sorted(said)
            if self._known((*path, key), key, known, "criterion")
        }

    def _groups(self, path: KeyPath, said: Mapping[str, Any]) -> dict[str, float]:
        if self._scorecard is None:
            return {}
        known = sorted({criterion.group for criterion in self._scorecard.criteria})
        return {
            key: float(said[key])
            for key in sorted(said)
            if self._known((*path, key), key, known, "group of criteria")
        }

    def _mandatory(self, path: KeyPath, said: Mapping[str, Any]) -> dict[str, Mandate]:
        return {
            cell_text(key): Mandate(why["reason"], why["approved_by"])
            for key, why in sorted(said.items())
            if self._pool.check(self._report, (*path, key), key)
        }

    def _forced_out(self, path: KeyPath, said: Mapping[str, Any]) -> dict[str, str]:
        return {
            cell_text(key): str(why)
            for key, why in sorted(said.items())
            if self._pool.check(self._report, (*path, key), key)
        }

    def _released(self, path: KeyPath, said: Sequence[Any]) -> tuple[str, ...]:
        keys = {
            cell_text(key)
            for at, key in enumerate(said)
            if self._pool.check(self._report, (*path, at), cell_text(key))
        }
        return tuple(sorted(keys))

    def _known(self, path: KeyPath, key: str, known: Iterable[str], what: str) -> bool:
        names = list(known)
        if key in names:
            return True
        expected = ", ".join(names) or f"no {what} is there to change"
        hint = did_you_mean(key, names)
        self._report.add(
            path, f"no such {what}", value=key, expected=expected, hint=hint, at_key=True
        )
        return False

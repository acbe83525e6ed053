"""The part `weighting:` of a workspace: who said what about weights."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from attrs import evolve

from cximpact.exceptions import Problem
from cximpact.intake.files.marks import dotted
from cximpact.intake.weighting.forms import statements_of
from cximpact.intake.weighting.language import EXPECTED, UnclearError
from cximpact.intake.weighting.members import Members
from cximpact.model.weighting import Stakeholder, Weighting
from cximpact.scoring.weighting.spaces import contradictions
from cximpact.scoring.weighting.statement_check import statement_problems
from cximpact.scoring.weights import weight_problems

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from cximpact.intake.files.marks import KeyPath
    from cximpact.intake.reporter import Reporter
    from cximpact.model.scorecard import Scorecard
    from cximpact.model.weighting import Statement

__all__ = ["build_weighting"]

WEIGHTING = "weighting"


def build_weighting(
    report: Reporter, said: Mapping[str, Any], scorecard: Scorecard | None
) -> Weighting:
    """Return what was said about weights; statements that contradict each other are problems.

    Args:
        report: The workspace's document.
        said: What stands under `weighting:`; it fits the schema.
        scorecard: The scorecard; None where it could not be built: then nothing is said.
    """
    if scorecard is None or not said or weight_problems(scorecard):
        return Weighting()
    reader = _Reader(report, Members(scorecard))
    found = evolve(_amounts(said), stakeholders=reader.stakeholders(said))
    if reader.sound:
        reader.check(scorecard, found)
    return found


def _amounts(said: Mapping[str, Any]) -> Weighting:
    usual = Weighting()
    return Weighting(
        within=float(said.get("within", usual.within)),
        groups_within=float(said.get("groups_within", usual.groups_within)),
    )


class _Reader:
    """Reads one stakeholder after the other, and remembers where each statement stands."""

    def __init__(self, report: Reporter, members: Members) -> None:
        self._report = report
        self._members = members
        self._paths: dict[str, KeyPath] = {}
        self.sound = True

    def stakeholders(self, said: Mapping[str, Any]) -> tuple[Stakeholder, ...]:
        """Return all voices, sorted by name."""
        if "statements" in said and "stakeholders" in said:
            hint = "give the statements without a name a name of their own under 'stakeholders'"
            self._add(
                (WEIGHTING, "statements"),
                Problem("both a voice without a name, and others", hint=hint),
            )
        if "statements" in said:
            path: KeyPath = (WEIGHTING, "statements")
            return (Stakeholder("", 1.0, self._statements(path, said["statements"])),)
        voices = said.get("stakeholders", {})
        return tuple(self._voice(name, voices[name]) for name in sorted(voices))

    def _voice(self, name: str, said: Mapping[str, Any]) -> Stakeholder:
        path: KeyPath = (WEIGHTING, "stakeholders", name)
        self._paths[f"{dotted(path)}.share"] = (*path, "share")
        listed = self._statements((*path, "statements"), said.get("statements", []))
        return Stakeholder(name, float(said.get("share", 1.0)), listed)

    def _statements(self, path: KeyPath, listed: Sequence[Any]) -> tuple[Statement, ...]:
        return tuple(
            each for at, said in enumerate(listed) for each in self._one((*path, at), said)
        )

    def _one(self, path: KeyPath, said: Any) -> tuple[Statement, ...]:
        self._paths[dotted(path)] = path
        try:
            return statements_of(said, self._members, dotted(path))
        except UnclearError as unclear:
            expected = EXPECTED if isinstance(said, str) and unclear.hint is None else None
            found = unclear.value if unclear.value is not None else _shown(said)
            self._add(
                path, Problem(unclear.message, value=found, expected=expected, hint=unclear.hint)
            )
            return ()

    def check(self, scorecard: Scorecard, weighting: Weighting) -> None:
        """Note what is wrong with statements, each by itself and then with each other."""
        found: Iterable[Problem] = statement_problems(scorecard, weighting)
        for problem in found or contradictions(scorecard, weighting):
            first = (problem.field or "").split(", ")[0]
            self._add(self._paths.get(first, (WEIGHTING,)), problem)

    def _add(self, path: KeyPath, problem: Problem) -> None:
        self.sound = False
        self._report.problems.add(
            problem.message,
            file=self._report.document.name,
            line=self._report.document.line(path) or None,
            field=problem.field or dotted(path),
            value=problem.value,
            expected=problem.expected,
            hint=problem.hint,
        )


def _shown(said: Any) -> str | None:
    return said if isinstance(said, str) else None

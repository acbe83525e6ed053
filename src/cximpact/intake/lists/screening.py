"""Screening: first effects by category, where nobody has claimed any yet."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from attrs import frozen

from cximpact.exceptions import Problem
from cximpact.intake.files.problems import did_you_mean
from cximpact.intake.lists.cell_values import money_in
from cximpact.intake.lists.changes import change_said
from cximpact.intake.lists.effect_rows import journey_criteria, places
from cximpact.intake.lists.row_tests import build_tests, rows_matching
from cximpact.model.effect import Change, Effect
from cximpact.model.source import Lookup

if TYPE_CHECKING:
    from cximpact.intake.files.marks import KeyPath
    from cximpact.intake.lists.table_parts import TablePart
    from cximpact.model.scorecard import Scorecard

__all__ = ["screen"]


@frozen
class _Guess:
    """What one rule says of the proposals it matches."""

    target: str
    criterion: int
    change: Change


@frozen(eq=False)
class _Rule:
    """A screening rule: the positions it matches, what it guesses, and each one's reach."""

    positions: Sequence[int]
    guesses: tuple[_Guess, ...]
    reach: Mapping[int, float | None]


def screen(
    part: TablePart,
    rows: Sequence[int],
    entries: Sequence[Mapping[str, Any]],
    scorecard: Scorecard,
    notes: list[Problem],
) -> list[Effect]:
    """Return the effects that screening rules claim.

    All rules that match a proposal apply; per target and criterion the change whose likely value
    is largest in size counts, a harm before a gain of the same size.

    Args:
        part: The list.
        rows: The rows of the proposals, in the order of their ids.
        entries: What stands under `screening:`; it fits the schema.
        scorecard: Its journey and criteria.
        notes: Takes what does not stop the evaluation.
    """
    best: dict[tuple[int, str, int], Effect] = {}
    for at, said in enumerate(entries):
        rule = _rule(part, rows, ("screening", at), said, scorecard, notes)
        for effect in _claims(rule):
            key = (effect.proposal, effect.target, effect.criterion)
            if key not in best or _strength(effect) > _strength(best[key]):
                best[key] = effect
    return [best[key] for key in sorted(best)]


def _claims(rule: _Rule) -> list[Effect]:
    return [
        Effect(
            position,
            guess.target,
            guess.criterion,
            guess.change,
            rule.reach[position],
            screened=True,
        )
        for position in rule.positions
        for guess in rule.guesses
    ]


def _strength(effect: Effect) -> tuple[float, ...]:
    low, likely, high = effect.change.range
    reach = -1.0 if effect.reach is None else effect.reach
    return (abs(likely), -likely, reach, -low, -high)


def _rule(
    part: TablePart,
    rows: Sequence[int],
    path: KeyPath,
    said: Mapping[str, Any],
    scorecard: Scorecard,
    notes: list[Problem],
) -> _Rule:
    guesses = [
        _guess(part, (*path, "effects", at), each, scorecard)
        for at, each in enumerate(said["effects"])
    ]
    positions = _matching(part, rows, path, said.get("when", {}))
    reach = _reach(part, rows, positions, (*path, "reach"), said.get("reach"), notes)
    return _Rule(positions, tuple(each for each in guesses if each is not None), reach)


def _matching(
    part: TablePart, rows: Sequence[int], path: KeyPath, when: Mapping[str, Any]
) -> list[int]:
    tests = build_tests(when)
    known = [_there(part, test.column, (*path, "when", test.column)) for test in tests]
    if not all(known):
        return []
    position = {row: at for at, row in enumerate(rows)}
    return [position[row] for row in rows_matching(part.table, tests, rows, part.reading)]


def _there(part: TablePart, header: str, path: KeyPath) -> bool:
    if header in part.table.headers:
        part.used.add(header)
        return True
    hint = did_you_mean(header, part.table.headers)
    part.report.add(path, f"no such column in {part.table.name}", value=header, hint=hint)
    return False


def _guess(
    part: TablePart, path: KeyPath, said: Mapping[str, Any], scorecard: Scorecard
) -> _Guess | None:
    before = len(part.report.problems)
    target = _target(part, path, said, places(scorecard))
    criteria = journey_criteria(scorecard)
    named = said.get("criterion")
    if named is not None and named not in criteria:
        hint = did_you_mean(named, criteria)
        part.report.add((*path, "criterion"), "no such journey criterion", value=named, hint=hint)
    change = _change(part, path, said)
    if len(part.report.problems) > before or change is None:
        return None
    return _Guess(target, -1 if named is None else criteria[named], change)


def _target(part: TablePart, path: KeyPath, said: Mapping[str, Any], known: Sequence[str]) -> str:
    named = [key for key in ("touchpoint", "process") if key in said]
    if len(named) != 1:
        expected = "one touchpoint or process"
        part.report.add(path, "not clear what changes", expected=expected)
        return ""
    target = str(said[named[0]])
    if target not in known:
        message = "neither a touchpoint nor a process of the journey"
        part.report.add((*path, named[0]), message, value=target, hint=did_you_mean(target, known))
    return target


def _change(part: TablePart, path: KeyPath, said: Mapping[str, Any]) -> Change | None:
    named = [key for key in ("low", "likely", "high") if key in said]
    if ("change" in said) == bool(named) or len(named) not in (0, 3):
        expected = "change, or low, likely and high"
        part.report.add(path, "not clear how much changes", expected=expected)
        return None
    if "change" in said:
        one = change_said(said["change"])
        return Change((one, one, one), single=True)
    low, likely, high = (float(said[key]) for key in named)
    if not low <= likely <= high:
        found = f"{low:g}, {likely:g}, {high:g}"
        part.report.add(path, "not a range", value=found, expected="low ≤ likely ≤ high")
    return Change((low, likely, high), single=False)


def _reach(
    part: TablePart,
    rows: Sequence[int],
    positions: Sequence[int],
    path: KeyPath,
    said: Any,
    notes: list[Problem],
) -> dict[int, float | None]:
    """Return the reach of each proposal a rule matches; None where it is not stated."""
    if not isinstance(said, Mapping):
        return dict.fromkeys(positions, None if said is None else float(said))
    header, full = said["column"], float(said["full"])
    if not _there(part, header, (*path, "column")):
        return dict.fromkeys(positions)
    wanted = [rows[position] for position in positions]
    amounts = part.convert(Lookup(header), lambda cell: money_in(cell, part.reading), wanted, None)
    found: dict[int, float | None] = {}
    for position, row, read in zip(positions, wanted, amounts, strict=True):
        found[position] = None if read is None else min(1.0, max(0.0, float(read[0]) / full))
        if read is None or read[0] < 0:
            what = (
                "no amount: its reach counts as not stated"
                if read is None
                else ("a negative amount: its reach counts as 0")
            )
            note = Problem(what, **part.table.place(row, header))  # type: ignore[arg-type]
            notes.append(note)
    return found

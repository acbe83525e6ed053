"""Claimed effects: rows of the companion table."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from cximpact.intake.files.problems import did_you_mean
from cximpact.intake.lists.cell_values import share_in, text_in
from cximpact.intake.lists.changes import OPINION, basis_in, change_in
from cximpact.intake.lists.citations import read_sources
from cximpact.model.effect import Change, Effect

if TYPE_CHECKING:
    from cximpact.exceptions import Problem
    from cximpact.intake.files.cells import Cell
    from cximpact.intake.lists.pool import Rows
    from cximpact.intake.lists.table_parts import TablePart
    from cximpact.model.scorecard import Scorecard

__all__ = ["effect_columns", "effects_of_table", "journey_criteria", "places"]

_RANGE = ("low", "likely", "high")


def places(scorecard: Scorecard) -> tuple[str, ...]:
    """Return the ids of touchpoints and processes, sorted."""
    journey = scorecard.journey
    names = [point.id for point in journey.touchpoints]
    return tuple(sorted([*names, *(process.id for process in journey.processes)]))


def journey_criteria(scorecard: Scorecard) -> dict[str, int]:
    """Return the positions of the journey criteria by id."""
    return {
        each.id: position
        for position, each in enumerate(scorecard.criteria)
        if each.kind == "journey"
    }


def effects_of_table(
    part: TablePart, found: Rows, scorecard: Scorecard, notes: list[Problem]
) -> list[Effect]:
    """Return the effects of the companion table; mistakes are noted.

    Args:
        part: The table.
        found: Its rows that count.
        scorecard: Its journey and criteria.
        notes: Takes what does not stop the evaluation.
    """
    table = _Table(part, found.rows, scorecard, notes)
    effects = (table.effect(at, found.positions[at]) for at in range(len(found.rows)))
    return [effect for effect in effects if effect is not None]


class _Table:
    """The companion table, column by column."""

    def __init__(
        self, part: TablePart, rows: Sequence[int], scorecard: Scorecard, notes: list[Problem]
    ) -> None:
        self._part, self._rows = part, rows
        self._targets = self._read_targets(places(scorecard))
        self._criteria = self._read_criteria(journey_criteria(scorecard))
        self._changes = self._read_changes()
        self._reach = self._read("reach", lambda cell: share_in(cell, part.reading), None)
        self._basis = self._read("basis", basis_in, OPINION)
        self._cited = read_sources(part, rows, notes)

    def effect(self, at: int, proposal: int) -> Effect | None:
        """Return the effect of one row, or None where a mistake in it was noted."""
        target, criterion, change = self._targets[at], self._criteria[at], self._changes[at]
        if target is None or criterion is None or change is None:
            return None
        claimed, source = self._basis[at], self._cited[at]
        return Effect(
            proposal=proposal,
            target=target,
            criterion=criterion,
            change=change,
            reach=self._reach[at],
            basis=claimed if source is not None else OPINION,
            claimed_basis=claimed,
            source=source,
            row=self._rows[at],
        )

    def _read(self, name: str, reader: object, otherwise: object) -> list:  # type: ignore[type-arg]
        lookup = self._part.lookup(name)
        if lookup is None:
            return [otherwise] * len(self._rows)
        return self._part.convert(lookup, reader, self._rows, otherwise)  # type: ignore[arg-type]

    def _read_targets(self, known: Sequence[str]) -> list[str | None]:
        lookups = [self._part.lookup(name) for name in ("touchpoint", "process")]
        headers = [lookup.column for lookup in lookups if lookup is not None]
        if not headers:
            self._part.required("touchpoint")
            return [None] * len(self._rows)
        if not known:
            hint = "describe stages and touchpoints under 'journey' in the scorecard"
            message = "effects are claimed, and the scorecard has no journey"
            self._part.header_problem(message, field=None, hint=hint)
            return [None] * len(self._rows)
        columns = [
            self._part.convert(lookup, text_in, self._rows, "")
            for lookup in lookups
            if lookup is not None
        ]
        named = zip(self._rows, zip(*columns, strict=True), strict=True)
        return [self._target(row, headers, texts, known) for row, texts in named]

    def _target(
        self, row: int, headers: Sequence[str], texts: Sequence[str], known: Sequence[str]
    ) -> str | None:
        given = [(header, text) for header, text in zip(headers, texts, strict=True) if text]
        if len(given) != 1:
            message = "two targets are named" if given else "no touchpoint is named"
            self._part.problem(row, headers[0], message, expected="one touchpoint or process")
            return None
        header, text = given[0]
        if text not in known:
            message = "neither a touchpoint nor a process of the journey"
            self._part.problem(row, header, message, hint=did_you_mean(text, known))
            return None
        return text

    def _read_criteria(self, known: Mapping[str, int]) -> list[int | None]:
        lookup = self._part.lookup("criterion")
        if lookup is None:
            return [-1] * len(self._rows)
        found: list[int | None] = []
        names = self._part.convert(lookup, text_in, self._rows, "")
        for row, name in zip(self._rows, names, strict=True):
            if name and name not in known:
                hint = did_you_mean(name, known)
                message = "no such journey criterion"
                self._part.problem(row, lookup.column, message, hint=hint)
            found.append(known.get(name) if name else -1)
        return found

    def _read_changes(self) -> list[Change | None]:
        part = self._part
        lookups = [part.lookup(name) for name in ("change", *_RANGE)]
        if not any(lookups):
            part.required("change")
            return [None] * len(self._rows)
        readers = (lambda cell: change_in(cell, part.reading), *[self._in_range] * 3)
        unfit = object()  # told apart from blank, which None stands for
        columns = [
            [None] * len(self._rows)
            if lookup is None
            else part.convert(lookup, reader, self._rows, unfit)
            for lookup, reader in zip(lookups, readers, strict=True)
        ]
        header = next(lookup.column for lookup in lookups if lookup is not None)
        rows = zip(self._rows, zip(*columns, strict=True), strict=True)
        return [
            None if unfit in values else self._change(row, header, *values) for row, values in rows
        ]

    def _in_range(self, cell: Cell) -> float | None:
        return change_in(cell, self._part.reading)

    def _change(
        self,
        row: int,
        header: str,
        one: float | None,
        low: float | None,
        likely: float | None,
        high: float | None,
    ) -> Change | None:
        several = (low, likely, high)
        if one is not None and several == (None, None, None):
            return Change((one, one, one), single=True)
        if one is not None:
            self._part.problem(
                row, header, "both a change and a range are given", hint="keep one of them"
            )
        elif low is None or likely is None or high is None:
            message = (
                "no change is stated"
                if not any(map(_given, several))
                else ("low, likely and high belong together")
            )
            expected = "a change, or low, likely and high"
            self._part.problem(row, header, message, value=None, expected=expected)
        elif not low <= likely <= high:
            found = f"{low:g}, {likely:g}, {high:g}"
            self._part.problem(
                row, header, "not a range", value=found, expected="low ≤ likely ≤ high"
            )
        else:
            return Change((low, likely, high), single=False)
        return None


def _given(value: float | None) -> bool:
    return value is not None


def effect_columns(
    effects: Iterable[Effect], ids: Sequence[str], scorecard: Scorecard
) -> dict[str, Sequence[object]]:
    """Return effects as columns, for a fingerprint.

    Args:
        effects: The effects.
        ids: Ids of the proposals by position.
        scorecard: Names the criteria.
    """
    listed = list(effects)
    names = [each.id for each in scorecard.criteria]
    return {
        "proposal": [ids[each.proposal] for each in listed],
        "target": [each.target for each in listed],
        "criterion": [names[each.criterion] if each.criterion >= 0 else "" for each in listed],
        **{name: [each.change.range[at] for each in listed] for at, name in enumerate(_RANGE)},
        "single": [each.change.single for each in listed],
        "reach": [each.reach for each in listed],
        "basis": [each.claimed_basis for each in listed],
        "source": [None if each.source is None else each.source.name for each in listed],
        "date": [None if each.source is None else each.source.on for each in listed],
    }

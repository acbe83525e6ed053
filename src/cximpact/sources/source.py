"""One source of evidence, from its files or frame to its statistics."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
from attrs import frozen

from cximpact.exceptions import InputError, Problem
from cximpact.model.case import InputRecord
from cximpact.model.evidence import Statistics
from cximpact.model.proposal import SetAside
from cximpact.model.scorecard import Scorecard
from cximpact.model.source import EvidenceSpec
from cximpact.sources.database_errors import (
    is_too_large_to_reread,
    problem_of,
    refuse_what_is_no_input,
)
from cximpact.sources.engine import Engine, open_engine
from cximpact.sources.faults import find_faults
from cximpact.sources.files import SourceFile, source_files
from cximpact.sources.open_tables import open_tables
from cximpact.sources.plan import Plan, plan_columns
from cximpact.sources.query import Query
from cximpact.sources.quoting import literal
from cximpact.sources.results import (
    Tally,
    rows_set_aside,
    source_inputs,
    source_notes,
    tallies,
)
from cximpact.sources.rule_names import unknown_names
from cximpact.sources.running import group_rows
from cximpact.sources.short_counts import short_counts
from cximpact.sources.statistics import figure_conflicts, source_statistics
from cximpact.sources.texts import column_forms

__all__ = ["SourceResult", "Surroundings", "read_source"]


@frozen(eq=False)
class Surroundings:
    """What a source is read against.

    Attributes:
        scorecard: Journey, criteria and measures.
        as_of: The day of the decision.
        base: Folder that paths are relative to.
        frames: Frames by key.
    """

    scorecard: Scorecard
    as_of: date
    base: Path | None
    frames: Mapping[str, Any]


@frozen
class SourceResult:
    """What one source holds.

    Attributes:
        statistics: Sorted by measure, touchpoint and criterion.
        inputs: One record for each file or frame.
        set_aside: Rows that do not count, by file and reason.
        notes: What was mended, passed over or looks incomplete.
        not_used: Columns that nothing reads, by file.
    """

    statistics: tuple[Statistics, ...]
    inputs: tuple[InputRecord, ...]
    set_aside: tuple[SetAside, ...]
    notes: tuple[Problem, ...]
    not_used: tuple[tuple[str, str], ...]


def read_source(spec: EvidenceSpec, around: Surroundings) -> SourceResult:
    """Read one source.

    Raises:
        InputError: With all that is wrong with its mapping, or else with its tables, or else
            with their cells.
    """
    problems = list(unknown_names(spec, around.scorecard))
    if problems:
        raise InputError(problems)
    files = source_files(spec, around.base) if not spec.frame else ()
    try:
        return _read(spec, files, around, careful=False)
    except duckdb.Error as error:
        refuse_what_is_no_input(error)
        return _read_carefully(spec, files, around, error)


def _read_carefully(
    spec: EvidenceSpec, files: Sequence[SourceFile], around: Surroundings, first: duckdb.Error
) -> SourceResult:
    """Let the strict reader say what is wrong, or read what only DuckDB stumbled over."""
    told = InputError([problem_of(first, files, spec.frame)])
    if is_too_large_to_reread(files):
        raise told
    try:
        return _read(spec, files, around, careful=True)
    except duckdb.Error:
        raise told from None


def _read(
    spec: EvidenceSpec, files: Sequence[SourceFile], around: Surroundings, *, careful: bool
) -> SourceResult:
    paths = [file.path for file in files]
    with open_engine(paths) as engine:
        tables = open_tables(spec, files, around.frames, engine, careful=careful)
        _check_pattern(spec, engine)
        plan = plan_columns(spec, tables)
        forms = column_forms(spec, plan, tables)
        group_rows(Query(spec, plan, forms, around.scorecard, around.as_of), tables, engine)
        shown = [table.shown for table in tables]
        found = tallies(engine)
        has_figures = any(tally.has_figures for tally in found)
        conflicts = figure_conflicts(spec.name, shown, engine) if has_figures else []
        if conflicts or any(tally.is_fault for tally in found):
            faults = _faults(spec, plan, files, around, careful=careful)
            raise InputError([*faults, *conflicts])
        _refuse_valueless(spec, plan, found)
        has_counts = any(tally.has_counts for tally in found)
        short = short_counts(spec, shown, around.scorecard, engine) if has_counts else ()
        return SourceResult(
            tuple(source_statistics(spec.name, shown, plan, engine, has_figures=has_figures)),
            source_inputs(spec, shown, found),
            rows_set_aside(spec, shown, found),
            (*source_notes(spec, plan, shown, found), *short),
            plan.not_used,
        )


def _faults(
    spec: EvidenceSpec,
    plan: Plan,
    files: Sequence[SourceFile],
    around: Surroundings,
    *,
    careful: bool,
) -> list[Problem]:
    with open_engine([file.path for file in files], ordered=True) as engine:
        tables = open_tables(spec, files, around.frames, engine, careful=careful)
        forms = column_forms(spec, plan, tables)
        query = Query(spec, plan, forms, around.scorecard, around.as_of)
        judged = query.judged(query.numbered_rows(tables))
        return find_faults(judged, spec, plan, tables, around.scorecard, engine)


def _check_pattern(spec: EvidenceSpec, engine: Engine) -> None:
    if not spec.reading.dates:
        return
    try:
        engine.rows(f"SELECT try_strptime('', {literal(spec.reading.dates)})")
    except duckdb.Error:
        field = f"evidence.{spec.name}.read.dates"
        raise InputError(
            [
                Problem(
                    "not a pattern of dates",
                    line=spec.line,
                    field=field,
                    value=spec.reading.dates,
                    expected="a pattern like %d.%m.%Y",
                )
            ]
        ) from None


def _refuse_valueless(spec: EvidenceSpec, plan: Plan, found: Sequence[Tally]) -> None:
    """Rows without values are a gap; a table without a column of values is a mistake."""
    has_value = (
        spec.duration or spec.by or spec.unpivot or set(plan.fields) & {"value", "figure", "n"}
    ) or any(rule.value for rule in spec.rules)
    if not has_value and any(tally.lacks_value for tally in found):
        field = f"evidence.{spec.name}.columns.value"
        hint = "name the column that holds the answers or figures"
        raise InputError(
            [Problem("no column holds the value", line=spec.line, field=field, hint=hint)]
        )

"""One source of evidence, from its files or frame to its statistics."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
from attrs import frozen

from cximpact.exceptions import InputError, InternalError, Problem
from cximpact.intake.problems import did_you_mean
from cximpact.model.case import InputRecord
from cximpact.model.evidence import Statistics
from cximpact.model.proposal import SetAside
from cximpact.model.scorecard import Scorecard
from cximpact.model.source import EvidenceSpec, Lookup
from cximpact.sources.engine import Engine, open_engine
from cximpact.sources.faults import find_faults, known_names
from cximpact.sources.files import SourceFile, source_files
from cximpact.sources.groups import grouped_sql
from cximpact.sources.keys import collapsed_sql
from cximpact.sources.mapping import named_sql, ruled_sql
from cximpact.sources.open_tables import open_tables
from cximpact.sources.outcomes import REASONS, judged_sql
from cximpact.sources.plan import Plan, plan_columns
from cximpact.sources.quoting import literal
from cximpact.sources.statistics import figure_conflicts, source_statistics
from cximpact.sources.table import Form, Table
from cximpact.sources.texts import column_forms, folded_sql, rows_sql, texts_sql
from cximpact.sources.values import counted_sql, read_sql, valued_sql

__all__ = ["SourceResult", "Surroundings", "read_source"]

# A fold that leaves more than this share of rows costs more than it saves.
_WORTH_FOLDING = 0.5


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
        notes: What was mended or passed over.
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
    problems = list(_unknown_constants(spec, around.scorecard))
    if problems:
        raise InputError(problems)
    files = source_files(spec, around.base) if not spec.frame else ()
    try:
        return _read(spec, files, around, careful=False)
    except duckdb.Error as error:
        _refuse_our_own(error)
        return _read_carefully(spec, files, around, error)


def _refuse_our_own(error: Exception) -> None:
    """SQL that does not fit together is a mistake of ours, whatever the input."""
    ours = (duckdb.BinderException, duckdb.ParserException, duckdb.CatalogException)
    if isinstance(error, ours):
        raise InternalError(f"the query of a source is wrong: {error}") from error


def _read_carefully(
    spec: EvidenceSpec, files: Sequence[SourceFile], around: Surroundings, first: Exception
) -> SourceResult:
    """Let the strict reader say what is wrong, or read what only DuckDB stumbled over."""
    try:
        return _read(spec, files, around, careful=True)
    except duckdb.Error:
        reason = str(first).partition("\n")[0]
        shown = ", ".join(file.shown for file in files) or spec.frame
        raise InputError([Problem(f"the table cannot be read: {reason}", shown)]) from None


def _read(
    spec: EvidenceSpec, files: Sequence[SourceFile], around: Surroundings, *, careful: bool
) -> SourceResult:
    paths = [file.path for file in files]
    with open_engine(paths) as engine:
        tables = open_tables(spec, files, around.frames, engine, careful=careful)
        _check_pattern(spec, engine)
        plan = plan_columns(spec, tables)
        forms = column_forms(spec, plan, tables)
        rows = _rows(spec, plan, tables, forms, engine)
        judged = _judged(rows, spec, plan, forms, around)
        engine.connection.execute(f"CREATE TEMP TABLE grouped AS {grouped_sql(judged)}")
        shown = [table.shown for table in tables]
        conflicts = figure_conflicts(spec.name, shown, engine)
        if conflicts or _has_faults(engine):
            faults = _faults(spec, plan, files, around, careful=careful)
            raise InputError([*faults, *conflicts])
        _refuse_valueless(spec, plan, engine)
        return SourceResult(
            tuple(source_statistics(spec.name, shown, engine)),
            _inputs(spec, shown, engine),
            _set_aside(spec, shown, engine),
            _notes(spec, plan, shown, engine),
            plan.not_used,
        )


def _rows(
    spec: EvidenceSpec,
    plan: Plan,
    tables: Sequence[Table],
    forms: Sequence[Form],
    engine: Engine,
) -> str:
    """Return SQL of the rows with `mult`: folded into a table where that pays."""
    rows = rows_sql(spec, plan, tables, forms, numbered=False)
    sample = rows_sql(spec, plan, tables, forms, numbered=False, sample=True)
    [(left, read)] = engine.rows(f"SELECT count(*), sum(mult) FROM ({folded_sql(sample)})")
    if spec.key or left > _WORTH_FOLDING * (read or 1):
        return f"SELECT *, 0 AS row_no, 1 AS mult FROM ({rows})"
    engine.connection.execute(f"CREATE TEMP TABLE folded AS {folded_sql(rows)}")
    return "SELECT *, 0 AS row_no FROM folded"


def _judged(
    rows: str, spec: EvidenceSpec, plan: Plan, forms: Sequence[Form], around: Surroundings
) -> str:
    """Return SQL of all layers: every row with what it is, its outcome, and what it adds."""
    sql = texts_sql(rows, forms, spec)
    sql = ruled_sql(sql, spec, plan)
    sql = named_sql(sql, spec, plan)
    sql = read_sql(sql, spec, plan, forms)
    sql = valued_sql(sql, spec, plan, around.scorecard.measures, around.as_of)
    sql = judged_sql(sql, spec, plan, around.scorecard, around.as_of)
    sql = collapsed_sql(sql, spec, plan)
    return counted_sql(sql, spec)


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
        rows = rows_sql(spec, plan, tables, forms, numbered=True)
        judged = _judged(f"SELECT *, 1 AS mult FROM ({rows})", spec, plan, forms, around)
        return find_faults(judged, spec, plan, tables, around.scorecard, engine)


def _has_faults(engine: Engine) -> bool:
    return bool(engine.rows("SELECT 1 FROM grouped WHERE outcome LIKE '!%' LIMIT 1"))


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


def _refuse_valueless(spec: EvidenceSpec, plan: Plan, engine: Engine) -> None:
    """Rows without values are a gap; a table without a column of values is a mistake."""
    has_value = (
        spec.duration or spec.by or spec.unpivot or set(plan.fields) & {"value", "figure", "n"}
    ) or any(rule.value for rule in spec.rules)
    if not has_value and engine.rows("SELECT 1 FROM grouped WHERE lacks_value LIMIT 1"):
        field = f"evidence.{spec.name}.columns.value"
        hint = "name the column that holds the answers or figures"
        raise InputError(
            [Problem("no column holds the value", line=spec.line, field=field, hint=hint)]
        )


def _unknown_constants(spec: EvidenceSpec, scorecard: Scorecard) -> Sequence[Problem]:
    """Return a problem for every unknown name that a rule states for all of its rows."""
    found = []
    for number, rule in enumerate(spec.rules, 1):
        for part in ("touchpoint", "measure", "criterion"):
            lookup: Lookup = getattr(rule, part)
            known = known_names(part, scorecard)
            stated = [lookup.constant, *lookup.values.values()]
            for name in sorted({name for name in stated if name} - set(known)):
                hint = did_you_mean(name, known) or f"known are: {', '.join(known[:10]) or 'none'}"
                field = f"evidence.{spec.name}.map[{number}].{part}"
                found.append(
                    Problem(
                        f"unknown {_WORDS[part]}",
                        line=rule.line,
                        field=field,
                        value=name,
                        hint=hint,
                    )
                )
    return found


_WORDS = {"touchpoint": "touchpoint", "measure": "measure", "criterion": "journey criterion"}


def _inputs(spec: EvidenceSpec, shown: Sequence[str], engine: Engine) -> tuple[InputRecord, ...]:
    """Return the fingerprint of each file: of the rows that count, whatever their order."""
    parts = max(len(spec.unpivot), 1)
    found = {
        file: (int(rows), int(counted or 0), int(digest or 0))
        for file, rows, counted, digest in engine.rows(
            "SELECT file, sum(rows), sum(rows) FILTER (outcome = 'ok'), sum(print) "
            "FROM grouped GROUP BY file"
        )
    }
    records = []
    for at, name in enumerate(shown):
        rows, counted, digest = found.get(at, (0, 0, 0))
        text = f"{spec.kind}:{counted}:{digest}"
        sha256 = hashlib.sha256(text.encode()).hexdigest()
        records.append(InputRecord(name, sha256, rows // parts))
    return tuple(records)


def _set_aside(spec: EvidenceSpec, shown: Sequence[str], engine: Engine) -> tuple[SetAside, ...]:
    found = engine.rows(
        "SELECT file, outcome, sum(rows) FROM grouped WHERE outcome <> 'ok' GROUP BY ALL"
    )
    order = list(REASONS)
    return tuple(
        SetAside(f"evidence {spec.name}", REASONS[outcome], int(count), shown[file])
        for file, outcome, count in sorted(found, key=lambda row: (row[0], order.index(row[1])))
    )


def _notes(
    spec: EvidenceSpec, plan: Plan, shown: Sequence[str], engine: Engine
) -> tuple[Problem, ...]:
    notes = []
    for file, mended, unread in engine.rows(
        "SELECT file, sum(mended), sum(unread) FROM grouped GROUP BY file ORDER BY file"
    ):
        if mended:
            message = (
                f"{mended:,} values of '{spec.name}' written as percentages were divided by 100"
            )
            notes.append(Problem(message, shown[file]))
        if unread:
            message = (
                f"{unread:,} rows of '{spec.name}' count for a rate, once each; their values are "
                "not used"
            )
            hint = "name the column 'count' if it says how many cases a row stands for"
            notes.append(Problem(message, shown[file], field=plan.fields.get("value"), hint=hint))
    return tuple(notes)

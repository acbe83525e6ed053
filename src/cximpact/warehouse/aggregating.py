"""From a table in a warehouse to its statistics: the whole way."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from os import PathLike
from typing import TYPE_CHECKING, Any

from cximpact.exceptions import InputError, Problem, SourceError
from cximpact.warehouse.evidence import WarehouseEvidence

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cximpact.model.scorecard import Scorecard
    from cximpact.model.source import EvidenceSpec
    from cximpact.sources.plan import Plan
    from cximpact.sources.table import Form
    from cximpact.warehouse.cells import Cell

__all__ = ["aggregate"]

_INSTALL = "install it with: pip install 'cximpact[warehouse]'"


def aggregate(
    table: Any,
    block: Mapping[str, Any],
    *,
    scorecard: Scorecard | Mapping[str, Any] | str | PathLike[str],
    as_of: date | str,
    name: str = "warehouse",
) -> WarehouseEvidence:
    """Count and sum rows where they lie; nothing but counts, sums and names of cells is fetched.

    What comes back gives the same measurements as the rows themselves would from a file.

    Args:
        table: An Ibis table of any backend: a table of the warehouse, or an expression over it.
        block: What its rows mean, as under ``evidence:`` in a workspace, without ``path``. The
            keys ``columns``, ``map``, ``where``, ``missing``, ``channel``, ``offset`` and
            ``format`` (``number`` or ``percent``) are understood; others are refused.
        scorecard: A `Scorecard`, plain data, a path, or the name of a shipped one.
        as_of: The day of the decision: windows end on it, later rows are set aside.
        name: What the source is called in problems; the block's key.

    Returns:
        The sums, the number of rows that do not count, and the query.

    Raises:
        InputError: The block, a column or rows are wrong, or Ibis is not installed.
        SourceError: The warehouse did not answer.

    Example:
        ``aggregate(con.table("answers"), block, scorecard="scorecard.yaml", as_of="2026-03-01")``
    """
    engine = _engine_of(table)
    from cximpact.sources.rule_names import unknown_names
    from cximpact.warehouse.refusals import refused_verbs
    from cximpact.warehouse.stated import stated_block

    spec, card, day = stated_block(name, block, scorecard, as_of)
    _refuse([*refused_verbs(spec), *unknown_names(spec, card)])
    plan, forms = _planned(table, spec, card, engine)
    return _asked(table, spec, plan, forms, card, day, engine)


def _refuse(problems: Sequence[Problem]) -> None:
    if problems:
        raise InputError(problems)


def _engine_of(table: Any) -> str:
    """Return the name of a table's backend.

    Raises:
        InputError: Ibis is not installed, or this is none of its tables.
    """
    try:
        import ibis
    except ImportError:
        raise InputError([Problem("Ibis is not installed", hint=_INSTALL)]) from None
    if not isinstance(table, ibis.Table):
        kind = type(table).__name__
        expected = "an Ibis table, such as ibis.duckdb.connect(...).table('answers')"
        raise InputError([Problem("not a table of a warehouse", value=kind, expected=expected)])
    try:
        return str(table.get_backend().name)
    except ibis.common.exceptions.IbisError as error:
        raise InputError([Problem(f"the table belongs to no warehouse: {error}")]) from None


def _planned(
    table: Any, spec: EvidenceSpec, scorecard: Scorecard, engine: str
) -> tuple[Plan, tuple[Form, ...]]:
    """Return the columns that are read, and how the warehouse holds each."""
    from cximpact.sources.plan import plan_columns
    from cximpact.sources.table import Column, Table, row_places
    from cximpact.warehouse.cells import Cell
    from cximpact.warehouse.forms import form_of
    from cximpact.warehouse.refusals import refused_columns

    held = {header: form_of(kind) for header, kind in table.schema().items()}
    shown = f"evidence {spec.name}"
    columns = {header: Column("", form) for header, form in held.items()}
    plan = plan_columns(spec, [Table(shown, columns, "", row_places(shown))])
    cells: dict[str, Cell] = {
        header: Cell(table[header], held[header], engine) for header in plan.headers
    }
    _refuse(list(refused_columns(spec, plan, scorecard, cells)))
    return plan, tuple(held[header] for header in plan.headers)


def _asked(
    table: Any,
    spec: EvidenceSpec,
    plan: Plan,
    forms: tuple[Form, ...],
    scorecard: Scorecard,
    as_of: date,
    engine: str,
) -> WarehouseEvidence:
    import ibis

    from cximpact.warehouse.meaning import Meaning, read, understood
    from cximpact.warehouse.mistakes import mistaken, mistakes
    from cximpact.warehouse.results import frame_of, rows_set_aside, unread_notes
    from cximpact.warehouse.sums import summed
    from cximpact.warehouse.verdicts import judged

    meaning = Meaning(spec, plan, forms, engine)
    rows = understood(read(table, meaning), meaning)
    rows = judged(rows, plan, scorecard, as_of)
    query = summed(rows, scorecard.measures)
    lines = _fetched(query)
    if any(line["outcome"].startswith("!") for line in lines):
        raise InputError(mistakes(spec.name, _fetched(mistaken(rows)), plan, scorecard))
    _refuse_valueless(spec, plan, lines)
    return WarehouseEvidence(
        frame_of(lines),
        rows_set_aside(spec.name, lines),
        unread_notes(spec.name, plan.fields.get("value"), lines),
        str(ibis.to_sql(query)),
    )


def _fetched(query: Any) -> list[dict[str, Any]]:
    """Return the lines of a query.

    Raises:
        SourceError: The engine, or what lies between, did not answer.
    """
    try:
        found: list[dict[str, Any]] = query.to_pyarrow().to_pylist()
    except Exception as error:  # every driver has errors of its own
        said = str(error).strip().partition("\n")[0]
        message = f"the warehouse did not answer: {type(error).__name__}: {said}"
        raise SourceError(message) from error
    return found


def _refuse_valueless(spec: EvidenceSpec, plan: Plan, lines: Sequence[Mapping[str, Any]]) -> None:
    """Rows without values are a gap; a table without a column of values is a mistake."""
    has_value = "value" in plan.fields or any(rule.value for rule in spec.rules)
    if not has_value and any(line["outcome"] == "missing" for line in lines):
        hint = "name the column that holds the answers or figures"
        field = f"evidence.{spec.name}.columns.value"
        raise InputError([Problem("no column holds the value", field=field, hint=hint)])

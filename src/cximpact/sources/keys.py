"""Rows that repeat another: the same key is the same fact told twice, or a contradiction."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cximpact.sources.number_texts import DECIMAL
from cximpact.sources.plan import FIELDS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cximpact.model.source import EvidenceSpec
    from cximpact.sources.plan import Plan

__all__ = ["collapsed_sql", "fact_after_day", "fact_before_day", "fact_sql"]

_PARTS = (
    "measure", "touchpoint", "criterion", "channel", "day",
    "CASE WHEN textual THEN raw END", "value", "tally", "exposure", "error", "successes",
    "promoters", "detractors",
)  # fmt: skip
# Written to the last of their places that is not 0: a digest costs twice from 56 letters on.
_SHORTENED = ("value", "tally")
# Left out where they are not given, so that all other rows say what they always said.
_RARE = ("sum_of_values", "sum_of_squares", "rows_counted")


def fact_sql(kind: str) -> str:
    """Return SQL of all that a row says, in which no name, comment or place of a row occurs.

    Args:
        kind: Of the source.
    """
    return _joined(kind, _PARTS, _RARE)


def fact_before_day(kind: str) -> str:
    """Return SQL of what stands in a fact before the day: rows of many days share it."""
    return f"{_joined(kind, _PARTS[:_DAY])} || chr(31)"


def fact_after_day(kind: str) -> str:
    """Return SQL of what stands in a fact after the day: rows of many days share that, too."""
    return f"chr(31) || {_joined(kind, _PARTS[_DAY + 1 :], _RARE)}"


_DAY = _PARTS.index("day")


def _joined(kind: str, parts: Sequence[str], rare: Sequence[str] = ()) -> str:
    # What rows of a kind never hold is not even asked for: a plan takes time with its length.
    never = {*FIELDS["measurements"]} - {*FIELDS[kind]}
    texts = ["''" if part in never else f"coalesce({_text(part)}, '')" for part in parts]
    given = [f"'{part} ' || CAST({part} AS VARCHAR)" for part in rare if part not in never]
    return f"concat_ws(chr(31), {', '.join([*texts, *given])})"


def _text(part: str) -> str:
    if part in _SHORTENED:  # of twelve places each, so that no two numbers become one text
        return f"rtrim(CAST(CAST({part} AS {DECIMAL}) AS VARCHAR), '0')"
    return f"CAST({part} AS VARCHAR)"


def collapsed_sql(source: str, spec: EvidenceSpec, plan: Plan) -> str:
    """Return SQL of rows of which each key counts once; unequal rows of a key are a mistake.

    Only rows that count are compared: a period without a value contradicts nothing.
    """
    if not spec.key:
        return source
    keys = ", ".join(["part", *map(plan.text, spec.key)])
    counted = f"outcome = 'ok' OR NULL, {keys}"
    ranked = (
        # A mended row first: which of equal rows is kept must not hang on their order.
        f"SELECT *, row_number() OVER (PARTITION BY {counted} "
        f"ORDER BY fact, mended DESC, {'refs, ' if plan.has_references else ''}file) AS turn, "
        f"min(fact) OVER (PARTITION BY {counted}) <> max(fact) OVER (PARTITION BY {counted}) "
        f"AS differs FROM (SELECT *, {fact_sql(spec.kind)} AS fact FROM ({source}))"
    )
    return (
        "SELECT * EXCLUDE (fact, turn, differs) REPLACE (CASE WHEN outcome <> 'ok' THEN outcome "
        "WHEN differs THEN '!conflict' WHEN turn > 1 THEN 'repeat' ELSE 'ok' END AS outcome) "
        f"FROM ({ranked})"
    )

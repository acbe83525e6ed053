"""SurveyMonkey CSV: two rows of headings, the question above and its part or choice below.

A question that fills one column is known by its heading; one of several columns by
``heading [part]``, or as a whole where each choice has a column of its own.
"""

from __future__ import annotations

from collections.abc import Mapping

from cximpact_survey.layouts.headings import numbered, take
from cximpact_survey.tables import Column, Sheet, Table

__all__ = ["read_surveymonkey"]

_ROLES = {"date": "End Date", "id": "Respondent ID"}
_PATTERNS = ("%m/%d/%Y %I:%M:%S %p", "%m/%d/%Y %H:%M:%S", "%m/%d/%Y %I:%M %p", "%m/%d/%Y")


def read_surveymonkey(rows: Sheet, roles: Mapping[str, str], _keep_unfinished: bool) -> Table:
    """Return a SurveyMonkey export of all responses, condensed or expanded."""
    above, below = take(rows, 2)
    columns = _columns(_carried(numbered(above)), below)
    return Table(columns, rows, roles={**_ROLES, **roles}, patterns=_PATTERNS)


def _carried(above: list[str]) -> list[str]:
    """Return the question of every column: it stands above the first of its columns only."""
    result: list[str] = []
    for heading in above:
        result.append(heading or (result[-1] if result else ""))
    return result


def _columns(questions: list[str], parts: list[str]) -> tuple[Column, ...]:
    widths = {question: questions.count(question) for question in set(questions)}
    columns = []
    for at, (question, part) in enumerate(zip(questions, parts, strict=True)):
        named = f"{question} [{part}]" if part else question
        alone = widths[question] == 1
        names = (question, named) if alone and part else (question if alone else named,)
        columns.append(Column(at, names, question="" if alone else question))
    return tuple(columns)

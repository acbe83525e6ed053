"""Responses become long rows: one for each answer, without whoever gave it.

Only columns that the settings name are read; a personal field is read only if it stands under
`keep`. What is not counted is counted, and said in a note.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Any

from attrs import frozen

from cximpact.plugins import QueryError
from cximpact_survey.answers import DONT_KNOW, read_answer
from cximpact_survey.faults import shown
from cximpact_survey.guarding import Guard, Ids
from cximpact_survey.moments import Days
from cximpact_survey.personal import looks_personal, scrubbed
from cximpact_survey.questions import Comment, Question, Touchpoint, plain
from cximpact_survey.tables import Column, Table
from cximpact_survey.tally import Tally

__all__ = ["Plan", "Rows", "observations"]

Row = dict[str, Any]
Rows = list[Row]

_BATCH = 5_000
_LONGEST_LIST = 60
_MOST_KNOWN = 10_000
_OWN = ("date", "value", "question", "measure", "touchpoint", "survey", "channel", "ref")


@frozen
class Plan:
    """What is wanted of a file.

    Attributes:
        survey: What the survey is called.
        questions: Those that are evidence.
        comments: Those answered in words.
        keep: Further columns.
        dates: How days are written, instead of the usual ways of the format.
        day: The day of all rows, where the file has none.
        time_zone: In which days are counted; "" for the file's own.
    """

    survey: str
    questions: tuple[Question, ...]
    comments: tuple[Comment, ...]
    keep: tuple[str, ...] = ()
    dates: tuple[str, ...] = ()
    day: str = ""
    time_zone: str = ""

    @property
    def asked(self) -> str:
        """What is read, for the query that stands beside every score: questions, or how many."""
        named = [*(each.name for each in self.questions), *(each.name for each in self.comments)]
        listed = ", ".join(dict.fromkeys(named))
        return listed if len(listed) <= _LONGEST_LIST else f"{len(set(named))} questions"


def observations(table: Table, plan: Plan, tally: Tally) -> Iterator[Rows]:
    """Yield the rows of a file in batches.

    Args:
        table: The file.
        plan: What is wanted.
        tally: Takes what was not counted; its `tell` says whether the rows can be used.

    Raises:
        QueryError: The settings name what the file does not have, or a personal field.
        Unreadable: The file is not what its layout says.
    """
    reader = _Reader(table, plan, tally)
    batch: Rows = []
    for number, cells in table.rows:
        if not any(cells) or not reader.counts(cells):
            continue
        batch += reader.read(number, cells)
        if len(batch) >= _BATCH:
            yield batch
            batch = []
    if batch:
        yield batch


class _Reader:
    """Reads responses one by one."""

    def __init__(self, table: Table, plan: Plan, tally: Tally) -> None:
        self._table, self._plan, self._tally = table, plan, tally
        guarded = Guard(table, plan.keep)
        self._asked = [
            (question, guarded.answers(question.name, spread=question.spread))
            for question in plan.questions
        ]
        self._told = [(comment, guarded.answers(comment.name)) for comment in plan.comments]
        points = [
            *(each.touchpoint for each in plan.questions),
            *(each.touchpoint for each in plan.comments),
        ]
        self._places = {
            each.column: guarded.column(each.column).at for each in points if each.column
        }
        self._kept = {name: guarded.kept(name).at for name in _kept_names(plan)}
        self._personal = [column.at for column in table.columns if column.personal]
        self._date, self._days = _dates(table, plan)
        self._ids = Ids(table.role("id"))
        self._known: dict[tuple[str, str], dict[str, int | Decimal | str | None]] = {}

    def counts(self, cells: Sequence[str]) -> bool:
        """Return whether a response counts; the tally learns why not."""
        self._tally.responses += 1
        reason = self._table.set_aside(cells) or self._ids.again(cells)
        if reason:
            self._tally.set_aside[reason] += 1
        return not reason

    def read(self, number: int, cells: Sequence[str]) -> Rows:
        """Return a row for each answer of a response."""
        common = {"date": self._day(number, cells)}
        rows = [
            row
            for question, answers in self._asked
            if (row := self._answer(number, cells, question, answers(cells))) is not None
        ]
        rows += [
            row
            for comment, answers in self._told
            if (row := self._comment(cells, comment, answers(cells))) is not None
        ]
        kept = {name: cells[at].strip() or None for name, at in self._kept.items()}
        return [{**common, **row, **kept} for row in rows]

    def _answer(
        self, number: int, cells: Sequence[str], question: Question, told: tuple[str, ...]
    ) -> Row | None:
        if len(told) != 1:
            counts = self._tally.contradictory if told else self._tally.unanswered
            counts[question.name] += 1
            return None
        value = self._value(question, told[0])
        if value is None:
            self._tally.faults.add(number, question.name, told[0], question.scale)
            return None
        if value == DONT_KNOW:
            self._tally.dont_know[question.name] += 1
            value = None
        return self._row(cells, question.name, question.touchpoint, value, question.measure)

    def _value(self, question: Question, text: str) -> int | Decimal | str | None:
        """Read an answer once: there are few different ones."""
        known = self._known.setdefault((question.name, question.measure), {})
        if text not in known:
            if len(known) >= _MOST_KNOWN:
                known.clear()
            known[text] = read_answer(text, question)
        return known[text]

    def _comment(self, cells: Sequence[str], comment: Comment, told: tuple[str, ...]) -> Row | None:
        if not told:
            return None
        text = scrubbed(told[0], (cells[at] for at in self._personal))
        self._tally.hidden += text != told[0]
        row = self._row(cells, comment.name, comment.touchpoint, None, None)
        return {**row, "comment": text}

    def _row(
        self,
        cells: Sequence[str],
        name: str,
        touchpoint: Touchpoint,
        value: object,
        measure: str | None,
    ) -> Row:
        row = {
            "value": value,
            "question": name,
            "measure": measure,
            "touchpoint": self._place(cells, touchpoint),
            "survey": self._plan.survey,
            "channel": "survey",
            "ref": f"{self._plan.survey} {name}",
        }
        return {**row, "comment": None} if self._told else row

    def _place(self, cells: Sequence[str], touchpoint: Touchpoint) -> str | None:
        if not touchpoint.column:
            return touchpoint.always or None
        said = cells[self._places[touchpoint.column]].strip()
        if not touchpoint.values:
            if looks_personal(said):
                raise QueryError(
                    f"column {shown(touchpoint.column)!r} holds addresses or numbers of people;"
                    " it cannot tell the touchpoint"
                )
            return said or None
        found = touchpoint.values.get(plain(said))
        if found is None:
            self._tally.places[said] += 1
        return found

    def _day(self, number: int, cells: Sequence[str]) -> str | None:
        if self._date is None:
            return self._plan.day
        text = cells[self._date.at].strip()
        try:
            return self._days.day(text)
        except ValueError:
            expected = "a day such as 2026-01-31, or as said under dates"
            self._tally.faults.add(number, self._date.names[0], text, expected)
            return None


def _kept_names(plan: Plan) -> tuple[str, ...]:
    for name in plan.keep:
        # Tables downstream tell columns apart in any case.
        if name.casefold() in (*_OWN, "comment"):
            raise QueryError(f"a column {name!r} cannot be kept: rows have their own of that name")
    return plan.keep


def _dates(table: Table, plan: Plan) -> tuple[Column | None, Days]:
    """Return the column of dates and how it is read."""
    if plan.day:
        return None, Days()
    column = table.role("date")
    if column is None:
        named = table.roles.get("date", "date")
        raise QueryError(
            f"there is no column {shown(named)!r} to take the day from: name it under"
            " 'columns: {date: …}', or give all rows one 'day'"
        )
    patterns = plan.dates or table.patterns
    return column, Days(
        patterns, written=column.zone, counted=plan.time_zone, blank=table.blank_dates
    )

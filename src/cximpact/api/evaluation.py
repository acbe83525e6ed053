"""The evaluation: ranked recommendations with everything behind them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING, Any

from attrs import field, frozen

from cximpact.api.workspace import path_of
from cximpact.exceptions import InputError, Problem
from cximpact.intake.files.problems import did_you_mean
from cximpact.model.evaluation import Recommendation, SetAsideResult, Summary
from cximpact.report.described import Described
from cximpact.report.judging import answers_to_keep
from cximpact.report.summary import summarize

if TYPE_CHECKING:
    import pandas as pd

    from cximpact.intake.spec import WorkspaceSpec
    from cximpact.model.decision import BudgetUse, CapacityUse
    from cximpact.model.evidence import Condition
    from cximpact.pipeline import Result
    from cximpact.report.columns import Rows


@frozen(eq=False, repr=False)
class Evaluation:
    """The whole result of an evaluation.

    Attributes:
        summary: Everything around the recommendations.
        recommendations: Best first; each holds its reasons, scores, gates and evidence.
    """

    summary: Summary
    recommendations: Sequence[Recommendation]
    _spec: WorkspaceSpec | None = None
    _answers: str = ""
    _result: Result | None = None
    _places: dict[str, int] = field(factory=dict, init=False)

    @classmethod
    def of(cls, result: Result, spec: WorkspaceSpec) -> Evaluation:
        """Return the evaluation of a result that was just computed."""
        answers = answers_to_keep(result)
        made = cls(summarize(result), Described(result), spec, answers, result)
        ids = result.case.proposals.ids
        made._places.update((ids[at], place) for place, at in enumerate(result.decision.order))
        return made

    def __repr__(self) -> str:
        return f"<Evaluation {self.id[:12]} of {self.as_of}: {len(self)} recommendations>"

    def __len__(self) -> int:
        return len(self.recommendations)

    def __iter__(self) -> Iterator[Recommendation]:
        return iter(self.recommendations)

    def __getitem__(self, proposal: str) -> Recommendation:
        """Return the recommendation for one proposal.

        Raises:
            KeyError: When it was not ranked; the message says whether it was set aside.
        """
        if not self._places:
            self._places.update(
                (item.proposal, place) for place, item in enumerate(self.recommendations)
            )
        if proposal not in self._places:
            raise KeyError(self._absent(proposal))
        return self.recommendations[self._places[proposal]]

    def _absent(self, proposal: str) -> str:
        item = self._aside(proposal)
        if item is not None:
            return f"{proposal} was set aside: {item.reason}"
        hint = did_you_mean(str(proposal), self._places)
        return f"no proposal {proposal!r}" + (f"; {hint}" if hint else "")

    def _aside(self, proposal: str) -> SetAsideResult | None:
        """Return what a proposal was set aside with; None where it was not."""
        found = (item for item in self.set_aside if item.what == "proposals")
        return next((item for item in found if proposal in item.rows), None)

    @property
    def id(self) -> str:
        """SHA-256 of the canonical inputs, policy and versions."""
        return self.summary.id

    @property
    def as_of(self) -> date:
        """The day of the decision."""
        return self.summary.as_of

    @property
    def touchpoints(self) -> tuple[Condition, ...]:
        """How good each touchpoint is today, for each journey criterion."""
        return self.summary.touchpoints

    @property
    def budgets(self) -> tuple[BudgetUse, ...]:
        """How each budget stands after selection."""
        return self.summary.budgets

    @property
    def capacities(self) -> tuple[CapacityUse, ...]:
        """How each capacity, such as people, stands after selection."""
        return self.summary.capacities

    @property
    def set_aside(self) -> tuple[SetAsideResult, ...]:
        """What was read and does not count, with the reason."""
        return self.summary.set_aside

    @property
    def not_used(self) -> dict[str, tuple[str, ...]]:
        """Columns that nothing reads: file to headers."""
        return dict(self.summary.not_used)

    @property
    def problems(self) -> tuple[str, ...]:
        """What is doubtful about the input but did not stop the evaluation."""
        return self.summary.problems

    def to_frame(self, table: str = "recommendations") -> pd.DataFrame:
        """Return the result as a data frame.

        Args:
            table: ``recommendations`` (indexed by proposal, in rank order) or one of the long
                tables ``criteria``, ``touchpoints``, ``impacts``, ``gates``, ``evidence``,
                ``set_aside``; on how sure it is: ``ranks``, ``acceptability``, ``pairs``,
                ``cores``, ``portfolios``; on what it depends on: ``weights``, ``sensitivity``,
                ``tornado``, ``binding``, ``frontier``, ``information``; ``scenarios``.

        Raises:
            InputError: When there is no such table.
        """
        from cximpact.report.frames import to_frame

        return to_frame(self.table(table), table)

    def table(self, name: str = "recommendations") -> dict[str, list[Any]]:
        """Return one of the tables of `to_frame` as plain columns, without pandas."""
        from cximpact.report.columns import table_of

        rows = self._rows(name)
        return table_of(rows.columns, rows.rows)

    def _rows(self, name: str) -> Rows:
        from cximpact.report.tables import ROWS

        if name not in ROWS:
            hint, known = did_you_mean(str(name), ROWS), ", ".join(ROWS)
            raise InputError(
                [Problem("there is no such table", value=str(name), expected=known, hint=hint)]
            )
        return ROWS[name](self.summary, self.recommendations)

    def explain(self, proposal: str) -> str:
        """Return the whole explanation of one recommendation as text.

        Of a proposal that was set aside, the text says why there is no recommendation.

        Raises:
            KeyError: When there is no such proposal.
        """
        from cximpact.report.explanation import explanation, not_evaluated

        aside = self._aside(proposal)
        if aside is not None:
            return not_evaluated(proposal, aside)
        return explanation(self[proposal], self.summary)

    def to_json(self) -> str:
        """Return the evaluation as JSON text; `read_evaluation` reads it back."""
        from cximpact.report.json_text import json_chunks

        return "".join(json_chunks(self.summary, self.recommendations))

    def write_json(self, path: str | PathLike[str]) -> Path:
        """Write the text of `to_json` to a file, one recommendation at a time in memory.

        Args:
            path: The file; one that is there is replaced once all is written.

        Returns:
            The file.
        """
        from cximpact.report.json_text import json_chunks
        from cximpact.writing.whole_files import write_whole

        write_whole(Path(path), json_chunks(self.summary, self.recommendations))
        return Path(path)

    def write_csv(self, path: str | PathLike[str], table: str = "recommendations") -> Path:
        """Write one of the tables of `to_frame` as CSV, a few rows at a time in memory.

        Text that a spreadsheet would take for a formula gets an apostrophe in front.

        Args:
            path: The file; one that is there is replaced once all is written.
            table: Its name, see `to_frame`.

        Returns:
            The file.

        Raises:
            InputError: When there is no such table.
        """
        from cximpact.report.csv_text import csv_chunks
        from cximpact.writing.whole_files import write_whole

        write_whole(Path(path), csv_chunks(self._rows(table)))
        return Path(path)

    def save(self, folder: str | PathLike[str]) -> Path:
        """Write the evaluation and its inputs into a folder, so that it can be replayed.

        The folder then holds ``evaluation.json``, ``recommendations.csv`` and ``inputs/``, a
        workspace that gives the same evaluation again.

        Args:
            folder: A new or empty folder.

        Returns:
            The folder.

        Raises:
            InputError: When the folder holds something already.
        """
        from cximpact.report.saving import save

        return save(self.summary, self.recommendations, Path(folder), self._spec, self._answers)


def read_evaluation(path: str | PathLike[str]) -> Evaluation:
    """Read an evaluation that was saved.

    Args:
        path: An ``evaluation.json``, or the folder that holds one.

    Raises:
        InputError: When the file is not an evaluation.
    """
    from cximpact.report.reading import read_document_of_evaluation

    summary, recommendations = read_document_of_evaluation(path_of(path))
    return Evaluation(summary, recommendations)

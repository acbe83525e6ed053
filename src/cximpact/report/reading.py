"""Reading a saved evaluation, checked against its schema."""

from __future__ import annotations

from pathlib import Path

from cximpact.exceptions import InputError, Problem
from cximpact.intake.documents import read_document
from cximpact.intake.problems import ProblemList
from cximpact.intake.reporter import Reporter
from cximpact.intake.validation import check_document
from cximpact.model.evaluation import FORMAT, Recommendation, Summary
from cximpact.report.json_text import from_document


def read_document_of_evaluation(path: Path) -> tuple[Summary, tuple[Recommendation, ...]]:
    """Return the records of a saved evaluation.

    Args:
        path: The file, or the folder that holds ``evaluation.json``.

    Raises:
        InputError: When it is missing, of another format, or does not follow the schema.
    """
    file = path / "evaluation.json" if path.is_dir() else path
    document = read_document(file)
    data = document.data if isinstance(document.data, dict) else {}
    if data.get("format") != FORMAT:
        found = data.get("format")
        raise InputError(
            [
                Problem(
                    "not an evaluation of this format",
                    file=document.name,
                    field="format",
                    value=None if found is None else str(found),
                    expected=FORMAT,
                )
            ]
        )
    problems = ProblemList()
    check_document(Reporter(document, problems), "evaluation")
    problems.raise_if_any()
    return from_document(data)

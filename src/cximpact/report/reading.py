"""Reading a saved evaluation, checked against its schema."""

from __future__ import annotations

from pathlib import Path

from cattrs import BaseValidationError, transform_error

from cximpact.exceptions import InputError, Problem
from cximpact.intake.files.documents import Document
from cximpact.intake.files.json_reader import parse_json
from cximpact.intake.files.problems import ProblemList
from cximpact.intake.files.text_files import MIB, decode_text, read_bytes, refuse_unusable
from cximpact.intake.validation import validate
from cximpact.model.evaluation import FORMAT, Recommendation, Summary
from cximpact.report.json_text import from_document

# Results are larger than what people write by hand: ten thousand recommendations must fit.
_LARGEST = 1024 * MIB
_MOST_NODES = 50_000_000


def read_document_of_evaluation(path: Path) -> tuple[Summary, tuple[Recommendation, ...]]:
    """Return the records of a saved evaluation.

    Args:
        path: The file, or the folder that holds ``evaluation.json``.

    Raises:
        InputError: When it is missing, of another format, or does not follow the schema.
    """
    refuse_unusable(path)
    file = path / "evaluation.json" if path.is_dir() else path
    text = decode_text(read_bytes(file, most=_LARGEST), name=file.name)
    document = Document(file.name, *parse_json(text, name=file.name, most_nodes=_MOST_NODES))
    data = document.data if isinstance(document.data, dict) else {}
    if data.get("format") != FORMAT:
        raise InputError([_other_format(file.name, data.get("format"))])
    problems = ProblemList()
    validate(document, "evaluation", problems)
    problems.raise_if_any()
    try:
        return from_document(data)
    except BaseValidationError as error:
        # Of the right form, and still not what it seems: such as the 30th of February.
        raise InputError([_misfit(file.name, each) for each in transform_error(error)]) from None


def _misfit(name: str, told: str) -> Problem:
    message, _, place = told.partition(" @ ")
    hint = "evaluate again: this was not written by cximpact"
    return Problem(message, file=name, field=place.removeprefix("$.") or None, hint=hint)


def _other_format(name: str, found: object) -> Problem:
    return Problem(
        "not an evaluation of this format",
        file=name,
        field="format",
        value=None if found is None else str(found),
        expected=FORMAT,
    )

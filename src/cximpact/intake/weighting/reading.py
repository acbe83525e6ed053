"""Statements about weights by themselves: a scorecard is enough to check them against."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from attrs import evolve, frozen

from cximpact.exceptions import InputError, Problem
from cximpact.intake.files.documents import Data, Document, parse_document, read_document
from cximpact.intake.files.marks import Mark
from cximpact.intake.files.problems import ProblemList
from cximpact.intake.files.text_files import MIB, decode_text, read_bytes
from cximpact.intake.reporter import Reporter
from cximpact.intake.scorecards.scorecards import build_scorecard, find_scorecard
from cximpact.intake.validation import validate
from cximpact.intake.weighting.forms import FORMS
from cximpact.intake.weighting.weighting import WEIGHTING, build_weighting
from cximpact.model.scorecard import Scorecard
from cximpact.model.weighting import Weighting

if TYPE_CHECKING:
    from cximpact.intake.spec import WorkspaceSpec

__all__ = [
    "NOTHING_SAID",
    "Said",
    "check_said",
    "read_said",
    "said_in",
    "said_of_entry",
    "scorecard_for",
]

_DOCUMENTS = (".yaml", ".yml", ".json")
_LARGEST = MIB
_TYPED = "typed"


@frozen(eq=False)
class Said:
    """Statements about weights as they stand in a document.

    Attributes:
        document: A document with nothing but the part `weighting`.
    """

    document: Document

    @property
    def data(self) -> dict[str, Any]:
        """The part, as plain data."""
        whole = self.document.data if isinstance(self.document.data, dict) else {}
        part = whole.get(WEIGHTING)
        return part if isinstance(part, dict) else {}


NOTHING_SAID = Said(Document(_TYPED, {}))


def scorecard_for(spec: WorkspaceSpec | None, reference: str | None) -> Scorecard:
    """Return the scorecard of a workspace, or the one named instead.

    Args:
        spec: The workspace; None where only a scorecard is named.
        reference: A shipped name or a path, from the working directory.

    Raises:
        InputError: There is none, or something is wrong with it.
    """
    base = None
    if reference is None:
        stated = None if spec is None else spec.data.get("scorecard")
        if spec is None or not isinstance(stated, str):
            expected = "a path, or a shipped name: customer, balanced or journey"
            name = None if spec is None else spec.name
            problem = Problem("no scorecard is named", name, field="scorecard", expected=expected)
            raise InputError([problem])
        reference, base = stated, spec.base
    problems = ProblemList()
    document = find_scorecard(reference, base)
    found = build_scorecard(document, problems, None if spec is None else spec.offers)
    problems.raise_if_any()
    if found is None:
        raise InputError([Problem("not a usable scorecard", document.name)])
    return found


def said_in(spec: WorkspaceSpec) -> Said:
    """Return what a workspace says about weights."""
    return Said(_weighting_alone(spec.document))


def read_said(path: Path) -> Said:
    """Return what a file says about weights.

    Args:
        path: A .yaml or .json file with what stands under `weighting:` (with or without that
            key) or with a list of statements; or any text, one statement per line, in which
            empty lines and those that start with # are left out.

    Raises:
        InputError: It cannot be read.
    """
    if path.suffix.lower() in _DOCUMENTS:
        document = read_document(path)
        whole = document.data
        if isinstance(whole, list):
            return Said(_moved(document, {WEIGHTING: {"statements": whole}}, "statements"))
        if isinstance(whole, dict) and WEIGHTING in whole:
            return Said(_weighting_alone(document))
        return Said(_moved(document, {WEIGHTING: whole}))
    text = decode_text(read_bytes(path, name=path.name, most=_LARGEST), name=path.name)
    return Said(_of_lines(path.name, text))


def said_of_entry(line: str) -> Data:
    """Return a line as an entry of a list of statements: text, or the mapping it writes.

    Raises:
        InputError: It is a mapping, but not a sound one.

    Example:
        >>> said_of_entry("points: {ease: 30, calm: 20}")
        {'points': {'ease': 30, 'calm': 20}}
    """
    head, colon, _ = line.partition(":")
    if line.startswith("{") or (colon and head.strip() in FORMS):
        return parse_document(line, suffix=".yaml", name=_TYPED).data
    return line


def check_said(said: Said, scorecard: Scorecard) -> Weighting:
    """Return what was said, checked against a scorecard.

    Raises:
        InputError: With all problems, contradictions among them.
    """
    problems = ProblemList()
    report = Reporter(said.document, problems)
    validate(said.document, "workspace", problems)
    problems.raise_if_any()
    found = build_weighting(report, said.data, scorecard)
    problems.raise_if_any()
    return found


def _weighting_alone(document: Document) -> Document:
    """Return a document with nothing but its part `weighting`."""
    whole = document.data if isinstance(document.data, dict) else {}
    kept: dict[str, Data] = {key: whole[key] for key in (WEIGHTING,) if key in whole}
    return Document(document.name, kept, document._mark)


def _moved(document: Document, data: Data, *below: str) -> Document:
    """Return a document whose content stands deeper than it did; its lines stay."""
    mark = document._mark
    for key in (*reversed(below), WEIGHTING):
        mark = Mark(mark.line, inside={key: mark})
    return Document(document.name, data, mark)


def _of_lines(name: str, text: str) -> Document:
    numbered = [(at, line.strip()) for at, line in enumerate(text.splitlines(), 1)]
    kept = [(at, line) for at, line in numbered if line and not line.startswith("#")]
    inside: dict[str | int, Mark] = {place: Mark(at) for place, (at, _) in enumerate(kept)}
    lines: list[Data] = []
    problems: list[Problem] = []
    for at, line in kept:
        try:
            lines.append(said_of_entry(line))
        except InputError as error:
            problems += [evolve(each, file=name, line=at) for each in error.problems]
    if problems:
        raise InputError(problems)
    listed = Mark(1, inside={"statements": Mark(1, inside=inside)})
    return Document(name, {WEIGHTING: {"statements": lines}}, Mark(1, inside={WEIGHTING: listed}))

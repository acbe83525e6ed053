"""A scorecard document becomes a `Scorecard`, and one is found by name or path."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any

from attrs import evolve

from cximpact.exceptions import InputError, Problem
from cximpact.intake.files.documents import Document, parse_document, read_document
from cximpact.intake.files.problems import ProblemList, did_you_mean
from cximpact.intake.files.text_files import NO_NETWORK, is_address
from cximpact.intake.reporter import Reporter
from cximpact.intake.scorecards.criteria import build_criteria
from cximpact.intake.scorecards.journeys import build_journey
from cximpact.intake.scorecards.measures import build_measures
from cximpact.intake.scorecards.plugin_gates import PLUGIN_GATES, check_plugin_gates
from cximpact.intake.scorecards.policies import build_policy
from cximpact.intake.scorecards.templates import filled_in
from cximpact.intake.validation import validate
from cximpact.model.journey import Journey
from cximpact.model.scorecard import Criterion, Scorecard
from cximpact.scoring.weights import weight_problems

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from cximpact.intake.offers import Offers

__all__ = ["build_scorecard", "find_scorecard", "load_scorecard", "shipped_scorecards"]

_SHIPPED = "cximpact.scorecards"
_ENDINGS = (".yaml", ".yml", ".json")


def shipped_scorecards() -> tuple[str, ...]:
    """Return the names of the scorecards that come with cximpact.

    Example:
        >>> "customer" in shipped_scorecards()
        True
    """
    found = (each.name for each in files(_SHIPPED).iterdir() if each.name.endswith(".yaml"))
    return tuple(sorted(name.removesuffix(".yaml") for name in found))


def load_scorecard(reference: str, base: Path | None, problems: ProblemList) -> Scorecard | None:
    """Return the scorecard of a shipped name or a path.

    Args:
        reference: A shipped name such as ``customer``, or a path ending in .yaml, .yml or .json.
        base: The folder that relative paths start from; the working directory without one.
        problems: Takes what is wrong with it.

    Returns:
        The scorecard, or None if something is wrong with it.
    """
    try:
        document = find_scorecard(reference, base)
    except InputError as error:
        problems.extend(error.problems)
        return None
    return build_scorecard(document, problems)


def find_scorecard(reference: str, base: Path | None) -> Document:
    """Return the document of a shipped name or a path.

    Raises:
        InputError: There is none, or it cannot be read.
    """
    shipped = shipped_scorecards()
    if reference in shipped:
        text = files(_SHIPPED).joinpath(f"{reference}.yaml").read_text("utf-8")
        return parse_document(text, suffix=".yaml", name=f"{reference}.yaml")
    if is_address(reference):
        problem = Problem(
            "this is an address, not a file", field="scorecard", value=reference, hint=NO_NETWORK
        )
        raise InputError([problem])
    if not reference.lower().endswith(_ENDINGS):
        problems = ProblemList()
        problems.add(
            "no such scorecard",
            file=None,
            field="scorecard",
            value=reference,
            expected=f"a path ending in .yaml or .json, or one of {', '.join(shipped)}",
            hint=did_you_mean(reference, shipped),
        )
        raise InputError(problems.problems())
    return read_document((base or Path()) / reference, name=reference)


def build_scorecard(
    document: Document, problems: ProblemList, offers: Callable[[], Offers] | None = None
) -> Scorecard | None:
    """Return the scorecard of a document.

    Args:
        document: What was read.
        problems: Takes everything that is wrong with it, each with its line.
        offers: Opens what plugins offer; called only where it names a template or a gate.

    Returns:
        The scorecard, or None if something is wrong with it.

    Example:
        >>> from cximpact.intake.files.documents import parse_document
        >>> text = "criteria: {ease: {weight: 1}}"
        >>> document = parse_document(text, suffix=".yaml", name="mine.yaml")
        >>> build_scorecard(document, ProblemList()).id
        'mine'
    """
    before = len(problems)
    document = filled_in(document, problems, offers)
    report = Reporter(document, problems)
    broken = validate(document, "scorecard", problems)
    if not isinstance(document.data, dict):
        return None
    sound = {key: value for key, value in document.data.items() if key not in broken}
    journey = _journey(report, sound, broken)
    gates: Any = sound.get(PLUGIN_GATES, {})
    check_plugin_gates(report, gates, offers)
    measures = build_measures(report, sound.get("measures", {}), journey)  # type: ignore[arg-type]
    criteria = build_criteria(report, sound.get("criteria", {}), journey)  # type: ignore[arg-type]
    made = _assemble(document, sound, criteria, journey or Journey())
    if not {"criteria", "groups"} & broken:
        _check_weights(report, made)
    return None if len(problems) > before else evolve(made, measures=measures)


def _journey(report: Reporter, sound: Mapping[str, Any], broken: frozenset[str]) -> Journey | None:
    if "journey" in broken:
        return None
    return build_journey(report, sound["journey"]) if "journey" in sound else Journey()


def _assemble(
    document: Document, sound: Mapping[str, Any], criteria: Sequence[Criterion], journey: Journey
) -> Scorecard:
    return Scorecard(
        id=sound.get("id", Path(document.name).stem),
        criteria=tuple(criteria),
        groups=_groups(sound, criteria),
        version=str(sound.get("version", "1")),
        title=sound.get("title", ""),
        promise=sound.get("promise", ""),
        journey=journey,
        policy=build_policy(
            sound.get("gates", {}),
            sound.get("settings", {}),
            sound.get("inward_phrases"),
            sound.get(PLUGIN_GATES, {}),
        ),
        display_order=tuple(sound.get("criteria", {})),
    )


def _groups(sound: Mapping[str, Any], criteria: Sequence[Criterion]) -> dict[str, float]:
    """Return the points of the groups; without any, the groups in use count the same."""
    stated = sound.get("groups")
    if stated is None:
        return dict.fromkeys(sorted({each.group for each in criteria}), 50.0)
    return {group: float(stated[group]) for group in sorted(stated)}


def _check_weights(report: Reporter, scorecard: Scorecard) -> None:
    for problem in weight_problems(scorecard):
        path = tuple((problem.field or "").split("."))
        report.add(
            path,
            problem.message,
            value=problem.value,
            expected=problem.expected,
            hint=problem.hint,
            at_key=True,
        )

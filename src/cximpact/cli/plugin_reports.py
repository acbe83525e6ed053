"""Reporters and observers of plugins: they are handed the evaluation in a process of their own."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from cximpact.exceptions import CximpactError, InputError, printable

if TYPE_CHECKING:
    from cximpact.api import Evaluation
    from cximpact.plugins.hosting.cards import OfferCard
    from cximpact.plugins.hosting.means import Means
    from cximpact.plugins.isolation.jobs import Job, Operation, Outcome

__all__ = ["reporter_called", "tell_observers", "written_by"]

_TIMEOUT = 60.0
_LONGEST = 600


def reporter_called(name: str, means: Means) -> OfferCard:
    """Return the reporter that ``--format NAME`` asks for.

    Raises:
        click.UsageError: No plugin gives it.
    """
    try:
        return means.host.reporter(name)
    except InputError as error:
        raise click.UsageError(f"--format: {error}") from None


def written_by(card: OfferCard, evaluation: Evaluation, means: Means) -> str:
    """Return what a reporter of a plugin makes of an evaluation.

    Raises:
        click.ClickException: It failed; the evaluation itself is not to blame.
    """
    [outcome] = _run([_job(card, "render", evaluation)], means)
    if not outcome.worked or not isinstance(outcome.answer, str):
        said = printable(outcome.reason or "it returned no text", _LONGEST)
        raise click.ClickException(
            f"the reporter {card.name} of {_origin(card)} failed: {said}; "
            "the other formats still work"
        )
    return outcome.answer


def tell_observers(evaluation: Evaluation, means: Means) -> None:
    """Tell the observers of plugins that an evaluation was saved; a failure is only a warning."""
    try:
        cards = means.host.observers()
        outcomes = _run([_job(card, "notify", evaluation) for card in cards], means)
    except CximpactError as error:
        click.echo(f"warning: no observer was told: {printable(str(error), _LONGEST)}", err=True)
        return
    for card, outcome in zip(cards, outcomes, strict=True):
        if not outcome.worked:
            said = printable(outcome.reason or outcome.family, _LONGEST)
            click.echo(
                f"warning: the observer {card.name} of {_origin(card)} was not told: {said}",
                err=True,
            )


def _origin(card: OfferCard) -> str:
    return f"{card.distribution} {card.version}".strip()


def _job(card: OfferCard, operation: Operation, evaluation: Evaluation) -> Job:
    from cximpact.plugins.isolation.jobs import Job

    return Job(
        name=f"{'reporter' if operation == 'render' else 'observer'} {card.name}",
        plugin=card.plugin,
        distribution=card.distribution,
        operation=operation,
        target=card.name,
        payload={"evaluation": _data(evaluation)},
        timeout=_TIMEOUT,
    )


def _data(evaluation: Evaluation) -> dict[str, Any]:
    from cximpact.report.json_text import document

    return document(evaluation.summary, evaluation.recommendations)


def _run(jobs: Sequence[Job], means: Means) -> Sequence[Outcome]:
    if not jobs:
        return ()
    with tempfile.TemporaryDirectory(prefix="cximpact-") as folder:
        return means.run(jobs, folder=Path(folder), progress=lambda _: None)

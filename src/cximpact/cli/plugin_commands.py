"""Commands of plugins: ``cximpact NAME ...``, for a name that is none of ours.

Only here does the process of cximpact import a plugin, and only one whose command was typed.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from cximpact.exceptions import CximpactError, InputError, printable

if TYPE_CHECKING:
    from cximpact.plugins.hosting.cards import OfferCard

__all__ = ["plugin_command"]

_LONGEST = 600


def plugin_command(name: str, *, is_typo: bool = False) -> click.Command | None:
    """Return the command of a plugin; None where no plugin gives one of that name.

    Args:
        name: What was typed.
        is_typo: Whether it is near one of our own commands: then plugins that cannot be used
            are not blamed.

    Raises:
        click.UsageError: The plugin that gives it, or may give it, cannot be used.
    """
    from cximpact.plugins.hosting.discovery import announced

    if not announced():
        return None
    from cximpact.plugins.hosting.host import open_host

    host = open_host()
    try:
        card = host.command(name)
    except InputError as error:
        blamed = any("plugin '" in (problem.hint or "") for problem in error.problems)
        if blamed and not is_typo:
            raise click.UsageError(str(error)) from None
        return None
    return _command(card)


def _command(card: OfferCard) -> click.Command:
    @click.command(
        name=card.name,
        help=card.summary,
        add_help_option=False,
        context_settings={"ignore_unknown_options": True, "allow_interspersed_args": False},
    )
    @click.argument("words", nargs=-1, type=click.UNPROCESSED)
    def command(words: tuple[str, ...]) -> None:
        sys.exit(_run(card, words))

    return command


def _run(card: OfferCard, words: Sequence[str]) -> int:
    """Run a plugin's command and return its exit code; what it raises is told in one line."""
    from cximpact.plugins.hosting.loading import LoadError, load_plugin

    whose = f"the command {card.name} of {card.distribution} {card.version}"
    try:
        found = load_plugin(card.plugin, card.distribution).command(card.name)
        code = found.run(list(words))
    except LoadError as error:
        raise click.ClickException(f"{whose} cannot be loaded: {error}") from error
    except (CximpactError, click.ClickException, click.exceptions.Exit, click.Abort):
        raise
    except Exception as error:
        said = printable(f"{type(error).__name__}: {error}", _LONGEST)
        raise click.ClickException(f"{whose} failed: {said}") from error
    if isinstance(code, int) and not isinstance(code, bool):
        return code
    raise click.ClickException(f"{whose} returned no exit code")

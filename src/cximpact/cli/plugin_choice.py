"""The option ``--no-plugins[=NAME]``, the same on every command that may need plugins."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

import click

__all__ = ["ChoosingCommand", "no_plugins"]

_OPTION = "--no-plugins"
_EVERY = "*"
_Decorated = TypeVar("_Decorated", bound=Callable[..., Any])


class ChoosingCommand(click.Command):
    """A command with ``--no-plugins``, which takes a name only after an equals sign.

    Click would take the word after it, such as the workspace, for the name.
    """

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Give the option without a name the name that stands for all."""
        end = args.index("--") if "--" in args else len(args)
        stated = [f"{_OPTION}={_EVERY}" if word == _OPTION else word for word in args[:end]]
        return super().parse_args(ctx, [*stated, *args[end:]])


def no_plugins(function: _Decorated) -> _Decorated:
    """Give a command the option; its function gets the names as `blocked`.

    The command must be a `ChoosingCommand`.
    """
    option = click.option(
        _OPTION,
        "blocked",
        multiple=True,
        metavar="[=NAME]",
        help="Use no installed plugin, or not this one (its name or that of its distribution).",
    )
    return option(function)

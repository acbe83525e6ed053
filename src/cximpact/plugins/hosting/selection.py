"""Which installed plugins may be used: allow and block lists, applied before anything is imported.

`CXIMPACT_PLUGINS` holds for a machine or a job, ``--no-plugins`` for one command. Both name
plugins or the distributions they come with. What is part of cximpact itself is always there.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from attrs import frozen

from cximpact.exceptions import InputError, Problem
from cximpact.plugins.hosting.discovery import Announced, normalized

__all__ = ["EVERY", "VARIABLE", "Selection", "read_selection"]

VARIABLE = "CXIMPACT_PLUGINS"
EVERY = "*"
"""What ``--no-plugins`` without a name blocks."""

_NONE = "none"
_EXPECTED = "names ('jira,survey' only these, '-jira' all but this one), or 'none'"


@frozen
class Selection:
    """Allow and block lists, as stated.

    Attributes:
        none: Whether the variable rules out every plugin.
        only: Names that the variable allows; empty allows all.
        but: Names that the variable blocks.
        blocked: Names blocked by the command line; `EVERY` blocks all.
    """

    none: bool = False
    only: tuple[str, ...] = ()
    but: tuple[str, ...] = ()
    blocked: tuple[str, ...] = ()

    def reason(self, plugin: Announced) -> str:
        """Return why a plugin is disabled; "" where it is not."""
        if EVERY in self.blocked:
            return "--no-plugins"
        for name in self.blocked:
            if _names(name, plugin):
                return f"--no-plugins={name}"
        if self.none:
            return f"{VARIABLE}=none"
        for name in self.but:
            if _names(name, plugin):
                return f"'-{name}' in {VARIABLE}"
        if self.only and not any(_names(name, plugin) for name in self.only):
            return f"not among those that {VARIABLE} allows"
        return ""

    def check(self, found: Iterable[Announced]) -> None:
        """Make sure that what the command line blocks is there.

        A misspelled name would leave the plugin running that somebody wanted to stop. The
        variable is not checked: it may serve many machines with different plugins.

        Raises:
            InputError: A name of the command line belongs to no plugin.
        """
        plugins = tuple(found)
        known = sorted({name for each in plugins for name in (each.name, each.distribution)})
        missing = [
            name
            for name in self.blocked
            if name != EVERY and not any(_names(name, each) for each in plugins)
        ]
        if missing:
            raise InputError([_unknown(name, known) for name in missing])


def read_selection(blocked: Iterable[str], environ: Mapping[str, str]) -> Selection:
    """Return the lists that hold for this run.

    Args:
        blocked: What the command line blocks.
        environ: The environment, for `CXIMPACT_PLUGINS`.

    Raises:
        InputError: The variable is not a list of names.

    Examples:
        >>> read_selection((), {"CXIMPACT_PLUGINS": "jira, -survey"})
        Selection(none=False, only=('jira',), but=('survey',), blocked=())
    """
    stated = environ.get(VARIABLE, "")
    words = [word.strip() for word in stated.split(",") if word.strip()]
    wrong = [word for word in words if not normalized(word).strip("-")]
    if wrong or (_NONE in words and len(words) > 1):
        message = "not a list of plugins"
        raise InputError([Problem(message, field=VARIABLE, value=stated, expected=_EXPECTED)])
    return Selection(
        none=words == [_NONE],
        only=tuple(word for word in words if not word.startswith("-") and word != _NONE),
        but=tuple(word.removeprefix("-") for word in words if word.startswith("-")),
        blocked=tuple(blocked),
    )


def _names(name: str, plugin: Announced) -> bool:
    return normalized(name) in (normalized(plugin.name), normalized(plugin.distribution))


def _unknown(name: str, known: list[str]) -> Problem:
    from cximpact.intake.files.problems import did_you_mean

    hint = did_you_mean(name, known) or "run 'cximpact plugins' to see what is installed"
    return Problem("there is no such plugin", field="--no-plugins", value=name, hint=hint)

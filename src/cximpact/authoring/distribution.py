"""A new plugin: names made of one name, and templates written with them into a folder."""

from __future__ import annotations

import re
from collections.abc import Iterator
from importlib.metadata import entry_points
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

from attrs import frozen

from cximpact.exceptions import InputError, Problem
from cximpact.writing.new_files import holds_something, write_new_files

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

__all__ = ["write_plugin"]

_NAME = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")
_LONGEST = 40
_MARK = re.compile(r"@(name|title|package|distribution)@")
_SUFFIX = ".template"
_PROJECT = "pyproject.toml"


@frozen
class _Names:
    """What templates put in place of their marks."""

    name: str

    @property
    def title(self) -> str:
        """The name as a word of a sentence."""
        return self.name.replace("-", " ").capitalize()

    @property
    def distribution(self) -> str:
        """What is installed."""
        return f"cximpact-{self.name}"

    @property
    def package(self) -> str:
        """What is imported."""
        return self.distribution.replace("-", "_")

    def put_into(self, text: str) -> str:
        """Return a text with the names in place of the marks."""
        return _MARK.sub(lambda found: str(getattr(self, found[1])), text)


def write_plugin(name: str, folder: Path | None = None, *, network: bool = False) -> Path:
    """Write a distribution that installs, passes its tests and shows up in `cximpact plugins`.

    Args:
        name: The plugin's name, such as ``call-centre``.
        folder: Where it is written; without one, ``cximpact-NAME`` in the current folder.
        network: Whether its source asks a system over HTTP rather than reading files.

    Returns:
        The folder.

    Raises:
        InputError: The name cannot be used, or the folder holds something already.

    Example:
        ``write_plugin("call-centre", network=True)``
    """
    names = _Names(_checked(name))
    target = folder or Path(names.distribution)
    if target.exists() and (not target.is_dir() or holds_something(target)):
        problem = Problem(
            "the folder holds something already",
            value=str(target),
            expected="a new or empty folder",
        )
        raise InputError([problem])
    home = files("cximpact.authoring") / "templates"
    found = {
        names.put_into(where): names.put_into(content)
        for part in ("common", "network" if network else "file")
        for where, content in _contents(home / part)
    }
    # Without it nothing of it can be installed, so it comes last.
    write_new_files(target, {_PROJECT: found.pop(_PROJECT), **found})
    return target


def _checked(name: str) -> str:
    short = name.removeprefix("cximpact-")
    if not _NAME.fullmatch(short) or len(short) > _LONGEST:
        near = re.sub(r"[^a-z0-9]+", "-", short.lower()).strip("-")[:_LONGEST].rstrip("-")
        hint = f"such as '{near}'" if _NAME.fullmatch(near) else None
        problem = Problem(
            "not a name for a plugin",
            value=name,
            expected=f"small letters, digits and single hyphens, at most {_LONGEST} characters",
            hint=hint,
        )
        raise InputError([problem])
    for point in entry_points(group="cximpact"):
        if point.name == short:
            owner = point.dist.name if point.dist else "another distribution"
            raise InputError(
                [
                    Problem(
                        f"{owner} is installed, and its plugin has this name",
                        value=short,
                        expected="another name",
                        hint=f"'pip uninstall {owner}' makes this one free",
                    )
                ]
            )
    return short


def _contents(folder: Traversable, above: str = "") -> Iterator[tuple[str, str]]:
    """Yield the place and the text of every template; dots are spelled out in their names."""
    for each in sorted(folder.iterdir(), key=lambda item: item.name):
        place = f"{above}{each.name}"
        if each.is_dir():
            yield from _contents(each, f"{place}/")
        elif each.name.endswith(_SUFFIX):
            yield place.removesuffix(_SUFFIX), each.read_text("utf-8")

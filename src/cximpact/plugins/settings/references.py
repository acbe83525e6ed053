"""`{$env: NAME}` and `{$file: path}`: values that stand elsewhere than in the workspace.

What such a reference leads to is a secret from then on: no message here shows it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeGuard

from cximpact.exceptions import InputError
from cximpact.intake.files.text_files import read_bytes

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cximpact.intake.files.marks import KeyPath
    from cximpact.intake.reporter import Reporter

__all__ = ["FORMS", "Given", "Lookup", "is_odd_mapping", "is_reference", "without_references"]

FORMS = "{$env: NAME} or {$file: path}"
"""How a reference is written, for messages."""

_KEYS = ("$env", "$file")
_LARGEST = 64 * 1024
# What looks otherwise may be the secret itself, put where its name belongs.
_PLAIN_NAME = re.compile(r"[A-Z_][A-Z0-9_]{0,63}")


class Given(str):
    """A text that was given by reference: a secret."""

    __slots__ = ()


def is_reference(said: Any) -> TypeGuard[Mapping[str, str]]:
    """Return whether a value of a document refers to one that stands elsewhere.

    Examples:
        >>> is_reference({"$env": "JIRA_TOKEN"}), is_reference("JIRA_TOKEN")
        (True, False)
    """
    return (
        isinstance(said, Mapping)
        and len(said) == 1
        and all(key in _KEYS and isinstance(each, str) for key, each in said.items())
    )


def is_odd_mapping(said: Any) -> bool:
    """Return whether a value looks like a reference, but is none that can be followed."""
    return isinstance(said, Mapping) and not is_reference(said) and _has_sign(list(said))


def _has_sign(keys: Sequence[Any]) -> bool:
    return any(isinstance(key, str) and key.startswith("$") for key in keys)


def without_references(said: Any) -> Any:
    """Return data in which a mark stands in the place of every reference.

    What is read from elsewhere is then no part of the data, nor is where it is read from.
    """
    if is_reference(said):
        return {"$reference": True}
    if isinstance(said, Mapping):
        return {str(key): without_references(each) for key, each in said.items()}
    if isinstance(said, list | tuple):
        return [without_references(each) for each in said]
    return said


class Lookup:
    """Follows references; what is wrong with one is noted where it stands.

    Args:
        report: The document; takes the problems.
        base: The folder that relative paths start from; None is the working directory.
        environ: The environment.
    """

    def __init__(self, report: Reporter, base: Path | None, environ: Mapping[str, str]) -> None:
        self._report = report
        self._base = base or Path()
        self._environ = environ

    def follow(self, reference: Mapping[str, str], path: KeyPath) -> Given | None:
        """Return the text a reference leads to, None where it leads nowhere."""
        [(key, target)] = reference.items()
        where = (*path, key)
        text = self._variable(target, where) if key == "$env" else self._file(target, where)
        if text is not None and not text.strip():
            what = "environment variable" if key == "$env" else "file"
            self._report.add(where, f"the {what} is empty", value=_shown(key, target))
            return None
        return None if text is None else Given(text)

    def _variable(self, name: str, where: KeyPath) -> str | None:
        found = self._environ.get(name)
        if found is None:
            value = _shown("$env", name)
            hint = "set it, or name another one"
            self._report.add(where, "no such environment variable", value=value, hint=hint)
        return found

    def _file(self, name: str, where: KeyPath) -> str | None:
        try:
            data = read_bytes(self._base / name, name=name, most=_LARGEST)
        except InputError as error:
            for each in error.problems:
                self._report.add(where, each.message, value=name, expected=each.expected)
            return None
        try:
            text = data.decode("utf-8-sig")
        except UnicodeDecodeError:
            self._report.add(where, "the file is not text in UTF-8", value=name)
            return None
        return text.removesuffix("\n").removesuffix("\r")


def _shown(key: str, target: str) -> str | None:
    return target if key == "$file" or _PLAIN_NAME.fullmatch(target) else None

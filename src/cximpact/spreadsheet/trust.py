"""What a workbook made from our template may reach for: files beside it, and nothing else.

Such a workbook brings a whole workspace, and may come by mail. It must not make the machine of
whoever opens it read other files, or hand secrets to an address that the workbook names.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import PurePosixPath, PureWindowsPath
from typing import TYPE_CHECKING, Any

from cximpact.exceptions import InputError, Problem
from cximpact.intake.source_blocks import source_blocks

if TYPE_CHECKING:
    from cximpact.intake.spec import WorkspaceSpec

__all__ = ["is_elsewhere", "refuse_reaching_out"]

_PATHS = ("path", "previous", "snapshot")
_GATES = "plugin_gates"


def refuse_reaching_out(spec: WorkspaceSpec, *, plugins: bool) -> None:
    """Refuse a workspace out of a workbook that reaches for more than lies beside it.

    Args:
        spec: The workspace.
        plugins: Whether the user allows it to ask plugins.

    Raises:
        InputError: It names files elsewhere, or plugins without being allowed to.
    """
    problems = [
        Problem(
            "a workbook may name files beside it only",
            spec.name,
            field=field,
            value=path,
            hint="put the file into the folder of the workbook",
        )
        for field, path in _paths(spec.data, "")
        if is_elsewhere(path)
    ]
    if not plugins:
        problems += _plugins(spec)
    if problems:
        raise InputError(problems)


def _paths(data: Any, where: str) -> Iterator[tuple[str, str]]:
    """Yield the paths in a document, each with where it stands."""
    if isinstance(data, list):
        for place, each in enumerate(data):
            yield from _paths(each, f"{where}[{place}]")
    if not isinstance(data, Mapping):
        return
    for key, value in data.items():
        field = f"{where}.{key}".lstrip(".")
        if key in _PATHS:
            listed = value if isinstance(value, list) else [value]
            yield from ((field, each) for each in listed if isinstance(each, str))
        yield from _paths(value, field)


def is_elsewhere(path: str) -> bool:
    """Return whether a path leads out of the folder it starts from, on any system."""
    kinds = (PurePosixPath(path), PureWindowsPath(path))
    return any(each.is_absolute() or each.drive or ".." in each.parts for each in kinds)


def _plugins(spec: WorkspaceSpec) -> Iterator[Problem]:
    hint = "say --plugins if you know where the workbook comes from"
    for block in source_blocks(spec):
        message = "the workbook asks a plugin's source, which may use the network and your secrets"
        yield Problem(message, spec.name, field=block.part, value=block.source, hint=hint)
    gates = spec.data.get(_GATES)
    for gate in gates if isinstance(gates, dict) else ():
        message = "the workbook asks a plugin's gate"
        yield Problem(message, spec.name, field=_GATES, value=gate, hint=hint)

"""Reading a workspace: all documents and tables, and every problem of every file at once."""

from __future__ import annotations

from cximpact.exceptions import InputError, Problem
from cximpact.intake.assembly import assemble
from cximpact.intake.files.problems import ProblemList
from cximpact.intake.inputs import Inputs
from cximpact.intake.spec import WorkspaceSpec

__all__ = ["check_inputs", "read_inputs"]


def read_inputs(spec: WorkspaceSpec) -> Inputs:
    """Read and check all documents and tables of a workspace.

    Args:
        spec: The workspace.

    Raises:
        InputError: With the problems of all files at once.

    Example:
        ``read_inputs(read_spec(Path("my-workspace"))).proposals.ids``
    """
    inputs, problems = check_inputs(spec)
    if inputs is None or problems:
        raise InputError(problems)
    return inputs


def check_inputs(spec: WorkspaceSpec) -> tuple[Inputs | None, tuple[Problem, ...]]:
    """Read and check all documents and tables of a workspace, without raising.

    Args:
        spec: The workspace.

    Returns:
        What was read, and all problems. Without a usable scorecard there is nothing to hand on,
        and the first is None; otherwise it holds what is sound, so that the evidence can be
        checked, too, before everything is reported.
    """
    problems = ProblemList()
    inputs = assemble(spec, problems)
    return inputs, problems.problems()

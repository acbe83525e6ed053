"""A workspace: the folder or file that says what is to be decided, read and checked."""

from __future__ import annotations

from os import PathLike
from pathlib import Path

from attrs import frozen

from cximpact.exceptions import InputError, Problem
from cximpact.intake.inputs import Inputs
from cximpact.intake.reading import check_inputs
from cximpact.intake.spec import WorkspaceSpec, read_spec
from cximpact.model.scorecard import Scorecard
from cximpact.plugins.hosting.means import Means
from cximpact.plugins.hosting.offering import with_offers


@frozen(eq=False, repr=False)
class Workspace:
    """A workspace whose documents and tables were read and found right.

    Attributes:
        spec: The workspace file, its folder and its frames.
        inputs: What its documents and tables say; evidence is read when it is evaluated.
    """

    spec: WorkspaceSpec
    inputs: Inputs

    def __repr__(self) -> str:
        return f"<Workspace {self.spec.name!r}: {len(self.inputs.proposals)} proposals>"

    @property
    def scorecard(self) -> Scorecard:
        """The scorecard the workspace names."""
        return self.inputs.scorecard


def load(path: str | PathLike[str]) -> Workspace:
    """Read a workspace and check all of its documents and tables.

    Args:
        path: The workspace file, or the folder that holds ``cximpact.yaml``.

    Returns:
        The workspace, ready for `evaluate`.

    Raises:
        InputError: With the problems of all files at once, each with file, line and field.

    Example:
        >>> workspace = cximpact.load("demo")  # doctest: +SKIP
        >>> cximpact.evaluate(workspace).to_frame()  # doctest: +SKIP
    """
    spec = with_offers(read_spec(path_of(path)), Means())
    inputs, problems = check_inputs(spec)
    if problems or inputs is None:
        raise InputError(problems)
    return Workspace(spec, inputs)


def path_of(path: object) -> Path:
    """Return what was given as a path.

    Raises:
        InputError: It is neither text nor a path.
    """
    if isinstance(path, str | Path):
        return Path(path)
    if isinstance(path, PathLike) and isinstance(text := path.__fspath__(), str):
        return Path(text)
    found = f"a value of type {type(path).__name__}"
    hint = "a table goes to proposals=" if hasattr(path, "columns") else None
    expected = "the path of a file or folder, as text"
    raise InputError([Problem("not a path", value=found, expected=expected, hint=hint)])

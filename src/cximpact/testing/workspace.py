"""A workspace in a folder, and the `cximpact` command run on it as a user would."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from attrs import frozen

if TYPE_CHECKING:
    from cximpact.api import Evaluation

__all__ = ["CommandResult", "WorkspaceRunner"]

_OURS = ("CXIMPACT_", "PYTHONWARNINGS")


@frozen
class CommandResult:
    """What came of a command.

    Attributes:
        code: Its exit code: 0 done, 1 input wrong, 2 usage, 3 evidence incomplete.
        out: What it wrote to standard output.
        err: What it wrote to standard error.
    """

    code: int
    out: str
    err: str


class WorkspaceRunner:
    r"""Writes the files of a workspace and runs `cximpact` there, in a process of its own.

    Args:
        folder: Where the workspace is.

    Examples:
        >>> import tempfile
        >>> runner = WorkspaceRunner(Path(tempfile.mkdtemp()))
        >>> runner.write({"ideas.csv": "id,ease\nletters,2\n"}).name
        'ideas.csv'
        >>> runner.run("--version").code
        0
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def write(self, files: Mapping[str, str | bytes | Mapping[str, Any]]) -> Path:
        """Write files, given by name; mappings are written as JSON, which YAML reads, too.

        Returns:
            The path of the last.
        """
        path = self.folder
        for name, content in files.items():
            path = self.folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            if isinstance(content, Mapping):
                content = json.dumps(content, indent=1, ensure_ascii=False)
            path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path

    def run(
        self,
        *words: str,
        env: Mapping[str, str] | None = None,
        plugins: str | None = None,
        timeout: float = 120.0,
    ) -> CommandResult:
        """Run a command and return what came of it.

        Args:
            words: What is typed after ``cximpact``.
            env: Further environment variables, such as those that secrets are in.
            plugins: The value of ``CXIMPACT_PLUGINS``; without one, all that are installed.
            timeout: Seconds after which it is an error.
        """
        kept = {name: text for name, text in os.environ.items() if not name.startswith(_OURS)}
        chosen = {} if plugins is None else {"CXIMPACT_PLUGINS": plugins}
        done = subprocess.run(  # noqa: S603  (this Python, our own module)
            [sys.executable, "-m", "cximpact", *words],
            cwd=self.folder,
            env={**kept, "COLUMNS": "100", **chosen, **(env or {})},
            capture_output=True,
            encoding="utf-8",
            timeout=timeout,
            check=False,
        )
        return CommandResult(done.returncode, done.stdout, done.stderr)

    def evaluate(self, *words: str, **given: Any) -> Evaluation:
        """Run ``cximpact evaluate`` and return the evaluation.

        Raises:
            AssertionError: It did not work; the message is what the command said.
        """
        from cximpact.api import read_evaluation

        name = "evaluation-of-this-run.json"
        done = self.run("evaluate", "--format", "json", "--output", name, *words, **given)
        if done.code:
            raise AssertionError(f"cximpact evaluate ended with {done.code}:\n{done.err}{done.out}")
        return read_evaluation(self.folder / name)

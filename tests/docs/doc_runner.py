"""Running a documentation page: its files are written, its code and commands run, top to bottom.

All blocks of a page share one folder and one Python namespace, as a reader's would. A plugin that
a page lets cximpact write counts as installed from then on, as after ``pip install -e``. The result
is the page as it would stand with everything generated anew.
"""

from __future__ import annotations

import io
import os
import re
import shlex
import sys
import tomllib
from collections.abc import Iterator, Sequence
from contextlib import chdir, contextmanager, redirect_stderr, redirect_stdout
from pathlib import Path
from unittest import mock

from doc_blocks import Block, blocks
from schema_tables import schema_table

from cximpact.cli import main

WIDTH = "100"
_CLOCK = re.compile(r"(?<=\.backup-)\d{8}-\d{6}(?:-\d+)?")
_SHOWN_TIME = "20261102-090000"


def refreshed(page: Path, folder: Path) -> str:
    """Run a page in an empty folder and return its text with every output made anew.

    Args:
        page: The page.
        folder: Where its files are written.

    Raises:
        AssertionError: A block failed; names page and line.
    """
    lines = page.read_text("utf-8").splitlines(keepends=True)
    run = _Run(folder)
    parts, done = [], 0
    with mock.patch.object(sys, "path", sys.path[:]):
        for block in blocks(lines):
            try:
                with chdir(folder):
                    new = run.block(block)
            except Exception as error:
                raise AssertionError(f"{page.name}, line {block.first + 1}: {error!r}") from error
            parts += [*lines[done : block.first], block.text if new is None else new]
            done = block.last
    return "".join([*parts, *lines[done:]])


class _Run:
    """What the blocks of one page share: a folder, a namespace, the last output and exit code."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._names: dict[str, object] = {"__name__": "page"}
        self._printed = ""
        self._code = 0

    def block(self, block: Block) -> str | None:
        """Do what a block asks for; return its new text, or None where it stays as it is."""
        match block.verb, block.language:
            case "table", _:
                return schema_table(block.argument)
            case "output", _:
                return self._printed
            case "generated", _:
                return self._command(block.argument)
            case _, "console":
                return "".join(self._session(block.text))
            case "edit", "diff":
                return _edit(Path(block.argument), block.text)
            case (("file" | "add to"), _):
                _write(Path(block.argument), block.text, append=block.verb == "add to")
        if block.language == "python":
            self._python(block.text)
        return None

    def _python(self, text: str) -> None:
        with _captured() as output:
            exec(compile(text, "page", "exec"), self._names)  # noqa: S102  (our own pages)
        self._printed = _trimmed(output)

    def _session(self, text: str) -> Iterator[str]:
        commands = [line for line in text.splitlines() if line.startswith("$ ")]
        for place, line in enumerate(commands):
            after = commands[place + 1 : place + 2]
            yield f"{line}\n{self._command(line[2:], may_fail=after == ['$ echo $?'])}"

    def _command(self, command: str, *, may_fail: bool = False) -> str:
        if command == "echo $?":
            return f"{self._code}\n"
        command, _, target = command.partition(" > ")
        command, _, typed = command.partition(" < ")
        output, self._code = cximpact(shlex.split(command), Path(typed) if typed else None)
        output = _CLOCK.sub(_SHOWN_TIME, output)  # the one thing that differs from run to run
        assert may_fail or self._code == 0, f"exit code {self._code}: {output}"
        if command.startswith("cximpact plugin new "):
            _install(self._folder / f"cximpact-{shlex.split(command)[3]}")
        if target:
            Path(target).write_text(output, "utf-8")
            return ""
        return output


def cximpact(words: Sequence[str], typed: Path | None = None) -> tuple[str, int]:
    """Run the command line in this process; return what it printed and its exit code."""
    assert words[:1] == ["cximpact"], f"not one of our commands: {words}"
    stdin = io.StringIO(typed.read_text("utf-8") if typed else "")
    replaced = mock.patch.multiple(sys, argv=list(words), stdin=stdin)
    with replaced, _captured() as output:
        try:
            main()
        except SystemExit as end:
            return _trimmed(output), int(end.code or 0)
    return _trimmed(output), 0


@contextmanager
def _captured() -> Iterator[io.StringIO]:
    """Collect what is printed, as on a terminal of a fixed width."""
    output = io.StringIO()
    width = mock.patch.dict(os.environ, {"COLUMNS": WIDTH})
    with width, redirect_stdout(output), redirect_stderr(output):
        yield output


def _install(home: Path) -> None:
    """Make a distribution importable and known to `importlib.metadata`, where it stands."""
    project = tomllib.loads((home / "pyproject.toml").read_text("utf-8"))["project"]
    name, version = project["name"], project["version"]
    info = home / "src" / f"{name.replace('-', '_')}-{version}.dist-info"
    info.mkdir()
    metadata = f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n"
    (info / "METADATA").write_text(metadata, "utf-8")
    points = [f"{key} = {value}" for key, value in project["entry-points"]["cximpact"].items()]
    (info / "entry_points.txt").write_text("\n".join(["[cximpact]", *points, ""]), "utf-8")
    sys.path.insert(0, str(home / "src"))


def _trimmed(output: io.StringIO) -> str:
    """Return what was printed without the spaces at line ends, which editors take away."""
    return "".join(f"{line.rstrip()}\n" for line in output.getvalue().splitlines())


def _write(path: Path, text: str, *, append: bool) -> None:
    assert not append or path.exists(), f"{path} is added to before it is shown"
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a" if append else "w", encoding="utf-8") as stream:
        stream.write(text)


def _edit(path: Path, diff: str) -> None:
    """Replace the lines of a file that a diff takes away by those it brings, exactly once."""
    lines = diff.splitlines(keepends=True)
    old = "".join(line[2:] for line in lines if not line.startswith("+"))
    new = "".join(line[2:] for line in lines if not line.startswith("-"))
    text = path.read_text("utf-8")
    assert text.count(old) == 1, f"{path} holds this {text.count(old)} times: {old!r}"
    path.write_text(text.replace(old, new), "utf-8")

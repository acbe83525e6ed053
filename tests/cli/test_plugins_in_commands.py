"""Reporters, observers and commands of plugins, in processes as users start them."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from textwrap import dedent

import pytest

CODE = """
    import sys
    from pathlib import Path
    from cximpact.plugins import Command, Observer, PluginInfo, Reporter, hookimpl

    @hookimpl
    def cximpact_plugin_info():
        return PluginInfo("scribe", "Reports for tests")

    def render(evaluation):
        if evaluation["title"] == "crash":
            raise RuntimeError("no ink")
        first = evaluation["recommendations"][0]
        return f"# {evaluation['title']}\\n\\n- {first['proposal']}\\x1b[31m\\t{first['action']}\\n"

    def notify(evaluation):
        if evaluation["title"] == "crash":
            raise RuntimeError("no post")
        Path("HERE/told.txt").write_text(evaluation["id"])

    def run(words):
        if "crash" in words:
            raise RuntimeError("no voice")
        if "nothing" in words:
            return None
        print("words:", *words)
        return len(words)

    @hookimpl
    def cximpact_reporters():
        return [Reporter("markdown", "For people", render, ".md")]

    @hookimpl
    def cximpact_evaluated():
        return [Observer("post", "Tells", notify)]

    @hookimpl
    def cximpact_commands():
        return [Command("greet", "Greets", run)]
"""
WORKSPACE = {
    "title": "Round",
    "as_of": "2026-03-01",
    "scorecard": "scorecard.json",
    "proposals": {"rows": [{"id": "A", "title": "Letters", "ease": 2}]},
}


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with an installed distribution `cx-scribe`."""
    folder = tmp_path_factory.mktemp("site")
    info = folder / "cx_scribe-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: cx-scribe\nVersion: 1.0\n")
    (info / "entry_points.txt").write_text("[cximpact]\nscribe = cx_scribe\n")
    (folder / "cx_scribe.py").write_text(dedent(CODE).replace("HERE", folder.as_posix()))
    return folder


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    write(tmp_path)
    return tmp_path


def write(folder: Path, **changes: object) -> None:
    card = {"criteria": {"ease": {"weight": 1, "question": "Easier?"}}}
    (folder / "scorecard.json").write_text(json.dumps(card), "utf-8")
    (folder / "cximpact.yaml").write_text(json.dumps({**WORKSPACE, **changes}), "utf-8")


def run(site: Path, *words: object) -> subprocess.CompletedProcess[str]:
    environ = {**os.environ, "PYTHONPATH": str(site), "CXIMPACT_PLUGINS": "scribe"}
    return subprocess.run(
        [sys.executable, "-m", "cximpact", *map(str, words)],
        capture_output=True,
        text=True,
        encoding="utf-8",
        env=environ,
        check=False,
    )


# -- reporters -------------------------------------------------------------------------------------


def test_a_reporter_of_a_plugin_writes_without_orders_to_the_terminal(
    site: Path, folder: Path
) -> None:
    done = run(site, "evaluate", folder, "--format", "markdown")
    assert done.returncode == 0, done.stderr
    assert done.stdout == "# Round\n\n- A\\x1b[31m\tprioritize\n"


def test_a_file_gets_what_the_reporter_wrote(site: Path, folder: Path) -> None:
    done = run(site, "evaluate", folder, "--format", "markdown", "--output", folder / "a.md")
    assert done.returncode == 0, done.stderr
    assert "\x1b[31m" in (folder / "a.md").read_text("utf-8")


@pytest.mark.parametrize("name", ["a.csv", "a.json", "a.txt"])
def test_a_file_whose_ending_denies_its_content_is_refused(
    site: Path, folder: Path, name: str
) -> None:
    done = run(site, "evaluate", folder, "--format", "markdown", "--output", folder / name)
    assert done.returncode == 2
    assert "does not fit the ending" in done.stderr
    assert not (folder / name).exists()


def test_an_unknown_format_is_wrong_usage_with_the_nearest_name(site: Path, folder: Path) -> None:
    done = run(site, "evaluate", folder, "--format", "markdwon")
    assert done.returncode == 2
    assert "did you mean 'markdown'?" in done.stderr
    near = run(site, "evaluate", folder, "--format", "jsno")
    assert "did you mean 'json'?" in near.stderr


def test_without_plugins_their_reporters_are_not_there(site: Path, folder: Path) -> None:
    done = run(site, "evaluate", folder, "--format", "markdown", "--no-plugins")
    assert done.returncode == 2
    assert "disabled" in done.stderr


def test_a_reporter_that_fails_is_told_in_one_line(site: Path, folder: Path) -> None:
    write(folder, title="crash")
    done = run(site, "evaluate", folder, "--format", "markdown")
    assert done.returncode == 1
    assert "the reporter markdown of cx-scribe 1.0 failed" in done.stderr
    assert "no ink" in done.stderr
    assert "Traceback" not in done.stderr


def test_table_is_csv_whatever_plugins_there_are(site: Path, folder: Path) -> None:
    done = run(site, "evaluate", folder, "--format", "markdown", "--table", "gates")
    assert done.returncode == 2


# -- observers -------------------------------------------------------------------------------------


def test_observers_are_told_of_what_was_saved(site: Path, folder: Path) -> None:
    done = run(site, "evaluate", folder, "--save", folder / "kept")
    assert done.returncode == 0, done.stderr
    saved = json.loads((folder / "kept" / "evaluation.json").read_text("utf-8"))
    assert (site / "told.txt").read_text() == saved["id"]


def test_an_observer_that_fails_is_a_warning(site: Path, folder: Path) -> None:
    write(folder, title="crash")
    done = run(site, "evaluate", folder, "--save", folder / "kept")
    assert done.returncode == 0
    assert "warning: the observer post of cx-scribe 1.0 was not told" in done.stderr
    assert "no post" in done.stderr


def test_nobody_is_told_of_what_was_not_saved(site: Path, folder: Path) -> None:
    (site / "told.txt").unlink(missing_ok=True)
    assert run(site, "evaluate", folder).returncode == 0
    assert not (site / "told.txt").exists()


# -- commands --------------------------------------------------------------------------------------


def test_a_command_of_a_plugin_gets_the_words_after_its_name(site: Path) -> None:
    done = run(site, "greet", "--help", "-x", "you")
    assert (done.returncode, done.stdout) == (3, "words: --help -x you\n")
    assert run(site, "greet").returncode == 0


def test_a_command_that_fails_is_told_in_one_line(site: Path) -> None:
    done = run(site, "greet", "crash")
    assert done.returncode == 1
    assert "the command greet of cx-scribe 1.0 failed: RuntimeError: no voice" in done.stderr
    assert "Traceback" not in done.stderr
    assert "returned no exit code" in run(site, "greet", "nothing").stderr


def test_an_unknown_command_still_names_the_nearest(site: Path) -> None:
    done = run(site, "evalute")
    assert done.returncode == 2
    assert "Did you mean 'evaluate'?" in done.stderr


def test_help_loads_no_plugin_and_says_where_they_are_listed(site: Path) -> None:
    code = "import sys; sys.argv[1:] = ['--help']\nfrom cximpact.cli import main\n"
    code += "try:\n main()\nfinally:\n print('loaded' if 'cx_scribe' in sys.modules else 'calm')"
    code += "\n print([m for m in sys.modules if m.startswith('cximpact.plugins')])"
    environ = {**os.environ, "PYTHONPATH": str(site)}
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, env=environ, check=False
    )
    assert "cximpact plugins" in done.stdout
    assert "calm\n[]" in done.stdout

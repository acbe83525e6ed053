"""A plugin from the templates works as it is: it installs, passes its contract, shows up."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from cximpact.authoring import write_plugin
from cximpact.cli.group import cximpact
from cximpact.exceptions import InputError

INSTALL = ("-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-deps")


@pytest.mark.parametrize("network", [False, True], ids=["file", "network"])
def test_it_installs_passes_its_tests_and_shows_up(
    tmp_path: Path, fresh_python: Callable[..., Any], network: bool
) -> None:
    name = "shop-floor-crm" if network else "shop-floor"
    folder = write_plugin(name, tmp_path / "new", network=network)
    done = fresh_python(*INSTALL, "--no-build-isolation", "--no-index", str(folder), cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    done = fresh_python("-m", "pytest", "-q", "-p", "no:cacheprovider", str(folder), cwd=folder)
    assert done.returncode == 0, done.stdout[-4000:]
    assert " passed" in done.stdout
    done = fresh_python("-m", "cximpact", "plugins", "--json", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    [found] = [each for each in json.loads(done.stdout)["plugins"] if each["name"] == name]
    assert (found["distribution"], found["status"]) == (f"cximpact-{name}", "active")


@pytest.mark.parametrize(
    "name",
    ["", "Call Centre", "call--centre", "-x", "1st", "crm\n", "é", "a" * 41, "../x", "cximpact-"],
)
def test_a_name_that_cannot_be_used_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(InputError, match="not a name for a plugin"):
        write_plugin(name, tmp_path / "new")
    assert not (tmp_path / "new").exists()


def test_a_name_that_comes_near_is_suggested(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="such as 'call-centre'"):
        write_plugin("Call Centre", tmp_path / "new")


def test_the_usual_first_word_may_be_written(tmp_path: Path) -> None:
    write_plugin("cximpact-crm", tmp_path / "new")
    assert 'name = "cximpact-crm"' in (tmp_path / "new" / "pyproject.toml").read_text("utf-8")


def test_nothing_that_exists_is_overwritten(tmp_path: Path) -> None:
    (tmp_path / "kept.txt").write_text("mine", "utf-8")
    with pytest.raises(InputError, match="holds something already"):
        write_plugin("crm", tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["kept.txt"]


@pytest.mark.parametrize("network", [False, True], ids=["file", "network"])
def test_no_mark_of_the_templates_is_left(tmp_path: Path, network: bool) -> None:
    folder = write_plugin("crm", tmp_path / "new", network=network)
    texts = {path: path.read_text("utf-8") for path in folder.rglob("*") if path.is_file()}
    assert not [path for path, text in texts.items() if "@name@" in text or "@pack" in str(path)]
    assert {"pyproject.toml", "README.md", "plugin.py", "py.typed"} <= {p.name for p in texts}


def test_the_command_says_what_to_do_next(tmp_path: Path) -> None:
    done = CliRunner().invoke(cximpact, ["plugin", "new", "crm", "--folder", str(tmp_path / "x")])
    assert done.exit_code == 0
    assert "pip install" in done.output
    assert (tmp_path / "x" / "src" / "cximpact_crm" / "plugin.py").is_file()

"""`cximpact plugins` with real processes: every state with its reason, and sources tried."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from cximpact.cli import plugin_choice
from cximpact.plugins.hosting import selection

HEAD = """
from cximpact.plugins import *

@hookimpl
def cximpact_plugin_info():
    return PluginInfo("{name}", "Fake")
"""
SYSTEM = (
    HEAD.format(name="system")
    + """
def check(context):
    said = context.settings["say"]
    if said == "refused":
        raise AuthenticationError("the token is not accepted")
    return f"{said} in {context.folder.name}, token {context.settings.get('token')}"

@hookimpl
def cximpact_evidence_sources():
    schema = {
        "type": "object",
        "properties": {"say": {"type": "string"}, "token": {"type": "string", "secret": True}},
        "required": ["say"],
    }
    return [
        EvidenceSource("system-rows", "Rows", ["observations"], schema, print, check=check),
        EvidenceSource("system-plain", "Rows", ["observations"], schema, print),
    ]
"""
)


def command(site: Any, *words: str, **environ: str) -> subprocess.CompletedProcess[str]:
    """Run the command line on the fake site; other plugins of this environment do not count."""
    return subprocess.run(
        [sys.executable, "-m", "cximpact", *words],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "PYTHONPATH": str(site.folder), **environ},
        cwd=site.folder.parent,
    )


def listed(site: Any, *words: str, **environ: str) -> dict[str, dict[str, Any]]:
    done = command(site, "plugins", "--json", *words, **environ)
    assert done.returncode == 0, done.stderr
    plugins = json.loads(done.stdout)["plugins"]
    return {each["distribution"]: each for each in plugins if each["origin"] == str(site.folder)}


@pytest.fixture
def crowd(site: Any) -> Any:
    """One plugin in each state."""
    site.good("postcards")
    site.install("cx-blocked", {"blocked": "raise SystemExit('imported')"})
    site.install("cx-lost", {"lost": "import nothing_of_this_name"})
    later = HEAD.format(name="later").replace('"Fake"', '"Fake", api=(5, 6)')
    site.install("cx-later", {"later": later})
    site.install("cx-two", {"two": HEAD.format(name="same")}, points="same = two\n")
    site.install("cx-one", {"one": HEAD.format(name="same")}, points="same = one\n")
    site.good("red", source="colour")
    site.good("blue", source="colour")
    hook = "\n@hookimpl\ndef cximpact_gates():\n    "
    site.install("cx-raises", {"raises": HEAD.format(name="raises") + hook + "raise KeyError(1)"})
    site.install("cx-wrong", {"wrong": HEAD.format(name="wrong") + hook + "return {'a': 1}"})
    site.install("cx-mute", {"mute": "x = 1"})
    site.install("cx-dies", {"dies": "import os\nos._exit(7)"})
    return site


def test_every_plugin_is_listed_with_its_status_and_reason(crowd: Any) -> None:
    found = listed(crowd, "--no-plugins=blocked")
    active = [name for name, plugin in found.items() if plugin["status"] == "active"]
    assert active == ["cx-postcards"]
    reasons = {name: plugin["reason"] for name, plugin in found.items() if plugin["reason"]}
    expected = {
        "cx-blocked": "--no-plugins=blocked",
        "cx-lost": "No module named 'nothing_of_this_name'",
        "cx-later": "versions 5 to 6 of the plugin API, this is version 1",
        "cx-one": "cx-one and cx-two announce a plugin called 'same'",
        "cx-two": "cx-one and cx-two announce a plugin called 'same'",
        "cx-red": "cx-blue and cx-red give a source called 'colour'",
        "cx-blue": "cx-blue and cx-red give a source called 'colour'",
        "cx-raises": "cximpact_gates raised KeyError: 1",
        "cx-wrong": "cximpact_gates returned a value of type dict, not a list of Gate",
        "cx-mute": "does not answer cximpact_plugin_info",
    }
    assert {name: text in reasons[name] for name, text in expected.items()} == dict.fromkeys(
        expected, True
    )
    assert reasons.keys() - expected.keys() == {"cx-dies"}
    postcards = found["cx-postcards"]
    assert postcards["hooks"] == ["cximpact_evidence_sources", "cximpact_plugin_info"]
    assert postcards["sources"][0]["name"] == "postcards-rows"


def test_the_table_has_a_line_for_each_and_names_the_sources(site: Any) -> None:
    site.good("postcards")
    site.install("cx-lost", {"lost": "import nothing_of_this_name"})
    done = command(site, "plugins", CXIMPACT_PLUGINS="postcards,lost")
    assert done.returncode == 0, done.stderr
    lines = {line.split()[0]: line for line in done.stdout.splitlines() if line}
    assert "built in" in lines["core-gates"]
    assert "✓ active" in lines["postcards"]
    assert "cx-postcards in" in lines["postcards"]
    assert "✗ failed" in lines["lost"]
    assert "Rows (observations)" in lines["postcards-rows"]


def test_text_of_a_plugin_gives_no_orders_to_the_terminal(site: Any) -> None:
    escape = "import x\x1b]0;owned\x07"
    site.install("cx-rude", {"rude": f"raise ValueError({escape!r} + chr(0x202e))"})
    done = command(site, "plugins", CXIMPACT_PLUGINS="rude")
    assert "owned" in done.stdout
    assert not {"\x1b", "\x07", "\u202e"} & {*done.stdout}


@pytest.mark.parametrize(
    ("words", "environ"),
    [
        (["--no-plugins"], {}),
        (["--no-plugins=CX_Postcards"], {}),
        ([], {"CXIMPACT_PLUGINS": "none"}),
        ([], {"CXIMPACT_PLUGINS": "-postcards"}),
    ],
)
def test_a_disabled_plugin_is_not_imported(
    site: Any, words: list[str], environ: dict[str, str]
) -> None:
    mark = site.folder / "imported"
    site.install("cx-postcards", {"postcards": f"open({str(mark)!r}, 'w')"})
    assert listed(site, *words, **environ)["cx-postcards"]["status"] == "disabled"
    assert not mark.exists()


def test_no_plugins_takes_its_name_only_after_an_equals_sign(site: Any) -> None:
    """Else the workspace behind it would be taken for the name."""
    done = command(site, "plugins", "--no-plugins", "postcards")
    assert done.returncode == 2
    assert "WORKSPACE is read only with --check" in done.stderr


def test_the_option_blocks_what_the_host_understands_as_all() -> None:
    """The command line states it anew, so that its help imports no plugin machinery."""
    assert plugin_choice._EVERY == selection.EVERY


def workspace(site: Any, evidence: str) -> str:
    folder = Path(site.folder.parent / "round")
    folder.mkdir()
    text = f"scorecard: customer\nproposals: proposals.csv\nevidence:\n{evidence}"
    (folder / "cximpact.yaml").write_text(text, "utf-8")
    return str(folder)


def test_sources_that_are_reached_exit_with_zero(site: Any) -> None:
    site.install("cx-system", {"system": SYSTEM})
    folder = workspace(
        site,
        "  a: {source: system-rows, settings: {say: hello, token: {$env: TOKEN}}}\n"
        "  b: {source: system-plain, settings: {say: hello}}\n",
    )
    environ = {"CXIMPACT_PLUGINS": "system", "TOKEN": "s3cr3t-token"}
    done = command(site, "plugins", "--check", folder, **environ)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "✓ evidence.a  system-rows: hello in round, token •••" in done.stdout
    assert "✓ evidence.b  system-plain: it has nothing to try" in done.stdout
    assert "s3cr3t" not in done.stdout + done.stderr


def test_sources_that_are_not_reached_exit_with_three(site: Any) -> None:
    site.install("cx-system", {"system": SYSTEM})
    folder = workspace(
        site,
        "  a: {source: system-rows, settings: {say: refused}}\n"
        "  b: {source: system-rows, settings: {}}\n"
        "  c: {source: system-rws, settings: {}}\n"
        "  d: {source: system-rows, settings: {say: hello}}\n"
        "  e: {source: lost-rows, settings: {}}\n",
    )
    site.install("cx-lost", {"lost": "import nothing_of_this_name"})
    done = command(site, "plugins", "--json", "--check", folder, CXIMPACT_PLUGINS="system,lost")
    assert done.returncode == 3, done.stdout + done.stderr
    checks = {each["part"]: each for each in json.loads(done.stdout)["checks"]}
    assert checks["evidence.a"]["family"] == "authentication"
    assert "the token is not accepted" in checks["evidence.a"]["said"]
    assert "line 5, evidence.b.settings.say: missing" in checks["evidence.b"]["said"]
    assert "did you mean 'system-rows'" in checks["evidence.c"]["said"]
    families = [each["family"] for each in checks.values()]
    assert families == ["authentication", "settings", "settings", "", "plugin"]
    assert [each["reached"] for each in checks.values()] == [False, False, False, True, False]


def test_a_workspace_without_sources_has_nothing_to_try(site: Any) -> None:
    folder = workspace(site, "  a: {path: a.csv, map: []}\n")
    done = command(site, "plugins", "--no-plugins", "--check", folder)
    assert done.returncode == 0
    assert "names no source" in done.stdout


@pytest.mark.parametrize("word", ["--help", "--version"])
def test_help_and_version_touch_no_plugin(site: Any, word: str) -> None:
    """Neither the plugins nor the machinery for them is imported, nor metadata searched."""
    site.install("cx-postcards", {"postcards": "raise SystemExit('imported')"})
    code = (
        "import sys\nsys.argv = ['cximpact', sys.argv[1]]\nfrom cximpact.cli import main\n"
        "try:\n    main()\nexcept SystemExit as end:\n    assert not end.code\n"
        "print([name for name in sys.modules if name.startswith('cximpact.plugins')\n"
        "       or name in ('pluggy', 'postcards', 'rich', 'numpy')])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, word],
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "PYTHONPATH": str(site.folder)},
    )
    assert done.stdout.splitlines()[-1] == "[]"

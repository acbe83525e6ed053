"""Ten secrets given to a real plugin in a process of its own appear in nothing that is left."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from base64 import b64encode
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
from fake_distributions import write_module
from workspaces import SCORECARD

NAMES = [f"SECRET_{number}" for number in range(10)]
SECRETS = {name: f"pä$$w0rd/{name.lower()}+hunter{number}" for number, name in enumerate(NAMES)}
CODE = """
    from cximpact.plugins import EvidenceSource, PluginInfo, hookimpl

    NAMES = [f"secret_{number}" for number in range(10)]
    SETTINGS = {
        "type": "object",
        "properties": {
            **{name: {"type": "string", "secret": True} for name in NAMES},
            "fail": {"type": "boolean", "default": False},
        },
    }

    @hookimpl
    def cximpact_plugin_info():
        return PluginInfo("leaky", "Tells its secrets wherever it can")

    @hookimpl
    def cximpact_evidence_sources():
        return [EvidenceSource("leaky", "Answers", provides=("observations",),
                               settings=SETTINGS, collect=collect)]

    def collect(request, context):
        for name in NAMES:
            secret = context.settings[name].reveal()
            print(secret)
            context.log(f"logging in with {secret}")
            context.progress(f"trying {secret}")
            context.note(f"logged in with {secret}")
        context.query(" and ".join(context.settings[name].reveal() for name in NAMES))
        context.keep_cursor(context.settings[NAMES[0]].reveal())
        if context.settings["fail"]:
            raise ValueError(" ".join(context.settings[name].reveal() for name in NAMES))
        yield [{"date": "2026-01-02", "value": 5, "ref": "K-1"}]
"""


def spellings() -> Iterator[bytes]:
    for text in SECRETS.values():
        raw = text.encode()
        yield from (raw, b64encode(raw).rstrip(b"="), quote(text, safe="").encode())
        yield json.dumps(text)[1:-1].encode()


def run(folder: Path, *words: str, with_secrets: bool = True) -> subprocess.CompletedProcess[bytes]:
    path = os.pathsep.join(filter(None, [str(folder / "site"), os.environ.get("PYTHONPATH", "")]))
    environ = {**os.environ, "PYTHONPATH": path, **(SECRETS if with_secrets else {})}
    command = [sys.executable, "-m", "cximpact", *words]
    return subprocess.run(command, capture_output=True, env=environ, cwd=folder, check=False)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "site").mkdir()
    write_module(tmp_path / "site", "leaky", CODE)
    settings = {name.lower(): {"$env": name} for name in NAMES[:9]}
    settings["secret_9"] = {"$file": "secrets/nine.txt"}
    (tmp_path / "secrets").mkdir()
    (tmp_path / "secrets" / "nine.txt").write_text(SECRETS["SECRET_9"] + "\n", "utf-8")
    block = {
        "source": "leaky",
        "settings": settings,
        "map": [{"touchpoint": "decide", "measure": "csat", "channel": "survey"}],
    }
    failing = {**block, "settings": {**settings, "fail": True}}
    workspace = {
        "scorecard": "scorecard.json",
        "as_of": "2026-03-01",
        "proposals": {"rows": [{"id": "letters", "ease": 1}]},
        "evidence": {"answers": block, "failing": failing},
    }
    (tmp_path / "cximpact.yaml").write_text(json.dumps(workspace), "utf-8")
    (tmp_path / "scorecard.json").write_text(json.dumps(SCORECARD), "utf-8")
    return tmp_path


def test_no_file_and_no_stream_holds_a_secret(folder: Path) -> None:
    done = [
        run(folder, "evaluate", "--save", "saved", "--format", "json"),
        run(folder, "explain", "letters"),
        run(folder, "collect"),
        run(folder, "collect", "--refresh"),
        run(folder, "validate"),
        run(folder, "evaluate", "--strict"),
    ]
    assert [each.returncode for each in done] == [0, 0, 3, 3, 0, 3], done[0].stderr
    files = [
        path
        for root in (folder / ".cximpact", folder / "saved")
        for path in root.rglob("*")
        if path.is_file()
    ]
    assert any(path.suffix == ".parquet" for path in files)
    written = {str(path): path.read_bytes() for path in files}
    written |= {f"output {at}": each.stdout + each.stderr for at, each in enumerate(done)}
    leaks = [
        (name, spelling)
        for name, content in written.items()
        for spelling in spellings()
        if spelling in content
    ]
    assert leaks == []
    assert "hunter" not in "".join(each.decode("utf-8", "replace") for each in written.values())


def test_the_saved_folder_replays_without_plugin_and_secrets(folder: Path) -> None:
    saved = run(folder, "evaluate", "--save", "saved", "--format", "json")
    inputs = str(folder / "saved" / "inputs")
    (folder / "site").rename(folder / "gone")
    again = run(folder, "evaluate", inputs, "--no-plugins", "--format", "json", with_secrets=False)
    assert again.returncode == 0, again.stderr
    assert again.stdout == saved.stdout
    assert (folder / "saved" / "evaluation.json").read_bytes() == saved.stdout
    offline = run(folder, "evaluate", "--offline", "--format", "json", with_secrets=False)
    assert offline.stdout == saved.stdout


def test_problems_with_secrets_do_not_repeat_them(folder: Path) -> None:
    workspace = json.loads((folder / "cximpact.yaml").read_text("utf-8"))
    for name, text in list(SECRETS.items())[:5]:
        workspace["evidence"]["answers"]["settings"][name.lower()] = text
    (folder / "cximpact.yaml").write_text(json.dumps(workspace, ensure_ascii=False), "utf-8")
    done = run(folder, "evaluate")
    assert done.returncode == 1
    assert done.stderr.count(b"a secret must not stand in a workspace") == 5
    assert not [each for each in spellings() if each in done.stdout + done.stderr]

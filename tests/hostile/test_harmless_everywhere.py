"""Whatever texts others write, no output of any command gives orders to whoever opens it."""

from __future__ import annotations

import csv
import importlib.util
import io
import json
import os
import re
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import pytest
import yaml

from cximpact.cli import main

TABLES = (
    *("recommendations", "criteria", "touchpoints", "impacts", "gates", "evidence", "set_aside"),
    *("ranks", "acceptability", "pairs", "cores", "portfolios", "weights", "sensitivity"),
    *("tornado", "binding", "frontier", "information", "scenarios"),
)
STATEMENTS = "ease >= clarity\nclarity > trust-and-loyalty\n"
NUMBER = re.compile(r"[+-]?[0-9][0-9,.]*(e[+-]?[0-9]+)?%?")
SIGNS = r"=+\-@\uff1d\uff0b\uff0d\uff20"
FORMULA = re.compile(rf"^\s*[{SIGNS}\t\r|%]|;\s*[{SIGNS}]")


def _beside(name: str) -> ModuleType:
    """Return a module of this folder."""
    spec = importlib.util.spec_from_file_location(name, Path(__file__).parent / f"{name}.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


harmful = _beside("harmless_workspace")


def _said(*arguments: object, typed: str = "") -> tuple[int, str, str]:
    """Run a command in a process of its own; return its exit code and what it said."""
    done = subprocess.run(
        [sys.executable, "-m", "cximpact", *map(str, arguments)],
        input=typed.encode(),
        capture_output=True,
        timeout=120,
        env=os.environ | {"COLUMNS": "100", "PYTHONUTF8": "1"},
    )
    return done.returncode, done.stdout.decode(), done.stderr.decode()


@pytest.fixture(scope="module")
def space(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The workspace; not to be changed."""
    folder = tmp_path_factory.mktemp("harmful") / "ws"
    harmful.write_harmful(folder)
    return folder


@pytest.fixture(scope="module")
def evaluation(space: Path):
    """The whole evaluation, with everything that can be analysed."""
    import cximpact

    return cximpact.evaluate(space, draws=200)


@pytest.fixture(scope="module")
def saved(evaluation, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The evaluation, saved."""
    return evaluation.save(tmp_path_factory.mktemp("saved") / "first")


def _unsafe(text: str) -> set[str]:
    return {char for char in text if not char.isprintable() and char != "\n"}


def _assert_harmless(text: str) -> None:
    assert not _unsafe(text), sorted(map(hex, map(ord, _unsafe(text))))


def test_the_workspace_carries_every_payload_to_the_result(evaluation) -> None:
    """The tests below would prove nothing if the texts were lost on the way."""
    text = json.dumps(json.loads(evaluation.to_json()), ensure_ascii=False)
    for payload in harmful.PAYLOADS:
        escaped = json.dumps(payload, ensure_ascii=False)[1:-1]
        assert escaped in text, payload


@pytest.mark.parametrize(
    "words",
    [
        ("validate", "WS"),
        ("evaluate", "WS", "--quick"),
        ("evaluate", "WS", "--quick", "--format", "json"),
        ("evaluate", "WS", "--quick", "--format", "csv"),
        ("explain", "ID", "WS"),
        ("compare", "SAVED", "SAVED"),
        ("compare", "SAVED", "SAVED", "--format", "json"),
        ("compare", "SAVED", "SAVED", "--format", "csv"),
        ("weights", "WS"),
        ("plugins",),
        ("collect", "WS"),
        ("evaluate", "NOWHERE"),
        ("explain", "NOBODY", "WS"),
        ("init", "NEW", "--from", "LIST"),
        ("sheet", "new", "BOOK", "--from", "WS"),
        ("evaluate", "WS", "--quick", "--save", "NEW"),
        ("evaluate", "WS", "--quick", "--output", "FILE"),
        ("demo", "NEW"),
        ("plugin", "new", "odd", "--folder", "NEW"),
    ],
    ids=" ".join,
)
def test_no_command_moves_a_terminal(words, space: Path, saved: Path, tmp_path: Path) -> None:
    odd = f"{harmful.ESC}[31m{harmful.REVERSED}[bold]"
    places = {
        "WS": space,
        "SAVED": saved,
        "ID": harmful.PAYLOADS[13],
        "NOBODY": odd,
        "NOWHERE": tmp_path / odd,
        "NEW": tmp_path / odd,
        "LIST": space / "proposals.csv",
        "BOOK": tmp_path / f"{odd}.xlsx",
        "FILE": tmp_path / f"{odd}.json",
    }
    code, out, said = _said(*(places.get(word, word) for word in words))
    assert code in (0, 1, 2)
    assert code == 0 or words[-2:-1] != ("--quick",), said
    assert "Traceback" not in said
    _assert_harmless(out)
    _assert_harmless(said)


def test_statements_of_a_voice_with_an_odd_name_come_back_as_they_were() -> None:
    voice = f"{harmful.PAYLOADS[15]}{harmful.LINK}[bold]"
    code, out, said = _said(
        *("weights", "--scorecard", "customer", "--interactive", "--as", voice),
        typed="ease >= 20%\nlist\nundo\nease >= 30%\ndone\n",
    )
    assert code == 0, said
    _assert_harmless(out)
    stated = yaml.safe_load(out[out.index("weighting:") :])
    assert list(stated["weighting"]["stakeholders"]) == [voice]


def test_what_breaks_is_told_without_its_power(space: Path, tmp_path: Path) -> None:
    """Problems quote names, values, headers and sheets of others."""
    folder = shutil.copytree(space, tmp_path / "ws")
    rows = (folder / "ratings.csv").read_text().replace('"ease"', f'"{harmful.LINK}"')
    (folder / "ratings.csv").write_text(rows)
    data = json.loads((folder / "cximpact.yaml").read_text())
    data[harmful.PAYLOADS[11] + harmful.LINK] = {harmful.PAYLOADS[15]: harmful.PAYLOADS[14]}
    data["rules"]["requires"] = {harmful.LINK: [harmful.PAYLOADS[15]]}
    (folder / "cximpact.yaml").write_text(json.dumps(data))
    code, out, said = _said("validate", folder)
    assert code == 1
    assert out == ""
    _assert_harmless(said)


@pytest.fixture(scope="module")
def tables(evaluation, saved: Path) -> dict[str, str]:
    """Every table that is written as CSV."""
    from cximpact.api import compare
    from cximpact.report.comparison import comparison_table
    from cximpact.report.csv_text import csv_text

    found = {name: csv_text(evaluation.table(name)) for name in TABLES}
    return found | {"comparison": csv_text(comparison_table(compare(saved, saved).result))}


@pytest.mark.parametrize("name", [*TABLES, "comparison"])
def test_no_cell_of_any_table_is_a_formula_or_moves_a_terminal(name, tables) -> None:
    _assert_harmless(tables[name])
    for row in csv.reader(io.StringIO(tables[name])):
        for cell in row:
            assert NUMBER.fullmatch(cell) or not FORMULA.search(cell), cell


# -- The programs that people open outputs with ---------------------------------------------------


def _program(*names: str, package: str) -> str:
    """Return a program; without it, skip here and fail in CI."""
    for name in names:
        if found := shutil.which(name):
            return found
    reason = f"{names[0]} is not installed: apt-get install {package}"
    if os.environ.get("CI") == "true":
        pytest.fail(reason)
    pytest.skip(reason)


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., dict[str, str]]:
    """Open CSV files in LibreOffice; return the sheets it made of them, as XML."""
    office = _program("soffice", "libreoffice", package="libreoffice-calc")
    profile = tmp_path_factory.mktemp("office")

    def _opened(files: list[Path], separators: str) -> dict[str, str]:
        made = tmp_path_factory.mktemp("opened")
        command = [
            *(office, "--headless", "--norestore", "--nolockcheck"),
            *(f"-env:UserInstallation={profile.as_uri()}", "--convert-to", "xlsx"),
            f"--infilter=Text - txt - csv (StarCalc):{separators},34,76,1",
            *("--outdir", str(made), *map(str, files)),
        ]
        subprocess.run(command, capture_output=True, timeout=300, check=True)
        sheets = {}
        for file in files:
            with zipfile.ZipFile(made / f"{file.stem}.xlsx") as book:
                sheets[file.stem] = book.read("xl/worksheets/sheet1.xml").decode()
        return sheets

    return _opened


@pytest.mark.parametrize("separators", ["44", "44/59/9", "59"])
def test_an_office_finds_no_formula_in_any_table(separators, tables, opened, tmp_path) -> None:
    """Whether it splits lines at commas only, or at semicolons and tabs as well."""
    files = [tmp_path / f"{name}.csv" for name in tables]
    for path, text in zip(files, tables.values(), strict=True):
        path.write_text(text, "utf-8")
    control = tmp_path / "control.csv"
    control.write_text('a,b\n=1+1,2\n"x;=1+1",3\n', "utf-8")
    sheets = opened([*files, control], separators)
    assert "<f" in sheets.pop("control"), "the office no longer takes such text for a formula"
    assert [name for name, sheet in sheets.items() if re.search(r"<f[ >]", sheet)] == []
    assert [name for name, sheet in sheets.items() if "<hyperlink" in sheet] == []


OWNED = "<title>owned</title>"


@pytest.fixture(scope="module")
def in_browser(tmp_path_factory: pytest.TempPathFactory) -> Callable[[Path], str]:
    """Open a file in Chromium; return the page as it is after all scripts ran."""
    browser = _program("chromium", "chromium-browser", "google-chrome", package="chromium")
    profile = tmp_path_factory.mktemp("browser")

    def _opened(path: Path) -> str:
        command = [
            *(browser, "--headless", "--no-sandbox", "--disable-gpu", f"--user-data-dir={profile}"),
            *("--disable-dev-shm-usage", "--virtual-time-budget=2000", "--dump-dom", path.as_uri()),
        ]
        done = subprocess.run(command, capture_output=True, timeout=60)
        return done.stdout.decode("utf-8", "replace")

    return _opened


def test_a_browser_runs_nothing_of_what_we_write(space, saved, in_browser, tmp_path) -> None:
    control = tmp_path / "control.html"
    control.write_text("<script>document.title='owned'</script>")
    assert "owned</title>" in in_browser(control), "the browser runs no scripts at all"
    files = [saved / "evaluation.json"]
    for name, words in (
        ("list", ("evaluate", space, "--quick")),
        ("list.txt", ("evaluate", space, "--quick")),
        ("why", ("explain", harmful.PAYLOADS[8], space)),
    ):
        code, out, said = _said(*words)
        assert code == 0, said
        (tmp_path / name).write_text(out, "utf-8")
        files.append(tmp_path / name)
    for path in files:
        page = in_browser(path)
        assert "owned</title>" not in page, path.name
        assert "<img src" not in page, path.name
        assert "<pre" in page, path.name


@pytest.mark.parametrize("ending", ["html", "HTM", "xhtml", "svg", "xml", "mhtml"])
@pytest.mark.parametrize("words", [("evaluate", "WS", "--quick"), ("compare", "SAVED", "SAVED")])
def test_no_text_is_written_as_a_page(words, ending, space, saved, tmp_path, monkeypatch) -> None:
    """We write no pages; text in a file that a browser takes for one would be read as markup."""
    target = tmp_path / f"list.{ending}"
    places = {"WS": str(space), "SAVED": str(saved)}
    arguments = ["cximpact", *(places.get(word, word) for word in words), "--output", str(target)]
    monkeypatch.setattr(sys, "argv", arguments)
    with pytest.raises(SystemExit) as ended:
        main()
    assert ended.value.code == 2
    assert not target.exists()


def test_no_module_writes_html() -> None:
    home = Path(__file__).parents[2] / "src" / "cximpact"
    written = [
        path.name
        for path in home.rglob("*.py")
        if "testing" not in path.parts
        and re.search(r"<!doctype html|<html|<script|<table>", path.read_text("utf-8"), re.I)
    ]
    assert written == []


# -- Files that are read again --------------------------------------------------------------------


def test_saved_files_have_plain_names_and_give_the_same_again(saved: Path, evaluation) -> None:
    import cximpact

    for path in saved.rglob("*.jsonl"):
        assert re.fullmatch(r"[A-Za-z0-9._-]+", path.name)
    again = cximpact.evaluate(saved / "inputs")
    assert json.loads(again.to_json())["id"] == json.loads(evaluation.to_json())["id"]


def test_what_init_writes_reads_back_as_the_headers_were(tmp_path: Path) -> None:
    headers = ["ID", *dict.fromkeys(harmful.PAYLOADS), "Title", "Cost"]
    stream = io.StringIO()
    writer = csv.writer(stream, quoting=csv.QUOTE_ALL)
    writer.writerow(headers)
    writer.writerow(["P1", *harmful.PAYLOADS, "One", "EUR 5"])
    name = f"=1 [b]{harmful.ESC}[31m{harmful.REVERSED}.csv"
    (tmp_path / name).write_bytes(stream.getvalue().encode())
    code, out, said = _said("init", tmp_path / "ws", "--from", tmp_path / name)
    assert code == 0, said
    _assert_harmless(out + said)
    for path in (tmp_path / "ws").iterdir():
        _assert_harmless(path.read_text("utf-8"))
    data = yaml.safe_load((tmp_path / "ws" / "cximpact.yaml").read_text("utf-8"))
    assert data["proposals"]["path"] == f"../{name}"
    assert _said("validate", tmp_path / "ws")[0] == 0


def test_questions_of_a_scorecard_of_others_are_no_markup(space: Path, tmp_path: Path) -> None:
    rows = "ID,Title\nP1,One\n"
    (tmp_path / "list.csv").write_text(rows)
    words = ("--from", tmp_path / "list.csv", "--scorecard", space / "scorecard.json")
    code, _, said = _said("init", tmp_path / "ws", *words)
    assert code == 0, said
    text = (tmp_path / "ws" / "questions.md").read_text("utf-8")
    _assert_harmless(text)
    assert "<script" not in text.replace("\\<", "")
    assert re.search(r"(?<!\\)!?\[[^\]]*(?<!\\)\]\(", text) is None


def test_a_workbook_and_its_export_keep_every_text(space, opened_formulas, tmp_path) -> None:
    """A workspace whose texts no cell can hold is refused; the other harmful texts are kept."""
    book, folder = tmp_path / "round.xlsx", tmp_path / "exported"
    assert _said("sheet", "new", book, "--from", space)[0] == 1
    plain = shutil.copytree(space, tmp_path / "ws")
    harmful.without_controls(plain)
    code, out, said = _said("sheet", "new", book, "--from", plain)
    assert code == 0, said
    _assert_harmless(out + said)
    assert opened_formulas(book) == []
    code, out, said = _said("sheet", "export", book, folder)
    assert code == 0, said
    _assert_harmless(out + said)
    titles = []
    for each in (plain, folder):
        data = json.loads(_said("evaluate", each, "--quick", "--format", "json")[1])
        titles.append({item["proposal"]: item["title"] for item in data["recommendations"]})
    assert titles[0] == titles[1]
    for path in folder.glob("*.yaml"):
        _assert_harmless(path.read_text("utf-8"))


@pytest.fixture
def opened_formulas() -> Callable[[Path], list[str]]:
    """Return the formulas of a workbook that hold anything of others."""

    def _formulas(path: Path) -> list[str]:
        with zipfile.ZipFile(path) as book:
            sheets = [book.read(name).decode() for name in book.namelist() if "sheet" in name]
        found = [each for sheet in sheets for each in re.findall(r"<f[ >][^<]*", sheet)]
        return [each for each in found if "evil" in each or "cmd" in each or "HYPERLINK" in each]

    return _formulas


def test_progress_shows_names_as_they_are_written(monkeypatch) -> None:
    """Names in brackets are no markup, and a wrong closing one ends nothing."""
    import rich.console

    from cximpact.cli import output

    stream, shown = io.StringIO(), []
    terminal = rich.console.Console(file=stream, force_terminal=True, width=200)
    monkeypatch.setattr(rich.console, "Console", lambda **_: terminal)
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True, raising=False)
    monkeypatch.setattr("rich.status.Status.update", lambda _, text: shown.append(text))
    with output.progress() as tell:
        for payload in harmful.PAYLOADS:
            tell(f"keeping {payload}")
    stream.truncate(0)
    for each in shown:
        terminal.print(each)
    printed = stream.getvalue()
    assert "[bold red]x[/bold red]" in printed
    assert not {harmful.BELL, harmful.CSI, harmful.REVERSED} & {*printed}
    assert f"{harmful.ESC}]8" not in printed

"""Titles that are formulas, terminal commands or markup are kept, and do no harm anywhere."""

from __future__ import annotations

import csv
import io
import json

import pytest

ESCAPE, BELL, CSI, REVERSED = "\x1b", "\x07", "\x9b", "\u202e"
TITLES = {
    "=1+1": '=HYPERLINK("http://example.org","click")',
    "P2": f"{ESCAPE}[31mred{ESCAPE}]0;own{BELL}",
    "P3": "<script>alert(1)</script>[bold]x[/bold]",
    "P4": "x" * 200_000 + REVERSED,
    "@P5": f"{CSI}31m|cmd{REVERSED}gpj.exe",
}
UNITS = ("+service", "-risk", "%it", "\tops", "@a{b}")


@pytest.fixture
def loaded(folder):
    """The workspace with such titles, ids and units."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(["ID", "Project", "Department", "Build", "Ease", "NPV"])
    for number, ((key, title), unit) in enumerate(zip(TITLES.items(), UNITS, strict=True)):
        writer.writerow([key, title, unit, 1000 + number, 4, ""])
    folder.write("proposals.csv", text.getvalue())
    for name in ("ratings.csv", "effects.csv", "costs.csv"):
        folder.write(name, folder.text(name).replace("P1", "=1+1"))
    folder.replace("cximpact.yaml", "{either: [P1, P2]}", "{'=cmd|x': [=1+1, P2]}")
    return folder


def _unsafe(text: str) -> set[str]:
    return {char for char in text if char != "\n" and not char.isprintable()}


@pytest.mark.parametrize(
    "arguments",
    [
        ("evaluate",),
        ("evaluate", "--format", "csv"),
        ("evaluate", "--format", "csv", "--table", "gates"),
        ("evaluate", "--format", "csv", "--table", "criteria"),
        ("evaluate", "--format", "json"),
        ("validate",),
        ("explain", "=1+1"),
        ("explain", "@P5"),
    ],
)
def test_no_output_can_give_orders_to_a_terminal(arguments, loaded, run) -> None:
    command, *rest = arguments
    proposal = rest if command == "explain" else []
    options = [] if command == "explain" else rest
    answer = run(command, *proposal, loaded.path, *options)
    assert answer.code == 0, answer.said
    assert not _unsafe(answer.out)
    assert not _unsafe(answer.said)


@pytest.mark.parametrize("table", ["recommendations", "criteria", "gates", "touchpoints"])
def test_no_cell_of_csv_is_a_formula(table, loaded, run) -> None:
    answer = run("evaluate", loaded.path, "--format", "csv", "--table", table)
    for row in csv.DictReader(io.StringIO(answer.out)):
        for name, cell in row.items():
            is_number = name not in ("proposal", "title", "unit", "reason", "would_take")
            assert is_number or not cell.startswith(("=", "+", "-", "@", "\t", "|", "%"))


def test_json_keeps_every_title_as_it_is(loaded, run) -> None:
    data = json.loads(run("evaluate", loaded.path, "--format", "json").out)
    assert {item["proposal"]: item["title"] for item in data["recommendations"]} == TITLES


def test_a_long_title_does_not_fill_the_table(loaded, run) -> None:
    assert len(run("evaluate", loaded.path).out) < 20_000


def test_a_problem_quotes_what_it_found_without_its_power(folder, refused) -> None:
    folder.replace("proposals.csv", "120000", f"{ESCAPE}[31m{CSI}{REVERSED}{'9' * 100_000}k")
    answer = refused("line 2, Build", r"\x1b[31m\x9b\u202e999", "…")
    assert not _unsafe(answer.said)


@pytest.mark.parametrize("text", ["((((a+)+)+)+)+$", "[", "*", "\\", "%", "_", "'", '"; --', "{x}"])
def test_text_to_look_for_is_no_pattern(text, folder, run) -> None:
    """Neither a regular expression, nor of LIKE, nor SQL, in the list and in evidence alike."""
    quoted = text.replace("'", "''")
    test = f"{{contains: '{quoted}'}}"
    folder.replace("cximpact.yaml", "{Department: it}", f"{{Project: {test}}}")
    folder.replace(
        "cximpact.yaml", "map: [{touch", f"map: [{{when: {{Score: {test}}}, touchpoint: billing, "
        "measure: csat}, {touch",
    )  # fmt: skip
    folder.replace("proposals.csv", "Bills by mail", '"' + f"x{text}x".replace('"', '""') + '"')
    answer = run("evaluate", folder.path, "--format", "json")
    assert answer.code == 0, answer.said
    screened = {
        item["proposal"] for item in json.loads(answer.out)["recommendations"] if item["screened"]
    }
    assert screened == {"P3"}

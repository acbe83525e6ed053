"""Files made to do harm, in the place of every part of a workspace that reads such files."""

from __future__ import annotations

import subprocess
import sys

import pytest

ENDINGS = {
    ".yaml": ("cximpact.yaml", "scorecard.yaml"),
    ".json": ("scorecard.json",),
    ".csv": ("proposals.csv", "csat.csv"),
    ".jsonl": ("complaints.jsonl",),
    ".xlsx": ("list.xlsx", "hours.xlsx"),
    ".parquet": ("list.parquet", "calls.parquet"),
}
# As evidence these are sound: they have no columns that are missed, or too few of them.
NAMED_IN = {
    "scorecard.json": ("scorecard: scorecard.yaml", "scorecard: scorecard.json"),
    "list.xlsx": ("path: proposals.csv", "path: list.xlsx"),
    "list.parquet": ("path: proposals.csv", "path: list.parquet"),
}


def test_a_hostile_file_is_refused_wherever_it_stands(hostile_file, folder, run) -> None:
    made = hostile_file(folder.path)
    content = made.read_bytes()
    made.unlink()
    for place in ENDINGS[made.suffix]:
        part = folder.fresh(place)
        part.write(place, content)
        if place in NAMED_IN:
            part.replace("cximpact.yaml", *NAMED_IN[place])
        elif place in ("hours.xlsx", "calls.parquet"):
            part.add_more_evidence()
            part.write(place, content)
        answer = run("evaluate", part.path)
        assert answer.code == 1, answer.out
        assert answer.seconds < 2, place
        assert any(place in problem for problem in answer.problems), answer.said
        assert "Traceback" not in answer.said
        assert len(answer.said) < 2000 * max(len(answer.problems), 1)


@pytest.mark.parametrize("name", ["xlsx_far_corner", "xlsx_bomb", "yaml_50000_brackets"])
def test_what_makes_parsers_die_does_not_end_the_process(hostile_files, folder, name) -> None:
    made = hostile_files[name](folder.path)
    if made.suffix == ".xlsx":
        folder.replace("cximpact.yaml", "path: proposals.csv", f"path: {made.name}")
    else:
        folder.replace("cximpact.yaml", "scorecard: scorecard.yaml", f"scorecard: {made.name}")
    done = subprocess.run(
        [sys.executable, "-m", "cximpact", "evaluate", str(folder.path)],
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
        timeout=60,
    )
    assert done.returncode == 1
    assert done.stderr.splitlines()[1].strip().startswith(made.name)


@pytest.mark.parametrize("rows", ["", "2025-06-01,4\n" * 5])
@pytest.mark.parametrize("text", ["9" * 40_000_000, '"' + "x\n" * 20_000_000])
def test_an_endless_field_in_evidence_is_refused(text, rows, folder, refused) -> None:
    """An endless last line is the worst: the engine passes over it without a word."""
    folder.add("csat.csv", f"2025-06-01,{text}\n{rows}")
    refused("csat.csv, line 402")


def test_an_endless_field_in_the_list_is_refused(folder, refused) -> None:
    folder.add("proposals.csv", f"P9,{'x' * 40_000_000},it,1,3,1\n")
    refused("proposals.csv, line 6", "longer than")


def _book(folder, rows) -> None:
    from openpyxl import Workbook

    book = Workbook()
    for row in rows:
        book.active.append(row)
    book.save(folder.path / "hours.xlsx")


HEADERS = ["touchpoint", "measure", "date", "figure"]


@pytest.mark.parametrize(
    ("row", "words"),
    [
        (["billing", "hours", "2025-12-31", "=1+1"], ("cell D2", "open the workbook")),
        (["billing", "hours", "2025-12-31", "soon"], ("cell D2, figure", "'soon'")),
        (["biling", "hours", "2025-12-31", 3], ("cell A2", "did you mean 'billing'")),
        (["billing", "hours", "2025-13-31", 3], ("cell C2, date", "not a date")),
    ],
)
def test_a_bad_cell_of_a_workbook_is_named(row, words, folder, refused) -> None:
    folder.add_more_evidence()
    _book(folder, [HEADERS, row])
    refused("hours.xlsx, sheet Sheet", *words)


def test_an_error_cell_where_a_value_is_needed_is_named(
    folder, refused, make_workbook, make_sheet
) -> None:
    texts = zip("ABCD", HEADERS, strict=True)
    head = "".join(f'<c r="{at}1" t="inlineStr"><is><t>{text}</t></is></c>' for at, text in texts)
    values = zip("ABC", ["billing", "hours", "2025-12-31"], strict=True)
    row = "".join(f'<c r="{at}2" t="inlineStr"><is><t>{text}</t></is></c>' for at, text in values)
    cells = f'<row r="2">{row}<c r="D2" t="e"><f>1/0</f><v>#DIV/0!</v></c></row>'
    folder.add_more_evidence()
    folder.write("hours.xlsx", make_workbook(make_sheet(cells, headers=head)))
    refused("hours.xlsx", "cell D2", "#DIV/0!", "mend the formula")


def test_a_loop_of_links_is_refused(folder, refused) -> None:
    for name in ("proposals.csv", "csat.csv"):
        (folder.path / name).unlink()
        (folder.path / name).symlink_to(name)
    answer = refused("proposals.csv", "symbolic links")
    assert any("csat.csv" in problem for problem in answer.problems)


def test_a_pipe_is_not_waited_for(folder, refused) -> None:
    import os

    for name in ("proposals.csv", "csat.csv"):
        (folder.path / name).unlink()
        os.mkfifo(folder.path / name)
    answer = refused("proposals.csv", "not an ordinary file")
    assert any("csat.csv" in problem for problem in answer.problems)


def test_a_header_of_parquet_that_is_no_text_is_refused(folder, refused) -> None:
    folder.add_more_evidence()
    folder.replace("cximpact.yaml", "costs: costs.csv", "costs: calls.parquet")
    data = (folder.path / "calls.parquet").read_bytes()
    folder.write("calls.parquet", data.replace(b"measure", b"me\xff\xfeure"))
    answer = refused("calls.parquet", "a header", "is no text")
    assert any("the table cannot be read" in problem for problem in answer.problems)

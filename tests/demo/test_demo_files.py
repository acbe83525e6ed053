"""The packaged demo: its evidence can be written again, it is small, and it overwrites nothing."""

from __future__ import annotations

import csv
import sys
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType

import pytest

import cximpact.demo
from cximpact.demo import write_demo
from cximpact.exceptions import InputError

PACKAGED = Path(cximpact.demo.__file__).parent / "workspace"


def builder() -> ModuleType:
    spec = spec_from_file_location(
        "build_demo_evidence", Path(__file__).with_name("build_demo_evidence.py")
    )
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


def rows(name: str) -> list[dict[str, str]]:
    with (PACKAGED / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_the_raw_evidence_is_written_again_byte_for_byte() -> None:
    for name, text in builder().evidence_files().items():
        assert (PACKAGED / name).read_bytes() == text.encode("utf-8"), name


def test_the_package_stays_small() -> None:
    assert sum(file.stat().st_size for file in PACKAGED.iterdir()) < 400_000


@pytest.mark.parametrize("name", ["README.md", "cximpact.yaml", "scorecard.yaml"])
def test_whoever_opens_a_file_reads_that_the_company_is_fictional(name: str) -> None:
    assert "fictional" in (PACKAGED / name).read_text(encoding="utf-8")[:300].lower()


def test_there_are_24_proposals_of_three_kinds_from_all_departments() -> None:
    proposals = rows("proposals.csv")
    assert len(proposals) == 24
    assert {row["Type"] for row in proposals} == {"project", "spend", "policy"}
    assert len({row["Department"] for row in proposals}) == 10


def test_raters_are_codes_and_every_proposal_has_four() -> None:
    answers = rows("ratings.csv")
    assert all(row["rater"][0] == "R" and row["rater"][1:].isdigit() for row in answers)
    for proposal in {row["ID"] for row in rows("proposals.csv")}:
        assert len({row["rater"] for row in answers if row["proposal"] == proposal}) >= 4


def test_write_demo_copies_every_file_and_returns_the_folder(tmp_path: Path) -> None:
    folder = write_demo(tmp_path / "new" / "demo")
    assert folder == tmp_path / "new" / "demo"
    for file in PACKAGED.iterdir():
        assert (folder / file.name).read_bytes() == file.read_bytes()


def test_write_demo_overwrites_nothing(tmp_path: Path) -> None:
    """One file in the way is named, stays as it is, and no other file appears."""
    (tmp_path / "costs.csv").write_text("mine")
    with pytest.raises(InputError) as caught:
        write_demo(tmp_path)
    assert [Path(problem.file or "").name for problem in caught.value.problems] == ["costs.csv"]
    assert [file.name for file in tmp_path.iterdir()] == ["costs.csv"]
    assert (tmp_path / "costs.csv").read_text() == "mine"


def test_a_folder_that_is_a_file_is_refused_without_a_traceback(tmp_path: Path) -> None:
    (tmp_path / "demo").write_text("a file")
    with pytest.raises(InputError, match="cannot write here"):
        write_demo(tmp_path / "demo")

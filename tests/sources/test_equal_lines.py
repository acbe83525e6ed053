"""Lines counted before they are taken apart, against rows read field by field."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cximpact.model.scorecard import Scorecard
from cximpact.model.source import EvidenceSpec
from cximpact.sources import days, equal_lines, running
from cximpact.sources.collect import Collected, collect

AS_OF = date(2022, 4, 1)
HEADER = "touchpoint,measure,date,value"
GOOD = "buy,csat,2022-03-01,5"

Read = Callable[..., Collected]


@pytest.fixture(scope="module")
def read(scorecard: Scorecard) -> Read:
    """Collect one file, as if it were large or field by field."""

    def _read(path: Path, *, by_lines: bool = True, **more: Any) -> Collected:
        spec = EvidenceSpec("s", paths=(path.name,), **more)
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(running, "_FEW", 3)
            patch.setattr(days, "_LEAST", 0)
            if not by_lines:
                patch.setattr(running, "_way", lambda *_: None)
            return collect([spec], scorecard=scorecard, as_of=AS_OF, base=path.parent, frames={})

    return _read


@pytest.fixture
def ways(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[bool]]:
    """Whether each table was folded by way of its lines."""
    found: list[bool] = []
    fold = equal_lines.fold_lines

    def watched(*args: Any, **more: Any) -> bool:
        found.append(fold(*args, **more))
        return found[-1]

    monkeypatch.setattr("cximpact.sources.folding.fold_lines", watched)
    yield found


def write(folder: Path, *lines: str, end: str = "\n", encoding: str = "utf-8") -> Path:
    """Write lines below the header."""
    path = folder / "s.csv"
    path.write_bytes(end.join((HEADER, *lines, "")).encode(encoding))
    return path


def test_equal_lines_count_as_often_as_they_stand(
    read: Read, tmp_path: Path, ways: list[bool]
) -> None:
    lines = [GOOD] * 60 + ["buy,csat,2022-03-02,1"] * 40 + ["pay,csat,2022-03-02,4"] * 3
    found = read(write(tmp_path, *lines))
    assert [(each.touchpoint, each.n, each.successes) for each in found.statistics] == [
        ("buy", 100, 60.0), ("pay", 3, 3.0),
    ]  # fmt: skip
    assert found.inputs[0].rows == 103
    assert ways == [True]


CELL = st.sampled_from(["buy", " pay", "csat", "2022-03-01", "2021-01-05", "5", "7", "", "x y"])
LINE = st.one_of(
    st.just(GOOD),
    st.just(""),
    st.tuples(
        st.sampled_from(["buy", "pay", " buy", "", "nowhere"]),
        st.sampled_from(["csat", "nps", "csat"]),
        st.sampled_from(["2022-03-01", "2021-01-05", "", "2022/03/02", "2022-03-01 10:30"]),
        st.sampled_from(["1", "5", "", "five", " 4", '"5"']),
    ).map(",".join),
    st.lists(CELL, max_size=6).map(",".join),
)


@settings(max_examples=60, deadline=None)
@given(lines=st.lists(LINE, max_size=30), end=st.sampled_from(["\n", "\r\n"]))
def test_lines_and_fields_tell_the_same(
    read: Read, tmp_path_factory: pytest.TempPathFactory, lines: list[str], end: str
) -> None:
    """Statistics, fingerprints, rows set aside, notes and problems with their lines."""
    path = write(tmp_path_factory.mktemp("lines"), *[GOOD] * 4, *lines, end=end)
    assert read(path) == read(path, by_lines=False)


@pytest.mark.parametrize(
    "odd",
    ['"buy",csat,2022-03-02,5', 'buy,csat,2022-03-02,"5"', "buy,csat,2022-03-02", "buy,csat,\1,5",
     "buy,csat,2022-03-02,5,", "buy,csat,2022-03-02,\0", 'buy,"csat\n",2022-03-02,5'],
)  # fmt: skip
def test_a_late_line_that_is_no_plain_record_is_left_to_the_reader_of_fields(
    read: Read, tmp_path: Path, odd: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The head of the file, where quotes are looked for, is taken to be short."""
    monkeypatch.setattr("cximpact.sources.csv_header._HEAD", 200)
    path = write(tmp_path, *[GOOD] * 50, odd)
    assert read(path) == read(path, by_lines=False)


def test_another_encoding_and_delimiter_have_lines_too(
    read: Read, tmp_path: Path, ways: list[bool]
) -> None:
    path = tmp_path / "s.csv"
    text = "Stück;touchpoint;measure;date;value\n" + "Öl;buy;csat;01.03.2022;5\n" * 9
    path.write_bytes(text.encode("latin-1"))
    spec: dict[str, Any] = {}
    from cximpact.model.source import Reading

    spec["reading"] = Reading(encoding="latin-1", dates="%d.%m.%Y")
    found = read(path, **spec)
    assert [(each.touchpoint, each.n) for each in found.statistics] == [("buy", 9)]
    assert found.not_used == (("s.csv", "Stück"),)
    assert ways == [True]


def test_lines_that_all_differ_are_read_field_by_field(
    read: Read, tmp_path: Path, ways: list[bool], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(running, "_MOST_FOLDED", 2)
    lines = [f"buy,csat,2022-03-{day:02},{score}" for day in range(1, 10) for score in range(1, 6)]
    [found] = read(write(tmp_path, *lines)).statistics
    assert (found.n, found.successes) == (45, 18.0)
    assert ways == []

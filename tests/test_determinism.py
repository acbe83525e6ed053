"""Same inputs, same bytes: whatever the hash seed, time zone, threads, row order or line ends."""

from __future__ import annotations

import os
import random
import subprocess
import sys
from pathlib import Path

import pytest

import cximpact
from cximpact.demo import write_demo

PROGRAM = "import sys, cximpact; sys.stdout.write(cximpact.evaluate(sys.argv[1]).to_json())"
TEXT_FILES = (".csv", ".jsonl")


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_demo(tmp_path_factory.mktemp("plain") / "demo")


@pytest.fixture(scope="module")
def expected(demo: Path) -> str:
    return cximpact.evaluate(demo).to_json()


def run(demo: Path, **environment: str) -> str:
    return subprocess.run(
        [sys.executable, "-c", PROGRAM, str(demo)],
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=True,
        env={**os.environ, "PYTHONIOENCODING": "utf-8", **environment},
    ).stdout


@pytest.mark.parametrize("seed", range(20))
def test_the_hash_seed_changes_no_byte(demo: Path, expected: str, seed: int) -> None:
    assert run(demo, PYTHONHASHSEED=str(seed)) == expected


@pytest.mark.parametrize("zone", ["Pacific/Kiritimati", "America/St_Johns", "UTC"])
def test_the_time_zone_changes_no_byte(demo: Path, expected: str, zone: str) -> None:
    assert run(demo, TZ=zone) == expected


@pytest.mark.parametrize("threads", ["1", "2"])
def test_the_number_of_threads_changes_no_byte(demo: Path, expected: str, threads: str) -> None:
    limits = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "DUCKDB_THREADS")
    assert run(demo, **dict.fromkeys(limits, threads)) == expected


def rewritten(tmp_path: Path, change: object) -> Path:
    folder = write_demo(tmp_path / "demo")
    for file in sorted(folder.rglob("*")):
        if file.suffix in TEXT_FILES and callable(change):
            file.write_bytes(change(file))
    return folder


def crlf(file: Path) -> bytes:
    return file.read_bytes().replace(b"\n", b"\r\n")


def with_mark(file: Path) -> bytes:
    return b"\xef\xbb\xbf" + file.read_bytes()


def shuffled(file: Path) -> bytes:
    lines = file.read_bytes().splitlines(keepends=True)
    head = [] if file.suffix == ".jsonl" else [lines.pop(0)]
    random.Random(7).shuffle(lines)
    return b"".join(head + lines)


@pytest.mark.parametrize("change", [crlf, with_mark, shuffled])
def test_line_ends_byte_order_marks_and_row_order_change_no_byte(
    tmp_path: Path, expected: str, change: object
) -> None:
    assert cximpact.evaluate(rewritten(tmp_path, change)).to_json() == expected

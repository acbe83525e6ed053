"""Messages come through whole in whatever pieces, and noise is never taken for one."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cximpact.plugins.isolation.frames import FrameError, Frames, decoded, encoded, framed
from cximpact.plugins.isolation.jobs import Job
from cximpact.plugins.isolation.redaction import Redactor
from cximpact.plugins.isolation.running.hearing import Hearing, RefusedError
from cximpact.plugins.isolation.running.rows_file import RowsFile

MARK = b"12345678"


def frame(kind: str, message: Any) -> bytes:
    return framed(MARK, kind, encoded(message))


def rows(columns: Any, *lines: str, count: int | None = None, **more: Any) -> bytes:
    head = {"columns": columns, "count": len(lines) if count is None else count, **more}
    return framed(MARK, "rows", b"\n".join([encoded(head), *map(str.encode, lines), b""]))


@given(
    messages=st.lists(
        st.tuples(st.sampled_from(["rows", "note"]), st.text(max_size=40)), max_size=8
    ),
    size=st.integers(1, 60),
)
def test_frames_come_through_in_any_pieces(messages: list[tuple[str, str]], size: int) -> None:
    stream = b"".join(frame(kind, text) for kind, text in messages)
    frames = Frames(MARK)
    found = [
        (kind, decoded(body))
        for start in range(0, len(stream), size)
        for kind, body in frames.take(stream[start : start + size])
    ]
    assert found == messages
    assert frames.between


@given(at=st.integers(0, 60), noise=st.binary(min_size=1, max_size=80))
def test_noise_anywhere_is_refused_or_leaves_the_frame_as_it_was(at: int, noise: bytes) -> None:
    stream = frame("note", "a text of some length")
    broken = stream[:at] + noise + stream[at:]
    try:
        found = list(Frames(MARK).take(broken + stream * 3))
    except FrameError:
        return
    assert {decoded(body) for _, body in found} <= {"a text of some length"}


@pytest.mark.parametrize(
    "body", [b"NaN", b'{"a": Infinity}', b"{", b"\xff", b"[" * 100_000, b"1e400" * 2]
)
def test_a_frame_that_holds_no_json_is_refused(body: bytes) -> None:
    with pytest.raises(FrameError):
        list(map(decoded, dict(Frames(MARK).take(framed(MARK, "note", body))).values()))


def test_a_frame_says_how_long_it_is_within_limits() -> None:
    head = MARK + b"note".ljust(10, b"\0") + (2**31).to_bytes(4, "big") + bytes(4)
    with pytest.raises(FrameError):
        list(Frames(MARK).take(head))
    with pytest.raises(ValueError, match="more than 64 MiB"):
        framed(MARK, "note", b"x" * (64 * 2**20 + 1))


@pytest.fixture
def hear(tmp_path: Path) -> Iterator[Callable[..., Hearing]]:
    """Have the host hear some frames in one piece."""
    made: list[RowsFile] = []

    def heard(*frames: bytes, operation: Any = "collect", limit: int = 10_000) -> Hearing:
        rows = None
        if operation == "collect":
            rows = RowsFile.create(tmp_path, "rows")
            made.append(rows)
        job = Job("rows", "p", "d", operation, rows_limit=limit)
        hearing = Hearing(job, Redactor.of(["hunter2"]), Frames(MARK), lambda _: None, rows)
        hearing.hear(b"".join(frames))
        return hearing

    yield heard
    for each in made:
        each.discard()


@pytest.mark.parametrize(
    "frames",
    [
        [("unheard", "of")],
        [("note", 17)],
        [("note", None)],
        [("done", None), ("note", "after the end")],
        [("done", None), ("done", None)],
        [("failed", {"family": "", "reason": "none", "log": ""})],
        [("failed", {"family": "timeout", "reason": "not its to say", "log": ""})],
        [("failed", {"family": "query", "reason": 17, "log": ""})],
        [("failed", "words")],
        [("rows", [])],
        [("rows", {"columns": ["a"], "count": 1})],
    ],
)
def test_the_host_believes_nothing_that_a_worker_would_not_say(
    frames: list[tuple[str, Any]], hear: Callable[..., Hearing]
) -> None:
    with pytest.raises(RefusedError) as error:
        hear(*[frame(*each) for each in frames])
    assert error.value.family == "plugin"


@pytest.mark.parametrize(
    "frames",
    [
        [rows(["a"], '["1"]', more=1)],
        [rows(["a"], '["1"]', count=2)],
        [rows(["a"], '["1"]', count=0)],
        [rows(["a"], '["1"]', count=True)],
        [rows(["a"], '["1"]', '["2"]', count=1)],
        [rows(["a"], '["1",\t"2"]')],
        [rows(["a", "b"], '["1"]')],
        [rows(["a"], '{"a": "1"}')],
        [rows(["a"], "")],
        [rows(["a"])],
        [rows([])],
        [rows([], "[]")],
        [rows(["a", "a"], '["1",\t"2"]')],
        [rows([1], '["1"]')],
        [rows("a", '["1"]')],
        [framed(MARK, "rows", b'["1"]\n')],
        [framed(MARK, "rows", b"")],
        [framed(MARK, "rows", b'{"columns":["a"],"count":1}\n["1"]')],
        [rows(["a"], '["1"]'), rows(["b"], '["1"]')],
        [rows(["a", "b"], '["1",\t"2"]'), rows(["a"], '["1"]')],
    ],
)
def test_rows_must_be_as_many_and_as_wide_as_they_say(
    frames: list[bytes], hear: Callable[..., Hearing]
) -> None:
    with pytest.raises(RefusedError) as error:
        hear(*frames)
    assert error.value.family == "plugin"


def test_columns_may_come_to_those_that_are_there(hear: Callable[..., Hearing]) -> None:
    heard = hear(rows(["a"], '["1"]'), rows(["a", "b"], '["2",\tnull]', '["3",\t"x"]')).rows
    assert heard is not None
    assert (heard.columns, heard.count) == (("a", "b"), 3)


def test_a_secret_in_rows_is_found_also_where_it_is_told_of_later(
    hear: Callable[..., Hearing],
) -> None:
    row = rows(["a"], '["session-0815"]')
    assert not hear(row, frame("hide", "something else")).rows_hold_secret()
    for frames in ([row, frame("hide", "session-0815")], [frame("hide", "session-0815"), row]):
        hearing = hear(*frames)
        assert hearing.rows is not None
        hearing.rows.finish()
        assert hearing.rows_hold_secret()


def test_a_job_without_rows_takes_none(hear: Callable[..., Hearing]) -> None:
    with pytest.raises(RefusedError):
        hear(rows(["a"], '["1"]'), operation="probe")


def test_too_many_bytes_of_rows_are_a_flood(hear: Callable[..., Hearing]) -> None:
    one = rows(["a"], f'["{"x" * 400}"]')
    assert hear(one, one, limit=1_000).rows.count == 2  # type: ignore[union-attr]
    with pytest.raises(RefusedError) as error:
        hear(one, one, one, limit=1_000)
    assert error.value.family == "flood"
    assert error.value.reason == "it gave more than 1,000 bytes of rows"


def test_what_is_said_too_often_is_cut(hear: Callable[..., Hearing]) -> None:
    notes = [frame("note", f"note {number}") for number in range(150)]
    queries = [frame("query", "y" * 3_000 + str(number)) for number in range(50)]
    hearing = hear(*notes, *queries, *[frame("log", "z" * 5_000)] * 500)
    assert len(hearing.notes()) == 100
    assert len(hearing.query()) <= 4_001
    assert (len(hearing.log()), max(map(len, hearing.log()))) == (400, 2_001)


def test_the_host_clears_what_a_worker_let_slip(hear: Callable[..., Hearing]) -> None:
    hearing = hear(
        frame("note", "hunter2 and session-17"),
        frame("query", "session-17\x1b[31m"),
        frame("hide", "session-17"),
    )
    assert hearing.notes() == ("••• and •••",)
    assert hearing.query() == "•••\\x1b[31m"

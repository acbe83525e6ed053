"""Changes of valid files at random, and what may come of reading what is left."""

from __future__ import annotations

import os
import signal
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st

import cximpact

__all__ = ["FEW", "MANY", "Change", "is_read", "mutated", "mutations"]

TOKENS = [
    *(b'"', b"'", b",", b";", b"\n", b"\r", b"\0", b":", b"{", b"}", b"[", b"]", b"-", b"#", b"|"),
    *(b"&a ", b"*a ", b"!", b"!!int ", b"<<: ", b"? ", b"%", b"~", b"null", b"true", b"nan"),
    *(b"1e309", b"1e999999", b"-0", b"9" * 30, b"0x10", b"1_000", b"-1", b"inf", b"=", b"=1+1"),
    *(b"\xff", b"\xe2\x80\xae", b"\xef\xbb\xbf", b"\xc0\xaf", b"\xed\xa0\x80", b"\x1b[31m"),
    *(b"\\u0000", b"\\ud800", b"\\e", b"\\", b"@SUM(1)", b"|", b"PK\3\4", b"PAR1", b"\x1f\x8b"),
    *(b"EUR", b"USD", b"none", b"2026-02-30", b"9999-12-31", b"0001-01-01", b" ", b"\t", b"60%"),
    *(b"x" * 5000, b"[" * 70, b"\xd9\xa1", b"\xe2\x80\x8b", b"id", b"P1", b"ease"),
]
Change = Callable[[bytes], bytes]


def _put(at: float, cut: int, token: bytes) -> Change:
    def change(data: bytes) -> bytes:
        start = int(at * len(data))
        return data[:start] + token + data[start + cut :]

    return change


def _flip(at: float, mask: int) -> Change:
    def change(data: bytes) -> bytes:
        start = int(at * len(data))
        return (
            data[:start]
            + bytes(each ^ mask for each in data[start : start + 1])
            + data[start + 1 :]
        )

    return change


def _cut(at: float) -> Change:
    return lambda data: data[: int(at * len(data))]


def _splice(source: float, size: int, target: float) -> Change:
    """Put a piece of the file somewhere else, too."""

    def change(data: bytes) -> bytes:
        start, end = int(source * len(data)), int(target * len(data))
        return data[:end] + data[start : start + size] + data[end:]

    return change


def _move_line(source: float, target: float, keep: bool) -> Change:
    def change(data: bytes) -> bytes:
        lines = data.split(b"\n")
        line = lines[int(source * len(lines))]
        if not keep:
            lines.remove(line)
        lines.insert(int(target * (len(lines) + 1)), line)
        return b"\n".join(lines)

    return change


def _swap_cells(line: float, other: float, cell: float, partner: float) -> Change:
    def change(data: bytes) -> bytes:
        rows = [each.split(b",") for each in data.split(b"\n")]
        a, b = rows[int(line * len(rows))], rows[int(other * len(rows))]
        i, j = int(cell * len(a)), int(partner * len(b))
        a[i], b[j] = b[j], a[i]
        return b"\n".join(map(b",".join, rows))

    return change


_places = st.floats(0, 1, exclude_max=True)
_changes = st.one_of(
    st.builds(_put, _places, st.sampled_from([0, 1, 2, 5, 30]), st.sampled_from([b"", *TOKENS])),
    st.builds(_flip, _places, st.integers(1, 255)),
    st.builds(_cut, _places),
    st.builds(_splice, _places, st.integers(1, 200), _places),
    st.builds(_move_line, _places, _places, st.booleans()),
    st.builds(_swap_cells, _places, _places, _places, _places),
)
mutations = st.lists(_changes, min_size=1, max_size=4)


def mutated(data: bytes, mutation: Sequence[Change]) -> bytes:
    """Return a file with some changes."""
    for change in mutation:
        data = change(data)
    return data


MANY = settings(
    # 500 of each format; 10,000 in the nightly profile.
    max_examples=max(500, settings().max_examples),
    deadline=None,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],  # shrinking takes minutes
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
FEW = settings(MANY, max_examples=MANY.max_examples // 5)


def is_read(read: Callable[[], object]) -> bool:
    """Return whether a file is read, after making sure that it is refused as bad input is."""
    try:
        with _hang_guard(), _silence():
            read()
    except cximpact.InputError as error:
        assert error.problems
        assert all(problem.place for problem in error.problems)
        assert all(len(str(problem)) < 2000 for problem in error.problems)
        assert len(str(error)) < 50_000
        assert all(char.isprintable() or char == "\n" for char in str(error))
        return False
    except cximpact.SourceError as error:
        assert len(str(error)) < 2000
        return False
    return True


@contextmanager
def _hang_guard() -> Iterator[None]:
    """End what takes much longer than anything here should."""

    def end(*_: object) -> None:
        raise AssertionError("it hangs")

    before = signal.signal(signal.SIGALRM, end)
    signal.alarm(20)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)


@contextmanager
def _silence() -> Iterator[None]:
    """Make sure that nothing is printed past Python, such as the last words of a library."""
    kept = os.dup(2)
    with tempfile.TemporaryFile() as stream:
        os.dup2(stream.fileno(), 2)
        try:
            yield
        finally:
            os.dup2(kept, 2)
            os.close(kept)
            stream.seek(0)
            said = stream.read(4000)
            assert not said, said

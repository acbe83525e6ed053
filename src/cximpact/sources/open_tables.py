"""Every table of a source, opened by what kind of file it is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cximpact.exceptions import InputError, Problem
from cximpact.intake.files.problems import did_you_mean
from cximpact.intake.files.raw_table import ReadOptions
from cximpact.intake.files.tables import read_table
from cximpact.sources.csv_table import open_csv
from cximpact.sources.frame_table import open_cells, open_frame
from cximpact.sources.json_lines import open_json_lines
from cximpact.sources.parquet_table import open_parquet

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from cximpact.model.source import EvidenceSpec, Reading
    from cximpact.sources.engine import Engine
    from cximpact.sources.files import SourceFile
    from cximpact.sources.table import Table

__all__ = ["frame_name", "open_tables"]

_TEXT = {".csv", ".tsv", ".txt"}
_JSON_LINES = {".jsonl", ".ndjson"}


def open_tables(
    spec: EvidenceSpec,
    files: Sequence[SourceFile],
    frames: Mapping[str, Any],
    engine: Engine,
    *,
    careful: bool = False,
) -> tuple[Table, ...]:
    """Return the tables of a source, in the order of its files.

    Args:
        spec: The source.
        files: Its files.
        frames: Frames by key.
        engine: Where the tables are opened.
        careful: Read text files cell by cell: slower, but it knows the line of every mistake.

    Raises:
        InputError: A file cannot be read; all files' problems at once.
    """
    if spec.frame:
        frame = _frame(spec, frames)
        return (open_frame(frame, frame_name(spec), spec.reading, engine),)
    tables: list[Table] = []
    problems: list[Problem] = []
    for file in files:
        try:
            tables.append(_open(file, spec.reading, engine, careful=careful))
        except InputError as error:
            problems.extend(error.problems)
        except OSError as error:  # it is there, and the system does not let it be read
            reason = f"the file cannot be read: {error.strerror or error}"
            problems.append(Problem(reason, file=file.shown))
    if problems:
        raise InputError(problems)
    return tuple(tables)


def frame_name(spec: EvidenceSpec) -> str:
    """Return what the frame of a source is called in problems and results."""
    return spec.frame if spec.frame.startswith("evidence.") else f"evidence[{spec.frame!r}]"


def _frame(spec: EvidenceSpec, frames: Mapping[str, Any]) -> Any:
    if spec.frame in frames:
        return frames[spec.frame]
    hint = did_you_mean(spec.frame, frames)
    raise InputError([Problem("no such frame was handed over", value=spec.frame, hint=hint)])


def _open(file: SourceFile, reading: Reading, engine: Engine, *, careful: bool) -> Table:
    suffix = file.path.suffix.lower()
    options = _options(reading)
    table = None
    if suffix == ".parquet":
        return open_parquet(file, engine)
    if suffix in _TEXT and not careful:
        # An unknown encoding is reported by the careful reader.
        table = open_csv(file, options, engine) if _is_known(options) else None
    elif suffix in _JSON_LINES and not careful and reading.encoding == "utf-8":
        table = open_json_lines(file, reading.decimal, engine)
    if table is not None:
        return table
    return open_cells(read_table(file.path, options, name=file.shown), reading, engine)


def _is_known(options: ReadOptions) -> bool:
    from cximpact.intake.files.text_files import decode_text

    try:
        decode_text(b"", name="", encoding=options.encoding)
    except InputError:
        return False
    return True


def _options(reading: Reading) -> ReadOptions:
    return ReadOptions(
        delimiter=reading.delimiter,
        encoding=reading.encoding,
        sheet=reading.sheet or None,
        header_row=reading.header_row,
        cells=reading.cells or None,
    )

"""The source `survey-file`: response files from the workspace's folder."""

from __future__ import annotations

from collections.abc import Generator, Iterator, Mapping
from contextlib import closing
from pathlib import Path
from typing import Any

from cximpact.plugins import Context, QueryError, Request
from cximpact_survey.faults import Unreadable
from cximpact_survey.observations import Rows, observations
from cximpact_survey.planning import laid_out, opened, plan_of
from cximpact_survey.tables import Line, Table
from cximpact_survey.tally import Tally
from cximpact_survey.text_files import read_text
from cximpact_survey.workbooks import read_workbook

__all__ = ["check", "collect"]

_WORKBOOKS = {".xlsx", ".xlsm"}


def collect(_request: Request, context: Context) -> Iterator[Rows]:
    """Yield a row for every answer in the files.

    Raises:
        QueryError: A file is not of the form that the settings say, or holds other answers.
    """
    settings, tally = context.settings, Tally()
    layout = settings.get("format", "plain")
    paths = _paths(context)
    names = ", ".join(path.name for path in paths)
    context.query(f"{layout} file {names}: {plan_of(settings, '').asked}")
    for path in paths:
        context.progress(f"reading {path.name}")
        plan = plan_of(settings, opened(settings.get("survey")) or path.stem)
        with closing(_rows(path, settings)) as rows:
            try:
                table = laid_out(rows, layout, settings)
                _note_zone(table, context)
                yield from observations(table, plan, tally)
            except Unreadable as error:
                raise QueryError(f"{path.name}: {error}") from None
    tally.tell(context)


def check(context: Context) -> str:
    """Return which files can be opened and laid out.

    Raises:
        QueryError: One cannot.
    """
    layout = context.settings.get("format", "plain")
    paths = _paths(context)
    for path in paths:
        with closing(_rows(path, context.settings)) as rows:
            try:
                laid_out(rows, layout, context.settings)
            except Unreadable as error:
                raise QueryError(f"{path.name}: {error}") from None
    return f"{len(paths)} {layout} file{'' if len(paths) == 1 else 's'} can be read"


def _paths(context: Context) -> list[Path]:
    told = opened(context.settings["path"])
    listed = [told] if isinstance(told, str) else [opened(each) for each in told]
    paths = [context.folder / each for each in listed]
    for path in paths:
        if not path.is_file():
            raise QueryError(f"there is no file {path.name!r} where 'path' says")
    return paths


def _rows(path: Path, settings: Mapping[str, Any]) -> Generator[Line, None, None]:
    if path.suffix.lower() in _WORKBOOKS:
        yield from read_workbook(path, settings.get("sheet", ""))
        return
    try:
        with path.open("rb") as stream:
            yield from read_text(
                stream,
                encoding=settings.get("encoding", ""),
                delimiter=settings.get("delimiter", ""),
            )
    except OSError as error:
        raise QueryError(f"{path.name} cannot be read: {error.strerror}") from None


def _note_zone(table: Table, context: Context) -> None:
    column = table.role("date")
    if context.settings.get("time_zone") and column is not None and not column.zone:
        context.note(
            "the file does not say in which time zone its times are: days are as they stand there"
        )

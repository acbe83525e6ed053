"""On which scale the answers of a table are: one for all columns that do not name their own.

A scale that was guessed column by column would let one mistyped answer turn a whole column.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from cximpact.intake.files.cells import ErrorCell, UncachedFormula
from cximpact.intake.lists.answers import answer_reader
from cximpact.intake.lists.cell_values import number_in
from cximpact.intake.starting.guess_cells import misfits
from cximpact.intake.starting.guess_scales import stated_scale
from cximpact.intake.starting.stand_ins import level_words, stand_ins
from cximpact.spreadsheet.finding.currencies import PERCENT

if TYPE_CHECKING:
    from cximpact.intake.files.cells import Cell
    from cximpact.intake.files.problems import ProblemLog
    from cximpact.intake.files.raw_table import RawTable
    from cximpact.model.scorecard import Criterion
    from cximpact.model.source import Reading
    from cximpact.spreadsheet.finding.found import FoundTable

__all__ = ["refuse_percentages", "with_scales"]

Scale = tuple[float, float, float] | None
_FIVE = (1.0, 3.0, 5.0)


def with_scales(
    raw: RawTable, columns: Mapping[str, str], criteria: Sequence[Criterion], reading: Reading
) -> tuple[dict[str, Any], tuple[str, ...]]:
    """Return columns of answers with their scales, and what to tell of them.

    The scorecard's own levels count unless all answers of all such columns are from 1 to 5 and
    some are on none of its levels. What fits neither is reported where it stands; a few words such
    as ``n/a`` say nothing of the scale.

    Args:
        raw: The table.
        columns: Rating criteria by id, each with its header.
        criteria: The scorecard's criteria.
        reading: How numbers are written.
    """
    known = {each.id: each for each in criteria}
    found: dict[str, Any] = {}
    open_ones = []
    for key, header in columns.items():
        is_stated, scale = stated_scale(header)
        found[key] = header if scale is None else {"column": header, "scale": list(scale)}
        if not is_stated:
            open_ones.append(key)

    answers = {key: _answers(raw.column(columns[key]), criteria, reading) for key in open_ones}

    def fit(scale: Scale) -> bool:
        readers = {key: answer_reader(known[key], reading, scale) for key in open_ones}
        return not any(misfits(answers[key], readers[key]) for key in open_ones)

    if not open_ones or fit(None) or not fit(_FIVE):
        return found, ()
    for key in open_ones:
        found[key] = {"column": columns[key], "scale": list(_FIVE)}
    told = (
        "ratings are read from 1 (worst) over 3 (as if it were not done) to 5 (best), since all "
        "of them are; if that is not meant, say so in the headers, such as 'Ease 0-10'"
    )
    return found, (told,)


def refuse_percentages(found: FoundTable, columns: Mapping[str, Any], log: ProblemLog) -> None:
    """Refuse answers shown as percentages where no scale is stated: 50 % would count as a half.

    Args:
        found: The table.
        columns: Rating criteria by id, each with its column.
        log: Takes the problems.
    """
    for said in columns.values():
        cell = found.currencies.get(said, {}).get(PERCENT) if isinstance(said, str) else None
        if cell and not stated_scale(said)[0]:
            log.add(
                "an answer is shown as a percentage",
                sheet=found.sheet,
                cell=cell,
                field=said,
                expected="a level of the scorecard, such as -3 to 3",
                hint="say the scale in the header, such as 'Ease 0-1', or write levels",
            )


def _answers(cells: Sequence[Cell], criteria: Sequence[Criterion], reading: Reading) -> list[Cell]:
    """Return the cells of a column that tell its scale."""
    sound = [cell for cell in cells if not isinstance(cell, ErrorCell | UncachedFormula)]
    words = stand_ins(sound, partial(number_in, reading=reading), level_words(criteria))
    return words.without(sound)

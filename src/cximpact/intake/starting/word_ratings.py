"""Columns that rate in words of degree, such as ``High``, ``Medium``, ``None`` and ``Negative``."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from attrs import field, frozen

from cximpact.intake.files.cells import is_blank, text_of
from cximpact.intake.lists.answers_in_words import HIGH, VERY_LOW, DegreeWord, degree_word
from cximpact.intake.lists.cell_values import UnfitCellError
from cximpact.intake.lists.matching import cell_text, lowered
from cximpact.intake.lists.missing_words import OPEN_WORDS
from cximpact.intake.starting.rating_words import is_rated
from cximpact.intake.starting.stand_ins import StandIns, stand_ins

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from cximpact.intake.files.cells import Cell
    from cximpact.intake.files.raw_table import RawTable

__all__ = [
    "WordRatings",
    "folded",
    "odd_words",
    "rates_in_words",
    "says_which_way",
    "word_columns",
]

_MOST_TEXTS = 40
"""Different texts of a column beyond which it holds statements, however they begin."""

_FEWEST_DEGREES = 2
_ONE_IN = 4
_STARS = "*★☆⭐ "


@frozen
class WordRatings:
    """What the words of a column stand for.

    Attributes:
        values: Each word as the list writes it, and its number; zero is no change. Those of other
            columns that share words with it are among them.
        furthest: The number of the best, and as far below zero of the worst.
        is_clear: Whether the column itself says what is better or worse, or no change.
        open_ones: Words that stand for no answer.
    """

    values: Mapping[str, int]
    furthest: int
    is_clear: bool
    open_ones: StandIns = StandIns()

    @property
    def scale(self) -> tuple[float, float, float]:
        """Worst, no change and best: as far to either side, whatever words occur."""
        return -float(self.furthest), 0.0, float(self.furthest)

    @property
    def by_number(self) -> list[str]:
        """The words, the highest first."""
        return sorted(self.values, key=lambda text: -self.values[text])

    @property
    def falling(self) -> tuple[float, float, float]:
        """Worst, no change and best where a low degree is good, as of a risk.

        The lowest is no change, unless a word says of another that it is worse.
        """
        if min(self.values.values()) < 0:
            return self.scale[::-1]
        lowest = 0.0 if self.is_clear else 1.0
        return float(self.furthest), lowest, lowest


@frozen
class _Words:
    """The words of a column, as the list writes them."""

    degrees: Mapping[str, DegreeWord]
    open_ones: StandIns
    keys: frozenset[str] = field(init=False)

    @keys.default
    def _keys(self) -> frozenset[str]:
        return frozenset(map(folded, self.degrees))

    @property
    def is_clear(self) -> bool:
        return any(each.is_clear for each in self.degrees.values())


def word_columns(
    table: RawTable, headers: Iterable[str], meant: Collection[str] = ()
) -> dict[str, WordRatings]:
    """Return the columns of words of degree among some, by header.

    A column is one if its cells are such words, a few others such as ``tbd`` apart, and at least
    two of them say something else, or one does below a word for what people rate. The same word
    stands for the same number in all of them: *high* for the best, unless one of them says *very
    high*.

    Args:
        table: The list.
        headers: The columns to look at.
        meant: Words that mean something, in small letters; they never stand for no answer.
    """
    found = {header: _words(header, table.column(header), meant) for header in headers}
    rated = {header: words for header, words in found.items() if words is not None}
    lowest = min((abs(each) for each in _degrees(rated.values()) if each), default=HIGH)
    below = 0 if lowest == VERY_LOW else 1
    furthest = max([HIGH, *map(abs, _degrees(rated.values()))]) - below
    ratings = {}
    for some in _sharing(rated):
        shared = _values((rated[header] for header in some), below)
        for header in some:
            words = rated[header]
            # Words may be spelled in ever another way, and each line would hold all of them.
            values = shared if len(shared) <= _MOST_TEXTS else _values([words], below)
            ratings[header] = WordRatings(values, furthest, words.is_clear, words.open_ones)
    return {header: ratings[header] for header in rated}


def rates_in_words(header: str, cells: Sequence[Cell]) -> bool:
    """Return whether a column rates in words of degree, whatever else the list holds.

    Args:
        header: Its header.
        cells: Its cells.
    """
    return _words(header, cells, ()) is not None


def says_which_way(cells: Sequence[Cell]) -> bool:
    """Return whether words of degree say themselves what is better or worse, as ``High +`` does.

    Args:
        cells: A column.
    """
    words = (degree_word(text) for text in _counts(cells) or ())
    return any(word is not None and word.is_clear and word.degree for word in words)


def odd_words(cells: Sequence[Cell]) -> list[str]:
    """Return what keeps a column of words of degree from being one; none for any other column.

    Args:
        cells: Its cells, at least half of which are such words, and some are not.
    """
    counts = _counts(cells)
    if not counts:
        return []
    known = {text: word for text in counts if (word := degree_word(text)) is not None}
    is_most = 2 * sum(counts[text] for text in known) >= sum(counts.values())
    if not is_most or len({word.degree for word in known.values()}) < _FEWEST_DEGREES:
        return []
    return sorted(
        text for text in counts if text not in known and text.casefold() not in OPEN_WORDS
    )


def _words(header: str, cells: Sequence[Cell], meant: Collection[str]) -> _Words | None:
    counts = _counts(cells)
    if not counts:
        return None
    gone, open_ones = _open_ones(counts, meant)
    read = {text.strip(): degree_word(text) for text in counts if text not in gone}
    known = {text: word for text, word in read.items() if word is not None}
    degrees = {word.degree for word in known.values()}
    is_enough = len(degrees) >= _FEWEST_DEGREES or is_rated(header)
    if len(known) < len(read) or not any(degrees) or not is_enough or _are_sizes(known.values()):
        return None
    return _Words(known, open_ones)


def _counts(cells: Sequence[Cell]) -> Counter[str] | None:
    """Return the texts of a column; None where it holds others, or ever another one."""
    written: Counter[Cell] = Counter()
    for cell in cells:
        written[cell] += 1
        if len(written) > _MOST_TEXTS:
            return None
    counts: Counter[str] = Counter()
    for cell, count in written.items():
        if is_blank(cell) or _is_zero(cell):
            continue
        if not isinstance(cell, str):
            return None
        counts[cell_text(cell)] += count
    return counts


def _is_zero(cell: Cell) -> bool:
    """Return whether a cell says no change as a number does, which any scale reads."""
    return cell_text(cell).strip() == "0" and not isinstance(cell, bool)


def _open_ones(counts: Counter[str], meant: Collection[str]) -> tuple[set[str], StandIns]:
    """Return the texts that stand for no answer, and what is told and written of them.

    Words that mean nothing else count up to three quarters of the cells, any others where they are
    few. A sign such as ``--`` may be a rating, too. Whatever the order of the rows, it is the same.
    """
    known = {text for text in counts if text.casefold() in OPEN_WORDS}
    if 4 * sum(counts[text] for text in known) > 3 * sum(counts.values()):
        return set(), StandIns()
    others = (text for text in sorted(set(counts) - known) for _ in range(counts[text]))
    few = {word.casefold() for word in stand_ins(others, _degree_in, meant).words}
    gone = known | {text for text in counts if text.strip().casefold() in few}
    gone |= _unknown(counts, known, meant)
    if not all(text in known or any(map(str.isalnum, text)) or _is_star(text) for text in gone):
        return set(), StandIns()
    words = {lowered(text): text for text in sorted(gone, reverse=True)}
    n_rows = sum(counts[text] for text in gone)
    return gone, StandIns(tuple(sorted(words.values())), n_rows)


def _unknown(counts: Counter[str], known: Collection[str], meant: Collection[str]) -> set[str]:
    """Return the texts of a column of words of degree that are none, where they are up to a fourth.

    The others say so surely what the column is that these are left to a person one by one.
    """
    odd = {text for text in counts if text not in known and degree_word(text) is None}
    if any(text.strip().lstrip("+-")[:1].isdigit() for text in odd):
        return set()  # a number among words is an answer
    degrees = {word.degree for text in counts if (word := degree_word(text)) is not None}
    is_few = _ONE_IN * sum(counts[text] for text in odd) <= sum(counts.values())
    if len(degrees) < _FEWEST_DEGREES or not is_few:
        return set()
    return {text for text in odd if text.strip().casefold() not in meant}


def _is_star(text: str) -> bool:
    return bool(text.strip()) and not text.strip(_STARS)


def _degree_in(cell: Cell) -> DegreeWord:
    """Return what a word says.

    Raises:
        UnfitCellError: It is no word of degree.
    """
    found = degree_word(text_of(cell).strip())
    if found is None:
        raise UnfitCellError("no word of degree", "such as High")
    return found


def _are_sizes(words: Collection[DegreeWord]) -> bool:
    """Return whether letters may be those of something else: an M or L alone may be a size."""
    letters = [word.degree for word in words if word.is_letter]
    return bool(letters) and max(map(abs, letters)) < HIGH


def _values(some: Iterable[_Words], below: int) -> dict[str, int]:
    texts = {text: word.degree for words in some for text, word in words.degrees.items()}
    return {text: _number(degree, below) for text, degree in sorted(texts.items())}


def _degrees(rated: Iterable[_Words]) -> set[int]:
    return {word.degree for words in rated for word in words.degrees.values()}


def _number(degree: int, below: int) -> int:
    return degree - below if degree > 0 else min(degree + below, 0)


def _sharing(rated: Mapping[str, _Words]) -> list[list[str]]:
    """Return the headers in groups: columns that share a word, or are linked by others that do."""
    linked: dict[str, str] = {}

    def first(key: str) -> str:
        while linked[key] != key:
            linked[key] = linked[linked[key]]
            key = linked[key]
        return key

    for words in rated.values():
        lead, *others = sorted(words.keys)
        for key in (lead, *others):
            linked.setdefault(key, key)
            linked[first(key)] = first(lead)
    groups: dict[str, list[str]] = {}
    for header, words in rated.items():
        groups.setdefault(first(min(words.keys)), []).append(header)
    return [*groups.values()]


def folded(text: str) -> str:
    """Return a word as it is looked for: in small letters, its spaces single."""
    return " ".join(text.casefold().split())

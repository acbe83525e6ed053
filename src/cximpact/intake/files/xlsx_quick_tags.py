"""Takes the tags of a slice of rows all at once, and makes sure that they form cells.

The few tags that rows are made of follow each other in so simple a way that it is enough to look
at neighbours: a slice passes only if all of its tags are of the plain form, stand in an allowed
order, and have text between them only where a value, a text or a formula stands. Nothing can hide
from this: every ``<`` counts as the start of a tag, and text cannot hold one. Anything else, legal
though it may be, is left to the thorough reading.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final
from xml.parsers import expat

import numpy as np
from attrs import frozen

from cximpact.intake.files.xlsx_quick_slices import NotPlainError, check_characters

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = [
    "CELL",
    "EMPTY",
    "END",
    "FORMULA",
    "INLINE",
    "ROW",
    "TEXT",
    "VALUE",
    "Tags",
    "check_attributes",
    "take_tags",
]

# The kind of a tag; an end tag has END added, one without content EMPTY.
ROW: Final = 4
CELL: Final = 8
FORMULA: Final = 12
VALUE: Final = 16
INLINE: Final = 20
TEXT: Final = 24
END: Final = 2
EMPTY: Final = 1
_KINDS: Final = 32

# Reads that go past the end of a slice by a few words find zeros.
_PADDING = bytes(64)
_REFERENCE = re.compile(
    rb"&(?:amp|lt|gt|quot|apos|#[1-9][0-9]{0,6}|#x[1-9A-Fa-f][0-9A-Fa-f]{0,5});"
)
_PRESERVED = b'<t xml:space="preserve">'


@frozen(eq=False)
class Tags:
    """The tags of a slice, in their order.

    Attributes:
        content: The slice.
        codes: Its bytes, and some zeros after them.
        starts: Per tag the place of its ``<``.
        ends: Per tag the place of its ``>``.
        kinds: Per tag what it is.
    """

    content: bytes
    codes: NDArray[np.uint8]
    starts: NDArray[np.intp]
    ends: NDArray[np.intp]
    kinds: NDArray[np.uint8]

    def of_kind(self, *kinds: int) -> NDArray[np.intp]:
        """Return which tags are of some kinds, by their numbers."""
        found = self.kinds == kinds[0]
        for kind in kinds[1:]:
            found |= self.kinds == kind
        return np.flatnonzero(found)

    def texts(self, starts: NDArray[np.intp], ends: NDArray[np.intp]) -> list[str]:
        """Return pieces of the slice as text."""
        spans = zip(starts.tolist(), ends.tolist(), strict=True)
        if self.content.isascii():
            whole = self.content.decode()
            return [whole[start:end] for start, end in spans]
        return [self.content[start:end].decode() for start, end in spans]

    def words(self, places: NDArray[np.intp]) -> NDArray[np.uint64]:
        """Return the eight bytes from each place on as one number, the first byte lowest."""
        size = len(self.codes) - 8
        every = np.ndarray((size,), "<u8", self.codes, 0, (1,))
        found: NDArray[np.uint64] = every[places]
        return found


def take_tags(content: bytes) -> Tags:
    """Return the tags of a slice of whole rows.

    Raises:
        NotPlainError: There is anything else than plain cells in it.
    """
    codes = np.frombuffer(content + _PADDING, np.uint8)
    if not content.isascii() or codes[: len(content)].min(initial=32) < 32:
        check_characters(content)
    if b"&" in content and len(_REFERENCE.findall(content)) != content.count(b"&"):
        raise NotPlainError
    starts = np.flatnonzero(codes == ord("<"))
    ends = np.flatnonzero(codes == ord(">"))
    _check_turns(starts, ends, len(content))
    tags = Tags(content, codes, starts, ends, _kinds(codes, starts, ends))
    _check_spelling(tags)
    _check_order(tags)
    return tags


def check_attributes(tags: Tags, starts: NDArray[np.intp], ends: NDArray[np.intp]) -> None:
    """Make sure that attributes that are not looked at are written as attributes are.

    Args:
        tags: The tags of a slice.
        starts: Per tag, where its attributes begin.
        ends: Where they end.

    Raises:
        NotPlainError: Some are not.
    """
    places = zip(starts.tolist(), ends.tolist(), strict=True)
    different = {tags.content[start:end].removesuffix(b"/") for start, end in places}
    tags_of_their_own = b"".join(b"<a%b/>" % each for each in different)
    try:
        # No attribute can hold "<", so that none that lacks a quotation mark can swallow others.
        expat.ParserCreate().Parse(b"<all>%b</all>" % tags_of_their_own, True)
    except expat.ExpatError:
        raise NotPlainError from None


def _check_turns(starts: NDArray[np.intp], ends: NDArray[np.intp], size: int) -> None:
    """Make sure that ``<`` and ``>`` take turns, and nothing stands around the tags."""
    if (
        not len(starts)
        or len(starts) != len(ends)
        or starts[0] != 0
        or ends[-1] != size - 1
        or np.any(ends <= starts)
        or np.any(starts[1:] <= ends[:-1])
    ):
        raise NotPlainError


def _kinds(
    codes: NDArray[np.uint8], starts: NDArray[np.intp], ends: NDArray[np.intp]
) -> NDArray[np.uint8]:
    first = codes[starts + 1]
    is_end = first == ord("/")
    at_ends = np.flatnonzero(is_end)
    first[at_ends] = codes[starts[at_ends] + 2]
    kinds = _KIND_OF_LETTER[first]
    kinds[at_ends] += END
    kinds += (codes[ends - 1] == ord("/")).view(np.uint8)
    return kinds


def _kind_of_letter() -> NDArray[np.uint8]:
    table = np.zeros(256, np.uint8)
    for letter, kind in zip(b"rcfvit", (ROW, CELL, FORMULA, VALUE, INLINE, TEXT), strict=True):
        table[letter] = kind
    return table


def _check_spelling(tags: Tags) -> None:
    """Make sure that each tag is what its first letter promises; cells are looked at later."""
    lengths = tags.ends - tags.starts
    expected = _LENGTH[tags.kinds]
    other = np.flatnonzero((lengths != expected) & (expected != _ANY_LENGTH))
    _check_unusual(tags, other)
    codes, starts = tags.codes, tags.starts
    for kind, spelling in _SPELLINGS:
        found = starts[tags.of_kind(kind)]
        for offset, letter in enumerate(spelling):
            if np.any(codes[found + offset] != letter):
                raise NotPlainError


def _check_unusual(tags: Tags, found: NDArray[np.intp]) -> None:
    """Make sure that tags of another length than usual are spelt in another way that is known."""
    if not len(found):
        return
    for spelling in _UNUSUAL:
        places = tags.starts[found]
        fits = np.ones(len(found), bool)
        for offset, letter in enumerate(spelling):
            fits &= tags.codes[places + offset] == letter
        found = found[~fits]
    if len(found):
        raise NotPlainError


def _check_order(tags: Tags) -> None:
    kinds = tags.kinds
    pairs = kinds[:-1].astype(np.intp) * _KINDS + kinds[1:]
    gaps = tags.starts[1:] - tags.ends[:-1]
    if (
        not _FOLLOWS[pairs].all()
        or kinds[0] not in (ROW, ROW + EMPTY)
        or kinds[-1] not in (ROW + END, ROW + EMPTY)
        or np.any((gaps != 1) & ~_HOLDS_TEXT[kinds[:-1]])
    ):
        raise NotPlainError


def _follows() -> NDArray[np.bool_]:
    """Return which kind may follow which, as one row of pairs."""
    values = (VALUE, VALUE + EMPTY)
    cells = (CELL, CELL + EMPTY, ROW + END)
    rows = (ROW, ROW + EMPTY)
    after: dict[int, tuple[int, ...]] = {
        ROW: cells,
        ROW + EMPTY: rows,
        ROW + END: rows,
        CELL: (FORMULA, FORMULA + EMPTY, *values, INLINE, CELL + END),
        CELL + EMPTY: cells,
        CELL + END: cells,
        FORMULA: (FORMULA + END,),
        FORMULA + END: (*values, CELL + END),
        FORMULA + EMPTY: (*values, CELL + END),
        VALUE: (VALUE + END,),
        VALUE + END: (CELL + END,),
        VALUE + EMPTY: (CELL + END,),
        INLINE: (TEXT, TEXT + EMPTY),
        TEXT: (TEXT + END,),
        TEXT + END: (INLINE + END,),
        TEXT + EMPTY: (INLINE + END,),
        INLINE + END: (CELL + END,),
    }
    table = np.zeros((_KINDS, _KINDS), bool)
    for kind, followers in after.items():
        table[kind, followers] = True
    return table.reshape(-1)


def _lengths() -> NDArray[np.intp]:
    """Return how far ``>`` stands from ``<``, where that is always the same."""
    table = np.full(_KINDS, _ANY_LENGTH, np.intp)
    for kind, tag in (
        (VALUE, "<v>"),
        (VALUE + END, "</v>"),
        (VALUE + EMPTY, "<v/>"),
        (INLINE, "<is>"),
        (INLINE + END, "</is>"),
        (TEXT, "<t>"),
        (TEXT + END, "</t>"),
        (TEXT + EMPTY, "<t/>"),
        (FORMULA + END, "</f>"),
        (CELL + END, "</c>"),
        (ROW + END, "</row>"),
    ):
        table[kind] = len(tag) - 1
    return table


def _holds_text() -> NDArray[np.bool_]:
    table = np.zeros(_KINDS, bool)
    table[[VALUE, TEXT, FORMULA]] = True
    return table


_ANY_LENGTH = 0
_LENGTH = _lengths()
_FOLLOWS = _follows()
_HOLDS_TEXT = _holds_text()
_KIND_OF_LETTER = _kind_of_letter()
# One letter and the right length spell most tags; these need a closer look.
_SPELLINGS = (
    (ROW, b'<row r="'),
    (ROW + EMPTY, b'<row r="'),
    (ROW + END, b"</row>"),
    (INLINE, b"<is>"),
    (INLINE + END, b"</is>"),
)
_UNUSUAL = (_PRESERVED, b"<v />", b"<t />")

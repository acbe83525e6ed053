"""Which character separates the fields of a text file."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

from cximpact.intake.files.csv_records import BadRecordError, Dialect, records

if TYPE_CHECKING:
    from cximpact.intake.files.problems import ProblemLog
    from cximpact.intake.files.raw_table import ReadOptions

__all__ = ["find_dialect"]

_CANDIDATES = (",", ";", "\t", "|")
_NAMES = {"tab": "\t", "\\t": "\t", "comma": ",", "semicolon": ";", "pipe": "|"}
_LOOKED_AT = 50
# A header is a line; a sample this long shows it and enough rows below it.
_SAMPLE = 200_000


def find_dialect(
    text: str, options: ReadOptions, log: ProblemLog, *, default: str | None = None
) -> Dialect:
    """Return the stated dialect, or the one the header and the first rows agree on.

    Args:
        text: The text from the header on.
        options: May state delimiter and quote character.
        log: Takes the problems.
        default: The delimiter if the options state none; None means to find it out.

    Raises:
        InputError: What is stated is not one character, or the header fits several delimiters.
    """
    quote = options.quotechar or None
    stated = options.delimiter if options.delimiter is not None else default
    delimiter = None if stated is None else _NAMES.get(stated, stated)
    for field, sign in (("delimiter", delimiter), ("quotechar", quote)):
        if sign is not None and (len(sign) != 1 or sign in "\r\n\0"):
            log.add("not a usable sign", field=field, value=sign, expected="one character")
    if delimiter is not None and delimiter == quote:
        log.add("delimiter and quote character are the same", field="delimiter", value=quote)
    log.raise_any()
    return Dialect(_sniffed(text, quote, log) if delimiter is None else delimiter, quote)


def _sniffed(text: str, quote: str | None, log: ProblemLog) -> str:
    """Prefer what splits all first rows as it splits the header, then what splits most."""
    found = [(sign, _widths(text, Dialect(sign, quote))) for sign in _CANDIDATES]
    fitting = [(sign, widths) for sign, widths in found if widths and widths[0] > 1]
    even = [(sign, widths) for sign, widths in fitting if len(set(widths)) == 1]
    # One row proves nothing: each of several delimiters is even with itself.
    choice = even if even and len(even[0][1]) > 1 else fitting
    if not choice:
        return ","
    most = max(widths[0] for _, widths in choice)
    best = [sign for sign, widths in choice if widths[0] == most]
    if len(best) > 1:
        shown = " or ".join("tab" if sign == "\t" else f"'{sign}'" for sign in best)
        hint = "say 'delimiter'"
        log.add("the header does not tell what separates fields", value=shown, hint=hint)
        raise log.error()
    return best[0]


def _widths(text: str, dialect: Dialect) -> list[int]:
    """Return how many fields the header and the first rows have; blank lines do not count."""
    sample = text[:_SAMPLE]
    widths: list[int] = []
    try:
        for _, row in islice(records(sample, dialect), _LOOKED_AT):
            if any(row):
                widths.append(len(row))
    except BadRecordError:
        # The real reading reports it; what came before still tells the delimiter.
        pass
    return widths[:-1] if len(sample) < len(text) and len(widths) > 1 else widths

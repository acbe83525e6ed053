"""A new workbook while it is written: plain cells, looks by name, notes, lists to choose from."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cximpact.exceptions import InputError, Problem
from cximpact.intake.files.cells import Area
from cximpact.spreadsheet.ownership import owned_name, reference
from cximpact.writing.whole_files import write_whole

if TYPE_CHECKING:
    from cximpact.spreadsheet.cells import CellValue

__all__ = ["Canvas", "Sheet", "canvas"]

_TITLE = {"bold": True, "font_size": 16, "font_color": "#1F3864"}
_INPUT = {"border": 1, "border_color": "#BFBFBF", "valign": "top", "locked": False}
_HEAD = {"bold": True, "text_wrap": True, "valign": "top", "border": 1, "border_color": "#8EA9C1"}
_LOOKS: Mapping[str, dict[str, Any]] = {
    "title": _TITLE,
    "part": {"bold": True, "font_size": 12, "font_color": "#1F3864"},
    "help": {"italic": True, "font_color": "#595959", "valign": "top"},
    "prose": {"text_wrap": True, "valign": "top"},
    "step": {
        "bold": True,
        "font_size": 12,
        "font_color": "#1F3864",
        "valign": "top",
        "align": "center",
    },
    "strong": {"bold": True, "text_wrap": True, "valign": "top"},
    "header": {**_HEAD, "bg_color": "#DDE6EE"},
    "header_optional": {**_HEAD, "bg_color": "#F2F2F2", "font_color": "#595959"},
    "key": {**_HEAD, "bg_color": "#DDE6EE", "font_size": 8, "font_color": "#595959"},
    "band": {"bold": True, "font_color": "#1F3864", "text_wrap": True, "valign": "bottom"},
    "fixed": {
        "text_wrap": True,
        "valign": "top",
        "border": 1,
        "border_color": "#BFBFBF",
        "bg_color": "#F7F7F7",
    },
    "fixed_share": {
        "valign": "top",
        "border": 1,
        "border_color": "#BFBFBF",
        "bg_color": "#F7F7F7",
        "num_format": "0.0%",
    },
    "label": {"bold": True, "valign": "top"},
    "text": {"valign": "top"},
    "long": {"valign": "top", "text_wrap": True},
    "money": {"valign": "top", "num_format": "#,##0.##;-#,##0.##;0"},
    "number": {"valign": "top"},
    "share": {"valign": "top", "num_format": "0%", "align": "center"},
    "day": {"valign": "top", "num_format": "yyyy-mm-dd", "align": "left"},
    "input": {**_INPUT, "bg_color": "#FFF9E5", "text_wrap": True},
    "input_day": {**_INPUT, "bg_color": "#FFF9E5", "num_format": "yyyy-mm-dd", "align": "left"},
    "input_number": {**_INPUT, "bg_color": "#FFF9E5"},
    "setting": {"valign": "top", "text_wrap": True, "align": "left"},
    "help_long": {"italic": True, "font_color": "#595959", "valign": "top", "text_wrap": True},
    "rating": {"valign": "top", "align": "center"},
}
_EXAMPLE = {"italic": True, "font_color": "#7F7F7F", "bg_color": "#F2F2F2"}
_LONGEST_INLINE_LIST = 250
_PLAIN = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}


class Sheet:
    """One sheet of the new workbook; rows and columns count from 0, as XlsxWriter has it."""

    def __init__(self, canvas: Canvas, title: str, made: Any) -> None:
        self.canvas = canvas
        self.title = title
        self.made = made

    def put(self, row: int, column: int, value: CellValue, look: str = "text") -> None:
        """Write a value; text is always text, never a formula, a link or a number."""
        form = self.canvas.look(look)
        if value is None:
            self.made.write_blank(row, column, None, form)
        elif isinstance(value, bool):
            self.made.write_boolean(row, column, value, form)
        elif isinstance(value, int | float):
            self.made.write_number(row, column, value, form)
        elif isinstance(value, date):
            self.made.write_datetime(row, column, value, self.canvas.look(_day_look(look)))
        elif isinstance(value, str):
            self.made.write_string(row, column, value, form)
        else:
            self.made.write_formula(row, column, "=" + value.text, form, value.value)

    def heighten(self, row: int, cells: Sequence[tuple[CellValue, float]], most: int = 8) -> None:
        """Make a row high enough for its texts, each given with the width of its column.

        Spreadsheet programs would do so themselves, but not all of them when a file is opened.
        """
        texts = [(cell, width) for cell, width in cells if isinstance(cell, str)]
        lines = max((_lines(text, width) for text, width in texts), default=1)
        if lines > 1:
            self.made.set_row(row, 15 * min(lines, most))

    def note(self, row: int, column: int, text: str, height: int = 0) -> None:
        """Put a note on a cell, large enough for its text."""
        lines = sum(1 + len(line) // 52 for line in text.split("\n"))
        size = {"width": 340, "height": height or max(40, 17 * lines + 12)}
        self.made.write_comment(row, column, text, {**size, "font_size": 9, "author": "cximpact"})

    def choose(
        self,
        rows: tuple[int, int],
        column: int,
        key: str,
        *,
        strict: bool = False,
        prompt: str = "",
    ) -> None:
        """Offer a list of words, registered by its key; strict refuses everything else."""
        source = self.canvas.list_source(key)
        if source is None:
            return
        options: dict[str, Any] = {"validate": "list", "source": source}
        options["error_type"] = "stop" if strict else "warning"
        options["error_title"] = "Not on the list"
        options["error_message"] = (
            "Choose one of the list."
            if strict
            else "This is not on the list. Keep it all the same?"
        )
        if prompt:
            options["input_message"] = prompt[:250]
        self.made.data_validation(rows[0], column, rows[1], column, options)

    def own(self, key: str, area: Area) -> None:
        """Give cells a hidden name, so that they are found wherever they are moved."""
        self.canvas.own(key, self.title, area)

    def printed(
        self, *, landscape: bool = True, repeat: int | None = None, across: int = 1
    ) -> None:
        """Set the sheet up for printing: few pages across, page numbers, headers on each page."""
        if landscape:
            self.made.set_landscape()
        self.made.set_paper(9)
        self.made.fit_to_pages(across, 0)
        self.made.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
        self.made.set_footer("&L&F&C&A&RPage &P of &N")
        if repeat is not None:
            self.made.repeat_rows(repeat)
        if across > 1:
            self.made.repeat_columns(0)


def _lines(text: str, width: float) -> int:
    return sum(1 + int(len(part) * 0.95 // max(width, 1)) for part in text.split("\n"))


def _day_look(look: str) -> str:
    return "input_day" if look.startswith("input") else "day"


class Canvas:
    """The workbook being written."""

    def __init__(self, book: Any) -> None:
        self.book = book
        self.titles: set[str] = set()
        self.tables: set[str] = set()
        self._looks: dict[str, Any] = {}
        self._lists: dict[str, tuple[str, ...]] = {}
        self._sources: dict[str, str] = {}

    def sheet(self, title: str, color: str = "") -> Sheet:
        """Add a sheet; its title is made one that programs accept, and unlike all others."""
        free = self._free_title(title)
        made = self.book.add_worksheet(free)
        if color:
            made.set_tab_color(color)
        return Sheet(self, free, made)

    def _free_title(self, title: str) -> str:
        plain = "".join(" " if sign in "[]:*?/\\" or sign < " " else sign for sign in title)
        plain = plain.strip("' ")[:28].strip("' ") or "Sheet"
        plain = f"{plain} (2)" if plain.casefold() == "history" else plain
        free, number = plain, 2
        while free.casefold() in self.titles:
            free, number = f"{plain[:25]} {number}", number + 1
        self.titles.add(free.casefold())
        return free

    def table_name(self, name: str) -> str:
        """Return a name for an Excel table that no other has."""
        plain = "".join(sign if sign.isascii() and sign.isalnum() else "_" for sign in name)
        plain = plain if plain[:1].isalpha() and len(plain) > 3 else f"T_{plain}"
        free, number = plain, 2
        while free.casefold() in self.tables:
            free, number = f"{plain}_{number}", number + 1
        self.tables.add(free.casefold())
        return free

    def look(self, name: str) -> Any:
        """Return a format by name."""
        if name not in self._looks:
            self._looks[name] = self.book.add_format(_LOOKS[name])
        return self._looks[name]

    def example_look(self) -> Any:
        """Return how a row looks that is an example."""
        if "example" not in self._looks:
            self._looks["example"] = self.book.add_format(_EXAMPLE)
        return self._looks["example"]

    def register(self, key: str, words: Sequence[str]) -> None:
        """Make a list of words known that cells may choose from."""
        self._lists[key] = tuple(words)

    def register_source(self, key: str, formula: str) -> None:
        """Make cells of the workbook known as a list to choose from."""
        self._sources[key] = formula

    def words(self, key: str) -> tuple[str, ...]:
        """Return the words of a list."""
        return self._lists.get(key, ())

    def list_source(self, key: str) -> Any:
        """Return where a list stands: its words, or a formula; None where there is none."""
        words = self._lists.get(key)
        is_plain = words and all("," not in word and word == word.strip() for word in words)
        if words and is_plain and len(",".join(words)) <= _LONGEST_INLINE_LIST:
            return list(words)
        return self._sources.get(key)

    def long_lists(self) -> dict[str, tuple[str, ...]]:
        """Return the lists that a cell cannot carry itself: they need cells somewhere."""
        return {
            key: words
            for key, words in self._lists.items()
            if words and key not in self._sources and self.list_source(key) is None
        }

    def own(self, key: str, sheet: str, area: Area) -> None:
        """Give cells a hidden name."""
        self.book.define_name(owned_name(key), f"={reference(sheet, area)}")
        # There is no argument for it; Excel then does not list the name among the user's own.
        self.book.defined_names[-1][3] = True


@contextmanager
def canvas(path: Path) -> Iterator[Canvas]:
    """Write a workbook; the file is there, whole, or not at all.

    Args:
        path: Where it goes; nothing must be there.

    Raises:
        InputError: XlsxWriter is not installed, or the file cannot be written.
    """
    try:
        import xlsxwriter  # type: ignore[import-untyped]
    except ImportError:
        hint = 'run: pip install "cximpact[sheet]"'
        raise InputError([Problem("writing a workbook needs XlsxWriter", hint=hint)]) from None
    _refuse(path)
    stream = BytesIO()
    book = xlsxwriter.Workbook(stream, {**_PLAIN, "in_memory": True})
    yield Canvas(book)
    book.close()
    _refuse(path)
    try:
        write_whole(path, stream.getvalue())
    except OSError as error:
        message = f"cannot write here: {error.strerror or error}"
        raise InputError([Problem(message, str(path), hint="name another file")]) from None


def _refuse(path: Path) -> None:
    if path.suffix.lower() != ".xlsx":
        expected = "a name ending in .xlsx"
        raise InputError([Problem("not such a workbook", str(path), expected=expected)])
    if path.exists():
        hint = "name a file that is not there yet"
        raise InputError([Problem("is there already", str(path), hint=hint)])
    if not path.parent.is_dir():
        raise InputError([Problem("there is no such folder", str(path.parent))])

"""YAML and JSON files become data with the line of every value."""

from __future__ import annotations

from typing import TYPE_CHECKING

from attrs import field, frozen

from cximpact.intake.files.json_reader import parse_json
from cximpact.intake.files.marks import Data, KeyPath, Mark, dotted
from cximpact.intake.files.problems import ProblemLog
from cximpact.intake.files.text_files import MIB, decode_text, read_bytes
from cximpact.intake.files.yaml_reader import parse_yaml

if TYPE_CHECKING:
    from pathlib import Path

__all__ = [
    "Data",
    "Document",
    "KeyPath",
    "document_text",
    "dotted",
    "parse_document",
    "read_document",
]

_LARGEST = 16 * MIB
_PARSERS = {".yaml": parse_yaml, ".yml": parse_yaml, ".json": parse_json}


@frozen(eq=False)
class Document:
    """What one YAML or JSON file says.

    Attributes:
        name: The file, as shown to people.
        data: Its content, built of dict, list, str, int, float, bool and None.
    """

    name: str
    data: Data
    _mark: Mark = field(repr=False, factory=lambda: Mark(1))

    def line(self, path: KeyPath = ()) -> int | None:
        """Return the line of the value at a path of keys, counted from 1.

        For a path that leads nowhere it is the line of the nearest parent (of its key, if it has
        one), so that a missing key can be reported where it belongs.

        Args:
            path: Keys and positions, such as ``("criteria", "ease", "weight")``.
        """
        mark, found = self._mark.nearest(path)
        return mark.line if found else mark.heading

    def replaced(self, parts: dict[str, Data]) -> Document:
        """Return the document with some of its top-level parts replaced by data from elsewhere.

        Those parts stand in no file, so their line is 0.
        """
        whole = self.data if isinstance(self.data, dict) else {}
        new: dict[str | int, Mark] = {key: Mark(0) for key in parts}
        inside = {**self._mark.inside, **new}
        return Document(self.name, {**whole, **parts}, Mark(self._mark.line, inside=inside))

    def with_key(self, part: str, key: str, value: Data) -> Document:
        """Return the document with one key of a top-level mapping set; the rest keeps its lines.

        Args:
            part: The top-level key; it must hold a mapping.
            key: The key to set.
            value: Data from elsewhere, so its line is 0.
        """
        whole = self.data if isinstance(self.data, dict) else {}
        held = whole.get(part)
        held = held if isinstance(held, dict) else {}
        around = self._mark.inside.get(part, Mark(0))
        inside: dict[str | int, Mark] = {**around.inside, key: Mark(0)}
        mark = Mark(around.line, around.key_line, around.written, inside)
        marks = {**self._mark.inside, part: mark}
        data: Data = {**whole, part: {**held, key: value}}
        return Document(self.name, data, Mark(self._mark.line, inside=marks))

    def key_line(self, path: KeyPath) -> int | None:
        """Return the line of the key at a path; of the value, for an item of a list."""
        return self._mark.nearest(path)[0].heading

    def written(self, path: KeyPath) -> str | None:
        """Return a number, truth value or null as it was written, such as ``1.10`` or ``007``.

        Text is its own writing, so None is returned for it, as for lists, mappings and paths
        that lead nowhere.
        """
        mark, found = self._mark.nearest(path)
        return mark.written if found else None


def read_document(path: Path, *, name: str | None = None) -> Document:
    """Read a `.yaml`, `.yml` or `.json` file.

    Args:
        path: The file, in UTF-8 and of at most 16 MiB.
        name: How the file is called in problems; its last part by default.

    Raises:
        InputError: The file cannot be read or holds what is not accepted; `problems` has all
            that could be found.

    Example:
        ``read_document(Path("scorecard.yaml")).data["version"]``
    """
    shown = name or path.name
    suffix = path.suffix.lower()
    if suffix not in _PARSERS:
        log = ProblemLog(shown)
        log.add("not a document", value=suffix, expected="a file ending in .yaml, .yml or .json")
        raise log.error()
    return parse_document(document_text(path, name=shown), suffix=suffix, name=shown)


def document_text(path: Path, *, name: str) -> str:
    """Return the text of a document's file, comments and all.

    Args:
        path: The file, in UTF-8 and of at most 16 MiB.
        name: How the file is called in problems.

    Raises:
        InputError: The file cannot be read.
    """
    return decode_text(read_bytes(path, name=name, most=_LARGEST), name=name)


def parse_document(text: str, *, suffix: str, name: str) -> Document:
    """Read a document from text.

    Args:
        text: The content of the file.
        suffix: ``.yaml``, ``.yml`` or ``.json``.
        name: How the document is called in problems.

    Raises:
        InputError: The text holds what is not accepted.
    """
    return Document(name, *_PARSERS[suffix](text, name=name))

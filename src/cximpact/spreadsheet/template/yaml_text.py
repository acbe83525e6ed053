"""Documents as YAML: a changed one keeps the comments of the file it came from where it can."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from cximpact.exceptions import InputError
from cximpact.intake.files.documents import Document, parse_document
from cximpact.spreadsheet.template.leaves import leaves

if TYPE_CHECKING:
    from collections.abc import Mapping

    from cximpact.intake.files.marks import Data, KeyPath

__all__ = ["changed_text", "yaml_text"]

# What a reader of YAML could take for something else than text.
_LOOKS_TYPED = re.compile(
    r"[-+.]?[0-9.]|[-+.]|~|(null|true|false|yes|no|on|off|y|n|inf|nan)$", re.IGNORECASE
)
# What moves a terminal or the direction of reading, and what YAML takes for an end of a line.
_UNSEEN = re.compile("[\x7f-\xa0\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufffe\uffff]")
_PLAIN_IN_LINE = re.compile(r"[A-Za-z](?:[\w ./()%+-]*[\w.)%])?")


def yaml_text(data: Data) -> str:
    r"""Return a document as YAML that is read back as exactly the same.

    Example:
        >>> yaml_text({"limit": "EUR 100", "id": "007"})
        'limit: EUR 100\nid: "007"\n'
    """
    text = _dumped(data)
    # JSON is YAML too, and leaves no doubt which value is text.
    return text if _reads_as(text, data) else _as_json(data)


def _as_json(data: Data) -> str:
    """Return JSON in which no sign is left that YAML takes for the end of a line."""
    text = json.dumps(data, ensure_ascii=False, indent=1) + "\n"
    return _UNSEEN.sub(_escape, text)


def _dumped(data: Data) -> str:
    import yaml

    class Dumper(yaml.SafeDumper):
        def ignore_aliases(self, _: Any) -> bool:
            return True

    def text(dumper: Any, value: str) -> Any:
        style = '"' if _LOOKS_TYPED.match(value) or _UNSEEN.search(value) else None
        return dumper.represent_scalar("tag:yaml.org,2002:str", value, style=style)

    Dumper.add_representer(str, text)
    made: str = yaml.dump(data, Dumper=Dumper, sort_keys=False, allow_unicode=True, width=10_000)
    # Such signs stand between double quotes only, where YAML knows escapes.
    return _UNSEEN.sub(_escape, made)


def _escape(found: re.Match[str]) -> str:
    return f"\\u{ord(found[0]):04x}"


def _reads_as(text: str, data: Data) -> bool:
    try:
        return _same(parse_document(text, suffix=".yaml", name="").data, data)
    except InputError:
        return False


def _same(one: Data, other: Data) -> bool:
    """Compare as Python does, but tell true from 1."""
    return one == other and [type(v) is bool for _, v in leaves(one)] == [
        type(v) is bool for _, v in leaves(other)
    ]


def changed_text(document: Document, text: str, data: Mapping[str, Data], suffix: str) -> str:
    """Return the text of a changed document.

    Single values that changed are replaced in their lines and new parts are added at the end, so
    that comments stay; where that does not give the data, all of it is written anew.

    Args:
        document: The document as it was read from the text.
        text: That text.
        data: What the document should say now.
        suffix: The ending of its file.
    """
    whole: dict[str, Data] = dict(data)
    if suffix == ".json":
        return json.dumps(whole, ensure_ascii=False, indent=1) + "\n"
    patched = _patched(document, text, whole)
    return patched if patched is not None and _reads_as(patched, whole) else yaml_text(whole)


def _patched(document: Document, text: str, data: dict[str, Data]) -> str | None:
    known: dict[str, Data] = document.data if isinstance(document.data, dict) else {}
    added = {key: part for key, part in data.items() if key not in known}
    before = dict(leaves(known))
    after = dict(leaves({key: part for key, part in data.items() if key in known}))
    if set(before) != set(after):
        return None
    lines = text.split("\n")
    for path, value in after.items():
        if value == before[path] and type(value) is type(before[path]):
            continue
        at = (document.line(path) or 0) - 1
        new = _with_value(lines[at], document, path, before[path], value) if at >= 0 else None
        if new is None:
            return None
        lines[at] = new
    whole = "\n".join(lines)
    if added and whole.strip():
        whole = whole.rstrip("\n") + "\n" + _dumped(added)
    return whole


def _with_value(line: str, document: Document, path: KeyPath, old: Data, new: Data) -> str | None:
    """Return a line with one of its values replaced; None where it is in doubt which."""
    written = document.written(path) or (old if isinstance(old, str) else None)
    if not written or isinstance(new, dict | list):
        return None
    step = path[-1]
    key = "" if isinstance(step, int) else rf"""(?P<k>["']?){re.escape(step)}(?P=k)\s*:\s*"""
    value = rf"""(?P<v>["']?){re.escape(written)}(?P=v)(?=\s*(?:[,\]}}#]|$))"""
    found = [*re.finditer(rf"(?<![\w-])(?P<key>{key}){value}", line)]
    if len(found) != 1:
        return None
    return line[: found[0].end("key")] + _scalar(new) + line[found[0].end() :]


def _scalar(value: Data) -> str:
    if isinstance(value, str) and _PLAIN_IN_LINE.fullmatch(value) and not _LOOKS_TYPED.match(value):
        return value
    return json.dumps(value, ensure_ascii=False)

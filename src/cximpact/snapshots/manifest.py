"""The manifest of a snapshot: per part of the workspace what was asked, of whom, and what came."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from attrs import Attribute, asdict, field, fields, frozen, validators

from cximpact.model.plugin import KINDS

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = [
    "FORMAT",
    "MANIFEST",
    "PartRecord",
    "block_of_label",
    "label_of",
    "manifest_text",
    "parts_of",
]

FORMAT = "cximpact-snapshot/1"
MANIFEST = "manifest.json"

_LONGEST_QUERY = 160
_FILE = re.compile(r"([A-Za-z0-9_][A-Za-z0-9_.-]*\.parquet)?")
_LABEL = re.compile(r"(.+) \([\w.-]+, \S+ [^\s:]+(: .+)?\)", re.DOTALL)
_MOMENT = "%Y-%m-%dT%H:%M:%SZ"
_SOMETHING = re.compile(r".+", re.DOTALL)
_SHA = re.compile(r"([0-9a-f]{64})?")
_TEXT = validators.instance_of(str)
_TEXTS = validators.deep_iterable(_TEXT, validators.instance_of(tuple))


def _fits(pattern: re.Pattern[str]) -> Any:
    def check(_: object, attribute: Attribute[str], value: object) -> None:
        if not isinstance(value, str) or not pattern.fullmatch(value):
            raise ValueError(f"{attribute.name}: not as written")

    return check


def _is_moment(_: object, attribute: Attribute[str], value: object) -> None:
    if not isinstance(value, str):
        raise TypeError(f"{attribute.name}: not text")
    if datetime.strptime(value, _MOMENT).strftime(_MOMENT) != value:
        raise ValueError(f"{attribute.name}: not as written")


def _is_count(_: object, attribute: Attribute[int], value: object) -> None:
    if type(value) is not int or value < 0:
        raise ValueError(f"{attribute.name}: not a count")


@frozen(kw_only=True)
class PartRecord:
    """One part of a workspace as it was collected, or why it was not.

    Attributes:
        part: ``proposals``, ``costs``, ``budgets_from`` or ``evidence.NAME``.
        kind: The kind of rows.
        source: Name of the source.
        distribution: The distribution it comes with; "" for a built-in one, or if unknown.
        version: That distribution's version.
        settings: SHA-256 of the settings as stated, without secrets.
        as_of: The day of the decision it was asked for.
        fetched_at: When, in UTC.
        query: What the system was asked, as the source tells it; of an incremental refresh that
            of the full collection before it.
        file: Name of the Parquet file; "" where the source failed.
        sha256: Of that file.
        rows: How many rows.
        columns: Its columns.
        cursor: Where to go on the next time, where the source keeps that.
        notes: What the source wants readers to know.
        family: What kind of failure it was; "" where it worked.
        reason: The failure in one sentence.
    """

    part: str = field(validator=_fits(_SOMETHING))
    kind: str = field(validator=validators.in_(KINDS))
    source: str = field(validator=_TEXT)
    distribution: str = field(default="", validator=_TEXT)
    version: str = field(default="", validator=_TEXT)
    settings: str = field(validator=_fits(_SHA))
    as_of: date = field(validator=validators.instance_of(date))
    fetched_at: str = field(validator=_is_moment)
    query: str = field(default="", validator=_TEXT)
    file: str = field(default="", validator=_fits(_FILE))
    sha256: str = field(default="", validator=_fits(_SHA))
    rows: int = field(default=0, validator=_is_count)
    columns: tuple[str, ...] = field(default=(), validator=_TEXTS)
    cursor: str | None = field(default=None, validator=validators.optional(_TEXT))
    notes: tuple[str, ...] = field(default=(), validator=_TEXTS)
    family: str = field(default="", validator=_TEXT)
    reason: str = field(default="", validator=_TEXT)

    @property
    def worked(self) -> bool:
        """Whether there is a table."""
        return bool(self.file)


def label_of(record: PartRecord) -> str:
    r"""Return what stands where the name of a file stands elsewhere.

    Example:
        >>> label_of(PartRecord(part="evidence.calls", kind="observations", source="desk",
        ...     distribution="acme-desk", version="1.2", settings="", as_of=date(2026, 3, 1),
        ...     fetched_at="2026-03-01T12:00:00Z", query="all  since\nMay"))
        'calls (desk, acme-desk 1.2: all since May)'
    """
    block = record.part.removeprefix("evidence.")
    whose = f"{record.distribution} {record.version}".strip()
    query = " ".join(record.query.split())
    cut = query if len(query) <= _LONGEST_QUERY else query[: _LONGEST_QUERY - 1] + "…"
    told = ", ".join(each for each in (record.source, whose) if each)
    return f"{block} ({told}: {cut})" if cut else f"{block} ({told})"


def block_of_label(name: str) -> str | None:
    """Return whose block a table is that a source gave, None where the name is that of a file.

    Example:
        >>> block_of_label("calls (desk, acme-desk 1.2: all since May)"), block_of_label("a.csv")
        ('calls', None)
    """
    found = _LABEL.fullmatch(name)
    return found[1] if found else None


def manifest_text(parts: Iterable[PartRecord]) -> str:
    """Return the manifest as JSON text, its parts in the order of their names."""
    listed = [
        {**asdict(part), "as_of": part.as_of.isoformat()}
        for part in sorted(parts, key=lambda part: part.part)
    ]
    return json.dumps({"format": FORMAT, "parts": listed}, indent=1, ensure_ascii=False) + "\n"


def parts_of(data: object) -> tuple[PartRecord, ...]:
    """Return the parts of a manifest.

    Raises:
        TypeError, ValueError: It is not one that `manifest_text` wrote.
    """
    if not isinstance(data, Mapping) or data.get("format") != FORMAT or len(data) != 2:
        raise ValueError(f"not of the format {FORMAT}")
    listed = data.get("parts")
    if not isinstance(listed, list):
        raise TypeError("parts: not a list")
    found = tuple(_part(each) for each in listed)
    names = [each for part in found for each in (f"part {part.part}", f"file {part.file}")]
    named = [name for name in names if name != "file "]
    if len(set(named)) < len(named):
        raise ValueError("a part or file is listed twice")
    return found


def _part(data: object) -> PartRecord:
    if not isinstance(data, Mapping) or set(data) != {each.name for each in fields(PartRecord)}:
        raise TypeError("a part has other keys")
    said = dict(data)
    for name in ("columns", "notes"):
        said[name] = tuple(said[name]) if isinstance(said[name], list) else said[name]
    day = date.fromisoformat(said["as_of"] if isinstance(said["as_of"], str) else "")
    if day.isoformat() != said["as_of"]:
        raise ValueError("as_of: not as written")
    record = PartRecord(**{**said, "as_of": day})
    if record.worked and (record.reason or record.family):
        raise ValueError(f"{record.part}: it has a table and failed")
    return record

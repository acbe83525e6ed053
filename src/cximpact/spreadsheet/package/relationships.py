"""Which part of a workbook refers to which: read, added and removed."""

from __future__ import annotations

import posixpath
import re
from typing import TYPE_CHECKING
from urllib.parse import unquote
from xml.parsers import expat

from attrs import frozen

from cximpact.exceptions import InternalError
from cximpact.intake.files.problems import ProblemLog
from cximpact.spreadsheet.package.flat_markup import FlatMarkup

if TYPE_CHECKING:
    from collections.abc import Mapping

    from cximpact.spreadsheet.package.changes import Changes

__all__ = [
    "Relationship",
    "add_relationship",
    "parse_flat",
    "relationships",
    "rels_name",
    "remove_relationship",
]

_EMPTY = (
    b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<Relationships '
    b'xmlns="http://schemas.openxmlformats.org/package/2006/relationships"></Relationships>'
)
_NUMBERED = re.compile(r"[rR][iI][dD]([0-9]{1,9})")


@frozen
class Relationship:
    """One reference of a part to another part, or to something outside.

    Attributes:
        id: How the part itself calls it, such as ``rId3``.
        type: What it is for, as an address.
        target: Where it leads, as written.
        part: The name of the part it leads to; "" if it leads outside, or nowhere.
        is_external: Whether it leads out of the workbook.
    """

    id: str
    type: str
    target: str
    part: str
    is_external: bool

    @property
    def kind(self) -> str:
        """The last word of its type, such as ``worksheet``; the same in both dialects."""
        return self.type.rpartition("/")[2]


def rels_name(owner: str) -> str:
    """Return the part in which the relationships of a part are listed; "" owns the workbook's.

    Example:
        >>> rels_name("xl/workbook.xml")
        'xl/_rels/workbook.xml.rels'
    """
    folder, file = posixpath.split(owner)
    return posixpath.join(folder, "_rels", f"{file}.rels")


def relationships(changes: Changes, owner: str) -> tuple[Relationship, ...]:
    """Return the relationships of a part, in their order; none if it has no list of them.

    Raises:
        InputError: The list is damaged.
    """
    name = changes.find(rels_name(owner))
    if name is None:
        return ()
    elements = parse_flat(changes, name).elements
    return tuple(
        _relationship(changes, owner, element.attributes)
        for element in elements
        if element.name == "Relationship"
    )


def add_relationship(changes: Changes, owner: str, type_: str, part: str) -> str:
    """Let a part refer to another part.

    Args:
        changes: The workbook.
        owner: The part that refers.
        type_: What for, as an address.
        part: The part it refers to.

    Returns:
        How the owner calls it; a number not used before.

    Raises:
        InputError: The list of the owner's relationships is damaged.
    """
    listed = changes.find(rels_name(owner))
    if listed is None:
        listed = rels_name(owner)
        changes.add(listed, _EMPTY)
    markup = parse_flat(changes, listed)
    used = [_NUMBERED.fullmatch(e.attributes.get("Id", "")) for e in markup.elements]
    identifier = f"rId{max((int(found[1]) for found in used if found), default=0) + 1}"
    target = posixpath.relpath(f"/{part}", f"/{posixpath.dirname(owner)}")
    attributes = {"Id": identifier, "Type": type_, "Target": target}
    changes.replace(listed, markup.with_last("Relationship", attributes))
    return identifier


def remove_relationship(changes: Changes, owner: str, identifier: str) -> None:
    """Let a part no longer refer to something.

    Raises:
        InputError: The list of the owner's relationships is damaged.
        InternalError: It has no such relationship.
    """
    listed = changes.find(rels_name(owner))
    if listed is not None:
        markup = parse_flat(changes, listed)
        for element in markup.elements:
            if element.name == "Relationship" and element.attributes.get("Id") == identifier:
                changes.replace(listed, markup.without(element))
                return
    raise InternalError(f"'{owner}' has no relationship '{identifier}'")


def parse_flat(changes: Changes, name: str) -> FlatMarkup:
    """Return a small XML part taken apart.

    Raises:
        InputError: It is damaged, or not in UTF-8.
    """
    data = changes.read(name)
    log = ProblemLog(changes.parts.name)
    hint = "open the workbook in a spreadsheet program and save it anew"
    if b"\0" in data[:4]:
        log.add("a part of the workbook is not in UTF-8", value=name, hint=hint)
        raise log.error()
    try:
        return FlatMarkup.parse(data)
    except (expat.ExpatError, ValueError) as error:
        log.add(f"a part of the workbook is damaged: {error}", value=name, hint=hint)
        raise log.error() from None


def _relationship(changes: Changes, owner: str, attributes: Mapping[str, str]) -> Relationship:
    target = attributes.get("Target", "")
    is_external = attributes.get("TargetMode") == "External"
    part = "" if is_external else _part(changes, owner, target)
    identifier, type_ = attributes.get("Id", ""), attributes.get("Type", "")
    return Relationship(identifier, type_, target, part, is_external)


def _part(changes: Changes, owner: str, target: str) -> str:
    """Return the part a target leads to; names with spaces or accents may be written escaped."""
    path = posixpath.normpath(posixpath.join("/", posixpath.dirname(owner), target)).lstrip("/")
    return changes.find(path) or changes.find(unquote(path)) or ""

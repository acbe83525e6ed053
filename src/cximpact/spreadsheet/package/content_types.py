"""What each part of a workbook is, as its list of content types says: read, set and dropped."""

from __future__ import annotations

import posixpath
from typing import TYPE_CHECKING
from urllib.parse import unquote

from cximpact.intake.files.problems import ProblemLog
from cximpact.spreadsheet.package.relationships import (
    parse_flat,
    relationships,
    rels_name,
    remove_relationship,
)

if TYPE_CHECKING:
    from cximpact.spreadsheet.package.changes import Changes
    from cximpact.spreadsheet.package.flat_markup import Element, FlatMarkup

__all__ = ["add_part", "content_type", "drop_part", "free_name", "set_content_type"]

_LIST = "[Content_Types].xml"


def content_type(changes: Changes, part: str) -> str:
    """Return what a part is; "" if the list does not say.

    Raises:
        InputError: The list of content types is damaged.
    """
    markup = _listed(changes)
    own = _override(markup, part)
    if own is not None:
        return own.attributes.get("ContentType", "")
    ending = posixpath.splitext(part)[1].lstrip(".").casefold()
    defaults = (element.attributes for element in markup.elements if element.name == "Default")
    return next(
        (
            found.get("ContentType", "")
            for found in defaults
            if found.get("Extension", "").casefold() == ending
        ),
        "",
    )


def set_content_type(changes: Changes, part: str, type_: str) -> None:
    """State what a part is.

    Raises:
        InputError: The list of content types is damaged.
    """
    markup = _listed(changes)
    own = _override(markup, part)
    if own is None:
        attributes = {"PartName": f"/{part}", "ContentType": type_}
        changes.replace(_LIST, markup.with_last("Override", attributes))
    elif own.attributes.get("ContentType") != type_:
        changes.replace(_LIST, markup.with_attribute(own, "ContentType", type_))


def free_name(changes: Changes, pattern: str) -> str:
    """Return the first name for a part that is not used yet, such as ``xl/tables/table3.xml``.

    Args:
        changes: The workbook.
        pattern: The name with ``{}`` where its number goes.
    """
    number = 1
    while changes.find(pattern.format(number)) is not None:
        number += 1
    return pattern.format(number)


def add_part(changes: Changes, pattern: str, content: bytes, type_: str) -> str:
    """Add a part under the next free name, and state what it is.

    Args:
        changes: The workbook.
        pattern: The name with ``{}`` where its number goes.
        content: Its content.
        type_: What it is.

    Returns:
        Its name.

    Raises:
        InputError: The list of content types is damaged.
    """
    name = free_name(changes, pattern)
    changes.add(name, content)
    set_content_type(changes, name, type_)
    return name


def drop_part(changes: Changes, part: str, *, owner: str) -> None:
    """Remove a part with what is said of it: its type, its relationships, and its owner's to it.

    Raises:
        InputError: A list of the workbook is damaged.
    """
    for link in relationships(changes, owner):
        if link.part and link.part == changes.find(part):
            remove_relationship(changes, owner, link.id)
    markup = _listed(changes)
    own = _override(markup, part)
    if own is not None:
        changes.replace(_LIST, markup.without(own))
    for name in (part, rels_name(part)):
        found = changes.find(name)
        if found is not None:
            changes.remove(found)


def _listed(changes: Changes) -> FlatMarkup:
    if changes.find(_LIST) is None:
        log = ProblemLog(changes.parts.name)
        log.add("a part of the workbook is missing", value=_LIST, hint="save the workbook anew")
        raise log.error()
    return parse_flat(changes, _LIST)


def _override(markup: FlatMarkup, part: str) -> Element | None:
    wanted = part.casefold()
    for element in markup.elements:
        stated = element.attributes.get("PartName", "").lstrip("/").casefold()
        if element.name == "Override" and wanted in (stated, unquote(stated)):
            return element
    return None

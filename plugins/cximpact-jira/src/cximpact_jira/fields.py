"""Fields of a site by the names that people know: "Story points" is customfield_10016."""

from __future__ import annotations

from collections.abc import Sequence
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any

from attrs import frozen

from cximpact.plugins import AnswerError, QueryError
from cximpact_jira.site import parsed

if TYPE_CHECKING:
    from cximpact.plugins.http import HttpClient

__all__ = ["Field", "FieldBook", "read_fields"]

_PEOPLE = {"user", "watches", "comments-page", "worklog"}
_PARTICIPANTS = ("sd-request-participants", "people", "userpicker", "sd-approvals")


@frozen
class Field:
    """A field of issues.

    Attributes:
        id: Its id, such as ``customfield_10016``.
        names: How people call it: in the language of the token's owner, and untranslated.
        kind: Type of its values, or of the entries of its lists, such as ``number``.
        custom: For a custom field, the key of its type.
        project: Id of the project it belongs to; "" where it is for all.
    """

    id: str
    names: tuple[str, ...]
    kind: str = ""
    custom: str = ""
    project: str = ""

    @property
    def personal(self) -> bool:
        """Whether it holds people."""
        return self.kind in _PEOPLE or self.custom.endswith(_PARTICIPANTS)


@frozen
class FieldBook:
    """The fields of a site.

    Attributes:
        fields: All that the token's owner may see.
    """

    fields: tuple[Field, ...]

    def find(self, asked: str) -> Field:
        """Return a field by its id or its name; a name in the wrong case will do.

        Raises:
            QueryError: None or several are called so, or it holds people.
        """
        found = next((field for field in self.fields if field.id == asked), None)
        found = found or self._by_name(asked, str) or self._by_name(asked, str.casefold)
        if found is None:
            raise QueryError(f"there is no field {asked!r}{self._similar(asked)}")
        if found.personal:
            raise QueryError(f"the field {asked!r} holds people, who are not read")
        return found

    def of_type(self, custom: str) -> Field | None:
        """Return the field of a custom type, or None.

        Raises:
            QueryError: Several have it.
        """
        return _only([field for field in self.fields if field.custom == custom], custom)

    def _by_name(self, asked: str, form: Any) -> Field | None:
        wanted = form(asked.strip())
        return _only(
            [field for field in self.fields if wanted in {form(name) for name in field.names}],
            asked,
        )

    def _similar(self, asked: str) -> str:
        known = sorted({name for field in self.fields for name in field.names})
        near = get_close_matches(asked, known, n=3, cutoff=0.6)
        return f"; did you mean {' or '.join(map(repr, near))}?" if near else ""


def _only(found: Sequence[Field], asked: str) -> Field | None:
    if len(found) > 1:
        ids = ", ".join(
            field.id + (f" (of project {field.project})" if field.project else "")
            for field in sorted(found, key=lambda field: field.id)
        )
        raise QueryError(f"{len(found)} fields are called {asked!r}: name one by its id, of {ids}")
    return found[0] if found else None


def read_fields(client: HttpClient) -> FieldBook:
    """Return the fields of a site.

    Raises:
        AnswerError: The answer is no list of fields.
    """
    listed = parsed(client.get("/rest/api/3/field"), list, "fields")
    return FieldBook(tuple(dict.fromkeys(_field(entry) for entry in listed)))


def _field(entry: Any) -> Field:
    try:
        schema = entry.get("schema") or {}
        names = [entry["name"], entry.get("untranslatedName")]
        project = ((entry.get("scope") or {}).get("project") or {}).get("id")
        return Field(
            _text(entry["id"]),
            tuple(dict.fromkeys(_text(name) for name in names if name is not None)),
            _text(schema.get("items") or schema.get("type") or ""),
            _text(schema.get("custom") or ""),
            _text(project or ""),
        )
    except (AttributeError, KeyError, TypeError):
        raise AnswerError("fields: one of them has no id or name") from None


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError
    return value

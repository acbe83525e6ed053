"""What a workspace tells a source: references followed, secrets kept apart, the rest checked."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from attrs import field, frozen

from cximpact.exceptions import SourceError
from cximpact.intake.validation import note_misfits
from cximpact.plugins.settings.references import (
    FORMS,
    Given,
    Lookup,
    is_odd_mapping,
    is_reference,
    without_references,
)
from cximpact.plugins.settings.rehearsal import rehearse
from cximpact.plugins.settings.schemas import Place, settings_validator

if TYPE_CHECKING:
    from pathlib import Path

    from cximpact.intake.files.marks import KeyPath
    from cximpact.intake.reporter import Reporter
    from cximpact.plugins.hosting.cards import SourceCard

__all__ = ["ResolvedSettings", "resolve_settings", "settings_fingerprint"]


@frozen(eq=False)
class ResolvedSettings:
    """Settings as they are handed to a source.

    Attributes:
        payload: Plain data with defaults filled in; what was given by reference is
            ``{"$secret": text}``.
        secrets: What was given by reference: texts that must appear nowhere.
        fingerprint: SHA-256 of the settings as stated, without what was given by reference.
    """

    payload: dict[str, Any] = field(repr=False)
    secrets: tuple[str, ...] = field(repr=False)
    fingerprint: str


def settings_fingerprint(said: Mapping[str, Any]) -> str:
    """Return the SHA-256 of settings as stated; where a reference leads to makes no difference.

    Examples:
        >>> one, other = {"token": {"$env": "A"}}, {"token": {"$file": "b"}}
        >>> settings_fingerprint(one) == settings_fingerprint(other)
        True
    """
    text = json.dumps(without_references(said), sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def resolve_settings(
    card: SourceCard,
    said: Mapping[str, Any],
    *,
    report: Reporter,
    path: KeyPath,
    base: Path | None,
    environ: Mapping[str, str],
) -> ResolvedSettings:
    """Follow references, check settings against the source's schema, and fill in defaults.

    Args:
        card: The source.
        said: What stands under ``settings:``.
        report: The document it stands in; takes the problems, and where it took any, what is
            returned must not be used.
        path: Where it stands there, ``settings`` included.
        base: The workspace's folder, for ``{$file: path}``.
        environ: The environment, for ``{$env: NAME}``.

    Raises:
        SourceError: The source's schema cannot be used: that is its plugin's fault.
    """
    validator = settings_validator(card)
    _rehearse(card, said, Lookup(_deaf(report), base, environ))
    root = validator.schema if isinstance(validator.schema, Mapping) else {}
    reader = _Reader(card, report, Lookup(report, base, environ))
    value = reader.value(said, path, Place([root], root))
    _check(validator, value, report, path, reader)
    filled = _filled(value, Place([root], root))
    return ResolvedSettings(
        payload=_marked(filled),
        secrets=tuple(sorted(set(reader.secrets), key=lambda text: (-len(text), text))),
        fingerprint=settings_fingerprint(said),
    )


def _deaf(report: Reporter) -> Reporter:
    """Return a reporter on the same document whose problems nobody reads."""
    from cximpact.intake.files.problems import ProblemList
    from cximpact.intake.reporter import Reporter

    return Reporter(report.document, ProblemList())


def _rehearse(card: SourceCard, said: Any, lookup: Lookup) -> None:
    secrets: list[str] = []

    def followed(said: Any) -> Any:
        if is_reference(said):
            secrets.append(str(lookup.follow(said, ()) or ""))
            return secrets[-1]
        if isinstance(said, Mapping):
            return {str(key): followed(each) for key, each in said.items()}
        return [followed(each) for each in said] if isinstance(said, list | tuple) else said

    rehearse(card, followed(said), secrets)


class _Reader:
    """Walks through settings; remembers which places hold secrets, and which hold nothing usable.

    Attributes:
        hidden: What is shown of a secret, by its path.
        unusable: Paths whose value was told of already.
        secrets: All secrets found.
    """

    def __init__(self, card: SourceCard, report: Reporter, lookup: Lookup) -> None:
        self._card = card
        self._report = report
        self._lookup = lookup
        self.hidden: dict[KeyPath, str] = {}
        self.unusable: set[KeyPath] = set()
        self.secrets: list[str] = []

    def value(self, said: Any, path: KeyPath, place: Place, *, secret: bool = False) -> Any:
        """Return a value with what its references lead to.

        Args:
            said: What is stated.
            path: Where.
            place: What the schema says of it.
            secret: Whether it is part of something that is secret as a whole.
        """
        secret = secret or place.is_secret
        if is_reference(said):
            return self._given(said, path)
        if is_odd_mapping(said):
            self._report.add(path, "not a reference", expected=FORMS)
            return self._nothing(path)
        if isinstance(said, Mapping):
            return {
                str(key): self.value(each, (*path, key), place.inside(str(key)), secret=secret)
                for key, each in said.items()
            }
        if isinstance(said, list | tuple):
            return [
                self.value(each, (*path, at), place.inside(at), secret=secret)
                for at, each in enumerate(said)
            ]
        if secret and said is not None:
            self._refuse_literal(path)
            return self._nothing(path)
        return said

    def _given(self, reference: Mapping[str, str], path: KeyPath) -> Any:
        found = self._lookup.follow(reference, path)
        if found is None:
            return self._nothing(path)
        [key] = reference
        self.hidden[path] = f"what {key} leads to"
        self.secrets.append(str(found))
        return found

    def _nothing(self, path: KeyPath) -> Given:
        self.unusable.add(path)
        return Given("")

    def _refuse_literal(self, path: KeyPath) -> None:
        """Say how a secret is given, without repeating the one that stands there."""
        name = "_".join(str(step) for step in (self._card.name, path[-1]))
        name = re.sub("[^A-Z0-9]+", "_", name.upper()).strip("_")
        hint = f"put it into an environment variable and write {path[-1]}: {{$env: {name}}}"
        message = "a secret must not stand in a workspace"
        self._report.add(path, message, expected=FORMS, hint=hint)


def _check(validator: Any, value: Any, report: Reporter, path: KeyPath, reader: _Reader) -> None:
    """Note what does not fit; what was told of already is not told again."""

    def counts(where: KeyPath, keyword: str) -> bool:
        if keyword in ("additionalProperties", "required"):
            return where not in reader.unusable
        return not any(where == each[: len(where)] for each in reader.unusable)

    try:
        errors = list(validator.iter_errors(value))
    except Exception as error:  # a schema can go wrong in many ways
        reason = type(error).__name__
        raise SourceError(f"the settings cannot be checked: the schema fails ({reason})") from None
    note_misfits(report, errors, at=path, hidden=reader.hidden, counts=counts)


def _filled(value: Any, place: Place) -> Any:
    """Return settings with the defaults of keys that were left out."""
    if isinstance(value, Mapping):
        whole = {**place.defaults(), **value}
        return {key: _filled(each, place.inside(key)) for key, each in whole.items()}
    if isinstance(value, list):
        return [_filled(each, place.inside(at)) for at, each in enumerate(value)]
    return value


def _marked(value: Any) -> Any:
    if isinstance(value, Given):
        return {"$secret": str(value)}
    if isinstance(value, Mapping):
        return {key: _marked(each) for key, each in value.items()}
    return [_marked(each) for each in value] if isinstance(value, list) else value

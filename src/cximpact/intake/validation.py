"""A document is held against its schema; what does not fit becomes problems in plain words."""

from __future__ import annotations

import re
from collections.abc import Mapping
from itertools import islice
from typing import TYPE_CHECKING, Any

from attrs import frozen

from cximpact.intake.files.problems import did_you_mean
from cximpact.intake.lists.magnitudes import LARGEST, SMALLEST, unfit_numbers
from cximpact.intake.reporter import Reporter, shown

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from cximpact.intake.files.documents import Document
    from cximpact.intake.files.marks import KeyPath
    from cximpact.intake.files.problems import ProblemList

__all__ = ["note_misfits", "validate"]

ValidationError = Any  # jsonschema types each part of an error as "perhaps not set yet"

_MOST_KEYS_SHOWN = 20
_MOST_KEYS_OUTLINED = 4
# Each takes some kilobytes; what holds more of them is no document of ours, and is not read on.
_MOST_MISFITS = 10_000
_ALSO = "if that line begins with '#', take that away, too"
_RULE_KEYS = {
    "mandatory": frozenset({"reason", "approved_by"}),
    "capacity": frozenset({"limit", "column"}),
}
"""Rules whose entries are told by what they hold."""

_BY_HAND = {"workspace", "scorecard"}
_TYPES = {
    "string": "text",
    "number": "a number",
    "integer": "a whole number",
    "boolean": "true or false",
    "array": "a list",
    "object": "a mapping of keys to values",
    "null": "nothing",
}
_LIMITS = {
    "minimum": "a number of at least {}",
    "maximum": "a number of at most {}",
    "exclusiveMinimum": "a number above {}",
    "exclusiveMaximum": "a number below {}",
    "minLength": "text of at least {} characters",
    "maxLength": "text of at most {} characters",
    "minItems": "a list of at least {} items",
    "maxItems": "a list of at most {} items",
    "minProperties": "at least {} entries",
    "maxProperties": "at most {} entries",
}


def validate(document: Document, schema: str, problems: ProblemList) -> frozenset[str]:
    """Note everything in a document that its schema does not allow.

    Args:
        document: The document.
        schema: Name of the schema.
        problems: Takes the problems.

    Returns:
        The top-level keys whose content must not be relied on.
    """
    from cximpact.schemas import validator

    report = Reporter(document, problems)
    misfits = note_misfits(report, validator(schema).iter_errors(report.document.data))
    broken = {str(step) for path in misfits for step in path[:1]}
    stated = report.document.data if schema in _BY_HAND else None
    for path, number in unfit_numbers(stated):
        size = f"0, or a size from {SMALLEST:g} to {LARGEST:g}"
        written = report.written(path, number)
        report.add(path, "a number no one can mean", value=written, expected=size)
        broken.update(str(step) for step in path[:1])
    return frozenset(broken)


def note_misfits(
    report: Reporter,
    errors: Iterable[ValidationError],
    *,
    at: KeyPath = (),
    hidden: Mapping[KeyPath, str] | None = None,
    counts: Callable[[KeyPath, str], bool] = lambda _, __: True,
) -> list[KeyPath]:
    """Note what jsonschema found wrong with a document or with a part of it.

    Args:
        report: The document; takes the problems.
        errors: What `iter_errors` of a validator yields.
        at: Where the part stands that was validated.
        hidden: Values that no problem may show, by path, and what is shown in their place.
        counts: Whether an error counts, by its path and the keyword of the schema.

    Returns:
        The paths of what does not fit.

    Raises:
        InputError: So much does not fit that the rest was not looked at.
    """
    leaves = list(islice((leaf for error in errors for leaf in _leaves(error)), _MOST_MISFITS))
    found = [_Misfit(leaf, (*at, *leaf.absolute_path)) for leaf in leaves]
    found = [each for each in found if counts(each.path, str(each.error.validator))]
    found.sort(key=lambda each: report.document.line(each.path) or 0)
    for each in found:
        if hidden and each.path in hidden:
            expected = _expected(each.error)
            value = hidden[each.path]
            report.add(each.path, "not as expected", value=value, expected=expected)
        else:
            _note(report, each.error, each.path)
    if len(leaves) == _MOST_MISFITS:
        report.add(at, f"more than {_MOST_MISFITS - 1:,} things are not as expected")
        report.problems.raise_if_any()
    return [each.path for each in found]


@frozen(eq=False)
class _Misfit:
    """One thing that does not fit, and where it stands in the whole document."""

    error: ValidationError
    path: KeyPath


def _leaves(error: ValidationError) -> Iterator[ValidationError]:
    """Follow alternatives down to the errors of the one that was meant, if that can be told."""
    if error.validator not in ("anyOf", "oneOf"):
        yield error
        return
    branches: dict[Any, list[ValidationError]] = {}
    for each in error.context:
        branches.setdefault(each.schema_path[0], []).append(each)
    meant = [branch for branch in branches.values() if not any(map(_of_another_type, branch))]
    if not meant:
        yield error
        return
    for each in min(meant, key=len):
        yield from _leaves(each)


def _of_another_type(error: ValidationError) -> bool:
    if error.relative_path:
        return False
    if error.validator == "enum":
        return not any(type(error.instance) is type(each) for each in error.validator_value)
    if error.validator in ("anyOf", "oneOf"):
        return all(map(_of_another_type, error.context))
    return bool(error.validator == "type")


def _note(report: Reporter, error: ValidationError, path: KeyPath) -> None:
    if error.validator == "additionalProperties":
        _note_unknown(report, error, path)
    elif error.validator == "required":
        _note_missing(report, error, path)
    elif "propertyNames" in error.absolute_schema_path:
        key = str(error.instance)
        report.add((*path, key), "not a usable key", value=key, expected=_expected(error))
    else:
        hint = _nearest(error)
        written = report.written(path, error.instance)
        report.add(path, "not as expected", value=written, expected=_expected(error), hint=hint)


def _note_unknown(report: Reporter, error: ValidationError, path: KeyPath) -> None:
    known = list(error.schema.get("properties", {}))
    patterns = error.schema.get("patternProperties", {})
    for key in error.instance:
        if key not in known and not any(re.search(pattern, key) for pattern in patterns):
            hint = did_you_mean(key, known) or _belongs(error, known, key) or _cut(error, key)
            expected = None if hint else f"one of {_some(known)}"
            report.add(
                (*path, key), "unknown key", value=key, expected=expected, hint=hint, at_key=True
            )


def _belongs(error: ValidationError, known: Sequence[str], key: str) -> str | None:
    """Return where a key belongs that stands at the wrong place, as far as its value tells.

    So it is where a line of a draft lost its ``#``, and the key above it did not.
    """
    value = error.instance[key]
    if "path" in known and isinstance(value, dict) and "limit" in value:
        return f"limits stand below 'budgets:'; {_ALSO}"
    if "at_most_one" in known or {"limit", "where"} == {*known}:
        rule = _rule_of(value)
        # What is drafted below rules seems to belong to the budgets above where '#rules:' is left.
        above = "" if "at_most_one" in known else "'rules:' and "
        also = _ALSO if not above else _ALSO.replace("that line begins", "one of them begins")
        return f"it belongs below {above}'{rule}:'; {also}" if rule else None
    if "settings" not in known or "source" not in error.instance:
        return None
    return "what the source is told stands indented below 'settings:'"


def _rule_of(value: Any) -> str | None:
    """Return the rule whose entries look like a value, None for none."""
    if isinstance(value, list):
        return "requires"
    inside = value.keys() if isinstance(value, dict) else ()
    return next((rule for rule, keys in _RULE_KEYS.items() if not keys.isdisjoint(inside)), None)


def _cut(error: ValidationError, key: str) -> str | None:
    """Return what to do about a key that seems to be the end of a text with a comma in it.

    In ``{reason: late, and dear, by: board}`` the second comma begins a key without a value.
    """
    if error.instance[key] is not None or len(error.instance) < 2:
        return None
    return "if it belongs to a text with a comma, put the whole text in quotes"


def _note_missing(report: Reporter, error: ValidationError, path: KeyPath) -> None:
    # jsonschema reports each missing key by itself and names it only in its message.
    for key in error.validator_value:
        if key not in error.instance and repr(key) in error.message:
            words = _words_of(error.schema.get("properties", {}).get(key, {}))
            report.add((*path, key), "missing", expected=words)


def _nearest(error: ValidationError) -> str | None:
    if error.validator != "enum" or not isinstance(error.instance, str):
        return None
    return did_you_mean(error.instance, [item for item in error.validator_value if item])


def _expected(error: ValidationError) -> str:
    """Return in words what a schema asks for at the place of an error."""
    if error.validator in ("anyOf", "oneOf"):
        roots = (each for each in error.context if not each.relative_path)
        return " or ".join(dict.fromkeys(map(_expected, roots)))
    if error.validator == "type":
        # Text of a certain form is best told by its form.
        form = _words_of(error.schema) if "pattern" in error.schema else None
        return form or _types(error.validator_value) + _keys(error.schema, error.validator_value)
    if error.validator == "enum":
        return f"one of {_some([shown(item) for item in error.validator_value if item])}"
    if error.validator == "uniqueItems":
        return "a list in which nothing stands twice"
    if error.validator == "minLength" and error.validator_value == 1:
        return f"{_words_of(error.schema) or 'a text'}; it is empty"
    if error.validator in _LIMITS:
        return _LIMITS[error.validator].format(error.validator_value)
    return _words_of(error.schema) or "something else"


def _types(names: str | Sequence[str]) -> str:
    listed = [names] if isinstance(names, str) else names
    return " or ".join(_TYPES.get(name, name) for name in listed)


def _keys(schema: Mapping[str, Any], names: str | Sequence[str]) -> str:
    """Return which keys a mapping holds, those it cannot do without first; "" for no mapping."""
    known = schema.get("properties", {})
    keys = [key for key in dict.fromkeys([*schema.get("required", ()), *known]) if key[0] != "$"]
    if not keys or names != "object":
        return ""
    more = ", …" if len(keys) > _MOST_KEYS_OUTLINED else ""
    return f": {{{', '.join(f'{key}: …' for key in keys[:_MOST_KEYS_OUTLINED])}{more}}}"


def _words_of(schema: Mapping[str, Any]) -> str | None:
    described = _inside(str(schema.get("description", "")).partition(". ")[0].rstrip("."))
    examples = schema.get("examples")
    if described and examples and isinstance(examples[0], str):
        return f"{described}, such as {examples[0]}"
    return described or None


def _inside(sentence: str) -> str:
    """Return a sentence as part of another; names such as SQL keep their capitals."""
    is_word = sentence[1:2].islower() or sentence[1:2] == " "
    return sentence[:1].lower() + sentence[1:] if is_word else sentence


def _some(words: Iterable[str]) -> str:
    listed = list(words)
    more = len(listed) - _MOST_KEYS_SHOWN
    tail = [f"{more} more"] if more > 0 else []
    return ", ".join([*listed[:_MOST_KEYS_SHOWN], *tail])

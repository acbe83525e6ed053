"""The small language in which a line says something about weights.

ease >= calm                    at least as important
ease > calm = trust > price     an order of importance
ease >= 1.5 * calm              one and a half times as much, or more
1.5 <= ease / calm <= 3         between these times as much
20% <= ease <= 0.4              between these shares of the group
"""

from __future__ import annotations

import re

from attrs import frozen

from cximpact.intake.weighting.sayings import NUMBER, AtLeast, Order, Ratio, Saying, Share

EXPECTED = (
    "such as 'ease >= calm', 'ease >= 1.5 * calm', '1.5 <= ease / calm <= 3', "
    "'20% <= ease <= 40%' or 'ease > calm = trust'"
)
_LONGEST = 2_000
_PIECES = re.compile(r'"[^"]*"|<=|>=|==|[≤≥=<>]|[*×/]|[^"<>=≤≥*×/]+|"')
_RELATIONS = {"<": "<", ">": ">", "<=": "<=", ">=": ">=", "≤": "<=", "≥": ">=", "=": "=", "==": "="}
_TURNED = {"<": ">", "<=": ">=", "=": "="}


class UnclearError(Exception):
    """A line cannot be understood; says why, what is odd in it, and what would help."""

    def __init__(self, message: str, *, value: str | None = None, hint: str | None = None) -> None:
        self.message = message
        self.value = value
        self.hint = hint
        super().__init__(message)


@frozen
class _Term:
    """What stands between two signs: a number, a name perhaps multiplied, or a quotient."""

    number: float | None = None
    name: str | None = None
    other: str | None = None


def parse(line: str) -> Saying:
    """Return what a line says.

    Args:
        line: One statement. Names with signs in them stand in double quotes.

    Raises:
        UnclearError: It is none of the forms of the language.

    Example:
        >>> parse("50% >= ease")
        Share(name='ease', low=0.0, high=0.5)
    """
    if len(line) > _LONGEST:
        raise UnclearError("a statement longer than anyone would type", value=line)
    groups, relations = _split(line)
    if not relations:
        raise UnclearError("not a statement about weights", value=line.strip(), hint=_no_sign(line))
    terms = [_term(pieces) for pieces in groups]
    if all(_is_name(term) for term in terms):
        return _ordered(terms, relations)
    if len(terms) > 3:
        raise UnclearError("too much in one line", value=line.strip(), hint="say it in two")
    return _bounded(*_descending(terms, relations), terms, relations)


def _no_sign(line: str) -> str | None:
    bare = line.strip()
    is_word = bare and " " not in bare and len(bare) < 30
    return f"say more about it, for instance {bare} >= 20%" if is_word else None


def _split(line: str) -> tuple[list[list[str]], list[str]]:
    """Return the pieces between the signs of comparison, and these signs."""
    groups: list[list[str]] = [[]]
    relations = []
    for found in _PIECES.findall(line):
        piece = found.strip()
        if piece in _RELATIONS:
            relations.append(_RELATIONS[piece])
            groups.append([])
        elif piece == '"':
            raise UnclearError("a quotation mark without its other half", value=line.strip())
        elif piece:
            groups[-1].append(piece)
    return groups, relations


def _term(pieces: list[str]) -> _Term:
    numbers = [_number(piece) for piece in pieces]
    signs = ["/" if piece == "/" else "*" if piece in "*×" else "" for piece in pieces]
    names = [
        None if sign or number is not None else _name(piece)
        for piece, sign, number in zip(pieces, signs, numbers, strict=True)
    ]
    shape = "".join(
        sign or ("n" if number is not None else "x")
        for sign, number in zip(signs, numbers, strict=True)
    )
    value = [number for number in numbers if number is not None]
    named = [name for name in names if name is not None]
    match shape:
        case "n":
            return _Term(number=value[0])
        case "n/n":
            return _Term(number=_quotient(*value))
        case "x":
            return _Term(name=named[0])
        case "x/x":
            return _Term(name=named[0], other=named[1])
        case "n*x" | "x*n":
            return _Term(number=value[0], name=named[0])
        case "x/n":
            return _Term(number=_quotient(1.0, value[0]), name=named[0])
        case "n/n*x":
            return _Term(number=_quotient(*value), name=named[0])
    said = " ".join(pieces)
    raise UnclearError("cannot be read as a weight" if said else "something is missing", value=said)


def _number(piece: str) -> float | None:
    found = NUMBER.fullmatch(piece)
    if found is None:
        return None
    value = float(f"{found[1]}e{found[2] or 0}")
    return value / 100 if found[3] else value


def _quotient(above: float, below: float) -> float:
    if below == 0:
        raise UnclearError("a division by zero")
    return above / below


def _name(piece: str) -> str:
    name = piece[1:-1].strip() if piece.startswith('"') else piece
    if "," in name and NUMBER.fullmatch(name.replace(",", ".")):
        point = name.replace(",", ".")
        raise UnclearError("not a number", value=name, hint=f"write it with a point: {point}")
    if not name:
        raise UnclearError("a name is missing", value=piece)
    return name


def _is_name(term: _Term) -> bool:
    return term.number is None and term.other is None


def _ordered(terms: list[_Term], relations: list[str]) -> Saying:
    """Return what a line of names alone says."""
    names = [term.name or "" for term in terms]
    if len(names) == 2 and relations[0] in (">=", "<="):
        one, other = names if relations[0] == ">=" else reversed(names)
        return AtLeast(one, other)
    found, signs = _descending(terms, relations)
    ranks: list[tuple[str, ...]] = [(found[0].name or "",)]
    for term, sign in zip(found[1:], signs, strict=True):
        name = term.name or ""
        if sign == "=":
            ranks[-1] = (*ranks[-1], name)
        else:
            ranks.append((name,))
    return Order(tuple(ranks))


def _descending(terms: list[_Term], relations: list[str]) -> tuple[list[_Term], list[str]]:
    """Return the terms with what is more first; all signs must point the same way."""
    if not {">", ">="} & set(relations):
        if set(relations) == {"="}:
            return terms, relations
        return terms[::-1], [_TURNED[each] for each in relations[::-1]]
    if {"<", "<="} & set(relations):
        hint = "let all of them point the same way, or say it in two lines"
        raise UnclearError("signs that point both ways", value=" ".join(relations), hint=hint)
    return terms, relations


def _bounded(
    found: list[_Term], signs: list[str], written: list[_Term], relations: list[str]
) -> Saying:
    """Return what a line with numbers in it says: bounds of a share or of a ratio."""
    subjects = [at for at, term in enumerate(found) if term.name is not None]
    if len(subjects) == 1:
        at = subjects[0]
        above = [term.number or 0.0 for term in found[:at]]
        below = [term.number or 0.0 for term in found[at + 1 :]]
        return _limited(found[at], *_limits(above, below, signs))
    if len(subjects) == 2 and len(found) == 2:
        return _compared(written[0], written[1], relations[0])
    if len(subjects) == 3 and found[0].name == found[2].name and not found[0].other:
        return _sandwiched(*found)
    raise UnclearError("not a comparison of one weight with numbers, nor of two weights")


def _limits(
    above: list[float], below: list[float], signs: list[str]
) -> tuple[float | None, float | None]:
    """Return the least and the most of what stands between numbers; None for no limit."""
    if len(above) > 1 or len(below) > 1:
        raise UnclearError("two limits on one side", hint="give one")
    if set(signs) == {"="}:
        (value,) = {*above, *below} if len({*above, *below}) == 1 else (None,)
        if value is None:
            raise UnclearError("one weight cannot be two numbers")
        return value, value
    if "=" in signs:
        raise UnclearError("equal and limited at once", hint="say one of the two")
    low, high = (each[0] if each else None for each in (below, above))
    if low is not None and high is not None and low > high:
        raise UnclearError("the lower limit is above the upper one", value=f"{low:g} and {high:g}")
    return low, high


_LEAST_MEANT = 5.0
"""A share of so much or more, up to 100, was meant as percent; 1.5 is rather 150%."""


def _limited(subject: _Term, low: float | None, high: float | None) -> Saying:
    if subject.other is not None:
        return _ratio(subject.name or "", subject.other, low or 0.0, high)
    times = 1.0 if subject.number is None else subject.number
    if times <= 0:
        raise UnclearError("a weight times nothing says nothing")
    least, most = (low or 0.0) / times, 1.0 if high is None else high / times
    for share in (least, most):
        if share > 1:
            meant = _LEAST_MEANT <= share <= 100
            hint = f"write {share:g}%" if meant else None
            raise UnclearError("a share of more than 1", value=f"{share:g}", hint=hint)
    return Share(subject.name or "", least, most)


def _compared(one: _Term, other: _Term, relation: str) -> Saying:
    """Return what `2 * ease >= 3 * calm` says; the term without a number is the one told of."""
    if one.other is not None or other.other is not None:
        raise UnclearError("a quotient is compared with numbers only", hint="such as a / b >= 2")
    if one.number is not None and other.number is None:
        turned = {"<": ">", "<=": ">=", ">": "<", ">=": "<=", "=": "="}[relation]
        one, other, relation = other, one, turned
    times = _quotient(_factor(other), _factor(one))
    if relation == "=":
        return _ratio(one.name or "", other.name or "", times, times)
    if relation in (">", ">="):
        return _ratio(one.name or "", other.name or "", times, None)
    return _ratio(one.name or "", other.name or "", 0.0, times)


def _sandwiched(above: _Term, one: _Term, below: _Term) -> Saying:
    if one.other is not None or below.other is not None:
        raise UnclearError("a quotient is compared with numbers only", hint="such as a / b >= 2")
    own = _factor(one)
    return _ratio(one.name or "", above.name or "", _factor(below) / own, _factor(above) / own)


def _factor(term: _Term) -> float:
    factor = 1.0 if term.number is None else term.number
    if factor <= 0:
        raise UnclearError("a weight times nothing says nothing")
    return factor


def _ratio(one: str, other: str, low: float, high: float | None) -> Ratio:
    if low == 0 and high is None:
        raise UnclearError("any two weights are like that", hint="give a number above 0")
    if high is not None and high <= 0:
        raise UnclearError("a weight times nothing says nothing")
    if high is not None and low > high:
        raise UnclearError("the lower limit is above the upper one", value=f"{low:g} and {high:g}")
    return Ratio(one, other, low, high)

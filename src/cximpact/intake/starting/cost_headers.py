"""What the header of a column of costs says: its unit, its currency, once or every year."""

from __future__ import annotations

import re

from attrs import frozen

from cximpact.intake.starting.guess_words import CURRENCY_CODES, LONGEST_HEADER, plain_words

__all__ = [
    "ONCE",
    "YEARLY",
    "HeaderUnit",
    "bare_words",
    "cost_part",
    "cost_slug",
    "header_currency",
    "header_unit",
    "is_cost_header",
    "is_no_cost",
    "is_total_header",
    "names_cost",
    "says_unit_only",
    "without_year",
]

CAPEX, OPEX = "capex", "opex"
ONCE, YEARLY = "once", "yearly"

_CAPEX = frozenset(
    "capex capital invest investment investments investition investitionen "
    "investissement investissements inversion inversiones".split()
)
_OPEX = frozenset(
    "opex running operating betrieb laufend laufende lfd fonctionnement exploitation "
    "operativo operativos".split()
)
_ONCE = frozenset(
    "one off oneoff time onetime once einmal einmalig einmalige ponctuel ponctuels".split()
)
_ONCE_PAIRS = re.compile(r"\bone (?:off|time)\b|\b(?:oneoff|onetime|einmal(?:ige?)?|ponctuels?)\b")
_YEARLY = re.compile(
    r"\b(?:p a|pa|per year|per annum|pro jahr|par an|al ano|recurring|recurrents?|recurrentes?|"
    r"annual|annually|annuel|annuels|annuelle|yearly|jahrlich|jahrliche|anual|anuales|ongoing)\b"
)
_COSTS = frozenset(
    "cost costs kosten cout couts coste costes costo costos spend expense expenses budget charges "
    "depense depenses aufwendungen gasto gastos".split()
)
_FILLERS = frozenset(
    "p a pa per year annum pro jahr par an al ano of in the de du la le en recurring recurrent "
    "recurrents annual annually annuel annuels annuelle yearly jahrlich jahrliche anual ongoing "
    "euro euros k t m mio mn mln tsd tds thousand thousands million millions tausend millionen "
    "milliers 000 000s bn mrd total totals gesamt eur projekt project folge sach personal "
    "umsetzung implementation".split()
)
_CODES = frozenset(code.casefold() for code in CURRENCY_CODES)
_UNITS = _CODES | frozenset(f"{letter}{code}" for letter in "ktm" for code in _CODES)
_TELLING = (_CAPEX | _OPEX | _COSTS | {"recurring", "recurrent", "einmalig"}) - {"lfd"}
_NO_COST = re.compile(
    r"\b(?:centre|center|stelle|owner|code|account|savings?|benefits?|revenues?|avoidance|avoided|"
    r"reductions?|einsparung(?:en)?|ersparnis(?:se)?|nutzen|gains?|economies?|ahorros?|ertrag|"
    r"ertrage|income|actuals?|spent|type|category|class|driver|year|date|start|end|status)\b"
)
_EACH_YEAR = re.compile(r"(?:\bper|\ba|/)\s?years?\b", re.IGNORECASE)
_TOTALS = frozenset(
    "total totals totale totaux gesamt sum summe overall lifetime tco global globale grand all "
    "alle ganz tout tous somme suma".split()
)
_WITHOUT = frozenset("no non not without excl excluding ohne sans hors".split())

_MONEY = r"(?:eur|euros?|usd|chf|gbp|sek|nok|dkk|pln|czk|huf|cad|aud|€|\$|£)"
_BEFORE, _AFTER = r"(?<![^\W\d_])", r"(?![^\W\d_])"
_BILLION = re.compile(
    rf"{_BEFORE}(?:bn|mrd|billions?|milliarden|milliards?|md|mds){_AFTER}|\bmd ?€", re.IGNORECASE
)
_MILLION = re.compile(
    rf"{_BEFORE}(?:mio|mn|mln|mill|millions?|millionen|millones|mm){_AFTER}", re.IGNORECASE
)
_M = re.compile(
    rf"{_BEFORE}m[ .]?{_MONEY}{_AFTER}|{_MONEY} ?m{_AFTER}|[(\[] ?m ?[)\]]", re.IGNORECASE
)
_THOUSAND = re.compile(
    rf"{_BEFORE}[kt][ .]?{_MONEY}{_AFTER}|{_MONEY} ?[kt]{_AFTER}|{_BEFORE}k{_AFTER}|"
    rf"{_BEFORE}(?:tsd|tds|thousands?|tausend|milliers|miles de){_AFTER}|"
    r"(?<![\d.,])['’]?000s?\b|(?:\bin |\bx ?|[(\[] ?|eur ?|€ ?)1[.,' ]?000(?:er)?\b",
    re.IGNORECASE,
)
_CRORE = re.compile(rf"{_BEFORE}crores?{_AFTER}", re.IGNORECASE)
_LAKH = re.compile(rf"{_BEFORE}(?:lakhs?|lacs?){_AFTER}", re.IGNORECASE)
_SURE = (
    *((_BILLION, 10**9), (_CRORE, 10**7), (_MILLION, 10**6)),
    *((_LAKH, 10**5), (_THOUSAND, 10**3)),
)
_OPEN = re.compile(rf"{_BEFORE}[tm]{_AFTER}", re.IGNORECASE)
_CODE = re.compile(r"(?<![A-Za-z])[kKtTmM]?([A-Z]{3})(?![A-Za-z])")
_SIGNS = {"US$": "USD", "€": "EUR", "£": "GBP"}
_EURO = re.compile(r"\beuros?\b", re.IGNORECASE)
_COMPOUND = re.compile(r"\b(\w{3,40}?)s?(kosten|budget)\b")
_BRACKETS = re.compile(r"[(\[][^)\]]{0,60}[)\]]")
_YEAR = re.compile(
    r"\b(?:FY ?|GJ ?)?(20[0-9]{2}|(?<=FY)[0-9]{2}|(?<=FY )[0-9]{2})\b", re.IGNORECASE
)


@frozen
class HeaderUnit:
    """What amounts are multiplied by, as a header states it.

    Attributes:
        multiplier: Such as 1000; 0 where more than one may be meant.
        word: As the header writes it.
        is_sure: Whether its amounts need not speak for it, too, as for ``m``.
    """

    multiplier: int
    word: str
    is_sure: bool = True


def header_unit(header: str) -> HeaderUnit | None:
    """Return what a header says that its amounts are multiplied by; None where it says nothing.

    Example:
        >>> [header_unit(each).multiplier for each in ("Cost (k€)", "Budget [TEUR]", "Cost T")]
        [1000, 1000, 0]
        >>> header_unit("Cost (EUR m)").is_sure, header_unit("Cost")
        (False, None)
    """
    text = header[:LONGEST_HEADER]
    found = {by: match[0].strip("([ )]") for each, by in _SURE if (match := each.search(text))}
    if len(found) > 1:
        return HeaderUnit(0, " and ".join(found.values()))
    for multiplier, word in found.items():
        return HeaderUnit(multiplier, word)
    if match := _M.search(text):
        return HeaderUnit(10**6, match[0].strip("([ )]"), is_sure=False)
    match = _OPEN.search(text)
    return HeaderUnit(0, match[0]) if match else None


def header_currency(header: str) -> str:
    """Return the one currency that a header names; "" for none or several.

    Example:
        >>> header_currency("Budget (TEUR)"), header_currency("Cost £k"), header_currency("Cost")
        ('EUR', 'GBP', '')
    """
    text = header[:LONGEST_HEADER]
    found = {code for code in _CODE.findall(text) if code in CURRENCY_CODES}
    found |= {code for sign, code in _SIGNS.items() if sign in text}
    found |= {"EUR"} if _EURO.search(text) else set()
    return found.pop() if len(found) == 1 else ""


def _plain(header: str) -> str:
    """Return a header as plain words, those of German compounds apart, as in ``Einmalkosten``."""
    return _COMPOUND.sub(r"\1 \2", plain_words(header))


def cost_part(header: str) -> tuple[str, str]:
    """Return when a cost falls due, once or yearly, and the fund that its header plainly names.

    Returns:
        `ONCE`, `YEARLY` or ""; and `CAPEX`, `OPEX` or "".

    Example:
        >>> cost_part("Invest"), cost_part("Running p.a."), cost_part("One-time"), cost_part("Cost")
        (('once', 'capex'), ('yearly', 'opex'), ('once', ''), ('', ''))
    """
    plain = _plain(header)
    words = set(plain.split())
    if not _WITHOUT.isdisjoint(words):
        return "", ""
    is_capex, is_opex = not _CAPEX.isdisjoint(words), not _OPEX.isdisjoint(words)
    once, yearly = bool(_ONCE_PAIRS.search(plain)), bool(_YEARLY.search(plain))
    if is_capex != is_opex:
        return (ONCE, CAPEX) if is_capex else (YEARLY, OPEX)
    if is_capex or once == yearly:
        return "", ""
    return (ONCE, "") if once else (YEARLY, "")


def names_cost(header: str) -> bool:
    """Return whether a header has a word that means a cost and nothing else.

    Example:
        >>> names_cost("Betrieb p.a."), names_cost("One-time")
        (True, False)
    """
    words = set(_plain(header[:LONGEST_HEADER]).split())
    return not words.isdisjoint(_CAPEX | _OPEX | _COSTS)


def is_total_header(header: str) -> bool:
    """Return whether a header names a cost as the sum of others.

    Example:
        >>> is_total_header("Gesamtkosten"), is_total_header("Projektkosten (T€)")
        (True, False)
    """
    return not _TOTALS.isdisjoint(_plain(header[:LONGEST_HEADER]).split())


def is_cost_header(header: str) -> bool:
    """Return whether a header holds nothing but words for a cost, as ``Running p.a.`` does.

    Example:
        >>> is_cost_header("Kosten lfd. (TEUR)"), is_cost_header("Running since")
        (True, False)
    """
    words = _plain(_BRACKETS.sub(" ", header[:LONGEST_HEADER])).split()
    known = _CAPEX | _OPEX | _ONCE | _COSTS | _FILLERS
    fits = all(word in known or word in _UNITS for word in words)
    is_pair = _ONCE_PAIRS.search(" ".join(words)) is not None
    return fits and (is_pair or not _TELLING.isdisjoint(words))


def says_unit_only(text: str) -> bool:
    """Return whether a text names nothing but a unit of money, or nothing at all.

    Example:
        >>> says_unit_only("(kEUR)"), says_unit_only(""), says_unit_only("Days")
        (True, True, False)
    """
    words = plain_words(text[:LONGEST_HEADER]).split()
    return all(word in _FILLERS or word in _UNITS for word in words)


def is_no_cost(header: str) -> bool:
    """Return whether a header with a word for costs names something else, such as savings.

    Example:
        >>> is_no_cost("Cost savings p.a."), is_no_cost("Cost centre"), is_no_cost("Cost p.a.")
        (True, True, False)
    """
    return _NO_COST.search(_plain(_EACH_YEAR.sub(" p a ", header[:LONGEST_HEADER]))) is not None


def bare_words(header: str) -> str:
    """Return a header as plain words, without what stands in brackets.

    Example:
        >>> bare_words("Kosten lfd. (TEUR)")
        'kosten lfd'
    """
    return plain_words(_BRACKETS.sub(" ", header[:LONGEST_HEADER])) or plain_words(header)


def cost_slug(header: str) -> str:
    """Return a name for costs: capex or opex where the header says so, else made of its words.

    Example:
        >>> cost_slug("OpEx p.a. (EUR)"), cost_slug("Invest (capex)"), cost_slug("Non-capex")
        ('opex', 'capex', 'non-capex')
        >>> cost_slug("Kosten einmalig (TEUR)"), cost_slug("Cost p.a.")
        ('kosten-einmalig', 'cost-pa')
    """
    fund = cost_part(header)[1]
    if fund:
        return fund
    bare = bare_words(header)
    named = [word for word in re.sub(r"\bp a\b", "pa", bare).split() if word not in _UNITS]
    return "-".join(named or bare.split()) or header.strip().lower()


def without_year(header: str) -> tuple[str, str]:
    """Return a header without the year in it, and the year; "" where it names none, or several.

    Example:
        >>> without_year("Cost 2027 (k€)"), without_year("Cost")
        (('cost k', '2027'), ('cost', ''))
    """
    text = header[:LONGEST_HEADER]
    years = {match[0] for match in _YEAR.finditer(text)}
    if len(years) != 1:
        return plain_words(text), ""
    return plain_words(_YEAR.sub(" ", text)), years.pop()

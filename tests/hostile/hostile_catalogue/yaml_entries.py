"""Hostile YAML: the workspace and the scorecard."""

from __future__ import annotations

from hostile_catalogue.kit import Place, Shelf, swap, whole

__all__ = ["ENTRIES"]

ENTRIES = Shelf("yaml")
refuse, accept, say = ENTRIES.refuse, ENTRIES.accept, ENTRIES.say
WS, CARD = "cximpact.yaml", "scorecard.yaml"
MEGABYTE = 1024 * 1024


def in_ws(old: str, new: str):
    return swap(WS, old, new)


def in_card(old: str, new: str):
    return swap(CARD, old, new)


# --- Wrong types everywhere
for key, wrong in {
    "scorecard": ("scorecard: scorecard.yaml", "scorecard: [1, 2]"),
    "as_of": ("as_of: 2026-03-01", "as_of: {day: 1}"),
    "as_of a number": ("as_of: 2026-03-01", "as_of: 20260301"),
    "proposals.path": ("path: proposals.csv", "path: 5"),
    "proposals.columns.id": ("id: ID", "id: [ID]"),
    "budgets": ("budgets:\n  all: {limit: EUR 500000}", "budgets: none at all"),
    "budgets.all": ("all: {limit: EUR 500000}", "all: [EUR, 5]"),
    "screening": ("screening:\n  - when", "screening:\n    when"),
    "rules": ("rules:\n  at_most_one: {either: [P1, P2]}", "rules: 7"),
    "rules.at_most_one": ("{either: [P1, P2]}", "P1"),
    "costs": ("costs: costs.csv", "costs: true"),
}.items():
    field = key.split()[0]
    refuse(f"{key} of another type", in_ws(*wrong), WS, "line", field.split(".")[-1])
refuse("draws below zero", in_ws("currency: EUR", "draws: -5"), "line 3, draws", "-5")
refuse(
    "draws that are no whole number", in_ws("currency: EUR", "draws: 2.5"), "line 3, draws", "2.5"
)
refuse("draws without end", in_ws("currency: EUR", "draws: 1000000000000"), "line 3, draws")
refuse("seed of a truth value", in_ws("currency: EUR", "seed: true"), "line 3, seed")
refuse(
    "a null for the list",
    in_ws("proposals:\n  path: proposals.csv\n", "proposals:\n"),
    WS,
    "proposals",
)
refuse("the whole workspace is a list", whole(WS, "- a\n- b\n"), WS, "mapping")
refuse("the whole workspace is text", whole(WS, "hello\n"), WS, "mapping")
refuse("the whole workspace is a number", whole(WS, "5\n"), WS, "mapping")
refuse("an empty workspace", whole(WS, ""), WS, "line 1", "no proposals are named")
refuse("a workspace of comments", whole(WS, "# nothing\n"), WS, "line 1", "no scorecard is named")
refuse(
    "weight in words",
    in_card("weight: 40", "weight: much"),
    "line 7, criteria.ease.weight",
    "'much'",
)
refuse("weight as a list", in_card("weight: 40", "weight: [40]"), "line 7, criteria.ease.weight")
refuse("weight as a mapping of nothing", in_card("weight: 40", "weight: {}"), "criteria.ease")
refuse("weight that is null", in_card("weight: 40", "weight:"), "line 7, criteria.ease.weight")
refuse("weight below zero", in_card("weight: 40", "weight: -40"), "line 7", "at least 0")
refuse(
    "weight nan", in_card("weight: 40", "weight: .nan"), "line 7, criteria.ease.weight", "finite"
)
refuse(
    "weight infinite",
    in_card("weight: 40", "weight: -.inf"),
    "line 7, criteria.ease.weight",
    "finite",
)
refuse(
    "weights beyond all sums", in_card("weight: 40", "weight: 1e308"), "line 7", "no one can mean"
)
refuse(
    "weights of both groups nothing",
    lambda place: (
        place.replace(CARD, "weight: 40", "weight: 0"),
        place.replace(CARD, "weight: 60", "weight: 0"),
    ),
    "sum to nothing",
)
accept("weight minus zero", in_card("weight: 40", "weight: -0"), "P1")
accept(
    "weight with a thousand zeros behind the point",
    in_card("weight: 40", "weight: 40." + "0" * 90),
    "P1",
)
refuse(
    "weight of 200 digits", in_card("weight: 40", "weight: 40." + "0" * 200), "line 7", "too long"
)
refuse("criteria as a list", in_card("criteria:\n  ease:", "criteria:\n  - ease:"), CARD, "line")
refuse(
    "stages as text",
    in_card("  stages:\n    apply:", "  stages: apply\n  x:\n    apply:"),
    "line 19, journey.stages",
    "'apply'",
    "a mapping",
)
refuse(
    "touchpoints as a number",
    in_card("touchpoints:\n        billing: {unit: it}", "touchpoints: 3"),
    CARD,
    "touchpoints",
)
refuse("strength beyond one", in_card("strength: 0.8", "strength: 1.8"), "line 30", "strength")
refuse(
    "strength in words",
    in_card("strength: 0.8", "strength: strong"),
    "line 30",
    "strength",
    "'strong'",
)
refuse(
    "volume below zero", in_card("volume: 48000", "volume: -1"), "line 22", "volume", "at least 0"
)
refuse(
    "volume of 10^5000",
    in_card("volume: 48000", "volume: 1" + "0" * 5000),
    "line 22",
    "volume",
    "too long",
)
refuse(
    "moment of truth in words",
    in_card("moment_of_truth: true", "moment_of_truth: maybe"),
    "line 23",
    "'maybe'",
    "true or false",
)
refuse(
    "moment of truth NO, which is text",
    in_card("moment_of_truth: true", "moment_of_truth: NO"),
    "line 23",
    "'NO'",
    "true or false",
)
refuse(
    "anchors equal",
    in_card("reliable: 0.8, diff", "reliable: 0.5, diff"),
    "line 32",
    "not in order",
)
refuse(
    "anchors as text",
    in_card("{broken: 0.5, reliable: 0.8, differentiating: 0.95}", "high"),
    "line 32",
)
refuse("exposure of nothing", in_card("exposure: 12000", "exposure: 0"), "line 33", "exposure")
refuse("a key that is empty", in_card("  ease:\n", '  "":\n'), "line 6", "a key is empty")
refuse("an id of a space", in_card("  ease:\n", '  " ":\n'), "line 7", "not a usable key")
refuse("scorecard version as a list", in_card('version: "1"', "version: [1]"), "line 2, version")
refuse(
    "promise as a mapping",
    in_card("promise: A car", "promise: {a: 1}\nx: A car"),
    "line 3, promise",
)

# --- Circles
refuse("a ripple to itself", in_card("to: deciding", "to: policy"), "line 30", "policy → policy")
refuse(
    "a circle of two",
    in_card("strength: 0.8}", "strength: 0.8}\n    - {from: deciding, to: policy, strength: 1}"),
    CARD,
    "circle: ",
)


def _long_circle(place: Place) -> None:
    names = [f"p{n}" for n in range(600)]
    steps = zip(names, [*names[1:], names[0]], strict=True)
    place.replace(
        CARD, "    policy:", "".join(f"    {name}: {{}}\n" for name in names) + "    policy:"
    )
    place.add_ripples(f"    - {{from: {a}, to: {b}, strength: 1}}\n" for a, b in steps)


refuse("a circle of six hundred", _long_circle, CARD, "circle: ")


def _ladder(place: Place) -> None:
    """2^40 paths from the first to the last."""
    names = [f"{side}{n}" for n in range(40) for side in "ab"]
    place.replace(
        CARD, "    policy:", "".join(f"    {name}: {{}}\n" for name in names) + "    policy:"
    )
    steps = [(f"{a}{n}", f"{b}{n + 1}") for n in range(39) for a in "ab" for b in "ab"]
    steps += [("policy", "a0"), ("policy", "b0"), ("a39", "billing"), ("b39", "billing")]
    place.add_ripples(f"    - {{from: {a}, to: {b}, strength: 0.9}}\n" for a, b in steps)


accept("a trillion paths of ripples", _ladder, "P1")
refuse(
    "proposals that require each other, one of them unknown",
    in_ws("at_most_one: {either: [P1, P2]}", "requires: {P1: P2, P2: P11}"),
    "line",
    "no such proposal",
    "'P11'",
)
accept(
    "proposals that require each other",
    in_ws("at_most_one: {either: [P1, P2]}", "requires: {P1: P2, P2: P1}"),
    "P1",
)
refuse(
    "a proposal that excludes itself",
    in_ws("at_most_one: {either: [P1, P2]}", "excludes: [[P1, P1]]"),
    WS,
    "line 24",
)
refuse(
    "a workspace that names itself as its scorecard",
    in_ws("scorecard: scorecard.yaml", "scorecard: cximpact.yaml"),
    WS,
    "unknown",
)
refuse(
    "a workspace that names itself as its list",
    in_ws("path: proposals.csv", "path: cximpact.yaml"),
    "not a table",
)
refuse(
    "a workspace that names itself as its earlier evaluation",
    in_ws("rules:", "previous: cximpact.yaml\nrules:"),
    "not valid JSON",
)
refuse("a mapping that holds itself", whole(WS, "a: &a\n  b: *a\n"), WS, "line 1", "anchor")
refuse("an alias of nothing", in_ws("currency: EUR", "currency: *eur"), "line 3", "alias")
refuse("anchors alone", in_card("promise: A", "promise: &p A"), "line 3", "anchor")

# --- Unknown names
for old, wrong, meant in [
    ("  path: proposals.csv", "  pfad: proposals.csv", "path"),
    ("currency: EUR\n", "curency: EUR\n", "currency"),
    ("screening:", "screning:", "screening"),
]:
    refuse(
        f"unknown key {wrong.strip().partition(':')[0]}",
        in_ws(old, wrong),
        WS,
        "line",
        f"'{meant}'" if meant != "path" else "pfad",
    )
refuse(
    "unknown key in a criterion of another kind",
    in_card("    weight: 60", "    weight: 60\n    anchors: {}"),
    "line 12",
    "anchors",
    "unknown key",
)
refuse(
    "unknown criterion in gates",
    in_card("customer_voice: warn", "customer_vioce: warn"),
    "line 36",
    "mean 'customer_voice'",
)
refuse("unknown group", in_card("group: business", "group: bussiness"), CARD, "'business'")
refuse("unknown unit of kind", in_card("kind: journey", "kind: jorney"), "line 10", "'journey'")
refuse(
    "5,000 unknown keys",
    lambda place: place.add(WS, "".join(f"nothing{n}: {n}\n" for n in range(5000))),
    "more of this kind",
)
refuse(
    "5,000 criteria without weight",
    whole(
        CARD,
        lambda: (
            'id: a\nversion: "1"\ncriteria:\n'
            + "".join(f"  c{n}: {{wieght: 1}}\n" for n in range(5000))
        ),
    ),
    "more of this kind",
)

# --- Dates
refuse("the 30th of February", in_ws("2026-03-01", "2026-02-30"), "line 2, as_of", "no such day")
refuse("a day of the year zero", in_ws("2026-03-01", "0000-01-01"), "line 2, as_of")
refuse("a day of the year 10000", in_ws("2026-03-01", "10000-01-01"), "line 2, as_of")
refuse("a day of the week", in_ws("2026-03-01", "Monday"), "line 2, as_of", "'Monday'")
refuse("a date of Excel", in_ws("2026-03-01", "46082"), "line 2, as_of")
refuse("digits of another script", in_ws("2026-03-01", "٢٠٢٦-٠٣-٠١"), "line 2, as_of")
accept("the last day there is", in_ws("2026-03-01", "9999-12-31"), "9999-12-31")

# --- Encodings and characters
refuse(
    "cp1252 in UTF-8",
    lambda place: place.write(
        CARD, place.text(CARD).replace("A car", "Für Ihr Auto").encode("cp1252")
    ),
    CARD,
    "line 3",
    "not encoded in utf-8",
    "byte 0xFC",
)
refuse(
    "UTF-16 with a mark",
    lambda place: place.write(CARD, place.text(CARD).encode("utf-16")),
    CARD,
    "UTF-16",
)
refuse(
    "UTF-16 without a mark",
    lambda place: place.write(CARD, place.text(CARD).encode("utf-16-le")),
    CARD,
    "line 1",
    "NUL",
)
refuse("UTF-32", lambda place: place.write(CARD, place.text(CARD).encode("utf-32")), CARD)
accept(
    "a mark of UTF-8",
    lambda place: place.write(CARD, b"\xef\xbb\xbf" + place.text(CARD).encode()),
    "P1",
)
accept(
    "two marks of UTF-8",
    lambda place: place.write(CARD, b"\xef\xbb\xbf\xef\xbb\xbf" + place.text(CARD).encode()),
    "P1",
)
refuse(
    "overlong UTF-8",
    lambda place: place.write(CARD, place.text(CARD).encode().replace(b"A car", b"A\xc0\xafcar")),
    CARD,
    "line 3",
    "byte 0xC0",
)
refuse(
    "a surrogate in UTF-8",
    lambda place: place.write(
        CARD, place.text(CARD).encode().replace(b"A car", b"A\xed\xa0\x80car")
    ),
    CARD,
    "line 3",
    "byte 0xED",
)
refuse(
    "a terminal escape in a promise",
    in_card("A car", "A \x1b[31mcar"),
    "line 3",
    "control character",
    r"\x1b",
)
refuse("a NUL", in_card("A car", "A\0car"), "line 3", "NUL")
accept(
    "a terminal escape in an id, written as an escape",
    in_card("    use:", '    "\\e[31mred":\n      touchpoints: {"\\e]0;x\\a": {}}\n    use:'),
    "P1",
)
accept(
    "a terminal escape in a promise, written as an escape",
    in_card("A car you can afford.", '"\\e]0;owned\\a car"'),
    "P1",
)
refuse(
    "a mark that turns writing round in a key",
    in_card("promise:", '"pro\\u202emise":'),
    CARD,
    "line 3",
    r"\u202e",
)
accept(
    "line ends of old Macs",
    lambda place: place.write(CARD, place.text(CARD).replace("\n", "\r")),
    "P1",
)
accept(
    "line ends of Windows",
    lambda place: place.write(CARD, place.text(CARD).replace("\n", "\r\n")),
    "P1",
)

# --- Size and depth
refuse(
    "100,001 nodes",
    whole(WS, lambda: "a: [" + "1," * 100_001 + "]"),
    WS,
    "too many values",
    "100,000",
)
refuse("65 levels", whole(WS, "a: " + "[" * 65 + "]" * 65), WS, "too deeply", "64")
refuse("a million brackets", whole(CARD, lambda: "[" * MEGABYTE), CARD, "too deeply")
refuse("a million questions", whole(CARD, lambda: "? " * (MEGABYTE // 2)), CARD, "too deeply")
refuse("a key of a megabyte", lambda place: place.add(WS, "k" * MEGABYTE + ": 1\n"), WS)
refuse(
    "a quoted key of a megabyte", lambda place: place.add(WS, '"' + "k" * MEGABYTE + '": 1\n'), WS
)
refuse(
    "a value of a megabyte",
    in_ws("currency: EUR", "currency: " + "E" * MEGABYTE),
    "line 3, currency",
    "…",
)
refuse("a day of a megabyte", in_ws("2026-03-01", "9" * MEGABYTE), "line 2, as_of")
accept("a promise of a megabyte", in_card("A car", "A car" * (MEGABYTE // 5)), "P1")
accept("a title of a megabyte", in_card("title: Credit policy", "title: " + "C" * MEGABYTE), "P1")
refuse("more than 16 MiB", whole(CARD, lambda: "#" * (17 * MEGABYTE)), CARD, "too large", "16 MiB")
refuse(
    "a quote never closed",
    in_card("promise: A car", 'promise: "A car'),
    CARD,
    "line",
    "not valid YAML",
)
refuse("cut in the middle", lambda place: place.write(CARD, place.text(CARD)[:700]), CARD)
refuse("a list cut in the middle", in_ws("[P1, P2]}", "[P1, P2"), WS, "line 25", "not valid YAML")
refuse(
    "YAML 1.1",
    lambda place: place.write(CARD, "%YAML 1.1\n---\n" + place.text(CARD)),
    "line 1",
    "YAML 1.2",
)
refuse(
    "a million blank lines and a mistake",
    lambda place: place.write(WS, "\n" * MEGABYTE + "a: [\n"),
    WS,
    "line 1048578",
)

# --- Ids
refuse(
    "ids alike in YAML",
    in_card("    use:\n", "    apply:\n"),
    CARD,
    "line 24",
    "stands twice",
    "on line 20",
)
refuse(
    "a touchpoint called as a process",
    in_card("policy: {title", "billing: {title"),
    CARD,
    "line 26",
    "taken by a process",
)
accept(
    "ids alike but for letter case",
    in_card("        deciding:", "        Applying: {}\n        deciding:"),
    "P1",
)
accept(
    "an id of a formula",
    in_card("        billing: {unit: it}", '        billing: {unit: it}\n        "=1+1": {}'),
    "P1",
)

# --- Numbers
for number, says in {
    "1e400": "too large",
    "1e999999": "exponent",
    "1e-999999": "exponent",
    "0x" + "f" * 40: "too large",
    "9" * 5000: "too long",
    ".inf": "finite",
}.items():
    refuse(
        f"a limit of {number[:12]}", in_ws("EUR 500000", number), "line 22, budgets.all.limit", says
    )
refuse(
    "a limit of 5,000 digits in text",
    in_ws("EUR 500000", "EUR " + "9" * 5000),
    "line 22, budgets.all.limit",
    "not an amount",
)
refuse("a limit nan in text", in_ws("EUR 500000", "EUR nan"), "line 22, budgets.all.limit")
refuse("a limit of minus nothing", in_ws("EUR 500000", "EUR -0.001"), "line 22, budgets.all.limit")
accept("a limit of zero", in_ws("EUR 500000", "EUR 0"), "P1")
accept("a limit of minus zero", in_ws("EUR 500000", "EUR -0"), "P1")
refuse(
    "a rate of nothing",
    in_ws(
        "currency: EUR", "currency: USD\nrates: [{from: EUR, to: USD, rate: 0, date: 2026-02-20}]"
    ),
    "rates[0].rate",
)
refuse(
    "a rate below zero",
    in_ws(
        "currency: EUR", "currency: USD\nrates: [{from: EUR, to: USD, rate: -1, date: 2026-02-20}]"
    ),
    "rates[0].rate",
)
refuse(
    "a rate of 1e300",
    in_ws(
        "currency: EUR",
        "currency: USD\nrates: [{from: EUR, to: USD, rate: 1e300, date: 2026-02-20}]",
    ),
    "rates[0].rate",
)

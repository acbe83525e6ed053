"""The ripple map: strengths and paths against brute force, and maps that are wrong."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations, pairwise
from math import prod

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cximpact.exceptions import InputError
from cximpact.model.journey import Touchpoint
from cximpact.scoring.ripple import ripple_map, total_strengths, unreaching
from cximpact.scoring.ripple_check import cycles, ripple_problems
from cximpact.scoring.ripple_paths import paths

Edges = Sequence[tuple[str, str, float]]


def walks(edges: Edges, origin: str, target: str) -> Iterator[tuple[tuple[str, ...], float]]:
    """Yield every path from origin to target with its strength, by walking them all."""
    if origin == target:
        yield (origin,), 1.0
    for start, end, strength in edges:
        if start == origin and strength > 0:
            for steps, rest in walks(edges, end, target):
                yield (origin, *steps), strength * rest


def dags() -> st.SearchStrategy[list[tuple[str, str, float]]]:
    """Draw ripples among n0 … n6 that only run forwards; n5 and n6 are touchpoints."""
    pairs = list(combinations([f"n{i}" for i in range(7)], 2))
    strengths = st.sampled_from([0.0, 0.1, 0.3, 0.5, 0.5, 1.0])
    return st.lists(st.sampled_from(pairs), unique=True, max_size=21).flatmap(
        lambda chosen: st.tuples(*[strengths] * len(chosen)).map(
            lambda found: [(*pair, s) for pair, s in zip(chosen, found, strict=True)]
        )
    )


def some_journey(build, edges: Edges):
    return build.journey(
        "n5",
        "n6",
        ripples=[*edges, ("n4", "n5", 0.0)]
        if not any(edge[:2] == ("n4", "n5") for edge in edges)
        else edges,
    )


def test_chains_multiply_and_branches_add(build) -> None:
    """policy → till directly 0.5 and over desk 0.4 x 0.5; door over desk 0.4 x 0.25."""
    journey = build.journey(
        "door",
        "till",
        ripples=[
            ("policy", "till", 0.5),
            ("policy", "desk", 0.4),
            ("desk", "till", 0.5),
            ("desk", "door", 0.25),
        ],
    )
    found = total_strengths(ripple_map(journey), ("policy", "desk", "till"))
    assert found.ravel().tolist() == pytest.approx([0.1, 0.7, 0.25, 0.5, 0.0, 1.0])


def test_the_cap_comes_at_the_very_end(build) -> None:
    """a reaches m with 1.6 in all; halved towards the till that is 0.8, not 0.5."""
    ripples = [("a", "m1", 0.8), ("a", "m2", 0.8), ("m1", "m", 1.0), ("m2", "m", 1.0)]
    journey = build.journey("till", ripples=[*ripples, ("m", "till", 0.5)])
    assert total_strengths(ripple_map(journey), ("a",)).tolist() == [[pytest.approx(0.8)]]
    full = build.journey("till", ripples=[*ripples, ("m", "till", 1.0)])
    assert total_strengths(ripple_map(full), ("a",)).tolist() == [[1.0]]


def test_touchpoints_ripple_too_and_reach_themselves_in_full(build) -> None:
    journey = build.journey("door", "till", ripples=[("door", "till", 0.3)])
    found = total_strengths(ripple_map(journey), ("door", "till"))
    assert found.tolist() == [[1.0, 0.3], [0.0, 1.0]]


@given(dags())
def test_strengths_equal_the_sum_over_all_walks(build, edges) -> None:
    journey = some_journey(build, edges)
    origins = sorted({end for edge in edges for end in edge[:2]} | {"n4", "n5"})
    found = total_strengths(ripple_map(journey), origins)
    brute = [
        [min(1.0, sum(s for _, s in walks(edges, origin, target))) for target in ("n5", "n6")]
        for origin in origins
    ]
    assert found.tolist() == [pytest.approx(row, abs=1e-12) for row in brute]


@given(dags(), st.integers(1, 5))
def test_paths_are_the_strongest_of_all_walks(build, edges, most) -> None:
    journey = some_journey(build, edges)
    for origin in sorted({end for edge in edges for end in edge[:2]} | {"n4"}):
        listed, rest = paths(journey, origin, "n6", most)
        brute = sorted(walks(edges, origin, "n6"), key=lambda each: -each[1])
        assert len(listed) + rest == len(brute)
        assert len(listed) == min(most, len(brute))
        strongest = [strength for _, strength in brute[: len(listed)]]
        assert [path.strength for path in listed] == pytest.approx(strongest)
        by_steps = dict(brute)
        for path in listed:
            assert path.strength == pytest.approx(by_steps[path.steps])


def test_paths_name_the_owners_of_their_steps(build) -> None:
    till = Touchpoint("till", "only", unit="shops")
    journey = build.journey(till, ripples=[("policy", "desk", 0.5), ("desk", "till", 0.5)])
    (only,), rest = paths(journey, "policy", "till")
    assert (only.steps, only.strength, rest) == (("policy", "desk", "till"), 0.25, 0)
    assert only.units == ("policy-unit", "desk-unit", "shops")


def test_own_touchpoint_and_unreached_ones(build) -> None:
    journey = build.journey("door", "till", ripples=[("p", "till", 0.0)])
    (own,), rest = paths(journey, "till", "till")
    assert (own.steps, own.strength, rest) == (("till",), 1.0, 0)
    assert paths(journey, "door", "till") == ((), 0)
    assert paths(journey, "p", "till") == ((), 0)


def test_ties_go_to_the_shorter_path_then_to_ids(build) -> None:
    edges = [("a", "c", 1.0), ("c", "t", 0.5), ("a", "b", 1.0), ("b", "t", 0.5), ("a", "t", 0.5)]
    listed, _ = paths(build.journey("t", ripples=edges), "a", "t")
    assert [path.steps for path in listed] == [("a", "t"), ("a", "b", "t"), ("a", "c", "t")]


def test_a_dense_map_of_sixty_places_is_quick(build) -> None:
    """2^58 paths lead from the first place to the last."""
    names = [f"n{i:02}" for i in range(60)]
    edges = [(a, b, 1.0 if i % 3 else 0.9) for i, (a, b) in enumerate(combinations(names, 2))]
    journey = build.journey("n59", ripples=edges)
    listed, rest = paths(ripple_map(journey), "n00", "n59")
    assert len(listed) == 100
    assert rest == 2**58 - 100
    strength = {(a, b): s for a, b, s in edges}
    for path in listed:
        steps = zip(path.steps, path.steps[1:], strict=False)
        assert path.strength == pytest.approx(prod(strength[step] for step in steps))
    assert total_strengths(ripple_map(journey), names).tolist() == [[1.0]] * 60


def test_sums_beyond_all_floats_are_still_one(build) -> None:
    names = [f"n{i:04}" for i in range(1200)]
    near = [
        (names[i], names[i + step], 1.0)
        for i in range(1200)
        for step in (1, 2, 3)
        if i + step < 1200
    ]
    journey = build.journey("n1199", ripples=near)
    assert total_strengths(ripple_map(journey), ("n0000",)).tolist() == [[1.0]]
    listed, rest = paths(journey, "n0000", "n1199", 3)
    assert len(listed) == 3
    assert rest > 10**300


def test_order_of_ripples_changes_no_byte(build) -> None:
    edges = [(a, b, 0.1 + i / 30) for i, (a, b) in enumerate(combinations("abcdt", 2))]
    first = total_strengths(ripple_map(build.journey("t", ripples=edges)), tuple("abcd"))
    second = total_strengths(ripple_map(build.journey("t", ripples=edges[::-1])), tuple("abcd"))
    assert first.tobytes() == second.tobytes()


def test_a_cycle_is_printed(build) -> None:
    journey = build.journey(
        "t", ripples=[("c", "a", 1), ("b", "c", 1), ("a", "b", 1), ("c", "t", 1)]
    )
    with pytest.raises(InputError, match="a → b → c → a"):
        ripple_map(journey)


def test_every_cycle_is_told_at_once() -> None:
    edges = [("a", "a"), ("x", "y"), ("y", "x"), ("y", "z"), ("z", "a")]
    assert cycles(edges) == [("a", "a"), ("x", "y", "x")]
    assert cycles([("a", "b"), ("b", "c"), ("a", "c")]) == []


def test_a_cycle_of_thousands_is_found() -> None:
    ring = [(f"n{i:05}", f"n{(i + 1) % 5000:05}") for i in range(5000)]
    (found,) = cycles(ring)
    assert len(found) == 5001


@given(st.lists(st.tuples(*[st.sampled_from("abcdef")] * 2), max_size=14))
def test_cycles_are_cycles_and_none_is_left(edges) -> None:
    left = set(edges)
    for cycle in cycles(edges):
        steps = set(pairwise(cycle))
        assert cycle[0] == cycle[-1]
        assert steps <= left
        left -= steps
    assert cycles(left) == []


def test_all_that_is_wrong_comes_at_once(build) -> None:
    ripples = [
        ("p", "till", 0.5),
        ("p", "till", 0.6),
        ("p", "door", 1.5),
        ("q", "q", 0.1),
        ("p", "q", float("nan")),
    ]
    journey = build.journey("door", "till", ripples=ripples, processes=())
    found = " | ".join(str(problem) for problem in ripple_problems(journey))
    assert found.count("neither a touchpoint nor a process") == 7
    assert found.count("not a strength") == 2
    assert found.count("more than once") == 1


def test_one_id_for_two_things_is_told(build) -> None:
    journey = build.journey("till", "till")
    assert "same id" in str(ripple_problems(journey)[0])


def test_a_process_that_reaches_nobody_is_told(build) -> None:
    edges = [("p", "q", 0.5), ("r", "till", 0.5), ("s", "till", 0.0)]
    told = unreaching(build.journey("till", ripples=edges))
    assert [problem.message.split("'")[1] for problem in told] == ["p", "q", "s"]


def test_an_unknown_target_is_told_with_a_guess(build) -> None:
    with pytest.raises(InputError, match="did you mean 'till'"):
        total_strengths(ripple_map(build.journey("till")), ("tills",))
    with pytest.raises(InputError):
        paths(build.journey("till"), "till", "tilt")


def test_no_origin_no_row(build) -> None:
    assert total_strengths(ripple_map(build.journey("till")), ()).shape == (0, 1)
    assert np.isfinite(total_strengths(ripple_map(build.journey()), ())).all()

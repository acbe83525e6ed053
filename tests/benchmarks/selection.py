"""Selection against HiGHS called directly and PuLP's CBC, as ratios measured in one run.

Run it with ``python tests/benchmarks/selection.py``. CBC comes with PuLP, which is no dependency:
``python -m venv /tmp/pulp && /tmp/pulp/bin/pip install pulp``, then
``CXIMPACT_PULP=/tmp/pulp/bin/python python tests/benchmarks/selection.py``; without it its column
stays empty. ``--quick`` leaves out what takes minutes.

Problems: three budgets of 30 % of what all would cost, 10 % of the proposals require another, 5 %
are in groups of three of which at most one may go. A first table goes through many kinds of
portfolios (`selection_kinds.py`; `--kinds` prints it alone). Seconds are CPU seconds;
CBC's, as PuLP tells them, are nearer to wall time, so that other load on the machine flatters the
comparison with it.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import highspy
import numpy as np
from rich.console import Console
from rich.table import Table
from selection_kinds import KINDS, total_cost

from cximpact.decision.program import Program, Row
from cximpact.decision.selection import best_selection
from cximpact.decision.solving.branching import Goal, Outcome
from cximpact.decision.solving.cores import search
from cximpact.decision.solving.form import form_of
from cximpact.decision.solving.many import Drawn, best_of_each
from cximpact.decision.solving.root import root_of

CLOSE = 1e-6
NODES = 20_000
PULP = """
import json, sys, time, pulp
given = json.load(open(sys.argv[1]))
problem = pulp.LpProblem("selection", pulp.LpMaximize)
x = [pulp.LpVariable(f"x{i}", cat="Binary") for i in range(len(given["value"]))]
problem += pulp.LpAffineExpression([(x[i], v / 1e12) for i, v in enumerate(given["value"])])
for columns, values, most in given["rows"]:
    problem += pulp.LpAffineExpression([(x[i], v) for i, v in zip(columns, values)]) <= most
problem.solve(pulp.PULP_CBC_CMD(msg=False, gapRel=float(sys.argv[2]), timeLimit=60))
print(json.dumps([problem.solutionCpuTime, pulp.value(problem.objective)]))
"""


def portfolio(count: int, seed: int = 0) -> Program:
    """Return the program of a random portfolio."""
    random = np.random.default_rng(seed)
    value = random.integers(1, 600_000_000, count) * 1_000
    cost = random.integers(1_000_000, 300_000_000, count) * random.dirichlet([1, 1, 1], count).T
    rows = [_budget(each.astype(np.int64)) for each in cost]
    for one in random.choice(count, count // 10, replace=False).tolist():
        other = int(random.integers(count))
        if other != one:
            rows.append(Row((one, other), (1, -1), most=0))
    groups = random.permutation(count)[: max(3, count // 20) // 3 * 3].reshape(-1, 3)
    rows += [Row(tuple(sorted(group.tolist())), (1, 1, 1), most=1) for group in groups]
    return Program(tuple(value.tolist()), tuple(rows), (0,) * count, (1,) * count)


def _budget(cost: np.ndarray) -> Row:
    return Row(tuple(range(len(cost))), tuple(cost.tolist()), most=int(cost.sum()) * 3 // 10)


def timed(work: Callable[[], Any]) -> tuple[float, Any]:
    """Return CPU seconds and what came of it."""
    start = time.process_time()
    found = work()
    return time.process_time() - start, found


def ours(program: Program, gap: float) -> Outcome:
    """Solve it as the selection does, from the program on."""
    form = form_of(program)
    root = root_of(form)
    if root is None:
        raise SystemExit("a benchmark without a solution")
    return search(root, Goal(form.step, gap), NODES if len(program.objective) < 500 else 2_000)


def by_highs(program: Program, gap: float) -> float:
    """Solve it with HiGHS as it comes; return the value."""
    return highs_bounds(program, gap)[0]


def highs_bounds(program: Program, gap: float, limit: float = 60.0) -> tuple[float, float]:
    """Solve it with HiGHS as it comes, given arrays; return the value and the bound."""
    model = highspy.HighsLp()
    count = len(program.objective)
    model.num_col_, model.num_row_ = count, len(program.rows)
    model.sense_ = highspy.ObjSense.kMaximize
    model.col_cost_ = np.array(program.objective) / 1e12
    model.col_lower_, model.col_upper_ = np.array(program.lower), np.array(program.upper)
    model.integrality_ = [highspy.HighsVarType.kInteger] * count
    least = [-np.inf if row.least is None else row.least for row in program.rows]
    most = [np.inf if row.most is None else row.most for row in program.rows]
    model.row_lower_, model.row_upper_ = np.array(least), np.array(most)
    model.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    model.a_matrix_.start_ = np.cumsum([0, *(len(row.columns) for row in program.rows)])
    model.a_matrix_.index_ = np.concatenate([np.array(row.columns) for row in program.rows])
    values = [np.array(row.coefficients, dtype=np.float64) for row in program.rows]
    model.a_matrix_.value_ = np.concatenate(values)
    highs = highspy.Highs()
    options = {"output_flag": False, "threads": 1, "mip_rel_gap": gap, "mip_abs_gap": 0.0}
    for option, value in {**options, "time_limit": limit}.items():
        highs.setOptionValue(option, value)
    highs.passModel(model)
    highs.run()
    info = highs.getInfo()
    return float(info.objective_function_value), float(info.mip_dual_bound)


def by_cbc(program: Program, gap: float) -> float | None:
    """Return CBC's seconds, None where PuLP is not at hand."""
    python = os.environ.get("CXIMPACT_PULP")
    if not python:
        return None
    rows = [(row.columns, row.coefficients, row.most) for row in program.rows]
    with tempfile.TemporaryDirectory() as name:
        given = Path(name) / "given.json"
        given.write_text(json.dumps({"value": program.objective, "rows": rows}), encoding="utf-8")
        command = [python, "-c", PULP, str(given), str(gap)]
        done = subprocess.run(command, check=True, capture_output=True, text=True, cwd=name)
    return float(json.loads(done.stdout.splitlines()[-1])[0])


def one_selection(count: int, gap: float, repeats: int) -> tuple[str, ...]:
    """Return a line of the table: one selection, the mean over some problems."""
    found: list[tuple[float, float, float | None, float]] = []
    for seed in range(repeats):
        program = portfolio(count, seed)
        seconds, outcome = timed(lambda program=program: ours(program, gap))
        highs, _ = timed(lambda program=program: by_highs(program, gap))
        left = (outcome.bound - outcome.value) / outcome.value
        found.append((seconds, highs, by_cbc(program, gap), left))
    own, highs = (sum(line[at] for line in found) / repeats for at in (0, 1))
    cbc = [line[2] for line in found if line[2] is not None]
    told = f"{sum(cbc) / repeats:.3f}" if cbc else ""
    ratio = f"{own / (sum(cbc) / repeats):.2f}" if cbc else ""
    left = max(line[3] for line in found)
    title = f"{count:,} proposals, gap {gap:g}"
    return title, f"{own:.4f}", f"{highs:.3f}", f"{own / highs:.3f}", told, ratio, f"{left:.1e}"


def shares(count: int, draws: int, cold: int, gap: float = 0.0) -> tuple[str, ...]:
    """Return a line: as many selections of one problem, against so many cold ones of HiGHS."""
    program = portfolio(count)
    random = np.random.default_rng(1)
    value = np.array(program.objective) / 1_000
    noisy = np.rint(value + random.normal(0, 0.15, (draws, count)) * value.mean())
    drawn = Drawn(noisy.astype(np.int64) * 1_000, noisy <= 0)
    form = form_of(program)
    seconds, best = timed(lambda: best_of_each(form, drawn, (1,) * count, gap, NODES))
    programs = [
        Program(tuple(row.tolist()), program.rows, program.lower, program.upper)
        for row in drawn.objective[:cold]
    ]
    highs, _ = timed(lambda: [by_highs(each, gap) for each in programs])
    own, other = seconds / draws, highs / cold
    title = f"{count:,} proposals x {draws:,} draws, gap {gap:g}; each"
    left = f"{float(best.gap.max()):.1e}"
    return title, f"{own:.4f}", f"{other:.3f}", f"{own / other:.3f}", "", "", left


def of_kind(kind: Callable[[int, int], Program], count: int, limit: float) -> tuple[str, ...]:
    """Return a line of the table of kinds: ties and all, as an evaluation selects."""
    program = kind(count, 0)
    seconds, found = timed(lambda: best_selection(program, total_cost(program)))
    if found is None or not program.feasible(found[0].x):
        raise SystemExit(f"{kind.__name__}: no selection that obeys the rules")
    left = (found[0].bound - found[0].value) / found[0].value
    other, (value, bound) = timed(lambda: highs_bounds(program, CLOSE, limit))
    if value * (1 - 1e-9) > found[0].bound / 1e12 or found[0].value / 1e12 > bound * (1 + 1e-9):
        raise SystemExit(f"{kind.__name__}: HiGHS contradicts what was proven")
    name = kind.__name__.replace("_", " ")
    gap = f"{max(0.0, bound / value - 1):.1e}"
    return name, f"{seconds:.2f}", f"{other:.1f}", f"{seconds / other:.2f}", f"{left:.1e}", gap


def kinds(count: int, limit: float) -> Table:
    """Return the table over all kinds of portfolios."""
    table = Table("kind", "ours, s", "HiGHS, s", "ratio", "gap left", "HiGHS's gap")
    table.title = f"{count:,} proposals, gap {CLOSE:g}; HiGHS stops after {limit:g} s of wall time"
    for kind in KINDS:
        table.add_row(*of_kind(kind, count, limit))
    return table


def once(count: int) -> str:
    """Return what one selection among very many takes."""
    program = KINDS[0](count, 0)
    seconds, found = timed(lambda: best_selection(program, total_cost(program)))
    left = (found[0].bound - found[0].value) / found[0].value
    return f"{count:,} proposals once: {seconds:.1f} s, gap left {left:.1e}"


def main() -> None:
    """Measure and print the tables."""
    quick = "--quick" in sys.argv
    Console().print(kinds(*((2_000, 5.0) if quick else (10_000, 60.0))))
    if not quick:
        Console().print(once(100_000))
    if "--kinds" in sys.argv:
        return
    table = Table("what", "ours, s", "HiGHS, s", "ratio", "CBC, s", "ratio", "gap left")
    wanted: list[tuple[int, float, int]] = [(50, 0.0, 4), (200, 0.0, 4), (10_000, 1e-4, 1)]
    if not quick:
        wanted[2:2] = [(1_000, 0.0, 1), (1_000, 1e-4, 2)]
        wanted.append((10_000, 1e-6, 1))
    console = Console()
    for count, gap, repeats in wanted:
        table.add_row(*one_selection(count, gap, repeats))
    for count, draws, cold in ((50, 500, 10), (200, 20 if quick else 100, 3)):
        table.add_row(*shares(count, draws, cold))
    if not quick:
        table.add_row(*shares(300, 1_000, 3, 1e-4))
    console.print(table)


if __name__ == "__main__":
    main()

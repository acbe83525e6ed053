"""`cximpact demo`."""

from __future__ import annotations

import shlex
from pathlib import Path

import click

from cximpact.cli.output import emit, progress, say, suggested


@click.command(name="demo")
@click.argument("folder", type=click.Path(path_type=Path), default=Path("cximpact-demo"))
def command(folder: Path) -> None:
    """Write the example workspace into FOLDER (default: cximpact-demo) and evaluate it.

    The company is fictional: a lender for vehicles with 24 proposals, a scorecard, ratings,
    surveys, complaints, calls and figures. Run it again in the same folder to see what your
    changes did.
    """
    from cximpact.api import evaluate
    from cximpact.demo import write_demo
    from cximpact.report.terminal import render

    if (folder / "cximpact.yaml").exists():
        say(f"{folder} is there already; evaluating it as it is", err=True)
    else:
        write_demo(folder)
        say(f"wrote the example workspace into {folder}", err=True)
    with progress() as tell:
        evaluation = evaluate(folder, progress=tell)
    more = suggested("evaluate", folder, "--details")
    text = render(evaluation.summary, evaluation.recommendations, details=False, to_details=more)
    emit(text, None)
    say(_next_steps(folder))


def _next_steps(path: Path) -> str:
    folder = shlex.quote(str(path))
    steps = [
        (suggested("explain", "P01", path), "why the rule with the best business case is declined"),
        (f"edit {folder}/scorecard.yaml", "change a weight or a gate, then evaluate again"),
        (suggested("evaluate", path), "the ranking as it now stands"),
        (
            suggested("init", "my-round", "--from", "LIST.csv"),
            "start a workspace from a list of your own",
        ),
    ]
    width = max(len(what) for what, _ in steps)
    lines = [f"  {what:<{width}}  {why}" for what, why in steps]
    return "\n".join(["", "What to try next:", *lines, f"More in {folder}/README.md"])

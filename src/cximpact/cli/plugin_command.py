"""`cximpact plugin`: for authors of plugins."""

from __future__ import annotations

from pathlib import Path

import click


@click.group(name="plugin")
def command() -> None:
    """Start a plugin of your own; `cximpact plugins` lists those that are installed."""


@command.command(name="new")
@click.argument("name")
@click.option(
    "--network", is_flag=True, help="Its source asks a system over HTTP; else it reads files."
)
@click.option(
    "--folder",
    type=click.Path(path_type=Path),
    help="Where it is written; left out, cximpact-NAME here.",
)
def new(name: str, network: bool, folder: Path | None) -> None:
    """Write a complete plugin called NAME, such as call-centre: package, tests, README.

    It works as it is: install it, run its tests, and change what it reads. Nothing that exists is
    overwritten.

    \b
    Examples:
      cximpact plugin new call-centre
      cximpact plugin new crm --network --folder plugins/crm
    """  # noqa: D301  (click wants the control character itself)
    from cximpact.authoring import write_plugin
    from cximpact.cli.output import say

    target = write_plugin(name, folder, network=network)
    say(f"Wrote {target}. Next:")
    say(f'  pip install -e "{target}[test]"')
    say(f"  pytest {target}")
    click.echo("  cximpact plugins")

"""The command group: what `cximpact --help` shows, without importing any subcommand's needs."""

from __future__ import annotations

from importlib import import_module
from typing import Any

import click

_COMMANDS = {
    "collect": "Collect what plugins' sources give, without deciding.",
    "compare": "Say what moved between two saved evaluations, and why.",
    "demo": "Write a ready-made example, evaluate it, and say what to try next.",
    "evaluate": "Score and rank the proposals of a workspace.",
    "explain": "Say why one proposal got its recommendation.",
    "init": "Start a workspace, best from the list you have.",
    "plugin": "Start a plugin of your own.",
    "plugins": "List the installed plugins.",
    "schema": "Print the JSON Schema of a file format.",
    "sheet": "Score a budget workbook where it lives, or start one.",
    "weights": "Show what was stated about weights, and check statements as you type them.",
    "validate": "Check every file of a workspace and show how it was read.",
}


class _LazyGroup(click.Group):
    """A group whose commands are imported only when they run or print their own help."""

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except KeyboardInterrupt:
            from cximpact.cli.safety import interrupted

            interrupted()

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        return sorted(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        if cmd_name not in _COMMANDS:
            return None
        module = import_module(f"cximpact.cli.{cmd_name}_command")
        command: click.Command = module.command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        with formatter.section("Commands"):
            formatter.write_dl(sorted(_COMMANDS.items()))

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        name = args[0] if args else ""
        if name and not name.startswith("-") and name not in _COMMANDS:
            from difflib import get_close_matches

            from cximpact.cli.plugin_commands import plugin_command

            near = get_close_matches(name, _COMMANDS, n=1)
            found = plugin_command(name, is_typo=bool(near))
            if found is not None:
                return name, found, args[1:]
            hint = f" Did you mean '{near[0]}'?" if near else ""
            ctx.fail(f"There is no command '{name}'.{hint}")
        return super().resolve_command(ctx, args)


def _print_version(ctx: click.Context, _: click.Parameter, wanted: bool) -> None:
    if not wanted or ctx.resilient_parsing:
        return
    # Asking the metadata of the installed package would cost a third of the whole start.
    from cximpact.version import VERSION

    click.echo(f"cximpact {VERSION}")
    ctx.exit()


@click.group(
    cls=_LazyGroup,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog="Begin with `cximpact demo`, or with your own list: `cximpact init --from LIST`. "
    "Installed plugins may add sources, gates, reports and commands: `cximpact plugins`.",
)
@click.option(
    "--version",
    is_flag=True,
    expose_value=False,
    is_eager=True,
    callback=_print_version,
    help="Print the version and stop.",
)
def cximpact() -> None:
    """Score proposed projects and spend by what they do to the customer's experience.

    A workspace is a folder with a file cximpact.yaml: it names your list of proposals, the
    scorecard (promise, criteria, weights, gates) and the evidence. The answer is a ranked list:
    prioritize, approve, defer, revise, decline, each with its reasons.

    Exit codes: 0 done, 1 the input is wrong, 2 wrong usage, 3 evidence incomplete (--strict).
    """

"""`cximpact schema`."""

from __future__ import annotations

import click


@click.command(name="schema")
@click.argument("name", required=False)
def command(name: str | None) -> None:
    """Print the JSON Schema called NAME; without a name, list the schemas.

    An editor that knows the schema completes keys and explains them while you type.
    """
    from cximpact.schemas import schema_names, schema_text

    if name is None:
        for known in schema_names():
            click.echo(known)
        return
    click.echo(schema_text(name), nl=False)

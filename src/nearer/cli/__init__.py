"""The command line: parse, call, show. One module a command; nothing heavy is imported before it is needed."""

import sys
from typing import Annotated

import typer

from nearer import __version__
from nearer.errors import NearerError

__all__ = ["main"]

app = typer.Typer(no_args_is_help=True, pretty_exceptions_enable=False, add_completion=False)


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"nearer {__version__}")
        raise typer.Exit


@app.callback()
def _nearer(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version and stop.")
    ] = False,
) -> None:
    """Nearer reads how things are said apart from what they are about, and helps with the next small step.

    Everything stays on this machine.
    """


def main() -> None:
    """Run one command; trouble that a person can mend becomes one sentence and an exit status."""
    try:
        app()
    except NearerError as trouble:
        sys.stderr.write(f"nearer: {trouble}\n")
        sys.exit(trouble.exit_status)

"""The command line: parse, call, show. One module a command; nothing heavy is imported before it is needed."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from nearer import __version__
from nearer.errors import InputError, NearerError

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


@app.command("turns")
def _turns(
    files: Annotated[list[Path], typer.Argument(help="One or more files of one couple: exports, transcripts, tables.")],
    form: Annotated[str, typer.Option("--format", help="What to print: table, jsonl or none.")] = "table",
    report: Annotated[Path | None, typer.Option(help="Write what was found and doubted as JSON.")] = None,
    out: Annotated[Path | None, typer.Option(help="Write the turns: .parquet, .arrow, .csv, .tsv or .jsonl.")] = None,
    dates: Annotated[str | None, typer.Option(help="Order of dates: dmy, mdy or ymd.")] = None,
    timezone: Annotated[str | None, typer.Option(help="Time zone, such as Europe/Berlin.")] = None,
    same: Annotated[list[str] | None, typer.Option(help="Two names of one person: 'Sam=Samuel B.'")] = None,
    explain: Annotated[bool, typer.Option("--explain", help="List what was skipped, and why.")] = False,
) -> None:
    """Read chat exports, transcripts and tables into turns, and say what was doubtful."""
    from nearer.cli.turns import turns

    turns(
        files, form=form, report=report, out=out, dates=dates, timezone=timezone, same=same or [], explain=explain
    )  # fmt: skip


@app.command()
def reply(
    source: Annotated[str, typer.Argument(metavar="FILE", help="The letter: a text file, or - for standard input.")],
    form: Annotated[str, typer.Option("--format", help="text, markdown, html or json.")] = "text",
    out: Annotated[Path | None, typer.Option("--out", help="Write the answer to this file.")] = None,
    name: Annotated[str | None, typer.Option("--name", help="What to call your partner.")] = None,
    pronoun: Annotated[str | None, typer.Option("--pronoun", help="she, he or they, for your partner.")] = None,
    region: Annotated[str | None, typer.Option("--region", help="Whose support lines to show, e.g. UK.")] = None,
) -> None:
    """Answer a letter about the two of you."""
    from nearer.cli.reply import run

    raise typer.Exit(run(source, form=form, out=out, name=name, pronoun=pronoun, region=region))


@app.command("safety")
def _safety(
    source: Annotated[
        str | None, typer.Argument(metavar="FILE", help="A letter or draft: a text file, or - for standard input.")
    ] = None,
    form: Annotated[str, typer.Option("--format", help="text or json.")] = "text",
    region: Annotated[str | None, typer.Option("--region", help="Whose support lines to show, e.g. UK.")] = None,
    hark: Annotated[bool, typer.Option("--hark", help="Four private questions; nothing is kept.")] = False,
) -> None:
    """Show what safety sees in a text before anything answers it."""
    from nearer.cli.safety import ask, show

    if hark:
        ask(region=region)
    elif source is None:
        raise InputError("Please give a file, or - for standard input; or --hark for the private questions.")
    else:
        show(source, form=form, region=region)


@app.command("read")
def _read(
    chat: Annotated[Path, typer.Argument(help="A chat export, a transcript, or a table with speakers and codes.")],
    form: Annotated[str, typer.Option("--format", help="What to print: text, json or html.")] = "text",
    html: Annotated[Path | None, typer.Option(help="Also write the whole page to this file.")] = None,
    permutations: Annotated[int, typer.Option(help="Shuffles for the tests.")] = 9999,
    seed: Annotated[int, typer.Option(help="Start of the random numbers; the same seed gives the same result.")] = 0,
    me: Annotated[
        str | None, typer.Option(help="Which of the two you are: the page starts with your own arrow.")
    ] = None,
    with_quotes: Annotated[bool, typer.Option("--with-quotes", help="Show the last rounds in your words.")] = False,
    redacted: Annotated[bool, typer.Option("--redacted", help="Leave out names and dates, for a counsellor.")] = False,
    checks: Annotated[bool, typer.Option("--checks", help="Also look at how well the models fit (slow).")] = False,
    now: Annotated[str | None, typer.Option(help="The present, where it is not the newest turn of the chat.")] = None,
    region: Annotated[str | None, typer.Option(help="Your region, for support lines.")] = None,
    dates: Annotated[str | None, typer.Option(help="Order of dates: dmy, mdy or ymd.")] = None,
    timezone: Annotated[str | None, typer.Option(help="Time zone, such as Europe/Berlin.")] = None,
    same: Annotated[list[str] | None, typer.Option(help="Two names of one person: 'Sam=Samuel B.'")] = None,
) -> None:
    """Look for the loop in a conversation: one presses, the other closes, and each sets the other off."""
    from nearer.cli.read import moment_of, read

    asked = {
        "permutations": permutations, "seed": seed, "now": moment_of(now), "me": me, "region": region,
        "with_quotes": with_quotes, "redacted": redacted, "checks": checks, "dates": dates, "timezone": timezone,
        "same": tuple(same or ()),
    }  # fmt: skip
    read(chat, form=form, html=html, asked=asked)


@app.command("code")
def _code(
    file: Annotated[Path, typer.Argument(help="A file of any format that nearer turns reads.")],
    form: Annotated[str | None, typer.Option("--format", help="jsonl (one object a turn) or parquet (marks).")] = None,
    out: Annotated[Path | None, typer.Option(help="Write to a file: .jsonl or .parquet.")] = None,
    blind: Annotated[
        bool, typer.Option("--blind", help="Leave out the partner's turns, as statistics need it.")
    ] = False,
    careful: Annotated[bool, typer.Option("--careful", help="Let the careful coder read every turn.")] = False,
) -> None:
    """Code how each turn is said (presses, shuts down, validates ...), with probability and the words that carry it."""
    from nearer.cli.code import code

    code(file, form=form, out=out, blind=blind, careful=careful)


@app.command("codes")
def _codes(name: Annotated[str | None, typer.Argument(help="One code, for its whole page.")] = None) -> None:
    """List the codes: how a turn can be said, what counts, what does not."""
    from nearer.cli.codes import codes

    codes(name)


@app.command("check")
def _check(
    drafts: Annotated[
        list[str] | None, typer.Argument(help="The words themselves, a file, a .jsonl or .tsv of drafts, or -.")
    ] = None,
    form: Annotated[str, typer.Option("--format", help="What to print: text, json or sarif.")] = "text",
    rewrite: Annotated[bool, typer.Option("--rewrite", help="Also give a whole version.")] = False,
    to: Annotated[str | None, typer.Option("--to", help="curious: one question with room, in place of it.")] = None,
    at: Annotated[str, typer.Option("--at", help="When you will send it, such as 23:40.")] = "",
    before: Annotated[list[str] | None, typer.Option("--before", help="What the other wrote before.")] = None,
    stdin_filename: Annotated[str | None, typer.Option(help="The name for what comes from standard input.")] = None,
    quick: Annotated[bool, typer.Option("--quick", help="Rules alone: do not let the trained coder hear it.")] = False,
) -> None:
    """Look at a draft before you send it: what may land badly, why, and how it can be heard."""
    from nearer.cli.check import Asked, run

    raise typer.Exit(
        run(
            drafts or [],
            form=form,
            at=at,
            before=before or [],
            stdin_filename=stdin_filename,
            asked=Asked(rewrite=rewrite, to=to, coder=not quick),
        )
    )


@app.command("lsp")
def _lsp() -> None:
    """Show the notes on a draft in any editor that speaks the Language Server Protocol (needs nearer[lsp])."""
    from nearer.cli.lsp import run

    raise typer.Exit(run())


DATA = typer.Option(help="The folder in which spaces are kept; the same as for nearer serve.")
STORE = typer.Option(help="The store's address in place of a folder, e.g. postgresql://…", envvar="NEARER_STORE")


@app.command("serve")
def _serve(
    port: Annotated[int, typer.Option(help="The port; 0 takes any that is free.")] = 8765,
    data: Annotated[Path | None, typer.Option(help="The folder in which spaces are kept, sealed.")] = None,
    store: Annotated[str | None, STORE] = None,
    lan: Annotated[
        bool, typer.Option("--lan", help="Also for other devices in this Wi-Fi; says what that means.")
    ] = False,
    certificate: Annotated[Path | None, typer.Option(help="A certificate of your own (PEM), with --key.")] = None,
    key: Annotated[Path | None, typer.Option(help="The key of the certificate.")] = None,
    demo: Annotated[bool, typer.Option("--demo", help="Two invented people to look at; nothing stays.")] = False,
    idle: Annotated[float, typer.Option(help="Minutes without a click until a space locks.")] = 15,
    region: Annotated[str | None, typer.Option(help="Whose support lines to show, e.g. UK.")] = None,
) -> None:
    """Open the web app on this machine: a space of your own, and a table for two."""
    from nearer.cli.serve import run

    run(
        port=port, data=data, store=store, lan=lan, certificate=certificate, key=key, demo=demo, idle=idle,
        region=region,
    )  # fmt: skip


@app.command("backup")
def _backup(
    to: Annotated[Path, typer.Argument(metavar="FILE", help="The file to write; an older one there is replaced.")],
    data: Annotated[Path | None, DATA] = None,
    store: Annotated[str | None, STORE] = None,
) -> None:
    """Write everything that is kept into one sealed file. Asks for a passphrase, or reads it from standard input."""
    from nearer.cli.backup import run

    run(to, data=data, store=store)


@app.command("restore")
def _restore(
    backup: Annotated[Path, typer.Argument(metavar="FILE", help="A file written by nearer backup.")],
    data: Annotated[Path | None, DATA] = None,
    store: Annotated[str | None, STORE] = None,
) -> None:
    """Bring a backup back into a folder (or database) that has no store yet."""
    from nearer.cli.restore import run

    run(backup, data=data, store=store)


@app.command("export")
def _export(
    to: Annotated[Path, typer.Argument(metavar="PLACE", help="A new folder, or a new file ending in .zip.")],
    data: Annotated[Path | None, DATA] = None,
    store: Annotated[str | None, STORE] = None,
) -> None:
    """Write your own things out, readable: pages, and one JSON file. Asks for your space and passphrase."""
    from nearer.cli.export import run

    run(to, data=data, store=store)


@app.command("forget")
def _forget(
    data: Annotated[Path | None, DATA] = None,
    store: Annotated[str | None, STORE] = None,
) -> None:
    """Make your space unreadable for good. Asks for your space, its passphrase, and whether you are sure."""
    from nearer.cli.forget import run

    run(data=data, store=store)


evaluate = typer.Typer(no_args_is_help=True, help="Measure Nearer on labelled text: how often it is right, with doubt.")
app.add_typer(evaluate, name="evaluate")


@evaluate.command("turns")
def _evaluate_turns(
    data: Annotated[Path, typer.Option(help="The folder with the labelled text.")],
    written: Annotated[Path | None, typer.Option(help="The folder of talk written for Nearer: corpus/turns.")] = None,
    report: Annotated[Path | None, typer.Option("--json", help="Write all figures as JSON.")] = None,
) -> None:
    """The coder of turns: by code, family and register, confusion, calibration, equal error, near misses."""
    from nearer.cli.evaluate import turns

    turns(data, written=written, report=report)


@evaluate.command("letters")
def _evaluate_letters(
    data: Annotated[Path, typer.Option(help="The folder with the labelled text.")],
    form: Annotated[str, typer.Option("--format", help="What to print: text or json.")] = "text",
    models: Annotated[
        Path | None, typer.Option(help="A folder written by a training run of your own, to be measured instead.")
    ] = None,
) -> None:
    """The reading of letters: pattern, role, risk, who does what, elements; all on held-out letters."""
    from nearer.cli.evaluate import letters

    letters(data, form=form, models=models)


def main() -> None:
    """Run one command; trouble that a person can mend becomes one sentence and an exit status."""
    try:
        app()
    except NearerError as trouble:
        sys.stderr.write(f"nearer: {trouble}\n")
        sys.exit(trouble.exit_status)

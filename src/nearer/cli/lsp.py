"""A small language server over standard input and output: the notes on a draft while it is being typed.

Editors that speak the Language Server Protocol show them under the words and offer the better way as a quick fix.
Nothing leaves the machine.
"""

import asyncio
from typing import Any

from nearer.app.check import check
from nearer.drafts import Notes
from nearer.errors import InputError

__all__ = ["DEBOUNCE_SECONDS", "diagnostics_of", "run", "server"]

DEBOUNCE_SECONDS = 0.2
"""How long typing must rest before a draft is looked at: at once disturbs, a second feels slow."""


def run() -> int:
    """Serve until the editor closes the connection.

    Raises:
        InputError: the extra ``lsp`` is not installed.
    """
    server().start_io()
    return 0


def diagnostics_of(text: str, notes: Notes) -> list[dict[str, Any]]:
    """The findings as plain diagnostics: range in UTF-16 units, severity 1 to 3, code, message and suggestion."""
    levels = {"stop": 1, "change": 2, "hint": 3}
    return [
        {
            "range": (_place(text, one.start), _place(text, one.end)),
            "severity": levels[one.severity],
            "code": one.rule,
            "message": one.reason,
            "better": one.suggestion,
        }
        for one in notes.findings
    ]


def _place(text: str, at: int) -> tuple[int, int]:
    """Line and column of a place, the column in UTF-16 units as the protocol counts."""
    start = text.rfind("\n", 0, at) + 1
    return text.count("\n", 0, at), len(text[start:at].encode("utf-16-le")) // 2


def server() -> Any:  # noqa: ANN401 - the type lives in the extra
    """The server with its features, ready to be started.

    Raises:
        InputError: the extra ``lsp`` is not installed.
    """
    try:
        from lsprotocol import types
        from pygls.lsp.server import LanguageServer
    except ImportError:
        raise InputError("The language server needs an extra: pip install 'nearer[lsp]'.") from None

    from nearer import __version__

    made = LanguageServer("nearer", __version__)
    waiting: dict[str, asyncio.Task[None]] = {}

    def notes_of(uri: str) -> tuple[str, list[dict[str, Any]]]:
        text = made.workspace.get_text_document(uri).source
        return text, diagnostics_of(text, _notes(text))

    def show(uri: str) -> None:
        _, found = notes_of(uri)
        shown = [_diagnostic(types, one) for one in found]
        made.text_document_publish_diagnostics(types.PublishDiagnosticsParams(uri=uri, diagnostics=shown))

    async def later(uri: str) -> None:
        await asyncio.sleep(DEBOUNCE_SECONDS)
        show(uri)

    @made.feature(types.TEXT_DOCUMENT_DID_OPEN)
    def opened(params: Any) -> None:  # noqa: ANN401
        show(params.text_document.uri)

    @made.feature(types.TEXT_DOCUMENT_DID_CHANGE)
    async def changed(params: Any) -> None:  # noqa: ANN401
        uri = params.text_document.uri
        if uri in waiting:
            waiting[uri].cancel()
        waiting[uri] = asyncio.ensure_future(later(uri))

    @made.feature(types.TEXT_DOCUMENT_CODE_ACTION)
    def actions(params: Any) -> list[Any]:  # noqa: ANN401
        uri = params.text_document.uri
        _, found = notes_of(uri)
        return [
            _action(types, uri, one)
            for one in found
            if one["better"] is not None and _meets(one["range"], params.range)
        ]

    return made


def _notes(text: str) -> Notes:
    """The notes on what is typed so far; an empty page has none."""
    return check(text) if text.strip() else Notes(verdict="fine", stance="none")


def _meets(place: tuple[tuple[int, int], tuple[int, int]], asked: Any) -> bool:  # noqa: ANN401
    start, end = (asked.start.line, asked.start.character), (asked.end.line, asked.end.character)
    return place[0] <= end and start <= place[1]


def _range(types: Any, place: tuple[tuple[int, int], tuple[int, int]]) -> Any:  # noqa: ANN401
    (line, column), (last, end) = place
    return types.Range(start=types.Position(line=line, character=column), end=types.Position(line=last, character=end))


def _diagnostic(types: Any, one: dict[str, Any]) -> Any:  # noqa: ANN401
    return types.Diagnostic(
        range=_range(types, one["range"]),
        severity=types.DiagnosticSeverity(one["severity"]),
        source="nearer",
        code=one["code"],
        message=one["message"],
    )


def _action(types: Any, uri: str, one: dict[str, Any]) -> Any:  # noqa: ANN401
    edit = types.TextEdit(range=_range(types, one["range"]), new_text=one["better"])
    return types.CodeAction(
        title=one["better"],
        kind=types.CodeActionKind.QuickFix,
        diagnostics=[_diagnostic(types, one)],
        edit=types.WorkspaceEdit(changes={uri: [edit]}),
    )

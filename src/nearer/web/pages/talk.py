"""The talk, and the stream that tells each device that something has changed at the table."""

from collections.abc import AsyncIterator

import anyio
import anyio.to_thread
from starlette.responses import Response, StreamingResponse

from nearer.app.table.choices import choices
from nearer.app.table.room import Place
from nearer.app.table.talking import talk_event, talk_now, topics, watch
from nearer.app.table.together import lines_of, usual_pause
from nearer.web.call import Call, Route
from nearer.web.pages.at_table import at_table

__all__ = ["ROUTES"]

LOOK_SECONDS, BEAT_SECONDS, AGAIN_MS = 0.25, 15.0, 1500


def talk(call: Call) -> Response:
    """The talk as it stands for this device."""
    shown, things = talk_now(call.place), choices("talk.keep")
    return at_table(
        call,
        "table-talk",
        talk=shown,
        kept_things=", ".join(label.lower() for key, label in things.items() if shown and key in shown.kept),
        topics=topics(call.place),
        minutes=choices("table.pause.minutes"),
        usual=usual_pause(call.place),
        things=things,
        ready=choices("table.steps"),
        own=lines_of(call.place, "step"),
    )


def act(call: Call) -> Response:
    """One thing happens in the talk."""
    talk_event(call.place, dict(call.form.fields))
    return call.go("/table/talk")


def live(call: Call) -> Response:
    """A stream of short marks, each with its id: something is new. It says nothing of what, and nothing of whom."""
    place = call.session.table if call.session else None
    if place is None or watch(place) is None:
        return Response(status_code=204)
    return StreamingResponse(_marks(place), media_type="text/event-stream")


async def _marks(place: Place) -> AsyncIterator[str]:
    """Marks as they change; the last one says that the table is closed, or open for the one who sat alone."""
    last, quiet = "", 0.0
    yield f"retry: {AGAIN_MS}\n\n"
    # Away from the loop, as an act at the table may hold the room while the disk is slow.
    while (now := await anyio.to_thread.run_sync(watch, place)) is not None:
        if now != last or quiet >= BEAT_SECONDS:
            yield f"id: {now}\nevent: state\ndata: {now}\n\n" if now != last else ": here\n\n"
            last, quiet = now, 0.0
        await anyio.sleep(LOOK_SECONDS)
        quiet += LOOK_SECONDS
    yield "event: over\ndata: over\n\n"


ROUTES = (
    Route(path="/table/talk", access="table", get=talk, post=act),
    Route(path="/table/live", access="signed-in", get=live, shared=True),
)

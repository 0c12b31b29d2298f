"""Long work beside the pages: one thing after the other, in a thread that does not hold up the end."""

import queue
import threading
from collections.abc import Callable
from concurrent.futures import Future
from typing import Any, ParamSpec, TypeVar

__all__ = ["Worker"]

P = ParamSpec("P")
T = TypeVar("T")


class Worker:
    """Does what it is given in turn. A pool of the standard library would make Ctrl-C wait until a chat is read."""

    def __init__(self) -> None:
        """Begin at once, with nothing to do."""
        self._queue: queue.SimpleQueue[tuple[Future[Any], Callable[[], Any]] | None] = queue.SimpleQueue()
        threading.Thread(target=self._run, name="nearer-reading", daemon=True).start()

    def submit(self, work: Callable[P, T], *args: P.args, **named: P.kwargs) -> "Future[T]":
        """What will come of the work."""
        future: Future[T] = Future()
        self._queue.put((future, lambda: work(*args, **named)))
        return future

    def close(self) -> None:
        """Take nothing more up; what is under way is left alone."""
        self._queue.put(None)

    def _run(self) -> None:
        while (given := self._queue.get()) is not None:
            future, work = given
            if not future.set_running_or_notify_cancel():
                continue
            try:
                future.set_result(work())
            except BaseException as trouble:
                future.set_exception(trouble)
            del given, future, work  # nothing of a chat stays here while waiting for the next

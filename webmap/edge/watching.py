"""Which connections have something to say: the system tells, instead of each being asked.

waitress asks every open connection each time round. Of an office's several hundred nearly all are
idle, and asking them costs more than answering the others. Here the system names those with news
(epoll, where there is one); in between only those that are being answered are looked at.
"""

from __future__ import annotations

import selectors
import time
from typing import Any

from waitress import wasyncore
from waitress.channel import HTTPChannel
from waitress.trigger import trigger

READ, WRITE = selectors.EVENT_READ, selectors.EVENT_WRITE
# All connections are asked this often: those that have been idle for too long are closed then.
ALL_ASKED_EVERY_S = 1.0
# How long what is being answered may take when the end has been asked for.
ENDS_WITHIN_S = 20.0


class Watching:
    """The loop over waitress's connections (`channels`, by number of their file)."""

    def __init__(self, channels: dict[int, Any]) -> None:
        self._channels = channels
        self._selector = selectors.DefaultSelector()
        self._watched: dict[int, tuple[Any, int]] = {}
        # Others than these change only when they are heard of, or when all are asked.
        self._at_work: set[int] = set()
        self._all_asked_at = 0.0
        self._ending = False
        self._bell = trigger(channels)

    def run(self) -> None:
        """Serve until the end is asked for; what is being answered then is answered first."""
        while not self._ending:
            self._turn(ALL_ASKED_EVERY_S)
        self._take_no_more()
        until = time.monotonic() + ENDS_WITHIN_S
        while self._answering() and time.monotonic() < until:
            self._turn(0.1)

    def end(self) -> None:
        """Ask for the end; from any thread, or from the handler of a signal."""
        self._ending = True
        self._bell.pull_trigger()

    def close(self) -> None:
        """Close every connection, and what listens for new ones."""
        wasyncore.close_all(self._channels)
        self._selector.close()

    def _turn(self, patience_s: float) -> None:
        now = time.monotonic()
        if now - self._all_asked_at >= ALL_ASKED_EVERY_S:
            self._all_asked_at = now
            self._ask({*self._channels, *self._watched})
        else:
            self._ask(self._at_work.copy())
        heard: set[int] = set()
        for key, events in self._selector.select(patience_s):
            heard.add(key.fd)
            self._hear(key.data, events)
        # Whom a listening socket has let in is not known yet.
        if any(getattr(self._watched[fd][0], "accepting", False) for fd in heard):
            heard |= self._channels.keys() - self._watched.keys()
        self._ask(heard)

    def _hear(self, channel: Any, events: int) -> None:
        if events & READ:
            wasyncore.read(channel)
        if events & WRITE and channel._fileno is not None:
            wasyncore.write(channel)

    def _ask(self, files: set[int]) -> None:
        for fd in files:
            channel = self._channels.get(fd)
            # In this order: a thread that has answered in between rings, and is asked once more.
            # The other way round its connection was heard of only when all are asked.
            at_work = _is_at_work(channel)
            self._watch(fd, channel, _wanted(channel))
            if at_work:
                self._at_work.add(fd)
            else:
                self._at_work.discard(fd)

    def _watch(self, fd: int, channel: Any, wanted: int) -> None:
        before, events = self._watched.get(fd, (None, 0))
        if before is channel and events == wanted:
            return
        # The number of a closed file is given to the next one that is opened.
        if events and (before is not channel or not wanted):
            self._selector.unregister(fd)
            events = 0
        if wanted:
            (self._selector.modify if events else self._selector.register)(fd, wanted, channel)
        if channel is None:
            self._watched.pop(fd, None)
        else:
            self._watched[fd] = (channel, wanted)

    def _take_no_more(self) -> None:
        for channel in list(self._channels.values()):
            if channel.accepting:
                # Not the server's own `close`: those who answer still call it.
                wasyncore.dispatcher.close(channel)

    def _answering(self) -> bool:
        return any(_is_at_work(channel) for channel in list(self._channels.values()))


def _wanted(channel: Any) -> int:
    """What is to be heard of a connection."""
    if channel is None:
        return 0
    reads = READ if channel.readable() else 0
    return reads | (WRITE if not channel.accepting and channel.writable() else 0)


def _is_at_work(channel: Any) -> bool:
    """Whether a thread answers it, or something is still to be sent: it changes unheard."""
    return isinstance(channel, HTTPChannel) and bool(channel.requests or channel.writable())

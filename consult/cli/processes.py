"""Several web processes behind one address: a master that only watches, and children that answer.

The master opens the socket, forks the children and does nothing else, so that nothing can go wrong in it. A child that
dies is replaced; a child that dies at once, again and again, is replaced ever more slowly. When the master is told to
end, it tells the children; when it is killed, they notice (a pipe closes) and end by themselves.
"""

import logging
import os
import signal
import socket
import sys
import threading
import time
from collections.abc import Callable
from types import FrameType

log = logging.getLogger("consult.serve")

_YOUNG_SECONDS = 5.0
_LONGEST_PAUSE_SECONDS = 10.0
_PATIENCE_SECONDS = 20.0
_QUEUE_OF_CALLERS = 1024
Work = Callable[[socket.socket, int], None]


def listening_socket(host: str, port: int) -> socket.socket:
    """Open the address that all children answer at."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    opened = socket.socket(family, socket.SOCK_STREAM)
    opened.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    opened.bind((host, port))
    opened.listen(_QUEUE_OF_CALLERS)
    opened.setblocking(False)  # two children may wake for one caller; the slower one must not wait for the next
    return opened


class Crew:
    """The master's view of its children.

    Args:
        n_processes: how many children answer at once.
        work: what a child does with the socket and its own number (0, 1 …) until it is told to end.
    """

    def __init__(self, door: socket.socket, *, n_processes: int, work: Work) -> None:
        self._door = door
        self._work = work
        self._numbers: dict[int, int] = {}  # which number each child's process has
        self._begun: dict[int, float] = {}
        self._n_processes = n_processes
        self._pause = 0.0
        self._is_over = False
        self._alive_end, self._master_end = os.pipe()

    def run(self) -> None:
        """Keep the children alive until the master is told to end."""
        for told in (signal.SIGTERM, signal.SIGINT):
            signal.signal(told, self._end)
        for number in range(self._n_processes):
            self._start(number)
        while self._numbers:
            self._replace(*os.wait())

    def _start(self, number: int) -> None:
        process = os.fork()
        if process == 0:
            self._be_child(number)
        self._numbers[process] = number
        self._begun[process] = time.monotonic()

    def _replace(self, process: int, status: int) -> None:
        number = self._numbers.pop(process)
        lived = time.monotonic() - self._begun.pop(process)
        if self._is_over:
            return
        log.warning("web process %s ended with %s and is replaced", number, os.waitstatus_to_exitcode(status))
        self._pause = min(self._pause * 2 + 0.1, _LONGEST_PAUSE_SECONDS) if lived < _YOUNG_SECONDS else 0.0
        time.sleep(self._pause)
        if not self._is_over:
            self._start(number)

    def _end(self, _signal: int, _frame: FrameType | None) -> None:
        self._is_over = True
        for process in tuple(self._numbers):
            os.kill(process, signal.SIGTERM)
        signal.signal(signal.SIGALRM, self._end_at_once)
        signal.setitimer(signal.ITIMER_REAL, _PATIENCE_SECONDS)

    def _end_at_once(self, _signal: int, _frame: FrameType | None) -> None:
        for process in tuple(self._numbers):
            os.kill(process, signal.SIGKILL)

    def _be_child(self, number: int) -> None:
        """Do the work in a process of one's own, which never comes back from here."""
        code = 1
        try:
            os.close(self._master_end)
            for told in (signal.SIGTERM, signal.SIGINT):
                signal.signal(told, lambda *_: sys.exit(0))
            threading.Thread(target=self._end_with_the_master, daemon=True, name="master-watch").start()
            self._work(self._door, number)
            code = 0
        except SystemExit as leaving:
            code = leaving.code if isinstance(leaving.code, int) else 0
        except Exception:
            log.exception("web process %s could not go on", number)
        finally:
            os._exit(code)  # past the master's own clean-up, which is not the child's to do

    def _end_with_the_master(self) -> None:
        os.read(self._alive_end, 1)  # comes back when the last hand on the other end is gone
        os.kill(os.getpid(), signal.SIGTERM)

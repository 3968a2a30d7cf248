"""The same blocks of work over the workers of a Dask cluster, on as many machines as there are (extra ``[scale]``).

Everything else of an analysis is the same code: which crew did a block changes no byte of the result, as long as the
machines have the same libraries; the record of a run names their versions.
"""

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from importlib.util import find_spec
from typing import Any

from consult.analysis.pipeline.crew import Alone, Crew, Given, Made
from consult.kernel.errors import ConsultError

AHEAD = 4
"""Blocks that wait at each worker: enough that none idles, few enough that memory stays bounded."""


class NoWorkers(ConsultError):
    """Raised when an analysis should run over workers that are not there."""


class DaskCrew:
    """Workers of a Dask cluster.

    Args:
        client: a connected ``distributed.Client``.
    """

    def __init__(self, client: Any) -> None:
        self._client = client

    def each(self, work: Callable[[Given], Made], blocks: Iterable[Given]) -> Iterator[Made]:
        """Yield what the work makes of each block, in order; the work itself goes to each worker once.

        Raises:
            NoWorkers: the cluster has no worker.
        """
        n_workers = len(self._client.scheduler_info(n_workers=-1)["workers"])
        if not n_workers:
            raise NoWorkers("The analysis should run over several workers, and none of them answers.")
        sent = self._client.scatter([work], broadcast=True, hash=False)[0]
        waiting: deque[Any] = deque()
        try:
            for block in blocks:
                waiting.append(self._client.submit(_do, sent, block, pure=False))
                if len(waiting) >= AHEAD * n_workers:
                    yield waiting.popleft().result()
            while waiting:
                yield waiting.popleft().result()
        finally:  # stopped half way: nobody needs the rest
            self._client.cancel(list(waiting))


def _do(work: Callable[[Given], Made], block: Given) -> Made:
    return work(block)


def crew_at(address: str) -> Crew:
    """Return the workers behind a scheduler's address, or this process alone where there is none.

    Raises:
        NoWorkers: the extra is not installed, or nobody answers there.
    """
    if not address:
        return Alone()
    if find_spec("distributed") is None:
        raise NoWorkers("The analysis should run over several workers. Install consult-platform[scale] first.")
    from distributed import Client  # noqa: PLC0415 - an extra, and slow to load

    try:
        return DaskCrew(Client(address, timeout=10, set_as_default=False))
    except OSError as fault:
        raise NoWorkers(
            f"Nobody answers at {address}. Start the scheduler, or unset CONSULT_DASK_SCHEDULER."
        ) from fault

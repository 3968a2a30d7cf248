"""Very many responses: the bytes of the result depend neither on who does a block nor on how many there are."""

import random
from collections.abc import Callable, Iterable, Iterator
from hashlib import sha256
from importlib.util import find_spec
from typing import Any

import pytest

from consult.analysis.pipeline import Options, Text, find, find_themes
from consult.analysis.pipeline.values import Themes
from consult.analysis.scaling import NoWorkers, crew_at
from consult.demo.makers.analysis import ALL_SAID

OPTIONS = Options(tier=0, use_closed_answer=False)


class InPairs:
    """A crew that takes blocks two at a time and does the later one first, as workers may."""

    def each(self, work: Callable[[Any], Any], blocks: Iterable[Any]) -> Iterator[Any]:
        waiting = list(blocks)
        for place in range(0, len(waiting), 2):
            done = {number: work(waiting[number]) for number in reversed(range(place, min(place + 2, len(waiting))))}
            yield from (done[number] for number in sorted(done))


def many_texts(n: int) -> list[Text]:
    chance = random.Random(8)  # noqa: S311 - texts, no secrets
    words = sorted({word for said in ALL_SAID for word in said.split()})
    return [
        Text(
            id=f"r{number:06d}", text=f"{chance.choice(ALL_SAID)} {' '.join(chance.choices(words, k=3))}", language="en"
        )
        for number in range(n)
    ]


@pytest.fixture
def few_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Blocks of 100 units and a sample of 300, so that a thousand responses are very many."""
    monkeypatch.setattr(find, "AT_ONCE", 300)
    monkeypatch.setattr("consult.analysis.pipeline.sampling.MOST_CLUSTERED", 300)
    monkeypatch.setattr("consult.analysis.pipeline.crew.BLOCK", 100)


def digest(found: Themes) -> str:
    return sha256(repr(found).encode()).hexdigest()


@pytest.mark.usefixtures("few_at_once")
def test_very_many_responses_are_all_placed_and_the_parts_add_up() -> None:
    found = find_themes(many_texts(1_000), OPTIONS)
    assert found.counts.responses == len(found.placements) == 1_000
    assert found.counts.themed > 900
    assert len(found.themes) > 1


@pytest.mark.usefixtures("few_at_once")
def test_who_does_a_block_changes_no_byte() -> None:
    texts = many_texts(1_000)
    assert digest(find_themes(texts, OPTIONS, crew=InPairs())) == digest(find_themes(texts, OPTIONS))


@pytest.mark.usefixtures("few_at_once")
def test_a_listener_hears_of_each_block_and_can_end_the_search() -> None:
    heard: list[float] = []

    def listen(share: float, _sentence: str) -> None:
        heard.append(share)
        if share > 0.6:
            raise InterruptedError

    with pytest.raises(InterruptedError):
        find_themes(many_texts(1_000), OPTIONS, report=listen)
    assert heard == sorted(heard)
    assert len([share for share in heard if share > 0.4]) >= 3


def test_without_a_scheduler_one_process_does_it_all() -> None:
    assert list(crew_at("").each(len, ["a", "bb"])) == [1, 2]


@pytest.mark.skipif(find_spec("distributed") is None, reason="needs the extra [scale]")
@pytest.mark.usefixtures("few_at_once")
def test_dask_workers_give_the_same_bytes_as_one_process() -> None:
    from distributed import Client, LocalCluster

    from consult.analysis.scaling import DaskCrew

    texts = many_texts(700)
    alone = digest(find_themes(texts, OPTIONS))
    with (
        LocalCluster(n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None) as cluster,
        Client(cluster) as client,
    ):
        assert digest(find_themes(texts, OPTIONS, crew=DaskCrew(client))) == alone


@pytest.mark.skipif(find_spec("distributed") is None, reason="needs the extra [scale]")
def test_a_scheduler_that_does_not_answer_is_told_in_a_sentence() -> None:
    with pytest.raises(NoWorkers, match="CONSULT_DASK_SCHEDULER"):
        crew_at("tcp://127.0.0.1:8129")

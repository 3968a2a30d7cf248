"""A parser of somebody else's file cannot hurt the site."""

import time
from collections.abc import Iterator

import pytest

from consult.files.sandbox import BROKEN, TOO_DEAR, Limits, parse_apart
from consult.kernel.errors import Invalid, Refused

SMALL = Limits(memory_mb=256, cpu_seconds=1, wall_seconds=3, output_mb=1)


def words(data: bytes) -> Iterator[str]:
    yield from data.decode().split()


def refuses(data: bytes) -> Iterator[str]:
    yield "one"
    raise Refused("Take the second sheet out.")


def breaks(data: bytes) -> Iterator[str]:
    yield str(1 / len(data[:0]))


def eats_memory(data: bytes) -> Iterator[int]:
    kept = []
    while True:
        kept.append(bytearray(10_000_000))
        if not kept:
            yield 1


def eats_time(data: bytes) -> Iterator[int]:
    while data:
        pass
    yield 1


def sleeps(data: bytes) -> Iterator[int]:
    time.sleep(30)
    yield 1


def says_too_much(data: bytes) -> Iterator[str]:
    for _ in range(100):
        yield "x" * 100_000


def tells_its_surroundings(data: bytes) -> Iterator[list[str]]:
    import os

    yield sorted(os.environ)


def test_the_values_come_back_in_order():
    assert list(parse_apart(words, "a é ض 😀".encode())) == ["a", "é", "ض", "😀"]


def test_a_refusal_of_the_parser_keeps_its_sentence():
    with pytest.raises(Invalid, match="Take the second sheet out"):
        list(parse_apart(refuses, b"x"))


def test_a_parser_that_breaks_is_told_as_one_sentence():
    with pytest.raises(Invalid, match=BROKEN[:30]):
        list(parse_apart(breaks, b"x"))


@pytest.mark.parametrize("parser", [eats_memory, eats_time, says_too_much])
def test_a_parser_that_takes_too_much_is_stopped(parser):
    with pytest.raises(Invalid, match=TOO_DEAR[:30]):
        list(parse_apart(parser, b"x", limits=SMALL))


def test_a_parser_that_only_waits_is_stopped_too():
    with pytest.raises(Invalid, match=TOO_DEAR[:30]):
        list(parse_apart(sleeps, b"x", limits=Limits(wall_seconds=1)))


def test_the_child_sees_no_secret_of_the_site(monkeypatch):
    monkeypatch.setenv("CONSULT_SECRET_KEY", "do not tell")
    assert "CONSULT_SECRET_KEY" not in next(parse_apart(tells_its_surroundings, b"x"))

"""The count in the reader's browser is the same count: the module is run by node over the same contests."""

import json
import shutil
import subprocess
from pathlib import Path

import pytest
from hypothesis import given, settings

from consult.elections.blt import read_blt
from consult.elections.count import count
from consult.elections.lots import TieNeedsLot, lots_from, no_lots
from consult.elections.sheet import as_data
from tests.elections.test_count import CASES, polls

NODE = shutil.which("node")
MODULE = Path(__file__).parents[2] / "consult" / "static" / "js" / "count.js"
SEED = "a die: 4 1 6"
SCRIPT = f"""
import {{ count, lotsFrom }} from {json.dumps(MODULE.as_uri())};
import {{ readFileSync }} from "node:fs";
const told = [];
for (const box of JSON.parse(readFileSync(0, "utf8"))) {{
  told.push(await count(box, box.seed ? lotsFrom(box.seed, box.contest) : undefined).catch((fault) => fault.message));
}}
console.log(JSON.stringify(told));
"""
pytestmark = pytest.mark.skipif(NODE is None, reason="node is not on this machine")


def counted_by_node(boxes):
    done = subprocess.run(  # noqa: S603 - our own script
        [NODE, "--input-type=module", "-e", SCRIPT],
        input=json.dumps(boxes),
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def as_box(contest, papers, seed=SEED):
    return {
        "contest": contest.id,
        "names": list(contest.names),
        "seats": contest.seats,
        "withdrawn": sorted(contest.withdrawn),
        "papers": [[kind.number, *kind.preferences] for kind in papers],
        "seed": seed,
    }


def same_parts(told):
    return {name: told[name] for name in ("valid", "quota", "winners_in_order", "winner_set", "stages", "lots")}


@pytest.mark.skipif(not CASES, reason="the real contests are not on this machine")
def test_every_real_contest_is_counted_the_same_in_the_browser():
    read = [read_blt(case.with_suffix(".blt").read_text("utf-8")) for case in CASES]
    told = counted_by_node([as_box(box.contest, box.papers) for box in read])
    for case, box, sheet in zip(CASES, read, told, strict=True):
        ours = as_data(count(box.contest, box.papers, lots=lots_from(SEED, contest=box.contest.id)))
        assert same_parts(sheet) == same_parts(ours), case.stem


def test_invented_polls_are_counted_the_same_in_the_browser():
    drawn = []

    @given(polls())
    @settings(max_examples=150, deadline=None, derandomize=True)
    def draw(poll):
        drawn.append(poll)

    draw()
    told = counted_by_node([as_box(*poll) for poll in drawn])
    for (contest, papers), sheet in zip(drawn, told, strict=True):
        ours = as_data(count(contest, papers, lots=lots_from(SEED, contest=contest.id)))
        assert same_parts(sheet) == same_parts(ours)


def test_a_tie_without_a_seed_is_told_in_the_browser():
    box = read_blt('2 1\n5 1 0\n5 2 0\n0\n"Ann"\n"Bo"\n"T"\n')
    with pytest.raises(TieNeedsLot):
        count(box.contest, box.papers, lots=no_lots)
    assert counted_by_node([as_box(box.contest, box.papers, seed="")]) == [
        "Stage 2 needs a lot between candidates 1, 2"
    ]

"""Tier 2: a language model that the council supplies; here tiny ones, one made of Python and one of ONNX."""

import json
import pickle
import random
from collections.abc import Sequence
from hashlib import sha256
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from consult.analysis.pipeline import Options, Text, find, find_themes
from consult.analysis.pipeline.joining import join_late
from consult.analysis.pipeline.learning import rescore
from consult.analysis.pipeline.positions import lay_map
from consult.analysis.pipeline.values import Bin, ModelMissing, Themes
from consult.analysis.supplied import load_model, model_told_by
from consult.demo.makers.analysis import ALL_SAID

WORDS = ("[UNK]", *sorted({word.strip(".,!?").lower() for said in ALL_SAID for word in said.split()}))
needs_onnx = pytest.mark.skipif(
    not all(find_spec(name) for name in ("onnx", "onnxruntime", "tokenizers")),
    reason="the extra [semantic] and onnx are not installed",
)


def numbers() -> NDArray[np.float32]:
    """A vector for each word."""
    return np.random.default_rng(1).normal(size=(len(WORDS), 12)).astype(np.float32)


class Small:
    """A model whose states are the vectors of the words."""

    digest = "small"

    def tokens(self, texts: Sequence[str]) -> list[list[int]]:
        place = {word: number for number, word in enumerate(WORDS)}
        return [[place.get(word.strip(".,!?").lower(), 0) for word in text.split()] for text in texts]

    def states(self, tokens: Sequence[Sequence[int]]) -> Any:
        return numbers()[np.array(tokens)]


def some_texts(n: int = 240) -> list[Text]:
    chance = random.Random(2)  # noqa: S311 - texts, no secrets
    said = [" ".join(chance.sample(ALL_SAID, chance.choice((1, 1, 2)))) for _ in range(n - 1)]
    return [*(Text(id=f"r{n:04d}", text=text) for n, text in enumerate(said)), Text(id="blank", text="n/a")]


def digest(found: Themes) -> str:
    return sha256(repr(found).encode()).hexdigest()


def test_a_model_that_is_given_is_used_and_the_record_names_it() -> None:
    found = find_themes(some_texts(), model=Small())
    record = found.record
    assert (record.tier, record.engine, record.weights_digest) == (2, "consult-tier-2", "small")
    assert len(found.themes) > 1
    counts = found.counts
    assert counts.themed + counts.unthemed + counts.no_substantive_answer == counts.responses == 240


def test_a_model_that_is_given_is_left_alone_where_another_tier_was_asked_for() -> None:
    assert find_themes(some_texts(30), Options(tier=1), model=Small()).record.tier == 1


def test_text_that_is_not_english_falls_back_from_tier_2_too() -> None:
    welsh = [Text(id=str(n), text=f"Mae'r bws rhif {n} yn hwyr", language="cy") for n in range(5)]
    assert find_themes(welsh, Options(tier=2), model=Small()).record.tier == 0


def test_the_order_in_which_responses_arrive_changes_nothing_in_tier_2() -> None:
    assert find_themes(some_texts()[::-1], model=Small()) == find_themes(some_texts(), model=Small())


def test_learning_joining_and_the_map_use_the_model_too() -> None:
    texts = some_texts()
    found = find_themes(texts, model=Small())
    main = {p.response_id: p.assignments[0].theme for p in found.placements if p.bin is Bin.THEMED}
    taught = {response: (theme,) for response, theme in sorted(main.items())[:60]}
    asked = {"options": Options(tier=2), "model": Small()}
    assert rescore(texts, taught, **asked)  # type: ignore[arg-type]
    assert join_late(texts[:200], main, texts[200:], **asked)  # type: ignore[arg-type]
    assert lay_map(texts, {response: [theme] for response, theme in main.items()}, **asked)  # type: ignore[arg-type]
    with pytest.raises(ModelMissing, match="No language model is set"):
        rescore(texts, taught, Options(tier=2))


def test_a_folder_without_its_hash_is_refused_and_no_folder_is_no_model(tmp_path: Path) -> None:
    assert model_told_by({}) is None
    assert load_model("", "whatever") is None
    with pytest.raises(ModelMissing, match="SHA256"):
        model_told_by({"CONSULT_SEMANTIC_MODEL": str(tmp_path)})


def write_model(folder: Path) -> str:
    """Write a model of one Gather and its tokeniser, and return its SHA-256."""
    from onnx import TensorProto, helper, numpy_helper

    graph = helper.make_graph(
        [helper.make_node("Gather", ["numbers", "input_ids"], ["last_hidden_state"])],
        "small",
        [helper.make_tensor_value_info("input_ids", TensorProto.INT64, ["n", "t"])],
        [helper.make_tensor_value_info("last_hidden_state", TensorProto.FLOAT, ["n", "t", 12])],
        initializer=[numpy_helper.from_array(numbers(), "numbers")],
    )
    made = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=9)
    (folder / "model.onnx").write_bytes(made.SerializeToString())
    known = {
        "normalizer": {"type": "Lowercase"},
        "pre_tokenizer": {"type": "Whitespace"},
        "model": {"type": "WordLevel", "vocab": {word: n for n, word in enumerate(WORDS)}, "unk_token": "[UNK]"},
    }
    (folder / "tokenizer.json").write_text(json.dumps(known))
    return sha256(made.SerializeToString()).hexdigest()


@needs_onnx
def test_a_model_of_onnx_is_loaded_against_its_hash_and_finds_themes(tmp_path: Path) -> None:
    model = load_model(str(tmp_path), write_model(tmp_path))
    found = find_themes(some_texts(), Options(tier=2), model=model)
    assert model is not None
    assert found.record.weights_digest == model.digest
    assert len(found.themes) > 1
    assert digest(found) == digest(find_themes(some_texts()[::-1], Options(tier=2), model=model))


@needs_onnx
def test_very_many_are_placed_in_blocks_with_the_model_and_it_travels_by_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(find, "AT_ONCE", 100)
    monkeypatch.setattr("consult.analysis.pipeline.sampling.MOST_CLUSTERED", 160)
    model = load_model(str(tmp_path), write_model(tmp_path))
    travelled = pickle.loads(pickle.dumps(model))  # noqa: S301 - our own bytes
    here, there = (find_themes(some_texts(), model=each) for each in (model, travelled))
    assert digest(here) == digest(there)
    assert here.counts.themed > 200


@needs_onnx
def test_a_model_that_is_not_the_announced_one_is_refused(tmp_path: Path) -> None:
    write_model(tmp_path)
    with pytest.raises(ModelMissing, match="not the announced file"):
        load_model(str(tmp_path), "0" * 64)
    with pytest.raises(ModelMissing, match="cannot be read"):
        load_model(str(tmp_path / "nowhere"), "0" * 64)

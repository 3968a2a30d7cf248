"""Which vectors serve a question, and that the numbers Consult carries are the ones that were built."""

import json
from hashlib import sha256
from pathlib import Path

import pytest

from consult.analysis.pipeline import Options, Text, find_themes
from consult.analysis.pipeline.pooling import fit_pooling
from consult.analysis.pipeline.units import Unit
from consult.analysis.pipeline.vectors import unit_length
from consult.analysis.pipeline.wordvectors import FOLDER, load_table
from consult.analysis.pipeline.wordvectors.build import encode, normed, reduced, tensors
from consult.kernel.errors import Refused

ROOT = Path(__file__).parents[2]


def unit(text: str, language: str = "en") -> Unit:
    return Unit(text=text, language=language, closed_answer=None, stratum=None, part=None, owners=(0,), is_root=True)


def test_the_word_vectors_are_the_ones_whose_hash_was_recorded() -> None:
    origin = json.loads((FOLDER / "origin.json").read_text("utf-8"))
    for name, digest in origin["output"].items():
        assert sha256((FOLDER / name).read_bytes()).hexdigest() == digest
    assert origin["input"]["model.safetensors"].startswith("53aa5117")
    table = load_table()
    assert table.numbers.shape == (origin["words"], 128) == (len(table.row_of), 128)


def test_the_word_vectors_are_in_the_wheel_and_its_notice_says_whose_they_are() -> None:
    pytest.importorskip("hatchling")
    from hatchling.builders.wheel import WheelBuilder

    carried = {file.distribution_path for file in WheelBuilder(str(ROOT)).recurse_included_files()}
    for name in ("words.txt", "vectors.npy", "origin.json"):
        assert f"consult/analysis/pipeline/wordvectors/{name}" in carried
    assert "all-MiniLM-L6-v2" in (ROOT / "NOTICE").read_text("utf-8")


def test_words_that_mean_alike_lie_closer_than_words_that_do_not() -> None:
    table = load_table()
    bus, coach, soup = unit_length(table.vectors()[[table.row_of[word] for word in ("bus", "coach", "soup")]])
    assert bus @ coach > bus @ soup + 0.2


def test_a_word_that_the_table_lacks_is_known_by_its_stem() -> None:
    said = [unit("vaccinations"), unit("vaccine"), unit("playground"), unit("zzqx")]
    assert "vaccinations" not in load_table().row_of
    vectors = fit_pooling(said).lay(said)
    assert vectors[0] @ vectors[1] > vectors[0] @ vectors[2]
    assert not vectors[3].any()


def test_english_is_read_with_word_vectors_and_the_record_says_so() -> None:
    record = find_themes([Text(id=str(n), text=f"The bus number {n} comes late") for n in range(5)]).record
    assert (record.tier, record.engine) == (1, "consult-tier-1")
    assert record.weights_digest == load_table().digest


def test_other_languages_fall_back_to_tier_0_by_themselves_and_the_record_says_why() -> None:
    welsh = [Text(id=str(n), text=f"Mae'r bws rhif {n} yn hwyr", language="cy") for n in range(5)]
    record = find_themes([*welsh, Text(id="en", text="The bus is late", language="en")]).record
    assert (record.tier, record.weights_digest) == (0, "")
    assert "not in English" in record.tier_reason
    assert find_themes(welsh, Options(tier=1)).record.tier == 0


def test_tier_2_without_a_model_is_refused_in_a_sentence() -> None:
    with pytest.raises(Refused, match="No language model is set"):
        find_themes([Text(id="a", text="The bus is late")], Options(tier=2))


def test_the_builder_reads_weights_as_they_are_published() -> None:
    numbers = b"\x00\x00\x80?\x00\x00\x00@"  # 1 and 2 as little-endian floats
    header = json.dumps({"a": {"dtype": "F32", "shape": [2], "data_offsets": [0, 8]}, "__metadata__": {}}).encode()
    read = tensors(len(header).to_bytes(8, "little") + header + numbers)
    assert read["a"].tolist() == [1.0, 2.0]


def test_the_builder_s_six_layers_turn_zero_weights_into_the_learnt_bias() -> None:
    import numpy as np

    width, wide = 384, 1536
    shapes = {"attention.self.query": (width, width), "attention.self.key": (width, width)}
    shapes |= {"attention.self.value": (width, width), "attention.output.dense": (width, width)}
    shapes |= {"intermediate.dense": (wide, width), "output.dense": (width, wide)}
    weights = {}
    for layer in range(6):
        for name, shape in shapes.items():
            weights[f"encoder.layer.{layer}.{name}.weight"] = np.zeros(shape, np.float32)
            weights[f"encoder.layer.{layer}.{name}.bias"] = np.zeros(shape[0], np.float32)
        for name in ("attention.output.LayerNorm", "output.LayerNorm"):
            weights[f"encoder.layer.{layer}.{name}.weight"] = np.zeros(width, np.float32)
            weights[f"encoder.layer.{layer}.{name}.bias"] = np.full(width, layer + 1, np.float32)
    for name, rows in (("word", 5), ("position", 8), ("token_type", 2)):
        weights[f"embeddings.{name}_embeddings.weight"] = np.ones((rows, width), np.float32)
    weights["embeddings.LayerNorm.weight"] = weights["embeddings.LayerNorm.bias"] = np.ones(width, np.float32)
    assert np.allclose(encode(weights, np.array([[0, 1, 2]])), 6)
    assert np.allclose(normed(weights, "embeddings.LayerNorm", np.array([[0.0, 2.0] * 192], np.float32)).mean(), 1)


def test_rounding_to_whole_numbers_keeps_the_directions() -> None:
    import numpy as np

    rows = np.random.default_rng(0).normal(size=(400, 384))
    numbers, scale = reduced(rows)
    assert numbers.dtype == np.int8
    assert numbers.shape == (400, 128)
    again, scale_again = reduced(rows)
    assert (numbers == again).all()
    assert (scale == scale_again).all()

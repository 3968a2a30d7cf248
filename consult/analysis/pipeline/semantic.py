"""Tier 2: a language model that the council supplies as files. It is never fetched, and no text leaves the machine.

``CONSULT_SEMANTIC_MODEL`` names a folder with ``model.onnx`` and ``tokenizer.json`` (such as all-MiniLM-L6-v2,
int8), and ``CONSULT_SEMANTIC_MODEL_SHA256`` the expected SHA-256 of ``model.onnx``. A response is the mean of the
states of its tokens, weighed by the square of their inverse document frequency on this question's own responses:
the words that everybody uses, the question's own, weigh least. Needs the extra ``[semantic]``.

Source: Wang et al. 2020 (MiniLM); idf after Spärck Jones 1972, smoothed as scikit-learn does.
"""

import os
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from math import log
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from consult.analysis.pipeline.units import Unit
from consult.kernel.errors import Refused

LANGUAGE = "en"
FOLDER, DIGEST = "CONSULT_SEMANTIC_MODEL", "CONSULT_SEMANTIC_MODEL_SHA256"
MOST_TOKENS = 128
AT_ONCE = 32

Rows = NDArray[np.float64]


class ModelMissing(Refused):
    """Raised when tier 2 was asked for and cannot run, or when the model is not the one that was announced."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Model:
    """A loaded model with its tokeniser."""

    session: Any
    tokeniser: Any
    digest: str

    def tokens(self, texts: Sequence[str]) -> list[list[int]]:
        """Return the token numbers of each text, at most 128."""
        return [list(encoding.ids) for encoding in self.tokeniser.encode_batch(list(texts))]

    def states(self, tokens: Sequence[Sequence[int]]) -> NDArray[np.float32]:
        """Return (n, n_tokens, n_dimensions) the last states of token lists of one length.

        Lists of one length share a batch and nothing is padded, so that a text's numbers do not depend on its company.
        """
        ids = np.array(tokens, dtype=np.int64)
        given = {"input_ids": ids, "attention_mask": np.ones_like(ids), "token_type_ids": np.zeros_like(ids)}
        names = {each.name for each in self.session.get_inputs()}
        return np.asarray(self.session.run(None, {k: v for k, v in given.items() if k in names})[0])


@dataclass(frozen=True, slots=True, kw_only=True)
class States:
    """What was counted on the responses: the weight of each token, and the middle of the vectors.

    ``pooled`` keeps what the model made of the texts it was fitted on, by their tokens, so that none is read twice.
    """

    weight_of: Mapping[int, float]
    usual_weight: float
    middle: Rows
    pooled: Mapping[tuple[int, ...], Rows]

    def lay(self, units: Sequence[Unit]) -> Rows:
        """Return (n_units, n_dimensions) float64, the middle subtracted; zero for a unit that is not in English."""
        pooled = _pooled(_tokens(units), self.weight_of, self.usual_weight, self.pooled)
        known = pooled.any(axis=1)
        pooled[known] -= self.middle
        return pooled


def load_model(*, required: bool = False) -> Model | None:
    """Return the council's model, or None where none is set.

    Raises:
        ModelMissing: it is required and not set; or it is set and cannot be read, or is another than was announced.
    """
    folder, digest = os.environ.get(FOLDER, ""), os.environ.get(DIGEST, "").strip().lower()
    if not folder:
        if required:
            raise ModelMissing(f"No language model is set. Name its folder in {FOLDER}, or choose tier 1.")
        return None
    if not digest:
        raise ModelMissing(f"{FOLDER} is set without {DIGEST}. Give the SHA-256 of model.onnx too.")
    return _load(folder, digest)


@lru_cache(maxsize=1)
def _load(folder: str, digest: str) -> Model:
    try:
        import onnxruntime  # noqa: PLC0415 - only the extra [semantic] has it
        from tokenizers import Tokenizer  # noqa: PLC0415 - as above
    except ImportError:
        raise ModelMissing(
            "A language model needs the extra [semantic]: pip install 'consult-platform[semantic]'."
        ) from None
    try:
        data = (Path(folder) / "model.onnx").read_bytes()
        tokeniser = Tokenizer.from_file(str(Path(folder) / "tokenizer.json"))
    except Exception as fault:  # noqa: BLE001 - tokenizers raises bare Exception for a file that it cannot read
        raise ModelMissing(f"The language model in {FOLDER} cannot be read: {fault}.") from None
    if sha256(data).hexdigest() != digest:
        raise ModelMissing(f"model.onnx is not the announced file: its SHA-256 is not {DIGEST}. Nothing was analysed.")
    tokeniser.no_padding()
    tokeniser.enable_truncation(max_length=MOST_TOKENS)
    wanted = onnxruntime.SessionOptions()
    wanted.intra_op_num_threads = wanted.inter_op_num_threads = 1  # the same sums in the same order on every machine
    session = onnxruntime.InferenceSession(data, wanted, providers=["CPUExecutionProvider"])
    return Model(session=session, tokeniser=tokeniser, digest=digest)


def fit_states(units: Sequence[Unit]) -> States:
    """Return the weights and the middle of some units.

    Raises:
        ModelMissing: no model is set.
    """
    tokens = _tokens(units)
    roots = [set(ids) for ids, unit in zip(tokens, units, strict=True) if unit.is_root and ids]
    counts = Counter(token for ids in roots for token in ids)
    usual = log(1 + len(roots)) + 1
    weight_of = {token: (log((1 + len(roots)) / (1 + n)) + 1) ** 2 for token, n in counts.items()}
    for token in (ids[place] for ids in tokens[:1] if ids for place in (0, -1)):
        weight_of[token] = 0.0  # the marks of begin and end are in every text and say nothing
    pooled = _pooled(tokens, weight_of, usual**2, {})
    known = pooled.any(axis=1)
    middle = pooled[known].mean(axis=0) if known.any() else np.zeros(pooled.shape[1])
    kept = {tuple(ids): row for ids, row in zip(tokens, pooled, strict=True) if ids}
    return States(weight_of=weight_of, usual_weight=usual**2, middle=middle, pooled=kept)


def _loaded() -> Model:
    model = load_model(required=True)
    assert model is not None  # noqa: S101 - load_model raises where it is required and missing
    return model


def _tokens(units: Sequence[Unit]) -> list[list[int]]:
    """Return the tokens of each unit; none for one in another language."""
    english = [number for number, unit in enumerate(units) if unit.language == LANGUAGE]
    tokens: list[list[int]] = [[] for _ in units]
    for number, ids in zip(english, _loaded().tokens([units[number].text for number in english]), strict=True):
        tokens[number] = ids
    return tokens


def _pooled(
    tokens: Sequence[list[int]],
    weight_of: Mapping[int, float],
    usual_weight: float,
    known: Mapping[tuple[int, ...], Rows],
) -> Rows:
    """Return (n_units, n_dimensions) the weighed means of states, length one before the middle is subtracted."""
    wanted = {key for ids in tokens if ids and (key := tuple(ids)) not in known}
    by_length: dict[int, list[tuple[int, ...]]] = {}
    for key in sorted(wanted):
        by_length.setdefault(len(key), []).append(key)
    row_of = dict(known)
    for _, keys in sorted(by_length.items()):
        for begin in range(0, len(keys), AT_ONCE):
            row_of.update(_read(keys[begin : begin + AT_ONCE], weight_of, usual_weight))
    nothing = np.zeros_like(next(iter(row_of.values()))) if row_of else np.zeros(1)
    return np.array([row_of[tuple(ids)] if ids else nothing for ids in tokens]).reshape(len(tokens), len(nothing))


def _read(
    keys: Sequence[tuple[int, ...]], weight_of: Mapping[int, float], usual_weight: float
) -> dict[tuple[int, ...], Rows]:
    """Return what the model makes of some token lists of one length."""
    weights = np.array([[weight_of.get(token, usual_weight) for token in key] for key in keys])
    rows = np.einsum("nt,ntd->nd", weights, _loaded().states(keys))
    lengths = np.linalg.norm(rows, axis=1, keepdims=True)
    return dict(zip(keys, np.divide(rows, lengths, out=np.zeros_like(rows), where=lengths > 1e-9), strict=True))

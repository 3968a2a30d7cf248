"""Load the language model of tier 2 from the files that the council supplies. It is never fetched, and no text leaves.

``CONSULT_SEMANTIC_MODEL`` names a folder with ``model.onnx`` and ``tokenizer.json`` (such as all-MiniLM-L6-v2,
int8), and ``CONSULT_SEMANTIC_MODEL_SHA256`` the expected SHA-256 of ``model.onnx``. Needs the extra ``[semantic]``.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from consult.analysis.pipeline.values import ModelMissing

FOLDER, DIGEST = "CONSULT_SEMANTIC_MODEL", "CONSULT_SEMANTIC_MODEL_SHA256"
MOST_TOKENS = 128


@dataclass(frozen=True, slots=True, kw_only=True)
class Model:
    """A loaded model with its tokeniser; it travels to another machine by name, and is loaded from the file there."""

    session: Any
    tokeniser: Any
    digest: str
    folder: str

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

    def __reduce__(self) -> tuple[Callable[[str, str], "Model"], tuple[str, str]]:
        """Say how another process gets the same model."""
        return _load, (self.folder, self.digest)


def model_told_by(environment: Mapping[str, str]) -> Model | None:
    """Return the model that an environment names, or None where it names none.

    Raises:
        ModelMissing: it is named and cannot be read, or is another than was announced.
    """
    return load_model(environment.get(FOLDER, ""), environment.get(DIGEST, ""))


def load_model(folder: str, digest: str) -> Model | None:
    """Return the council's model, or None where no folder is set.

    Raises:
        ModelMissing: a folder is set and its model cannot be read, or is another than was announced.
    """
    if not folder:
        return None
    if not digest.strip():
        raise ModelMissing(f"{FOLDER} is set without {DIGEST}. Give the SHA-256 of model.onnx too.")
    return _load(folder, digest.strip().lower())


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
    return Model(session=session, tokeniser=tokeniser, digest=digest, folder=folder)

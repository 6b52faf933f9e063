"""To and from ONNX: the forward pass as a graph of the standard's own operators (extra `onnx`)."""

from __future__ import annotations

from importlib import import_module
from typing import Any

import numpy as np

from ..errors import FileError, MissingPackageError, NetworkError, PizarraError, nearest
from ..files import writing
from ..loss import Loss
from ..model import Model
from ..storage.opening import FilePath, called, opened
from .stack import Piece, linear, model_of, pieces_of

OPSET, IR_VERSION = 17, 8  # what the runtimes of today read; newer ones gain nothing here
OPERATORS = {
    "Relu": "relu", "Sigmoid": "sigmoid", "Tanh": "tanh", "Softplus": "softplus", "Softmax": "softmax",
    "PRelu": "leaky_relu", "LeakyRelu": "leaky_relu", "Elu": "elu",
}  # fmt: skip
NOTHING = ("Identity", "Cast", "Dropout", "Flatten")  # what changes no row of a prediction, save its type
LARGEST = 1 << 30  # bytes of a file
MOST_NODES = 10_000


def _onnx() -> Any:
    try:
        onnx = import_module("onnx")
        import_module("onnx.numpy_helper")
    except ImportError:
        raise MissingPackageError("ONNX files need onnx. Install it: pip install 'pizarra[onnx]'.") from None
    return onnx


def to_onnx(model: Model, path: FilePath, *, probabilities: bool = False) -> None:
    """Write the forward pass of a model, for any number of rows, wholly or not at all.

    The input is called x, the output y. Under a cross-entropy of logits y is the logits, unless `probabilities` are
    asked for. The alpha of an ELU is kept as float32, as the format has it. Raises NetworkError for a network that is
    no chain, FileError, MissingPackageError without onnx.
    """
    onnx = _onnx()
    pieces = pieces_of(model, probabilities=probabilities)
    weights = [piece.W for piece in pieces if piece.W is not None]
    kind = onnx.TensorProto.FLOAT if weights[0].dtype == np.float32 else onnx.TensorProto.DOUBLE
    nodes, arrays, value = [], [], "x"
    for place, piece in enumerate(pieces):
        to = "y" if place == len(pieces) - 1 else f"v{place + 1}"
        if piece.kind == "linear":
            assert piece.W is not None
            b = np.zeros(piece.W.shape[1], piece.W.dtype) if piece.b is None else piece.b
            for name, array in ((f"W{place}", piece.W), (f"b{place}", b)):
                arrays.append(onnx.numpy_helper.from_array(np.ascontiguousarray(array), name))
            nodes.append(onnx.helper.make_node("Gemm", [value, f"W{place}", f"b{place}"], [to]))
        elif piece.kind == "leaky_relu":  # LeakyRelu would keep the slope as float32
            slope = np.array([piece.options["slope"]], weights[0].dtype)
            arrays.append(onnx.numpy_helper.from_array(slope, f"slope{place}"))
            nodes.append(onnx.helper.make_node("PRelu", [value, f"slope{place}"], [to]))
        elif piece.kind == "identity":
            nodes.append(onnx.helper.make_node("Identity", [value], [to]))
        else:
            name = next(name for name, ours in OPERATORS.items() if ours == piece.kind)
            options = {"alpha": piece.options["alpha"]} if piece.options else {}
            options |= {"axis": 1} if name == "Softmax" else {}
            nodes.append(onnx.helper.make_node(name, [value], [to], **options))
        value = to
    ends = [
        onnx.helper.make_tensor_value_info(name, kind, ["n", width])
        for name, width in (("x", weights[0].shape[0]), ("y", weights[-1].shape[1]))
    ]
    graph = onnx.helper.make_graph(nodes, "pizarra", ends[:1], ends[1:], arrays)
    made = onnx.helper.make_model(
        graph,
        opset_imports=[onnx.helper.make_opsetid("", OPSET)],
        ir_version=IR_VERSION,
        producer_name="pizarra",
    )
    with writing(path) as file:
        file.write(made.SerializeToString())


def from_onnx(path: FilePath, *, output: str | None = None, loss: str | Loss | None = None) -> Model:
    """Read a chain of Gemm, or MatMul and Add, with the usual functions between.

    output: the name of a value in the graph at which to end, the graph's own output unless said. loss: as for
    `from_torch`. Raises FileError, with the name of the operator that is none of ours; for tensors that are kept in
    other files or sparsely, which are not read; MissingPackageError without onnx.
    """
    onnx = _onnx()
    with opened(path) as (file, size):
        if size > LARGEST:
            raise FileError(f"it has {size} bytes; {LARGEST} are the most.")
        data = file.read()
    try:
        graph = onnx.load_model_from_string(data).graph
    except Exception:  # protobuf has errors of its own, which change with its version
        raise FileError(f"{called(path)} cannot be read: it is no ONNX model.") from None
    try:
        return model_of(_Reading(onnx, graph).pieces(output), loss)
    except PizarraError as error:
        raise FileError(f"{called(path)} cannot be read: {error}") from None


class _Reading:
    """The graph of a file, from its output back to its input."""

    def __init__(self, onnx: Any, graph: Any) -> None:
        self.onnx, self.graph = onnx, graph
        if len(graph.node) > MOST_NODES:
            raise FileError(f"it has {len(graph.node)} nodes; {MOST_NODES} are the most.")
        if graph.sparse_initializer:
            raise FileError("it has sparse tensors, which are not read.")
        self.tensors = {tensor.name: tensor for tensor in graph.initializer}
        self.tensors |= {
            node.output[0]: attribute.t
            for node in graph.node
            if node.op_type == "Constant"
            for attribute in node.attribute
            if attribute.name == "value"
        }
        self.makers = {name: node for node in graph.node for name in node.output}

    def pieces(self, output: str | None) -> list[Piece]:
        ends = [value.name for value in self.graph.output]
        if output is not None and output not in self.makers:
            raise NetworkError(f"no node makes {output!r}." + nearest(output[:60], ends))
        if not ends:
            raise NetworkError("the graph has no output.")
        chain, seen, value = [], set(), output or ends[0]
        while value in self.makers:
            node = self.makers[value]
            if value in seen:
                raise NetworkError("its nodes go round in a circle.")
            seen.add(value)
            computed = [name for name in node.input if name and name not in self.tensors]
            if len(computed) != 1:
                raise NetworkError(
                    f"{node.op_type} reads {len(computed)} values; in a chain each node reads one."
                )
            chain.append(node)
            value = computed[0]
        pieces: list[Piece] = []
        for node in reversed(chain):
            self._add(node, pieces)
        return pieces

    def _add(self, node: Any, pieces: list[Piece]) -> None:
        name = node.op_type
        options = {a.name: self.onnx.helper.get_attribute_value(a) for a in node.attribute}
        if node.domain not in ("", "ai.onnx") or name not in ("Gemm", "MatMul", "Add", *OPERATORS, *NOTHING):
            known = ["Gemm", "MatMul", "Add", *OPERATORS, *NOTHING]
            raise NetworkError(f"its operator {name!r} is none of our layers." + nearest(name[:60], known))
        if name == "Gemm":
            pieces.append(self._gemm(node, options))
        elif name == "MatMul":
            pieces.append(linear(self._array(node, 1), None, "MatMul"))
        elif name == "Add":
            if not pieces or pieces[-1].kind != "linear" or pieces[-1].b is not None:
                raise NetworkError("its Add stands behind no MatMul, so it is no bias.")
            bias = self._array(node, 1 if node.input[1] in self.tensors else 0)
            pieces[-1] = linear(pieces[-1].W, bias, "Add")
        elif name in OPERATORS:
            if name == "Softmax" and options.get("axis", -1) not in (1, -1):
                raise NetworkError(f"its Softmax is over the axis {options['axis']}; ours is over the last.")
            if name == "PRelu":
                slope = self._array(node, 1)
                if slope.size != 1:
                    raise NetworkError(f"its PRelu has {slope.size} slopes; ours has one.")
                pieces.append(Piece("leaky_relu", {"slope": slope.item()}))
                return
            ours = {"LeakyRelu": ("slope", 0.01), "Elu": ("alpha", 1.0)}.get(name)
            pieces.append(
                Piece(OPERATORS[name], {ours[0]: float(options.get("alpha", ours[1]))} if ours else {})
            )

    def _gemm(self, node: Any, options: dict[str, Any]) -> Piece:
        if options.get("transA"):
            raise NetworkError("its Gemm turns the rows round (transA), which is none of our layers.")
        W = self._array(node, 1)
        W = W.T if options.get("transB") else W
        b = self._array(node, 2) if len(node.input) > 2 and node.input[2] else None
        alpha, beta = (W.dtype.type(options.get(name, 1.0)) for name in ("alpha", "beta"))
        return linear(W * alpha if alpha != 1 else W, b * beta if b is not None and beta != 1 else b, "Gemm")

    def _array(self, node: Any, place: int) -> np.ndarray:
        tensor = self.tensors.get(node.input[place]) if place < len(node.input) else None
        if tensor is None:
            raise NetworkError(f"{node.op_type} multiplies two computed values, which is none of our layers.")
        if tensor.data_location == self.onnx.TensorProto.EXTERNAL or tensor.external_data:
            raise FileError("it keeps tensors in other files, which are not read.")
        held = len(tensor.raw_data) + 8 * (
            len(tensor.float_data) + len(tensor.double_data) + len(tensor.int32_data)
        )
        if (
            any(size < 0 for size in tensor.dims)
            or int(np.prod([1, *map(int, tensor.dims)], dtype=object)) > held
        ):
            raise FileError("a tensor of it claims more numbers than it holds.")
        try:
            return self.onnx.numpy_helper.to_array(tensor)
        except Exception:  # whatever a damaged tensor makes of it
            raise FileError("a tensor of it is damaged.") from None

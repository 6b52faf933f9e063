"""Models sent to torch and ONNX and back are the same, and give there what they give here."""

import tempfile
from contextlib import suppress
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pizarra import Model
from pizarra.errors import FileError, NetworkError
from pizarra.exchange import from_onnx, from_torch, to_onnx, to_torch
from pizarra.train import mlp

pytestmark = pytest.mark.oracle
FUNCTIONS = ["identity", "sigmoid", "tanh", "relu", "leaky_relu", "elu", "softplus", "softmax"]
CLOSE = {"float64": 1e-12, "float32": 1e-6}


def model(
    hidden="tanh", output="identity", loss="squared_error", dtype="float64", bias=True, widths=(3, 5, 4)
):
    rng = np.random.default_rng(1)
    network = mlp(len(widths) - 2, hidden=hidden, output=output, loss=loss, bias=bias)
    parameters = {}
    for place, (before, after) in enumerate(pairwise(widths), 1):
        parameters[f"W{place}"] = rng.normal(size=(before, after)).astype(dtype)
        if bias:
            parameters[f"b{place}"] = rng.normal(size=after).astype(dtype)
    return Model(network, parameters)


X = np.random.default_rng(0).normal(size=(6, 3))


def outputs(of, x):
    return of.network.forward(of.parameters, x.astype(of.parameters["W1"].dtype))[of.network.prediction]


def same(one, other):
    assert one.parameters.keys() == other.parameters.keys()
    for name, array in one.parameters.items():
        assert array.dtype == other.parameters[name].dtype
        assert array.tobytes() == other.parameters[name].tobytes()


@pytest.mark.parametrize("dtype", CLOSE)
@pytest.mark.parametrize("bias", [True, False])
@pytest.mark.parametrize("function", FUNCTIONS)
def test_torch_gives_the_same_and_comes_back_the_same(function, bias, dtype):
    torch = pytest.importorskip("torch")
    for names in ((function, "identity"), ("tanh", function)):
        ours = model(*names, dtype=dtype, bias=bias)
        theirs = to_torch(ours)
        found = theirs(torch.from_numpy(X.astype(dtype))).detach().numpy()
        np.testing.assert_allclose(found, outputs(ours, X), rtol=CLOSE[dtype], atol=CLOSE[dtype])
        same(from_torch(theirs), ours)
        same(from_torch(theirs.state_dict(), activations=names), ours)
        theirs[0].weight.data.zero_()  # a copy: ours stays
        assert ours.parameters["W1"].any()


def test_what_torch_has_and_we_have_not_is_refused():
    torch = pytest.importorskip("torch")
    nn = torch.nn
    taken = from_torch(
        nn.Sequential(nn.Flatten(), nn.Sequential(nn.Linear(3, 2), nn.Dropout(0.5)), nn.Identity())
    )
    assert list(taken.parameters) == ["W1", "b1"]
    for module, message in [
        (nn.Sequential(nn.Linear(3, 2), nn.GELU()), "Module 1 is a GELU, which is none of ours"),
        (nn.Sequential(nn.Linear(3, 2), nn.Softmax(dim=0)), "Softmax over the axis 0"),
        (nn.Sequential(nn.Linear(3, 2), nn.Softplus(beta=2)), "Softplus with beta 2"),
        (nn.Sequential(nn.Conv2d(1, 1, 3)), "Module 0 is a Conv2d"),
    ]:
        with pytest.raises(NetworkError, match=message):
            from_torch(module)


def run(path, x, function=""):
    """Run a file, by the standard's own reference, and where it can by a runtime."""
    import onnx
    from onnx.reference import ReferenceEvaluator

    wanted = ReferenceEvaluator(onnx.load(path)).run(None, {"x": x})[0]
    if x.dtype == np.float64 and function in ("leaky_relu", "elu", "softplus"):
        return wanted  # the runtime has them for float32 alone
    runtime = pytest.importorskip("onnxruntime")
    found = runtime.InferenceSession(str(path), providers=["CPUExecutionProvider"]).run(None, {"x": x})[0]
    np.testing.assert_allclose(found, wanted, rtol=1e-5, atol=1e-6)
    return found


@pytest.mark.parametrize("dtype", CLOSE)
@pytest.mark.parametrize("function", FUNCTIONS)
def test_onnx_gives_the_same_and_comes_back_the_same(function, dtype, tmp_path):
    pytest.importorskip("onnx")
    for ours in (model(function, "identity", dtype=dtype), model("tanh", function, dtype=dtype)):
        to_onnx(ours, tmp_path / "m.onnx")
        np.testing.assert_allclose(
            run(tmp_path / "m.onnx", X.astype(dtype), function),
            outputs(ours, X),
            rtol=CLOSE[dtype],
            atol=CLOSE[dtype],
        )
        assert run(tmp_path / "m.onnx", X[:1].astype(dtype), function).shape == (1, 4)
        same(from_onnx(tmp_path / "m.onnx"), ours)


@pytest.mark.parametrize("loss", ["softmax_cross_entropy", "binary_cross_entropy_logits"])
def test_probabilities_where_they_are_asked_for(loss, tmp_path):
    torch = pytest.importorskip("torch")
    ours = model(loss=loss)
    to_onnx(ours, tmp_path / "m.onnx", probabilities=True)
    wanted = ours.predict_probabilities(X)
    np.testing.assert_allclose(run(tmp_path / "m.onnx", X), wanted, rtol=1e-12)
    np.testing.assert_allclose(
        to_torch(ours, probabilities=True)(torch.from_numpy(X)).detach().numpy(), wanted, rtol=1e-12
    )
    to_onnx(ours, tmp_path / "m.onnx")
    np.testing.assert_allclose(run(tmp_path / "m.onnx", X), outputs(ours, X), rtol=1e-12)


def graph(*nodes, tensors=(), ends=("y",), sparse=()):
    import onnx

    info = onnx.helper.make_tensor_value_info
    made = onnx.helper.make_graph(
        list(nodes),
        "g",
        [info("x", 11, ["n", 3])],
        [info(name, 11, None) for name in ends],
        list(tensors),
    )
    return onnx.helper.make_model(made)


def node(*arguments, **options):
    import onnx

    return onnx.helper.make_node(*arguments, **options)


def tensor(array, name):
    import onnx.numpy_helper

    return onnx.numpy_helper.from_array(array, name)


def test_products_sums_and_turned_weights_are_read(tmp_path):
    onnx = pytest.importorskip("onnx")
    rng = np.random.default_rng(0)
    W, b = rng.normal(size=(3, 4)), rng.normal(size=4)
    for nodes, tensors, wanted in [
        ([node("MatMul", ["x", "W"], ["m"]), node("Add", ["m", "b"], ["y"])], (W, b), X @ W + b),
        ([node("MatMul", ["x", "W"], ["m"]), node("Add", ["b", "m"], ["y"])], (W, b), X @ W + b),
        ([node("Gemm", ["x", "W"], ["y"], transB=1, alpha=0.5)], (np.ascontiguousarray(W.T), b), X @ W / 2),
        ([node("Gemm", ["x", "W", "b"], ["y"], beta=2.0)], (W, b), X @ W + 2 * b),
        ([node("Cast", ["x"], ["c"], to=11), node("MatMul", ["c", "W"], ["y"])], (W, b), X @ W),
    ]:
        made = graph(*nodes, tensors=[tensor(tensors[0], "W"), tensor(tensors[1], "b")])
        onnx.save(made, tmp_path / "m.onnx")
        np.testing.assert_allclose(from_onnx(tmp_path / "m.onnx").predict(X), wanted, rtol=1e-12)


def test_an_output_on_the_way_may_be_asked_for(tmp_path):
    onnx = pytest.importorskip("onnx")
    W = np.eye(3)
    made = graph(
        node("MatMul", ["x", "W"], ["z"]), node("Softmax", ["z"], ["p"]), node("ArgMax", ["p"], ["y"]),
        tensors=[tensor(W, "W")],
    )  # fmt: skip
    onnx.save(made, tmp_path / "m.onnx")
    with pytest.raises(FileError, match="its operator 'ArgMax' is none of our layers"):
        from_onnx(tmp_path / "m.onnx")
    np.testing.assert_allclose(
        from_onnx(tmp_path / "m.onnx", output="p", loss="cross_entropy").predict(X), X.argmax(1)
    )
    with pytest.raises(FileError, match="no node makes 'q'"):
        from_onnx(tmp_path / "m.onnx", output="q")


def test_graphs_that_are_no_chain_are_refused(tmp_path):
    onnx = pytest.importorskip("onnx")
    W = tensor(np.eye(3), "W")
    outside = tensor(np.eye(3), "W")
    onnx.external_data_helper.set_external_data(outside, "../../etc/passwd")
    outside.data_location = onnx.TensorProto.EXTERNAL
    outside.ClearField("raw_data")
    lying = tensor(np.eye(3), "W")
    lying.dims[0] = 1 << 40
    turned = node("Gemm", ["x", "W"], ["y"], transA=1)
    for nodes, tensors, message in [
        ([node("Gemm", ["x", "W"], ["y"])], [outside], "it keeps tensors in other files, which are not read"),
        ([node("Gemm", ["x", "W"], ["y"])], [lying], "claims more numbers than it holds"),
        ([turned], [W], "transA"),
        ([node("MatMul", ["x", "x"], ["y"])], [W], "MatMul reads 2 values"),
        ([node("Add", ["x", "W"], ["y"])], [W], "stands behind no MatMul"),
        ([node("MatMul", ["y", "W"], ["y"])], [W], "circle"),
        ([node("Relu", ["x"], ["y"])], [W], "no linear layer"),
        ([node("MatMul", ["x", "W"], ["z"]), node("Softmax", ["z"], ["y"], axis=0)], [W], "over the axis 0"),
        (
            [node("MatMul", ["x", "W"], ["z"]), node("Relu", ["z"], ["y"], domain="mine")],
            [W],
            "'Relu' is none",
        ),
    ]:
        onnx.save(graph(*nodes, tensors=tensors), tmp_path / "m.onnx")
        with pytest.raises(FileError, match=message):
            from_onnx(tmp_path / "m.onnx")
    (tmp_path / "m.onnx").write_bytes(b"\x80\x04not at all")
    with pytest.raises(FileError, match=r"m\.onnx cannot be read"):
        from_onnx(tmp_path / "m.onnx")
    with pytest.raises(FileError, match="cannot be read: No such file"):
        from_onnx(tmp_path / "none.onnx")


@settings(suppress_health_check=[HealthCheck.too_slow], max_examples=400)
@given(st.data())
def test_damaged_files_load_or_are_refused(data):
    pytest.importorskip("onnx")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "m.onnx"
        to_onnx(model(), path)
        right = bytearray(path.read_bytes())
        for _ in range(data.draw(st.integers(1, 4))):
            right[data.draw(st.integers(0, len(right) - 1))] = data.draw(st.integers(0, 255))
        path.write_bytes(
            right[: data.draw(st.integers(0, len(right)))] if data.draw(st.booleans()) else right
        )
        with suppress(FileError):
            assert isinstance(from_onnx(path), Model)

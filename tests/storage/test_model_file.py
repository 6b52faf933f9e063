"""A model in a file comes back as it was, computes the same, and whatever does not fit is said."""

import json
import os
import re
from dataclasses import dataclass

import numpy as np
import pytest

from pizarra.errors import FileError
from pizarra.layers import LAYERS, Activation, Linear, Tanh
from pizarra.losses import LOSSES, Cost, SquaredError
from pizarra.network import Network, Part
from pizarra.storage import content as own
from pizarra.storage import load, save
from pizarra.storage.description import build, describe
from pizarra.storage.safetensors import read as read_safetensors

from .networks import MODELS, all_same, chain, graph, same

ENDINGS = (".safetensors", ".npz")


@pytest.mark.parametrize("ending", ENDINGS)
@pytest.mark.parametrize("model", MODELS)
def test_a_model_comes_back_and_computes_the_same(folder, model, ending):
    network, parameters = model()
    save(folder / f"m{ending}", network, parameters)
    found, numbers, extra = load(folder / f"m{ending}")
    assert describe(found) == describe(network)
    assert found.steps == network.steps
    assert (found.loss, found.prediction, extra) == (network.loss, network.prediction, {})
    assert all_same(numbers, parameters)
    assert list(numbers) == list(network.parameters)
    x = np.linspace(-1, 1, 3 * len(parameters["W1"])).reshape(3, -1)
    for name, value in network.forward(parameters, x).items():
        assert same(found.forward(numbers, x)[name], value)


@pytest.mark.parametrize("ending", ENDINGS)
def test_what_travels_with_a_model_comes_back(folder, ending):
    extra = {
        "mean": np.array([1.5, np.nan]),
        "labels": np.arange(3, dtype=">i4"),
        "alone": np.float32(0.1),
        "columns": ["height", "ñ ∂ \ud800 </script>"],
        "deep": {"a": [1, -0.0, True, None, {"b": 10**40}]},
        "file": "a name like any other",
    }
    save(folder / f"m{ending}", *chain(), **extra)
    found = load(folder / f"m{ending}")[2]
    arrays = {name for name, value in extra.items() if isinstance(value, np.ndarray | np.generic)}
    assert found.keys() == extra.keys()
    assert all(same(found[name], extra[name]) for name in arrays)
    assert all(found[name] == extra[name] for name in extra.keys() - arrays)
    assert type(found["deep"]["a"][2]) is bool


@pytest.mark.parametrize("ending", ENDINGS)
def test_the_order_in_memory_does_not_matter(folder, ending):
    network, parameters = chain()
    parameters = {
        "W2": np.asfortranarray(parameters["W2"]),
        "b1": np.repeat(parameters["b1"], 2)[::2],
        "W1": parameters["W1"].T.copy().T.astype(">f8"),
    }
    save(folder / f"m{ending}", network, parameters)
    assert all_same(load(folder / f"m{ending}")[1], parameters)


def test_lists_are_taken_as_arrays(folder):
    network = Network([Linear(bias=False)], SquaredError())
    save(folder / "m.npz", network, {"W1": [[1.0, 2.0]]})
    assert load(folder / "m.npz")[1]["W1"].tolist() == [[1, 2]]


def test_others_find_the_parameters_under_their_names(folder):
    network, parameters = chain()
    save(folder / "m.safetensors", network, parameters)
    save(folder / "m.npz", network, parameters)
    assert all_same(read_safetensors(folder / "m.safetensors")[0], parameters)
    with np.load(folder / "m.npz") as file:
        assert all(same(file[name], array) for name, array in parameters.items())


@pytest.mark.parametrize("name", [*LAYERS, "activation"])
def test_every_layer_of_the_index_can_be_stored(name):
    layer = Activation("z ** 2") if name == "activation" else LAYERS[name]()
    inputs = ("x",) * len(layer.inputs)
    network = Network([Part(layer, inputs)], SquaredError())
    assert build(json.loads(json.dumps(describe(network)))).steps == network.steps


@pytest.mark.parametrize("name", [*LOSSES, "cost"])
@pytest.mark.parametrize("factor", ["1", "1/2", "1/N", "1/(2N)"])
def test_every_loss_of_the_index_can_be_stored(name, factor):
    loss = Cost("(y - t) ** 2", factor) if name == "cost" else LOSSES[name](factor)
    assert build(describe(Network([Linear()], loss))).loss == loss


@dataclass(frozen=True)
class Mine(Tanh):
    """A layer of one's own, though it computes what another does."""


@dataclass(frozen=True)
class MyLoss(SquaredError):
    """A loss of one's own."""


def changed(**arrays):
    network, parameters = chain()
    return network, {name: array for name, array in {**parameters, **arrays}.items() if array is not None}


NAN = np.array([[1.0, 2], [3, np.nan], [5, 6]])
REFUSED = {
    "own layer": ((Network([Linear(), Mine()], SquaredError()), {}), "layer 1 is a Mine, which is not one of"),
    "own loss": ((Network([Linear()], MyLoss()), {}), "the loss is a MyLoss, which is not one of"),
    "missing": (changed(b1=None), "the parameter b1 is missing"),
    "too many": (changed(b3=np.zeros(1)), "the network has no parameter 'b3'. Known: W1, b1, W2"),
    "transposed": (changed(W1=np.zeros((3, 2))), "in layer 0, Linear, W1 has the length 2 where b1 has 3"),
    "unlinked": (changed(W2=np.zeros((4, 2))), "has the length"),
    "flat": (changed(W2=np.zeros(3)), "W2 has the shape (3,); 2 lengths"),
    "empty": (changed(W2=np.zeros((3, 0))), "W2 has the shape (3, 0)"),
    "nan": (changed(W2=NAN), "W2 has nan at [1, 1]; it must be finite"),
    "whole": (changed(b1=np.zeros(3, int)), "b1 holds int64; float64, float32 or float16"),
    "objects": (changed(b1=np.array([None] * 3)), "b1 holds object"),
    "formulas": ((Network([Linear(), *(Activation(f"z +{' ' * 1900}{k}") for k in (1, 2, 3))], SquaredError()),
                  {"W1": np.eye(2), "b1": np.zeros(2)}), "its formulas have 5713 characters"),
}  # fmt: skip


@pytest.mark.parametrize("ending", ENDINGS)
@pytest.mark.parametrize("case", REFUSED)
def test_what_does_not_fit_is_not_written_and_the_old_file_stays(folder, case, ending):
    (network, parameters), says = REFUSED[case]
    if "own" in case:
        parameters = {"W1": np.eye(2), "b1": np.zeros(2)}
    path = folder / f"m{ending}"
    path.write_text("old")
    with pytest.raises(FileError, match=rf"m{ending} cannot be written: .*{re.escape(says)}"):
        save(path, network, parameters)
    assert path.read_text() == "old"
    assert os.listdir(folder) == [path.name]


@pytest.mark.parametrize(
    ("extra", "says"),
    [
        ({"a": object()}, r"'a'\] is of the type object"),
        ({"a": [1, float("nan")]}, r"'a'\]\[1\] is nan"),
        ({"a": {1: 2}}, r"'a'\] has the key 1"),
        ({"a": np.array([None])}, "extra.a' holds object"),
        ({"a": 10**5000}, "too many digits"),
        ({"a": "a" * 2**21}, "header would have|metadata has"),
        ({"a": {1, 2}}, "is of the type set"),
    ],
)
@pytest.mark.parametrize("ending", ENDINGS)
def test_what_cannot_travel_with_a_model_is_refused(folder, extra, says, ending):
    with pytest.raises(FileError, match=says):
        save(folder / f"m{ending}", *chain(), **extra)
    assert os.listdir(folder) == []


@pytest.mark.parametrize("name", ["m", "m.pkl", "m.npy", "m.safetensor", "m.npz.bak", "m.NPZ"])
def test_another_ending_is_refused(folder, name):
    with pytest.raises(
        FileError, match=rf"{name} cannot be written: it ends in .*Known: \.safetensors, \.npz\."
    ):
        save(folder / name, *chain())
    with pytest.raises(FileError, match=rf"{name} cannot be read: it ends in"):
        load(folder / name)


def test_one_format_is_never_tried_for_another(folder):
    save(folder / "a.npz", *chain())
    save(folder / "b.safetensors", *chain())
    (folder / "a.npz").rename(folder / "a.safetensors")
    (folder / "b.safetensors").rename(folder / "b.npz")
    for name in ("a.safetensors", "b.npz"):
        with pytest.raises(
            FileError, match=f"{name} cannot be read: its header claims|does not end as a zip"
        ):
            load(folder / name)


# --- files of others, and files that lie: written with a right checksum ---------------------------------------------


def told(**changes):
    network, _ = graph()
    plain = {"kind": "model", "version": 1, "network": describe(network), "extra": {}, **changes}
    return {name: value for name, value in plain.items() if value is not ...}


def with_layer(place, **changes):
    plain = told()
    layer = {**plain["network"]["layers"][place], **changes}
    plain["network"]["layers"][place] = {name: value for name, value in layer.items() if value is not ...}
    return plain


def with_network(**changes):
    return told(network={name: v for name, v in {**told()["network"], **changes}.items() if v is not ...})


LINEAR = {"type": "linear"}
LIES = {
    "another kind": (told(kind="checkpoint"), "it is not a model"),
    "a newer version": (told(version=2), "it is of version 2; this pizarra reads version 1"),
    "no version": (told(version=...), "lacks kind, version or network"),
    "no extra": (told(extra=...), "holds nothing besides"),
    "more": (told(more=1), "holds 'extra', 'more' besides"),
    "extra as a list": (told(extra=[]), "its extra data are not a table"),
    "a list": ([], "lacks kind, version or network"),
    "network as text": (told(network="x"), "the network is described by 'x'"),
    "no layers": (with_network(layers=[]), "layers are not a list of 1 to 1000"),
    "no list of layers": (with_network(layers={}), "layers are not a list"),
    "1001 layers": (with_network(layers=[LINEAR] * 1001), "layers are not a list of 1 to 1000"),
    "no loss": (with_network(loss=...), "the network lacks the key 'loss'"),
    "no prediction": (with_network(prediction=...), "the network lacks the key 'prediction'"),
    "prediction of nothing": (with_network(prediction="nowhere"), "no layer makes"),
    "prediction as a number": (with_network(prediction=1), "the prediction of the network is 1"),
    "a key of the network": (with_network(code="import os"), "the network has the unknown key 'code'"),
    "unknown layer": (with_layer(0, type="linea"), "layer 0 is of an unknown type, 'linea'. Did you mean 'linear'"),
    "layer by its class": (with_layer(0, type="os.system"), "unknown type, 'os.system'"),
    "layer as a list": (with_layer(0, type=["linear"]), "unknown type, ['linear']"),
    "no type": (with_layer(0, type=...), "layer 0 is of an unknown type, None"),
    "a key of a layer": (with_layer(0, weights=[1]), "layer 0 has the unknown key 'weights'"),
    "unknown option": (with_layer(1, options={"slop": 1}), "'slop'. Did you mean 'slope'"),
    "option as text": (with_layer(1, options={"slope": "1"}), "the option slope of layer 1 is '1'; a finite number"),
    "bias as a number": (with_layer(0, options={"bias": 1}), "the option bias of layer 0 is 1; True or False"),
    "options as a list": (with_layer(0, options=[1]), "layer 0, linear, is described by [1]"),
    "no formula": (with_layer(5, options={}), "layer 5, activation, lacks an option. It has g, d_g"),
    "a bad formula": (with_layer(5, options={"g": "open('x')"}), "layer 5, activation: In the formula"),
    "a constant formula": (with_layer(5, options={"g": "1"}), "does not depend on"),
    "long formulas": (with_layer(5, options={"g": "z" * 1900, "d_g": "z" * 2200}), "formulas have"),
    "inputs as text": (with_layer(2, inputs="bend"), "the inputs of layer 2 are 'bend'"),
    "inputs of nothing": (with_layer(2, inputs=["bent"]), "cannot be built: Layer 2 reads 'bent'"),
    "a cycle": (with_layer(1, inputs=["end"]), "cannot be built: The network has a cycle"),
    "a name as a number": (with_layer(0, name=7), "the name of layer 0 is 7"),
    "a name twice": (with_layer(1, name="in"), "cannot be built: Layers 0 and 1 are both called 'in'"),
    "sharing of nothing": (with_layer(2, share="bend?"), "cannot be built: Layer 2 shares"),
    "unknown loss": (with_network(loss={"type": "mse"}), "the loss is of an unknown type, 'mse'"),
    "unknown factor": (with_network(loss={"type": "squared_error", "options": {"factor": "2"}}), "no loss factor '2'"),
    "factor as a number": (with_network(loss={"type": "squared_error", "options": {"factor": 1}}), "text is expected"),
    "a cost that reads files": (
        with_network(loss={"type": "cost", "options": {"C": "open('x')"}}), "the loss, cost: In the formula"),
}  # fmt: skip


def store(path, plain, arrays=None, text=None):
    arrays = graph()[1] if arrays is None else arrays
    text = json.dumps(plain) if text is None else text
    own.FORMATS[path.suffix].write(path, arrays, {own.KEY: text, own.CHECKSUM: own.checksum(arrays, text)})


@pytest.mark.parametrize("ending", ENDINGS)
@pytest.mark.parametrize("lie", LIES)
def test_a_file_that_lies_is_refused(folder, lie, ending):
    plain, says = LIES[lie]
    store(folder / f"m{ending}", plain)
    with pytest.raises(FileError, match=rf"m{ending} cannot be read: .*{re.escape(says)}"):
        load(folder / f"m{ending}")


def test_the_file_that_tells_the_truth_is_read(folder):
    store(folder / "m.npz", told())
    assert describe(load(folder / "m.npz")[0]) == told()["network"]


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"W2": None}, "the parameter W2 is missing"),
        ({"W9": np.zeros((2, 2))}, "no parameter 'W9'"),
        ({"W2": np.zeros((3, 2))}, "has the length"),
        ({"W2": np.full((2, 2), np.inf)}, "W2 has inf at [0, 0]"),
        ({"W2": np.zeros((2, 2), np.int8)}, "W2 holds int8"),
        ({"other.W": np.zeros(1)}, "it holds an unknown array, 'other.W'"),
    ],
)
def test_parameters_that_do_not_fit_are_refused(folder, change, says):
    arrays = {name: array for name, array in {**graph()[1], **change}.items() if array is not None}
    store(folder / "m.safetensors", told(), arrays)
    with pytest.raises(FileError, match=rf"m\.safetensors cannot be read: .*{re.escape(says)}"):
        load(folder / "m.safetensors")


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "its description is not JSON"),
        ("{", "its description is not JSON"),
        ("[" * 100_000, "its description is nested too deeply"),
        ('{"kind": "model", "kind": "model"}', "has the key 'kind' twice"),
        ('{"kind": NaN}', "it holds NaN"),
        ("9" * 5000, "its description is not JSON"),
    ],
)
def test_a_description_that_cannot_be_read_is_refused(folder, text, says):
    store(folder / "m.npz", None, text=text)
    with pytest.raises(FileError, match=says):
        load(folder / "m.npz")


def test_a_file_of_others_is_refused(folder):
    np.savez(folder / "m.npz", **graph()[1])
    with pytest.raises(FileError, match="it was not written by pizarra"):
        load(folder / "m.npz")


def test_a_changed_number_is_noticed(folder):
    save(folder / "m.safetensors", *chain())
    content = bytearray((folder / "m.safetensors").read_bytes())
    content[-1] ^= 1
    (folder / "m.safetensors").write_bytes(content)
    with pytest.raises(FileError, match="it was damaged after it was written"):
        load(folder / "m.safetensors")

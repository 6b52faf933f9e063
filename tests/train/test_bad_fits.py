"""What cannot be fitted is refused in one sentence that names the argument."""

import warnings

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pizarra import Model
from pizarra.errors import DataError, NetworkError, PizarraError, ShapeError
from pizarra.optimizers import Adam
from pizarra.train import TrainingWarning, fit, mlp

X = np.random.default_rng(0).normal(size=(6, 2))
Y = X[:, :1] - X[:, 1:]
LABELS = [0, 1, 2, 0, 1, 2]
REGRESSION, CLASSES = mlp(), mlp(loss="softmax_cross_entropy")
NAN, INF = X.copy(), X.copy()
NAN[3, 1], INF[2, 0] = np.nan, -np.inf


@pytest.mark.parametrize(
    ("changes", "kind", "message"),
    [
        ({"X": X[0]}, ShapeError, r"X has 1 dimension \(shape \(2,\)\).*X\.reshape\(-1, 1\)"),
        ({"X": X[None]}, ShapeError, r"X has 3 dimensions \(shape \(1, 6, 2\)\)"),
        ({"X": NAN}, DataError, r"X has nan at \[3, 1\]; every number must be finite"),
        ({"X": INF}, DataError, r"X has -inf at \[2, 0\]"),
        ({"X": NAN.tolist()}, DataError, "X has nan at "),
        ({"X": [["a", 1]] * 6}, DataError, "X has 'a' at"),
        ({"X": object()}, DataError, "X is a thing of the type object"),
        ({"X": np.array([[object(), 1]] * 6, dtype=object)}, DataError, "X must be real numbers"),
        ({"X": []}, DataError, "X is empty"),
        ({"X": np.zeros((0, 2))}, DataError, "X is empty"),
        ({"X": np.zeros((6, 0))}, DataError, "X is empty"),
        ({"X": None}, DataError, "X is None"),
        ({"X": X > 0}, DataError, "X must be real numbers; it holds True and False"),
        ({"X": X.astype(complex)}, DataError, "X must be real numbers"),
        ({"X": np.ma.masked_invalid(NAN)}, DataError, "X has a masked entry"),
        ({"X": [[1, 2], [3]]}, DataError, "X is ragged"),
        ({"X": X * 1e300, "dtype": "float32"}, DataError, r"X has .*float32 holds numbers up to 3\.4e\+38"),
        ({"Y": Y[:4]}, ShapeError, "Y has 4 samples, but X has 6"),
        ({"Y": [1.0, 2.0]}, ShapeError, "Y has 2 numbers, but X has 6 samples"),
        ({"Y": NAN}, DataError, r"Y has nan at \[3, 1\]"),
        ({"Y": ["a"] * 6}, DataError, "Y has 'a' at"),
        ({"Y": None}, DataError, "Y is None"),
        ({"Y": []}, DataError, "Y is empty"),
        ({"network": CLASSES, "Y": [1] * 6}, DataError, "Y has one class only, 1, in all 6 samples"),
        ({"network": CLASSES, "Y": np.array([0, 1, 2, 0, 1, 1.5])}, DataError, r"Y\[5\] is the label 1.5"),
        ({"network": CLASSES, "Y": [0, 1, 2, 0, 1, -1]}, DataError, r"Y\[5\] is the label -1"),
        ({"network": CLASSES, "Y": [0.5] * 6}, DataError, r"Y\[0\] is 0.5; class labels are whole"),
        ({"network": CLASSES, "Y": X}, DataError, "Y has .*between 0 and 1|Y sum"),
        (
            {"network": mlp(loss="binary_cross_entropy_logits"), "Y": [1] * 6},
            DataError,
            "Y has one class only, 1",
        ),
        ({"network": [1]}, NetworkError, r"network must be a Network.*\[1\] is not"),
        ({"sizes": None}, DataError, "sizes has 0 widths, but 1 must be said"),
        ({"sizes": [2.5]}, DataError, r"sizes\[0\] must be a whole number"),
        ({"parameters": {}}, DataError, "sizes and parameters both say the widths"),
        ({"parameters": {"W1": 1}, "sizes": None}, NetworkError, "parameters lacks 'b1'"),
        ({"parameters": [1], "sizes": None}, DataError, "parameters must be a mapping"),
        ({"initial": "he"}, DataError, "initial cannot be 'he'"),
        ({"optimizer": "adam"}, DataError, "optimizer must be an Optimizer, such as Adam"),
        ({"optimizer": Adam}, DataError, r"optimizer must be .* Write it with brackets: Adam\(\)"),
        ({"rate": 0}, DataError, "rate is 0; it must be above 0"),
        ({"rate": "fast"}, DataError, "rate must be real numbers"),
        ({"schedule": 3}, DataError, "schedule must be a function of the step"),
        ({"schedule": lambda step: -1}, DataError, "What schedule gives is -1"),
        ({"batch": 0}, DataError, "batch must be a whole number from 1"),
        ({"shuffle": "no"}, DataError, "shuffle must be True or False; 'no' is neither"),
        ({"epochs": 1.5}, DataError, "epochs must be a whole number from 0"),
        ({"seed": -1}, DataError, "seed must be a whole number from 0"),
        ({"tolerance": -1}, DataError, "tolerance is -1"),
        ({"patience": 0}, DataError, "patience must be a whole number from 1"),
        ({"plateau": float("nan")}, DataError, "plateau has nan|plateau is"),
        ({"validation": 1.5}, DataError, "validation is 1.5; a share of the samples lies between 0 and 1"),
        ({"validation": (X,)}, DataError, "validation has 1 things"),
        ({"validation": (X[:, :1], Y)}, ShapeError, "In validation: X has 1 numbers for each sample"),
        ({"validation": (X, Y[:2])}, ShapeError, "In validation: Y has 2 samples, but X has 6"),
        ({"X": X[:1], "Y": Y[:1], "validation": 0.5}, DataError, "validation takes a share"),
        ({"l1": -1}, DataError, "l1 is -1"),
        ({"l2": None}, DataError, "l2 must be real numbers"),
        ({"clip": 0}, DataError, "clip is 0; it must be above 0"),
        ({"dtype": "float16"}, DataError, "dtype cannot be 'float16'.*Known: float64, float32"),
        ({"callback": 1}, DataError, "callback must be a function"),
        ({"progress": 1, "sizes": None}, DataError, "progress must be the progress of a history"),
        ({"progress": 1}, DataError, "progress has its own parameters"),
    ],
)
def test_bad_arguments(changes, kind, message):
    given_ = {"network": REGRESSION, "X": X, "Y": Y, "sizes": [3], **changes}
    if given_["network"] is CLASSES:
        given_["Y"] = changes.get("Y", LABELS)
    with pytest.raises(kind, match=message):
        fit(given_.pop("network"), given_.pop("X"), given_.pop("Y"), **given_)


def test_a_progress_that_does_not_fit():
    history = fit(REGRESSION, X, Y, sizes=[3], epochs=1)
    with pytest.raises(DataError, match="seed is 1, but progress was made with 0"):
        fit(REGRESSION, X, Y, progress=history.progress, seed=1)
    with pytest.raises(DataError, match="progress does not fit optimizer, Adam"):
        fit(REGRESSION, X, Y, progress=history.progress, optimizer=Adam())


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ("learning_rate", "fit has no option 'learning_rate'. Here it is 'rate'"),
        ("batch_size", "Here it is 'batch'"),
        ("epoch", "fit has no option 'epoch'. Did you mean 'epochs'"),
        ("X", "fit has no option|multiple values"),
    ],
)
def test_unknown_options(wrong, message):
    with pytest.raises((DataError, TypeError), match=message):
        Model.mlp([3]).fit(X, Y, **{wrong: 1})


def test_models_that_cannot_be():
    with pytest.raises(NetworkError, match="A model is made of a Network; 'xor' is none"):
        Model("xor")
    with pytest.raises(NetworkError, match="The model has no parameters yet"):
        Model.mlp([3]).predict(X)
    with pytest.raises(DataError, match="mlp has no option 'activation'"):
        Model.mlp([3], activation="tanh")
    with pytest.raises(NetworkError, match=r"hidden cannot be 'sigmoide'\. Did you mean 'sigmoid'"):
        Model.mlp([3], hidden="sigmoide")
    with pytest.raises(DataError, match="sizes must be a list"):
        Model.mlp(3)
    model = Model.mlp([3])
    model.fit(X, Y, epochs=1)
    with pytest.raises(ShapeError, match="x has 1 number for each sample"):
        model.predict(X[:, :1])
    with pytest.raises(DataError, match=r"X has nan at \[3, 1\]"):
        model.predict(NAN)
    with pytest.raises(NetworkError, match="Under the loss SquaredError the outputs are no probabilities"):
        model.predict_probabilities(X)
    with pytest.raises(
        ShapeError, match=r"W1 in parameters has the shape \(3,\); 2 axes are expected, for layer 0"
    ):
        Model(mlp(0), {"W1": [1, 2, 3], "b1": [1]})
    with pytest.raises(NetworkError, match="parameters has 'w1', which the network does not have"):
        Model(mlp(0), {"W1": [[1]], "b1": [1], "w1": 3})


NUMBERS = st.one_of(
    st.floats(), st.integers(), st.booleans(), st.none(), st.text(max_size=3), st.complex_numbers()
)
THINGS = st.one_of(
    NUMBERS,
    st.lists(NUMBERS, max_size=3),
    st.lists(st.lists(NUMBERS, max_size=3), max_size=3),
    st.dictionaries(st.text(max_size=2), NUMBERS, max_size=2),
    st.sampled_from(
        [object(), int, len, b"1", np.zeros(3), np.zeros((2, 2, 2)), np.array("a"), {1, 2}, range(3)]
    ),
)
ARGUMENTS = (
    "X",
    "Y",
    "parameters",
    "sizes",
    "initial",
    "optimizer",
    "rate",
    "schedule",
    "batch",
    "shuffle",
    "seed",
    "tolerance",
    "patience",
    "plateau",
    "validation",
    "l1",
    "l2",
    "clip",
    "dtype",
    "callback",
    "progress",
)


@given(st.sampled_from(ARGUMENTS), THINGS)
def test_anything_is_taken_or_refused_in_one_sentence_that_names_it(argument, thing):
    if argument in ("initial", "callback", "schedule") and callable(thing):
        return  # a function of the caller's own may do anything
    options = {"X": X, "Y": Y, "sizes": [3], "epochs": 1, argument: thing}
    if argument in ("parameters", "progress"):
        del options["sizes"]
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", TrainingWarning)  # of a rate such as 1e300
            history = fit(REGRESSION, options.pop("X"), options.pop("Y"), **options)
    except PizarraError as error:
        message = str(error)
        named = argument in message or (argument in ("parameters", "progress") and "sizes" in message)
        assert named or "X" in message, message
        assert len(message) < 400
        assert "\n" not in message
    else:
        assert history.stopped

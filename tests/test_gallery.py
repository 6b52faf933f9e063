"""The gallery's networks give, to the last printed digit, the figures that are known of them."""

import numpy as np
import pytest

from pizarra.gallery import names, source
from pizarra.layout import Layout
from pizarra.problem import read_toml
from pizarra.result import as_json
from pizarra.trace import Trace

EVERY = sorted(
    [
        "four-points",
        "residual",
        "sigmoid-regression",
        "two-three-two",
        "two-three-two-as-run",
        "two-two-two",
        "xor",
    ]
)


def worked(name):
    problem = read_toml(source(name), name=name)
    with np.errstate(all="raise"):
        trace = Trace(
            problem.network, problem.parameters, problem.x, problem.t, learning_rate=problem.learning_rate
        )
        return problem, trace, as_json(problem, trace, str)


def printed(array, text):
    """Compare an array with its printed digits: the same at the last digit that is printed."""
    rows = [row.split() for row in text.strip().splitlines()]
    wanted = np.array(rows, dtype=float)
    places = max(len(word.partition(".")[2]) for row in rows for word in row)
    array = np.asarray(array, dtype=float).reshape(wanted.shape)
    np.testing.assert_array_equal(np.round(array, places) + 0.0, np.round(wanted, places) + 0.0)


def close(array, text):
    """Compare with figures that follow from rounded ones: to 1e-6 of their size, or the last printed digit."""
    wanted = np.array([[float(word) for word in row.split()] for row in text.strip().splitlines()])
    np.testing.assert_allclose(
        np.asarray(array, dtype=float).reshape(wanted.shape), wanted, rtol=1e-6, atol=5.1e-9
    )


def test_the_gallery_is_these_files():
    assert list(names()) == EVERY


@pytest.mark.parametrize("name", EVERY)
def test_every_network_has_a_title_in_each_language_and_says_what_it_is(name):
    problem = read_toml(source(name), name=name)
    assert set(problem.title) == {"es", "en"}
    assert source(name).startswith("# ")
    assert problem.notation is None or problem.notation.startswith("seed-00")


@pytest.mark.parametrize("name", EVERY)
def test_every_gradient_is_what_finite_differences_measure(name):
    _, trace, _ = worked(name)
    for parameter, gradient in trace.gradients.items():
        for place in np.ndindex(gradient.shape):
            assert trace.difference(parameter, place).agrees(gradient[place]), (parameter, place)


@pytest.mark.parametrize("name", EVERY)
def test_one_step_makes_the_loss_smaller(name):
    _, trace, numbers = worked(name)
    assert numbers["loss_after"] == trace.after.loss < trace.loss


def test_sigmoid_regression():
    problem, _, numbers = worked("sigmoid-regression")
    assert problem.single
    assert problem.layout == Layout("rows", "out_in")
    values = {item["symbol"]: item for item in numbers["values"]}
    printed(values["v1"]["value"], "0.5 -2.")
    printed(values["v2"]["value"], "0.6225 0.1192")
    printed(values["v3"]["value"], "-0.3145 1.4304 -0.9304")
    printed([numbers["loss"]], "0.8996")
    printed(values["v3"]["cotangent"], "0.6855 0.4304 1.0696")
    printed(values["v2"]["cotangent"], "-1.3478 0.0464")
    printed(values["v1"]["cotangent"], "-0.3167 0.0049")
    parameters = {item["symbol"]: item for item in numbers["parameters"]}
    # It writes gradients in numerator layout: transposed.
    printed(np.transpose(parameters["W2"]["gradient"]), "0.4267 0.2679 0.6658\n0.0817 0.0513 0.1275")
    printed(parameters["b2"]["gradient"], "0.6855 0.4304 1.0696")
    printed(np.transpose(parameters["W1"]["gradient"]), "-0.3167 0.0049\n-0. 0.0000\n-0.6335 0.0097")
    printed(parameters["b1"]["gradient"], "-0.3167 0.0049")
    printed(parameters["W2"]["updated"], "-1.9267 0.9183\n0.2321 0.9487\n-1.1658 -1.1275")
    printed(parameters["b2"]["updated"], "-0.1855 0.5696 -1.5696")
    printed(parameters["W1"]["updated"], "-1.1833 -1. 1.1335\n0.9951 1. -0.5097")
    printed(parameters["b1"]["updated"], "1.3167 -2.0049")


def test_two_two_two_has_eight_weights_and_four_biases_no_two_alike():
    problem, trace, _ = worked("two-two-two")
    shapes = {name: array.shape for name, array in problem.parameters.items()}
    assert shapes == {"W1": (2, 2), "b1": (2,), "W2": (2, 2), "b2": (2,)}
    weights = np.concatenate([array.ravel() for array in problem.parameters.values()])
    assert len(set(np.abs(weights))) == 12
    gradients = np.concatenate([array.ravel() for array in trace.gradients.values()])
    assert np.abs(gradients).min() > 1e-3


def test_two_three_two_as_it_was_meant():
    _, trace, numbers = worked("two-three-two")
    close(trace.values["v1"], "2.82527343 3.8492138 2.32052258")
    close(trace.values["v2"], "0.94402637 0.97914761 0.91056251")
    printed([numbers["loss"]], "2.0974")
    y, t, a = trace.values["v3"][0], trace.t[0], trace.values["v2"][0]
    np.testing.assert_allclose(trace.gradients["W2"].T, np.outer(y - t, a), rtol=1e-14)
    np.testing.assert_allclose(
        trace.cotangents["v1"][0], (y - t) @ trace.parameters["W2"].T * a * (1 - a), rtol=1e-14
    )


def test_two_three_two_as_it_was_run():
    problem, trace, _ = worked("two-three-two-as-run")
    close(trace.values["v1"], "2.82527343 3.8492138 2.32052258")
    close(trace.values["v2"], "7.34608685 6.58287285")
    close([trace.loss], "21.18238321")
    printed(trace.values["v2"], "7.3461 6.5829")
    # What the program printed is not the gradient of the network that it ran.
    for item in problem.printed:
        if item.kind == "gradient":
            assert not np.allclose(np.abs(item.numbers), np.abs(trace.gradients[item.name]), rtol=0.01)


def test_what_the_program_printed_follows_from_its_own_steps():
    problem, trace, _ = worked("two-three-two-as-run")
    figures = {item.label: item.numbers for item in problem.printed}
    a = 1 / (1 + np.exp(-trace.values["v1"]))
    delta_2 = trace.t - trace.values["v2"]
    delta_1 = delta_2 @ trace.parameters["W2"].T * a * (1 - a)
    steps = {
        "delta_L2": delta_2,
        "W_l2_grad": a.T @ delta_2,
        "delta_l1": delta_1,
        "W_l1_grad": trace.x.T @ delta_1,
    }
    for label, array in steps.items():
        np.testing.assert_allclose(figures[label], array, rtol=1e-6, err_msg=label)


def after(problem, signs):
    """Move both matrices by the printed arrays, with these signs, and run the network again."""
    gradients = {item.name: item.numbers for item in problem.printed if item.kind == "gradient"}
    moved = {
        name: problem.parameters[name] + sign * problem.learning_rate * gradients[name]
        for name, sign in signs.items()
    }
    return moved, problem.network.forward(moved, problem.x, problem.t)


def test_its_figures_after_the_update_need_plus_in_both():
    problem, _, _ = worked("two-three-two-as-run")
    afterwards = [item for item in problem.printed if item.update]
    assert {item.update for item in afterwards} == {"+"}
    moved, values = after(problem, {"W1": 1, "W2": 1})
    for item in afterwards:
        got = moved[item.name] if item.kind == "updated" else values[item.name]
        np.testing.assert_allclose(got, item.numbers, rtol=1e-6, err_msg=item.label)
    printed(values["v2"], "6.9981 6.0378")
    printed([values["L"]], "17.1840")
    for signs in ({"W1": 1, "W2": -1}, {"W1": -1, "W2": 1}, {"W1": -1, "W2": -1}):
        assert abs(after(problem, signs)[1]["L"] - 17.184) > 1


def test_xor():
    problem, trace, numbers = worked("xor")
    assert problem.layout == Layout("rows", "in_out")
    printed(trace.values["v1"], "-1. 0.5\n0. 1.5\n0. 1.5\n1. 2.5")
    printed(trace.values["v2"], "0. 0.5\n0. 1.5\n0. 1.5\n1. 2.5")
    printed(trace.values["v3"], "0.5 -0.5\n-0.5 0.5\n-0.5 0.5\n-0.5 0.5")
    printed(trace.values["L.p"], "0.7311 0.2689\n0.2689 0.7311\n0.2689 0.7311\n0.2689 0.7311")
    printed(trace.values["L.l"], "0.3133 -0.\n-0. 0.3133\n-0. 0.3133\n1.3133 -0.")
    assert abs(numbers["loss"] - 0.5632616875182226) <= 1e-15
    np.testing.assert_allclose(trace.cotangents["v3"], (trace.values["L.p"] - trace.t) / 4, rtol=1e-15)


def test_xor_with_labels_is_the_same():
    text = source("xor").replace("y = [[1, 0], [0, 1], [0, 1], [1, 0]]", "y = [0, 1, 1, 0]")
    np.testing.assert_array_equal(read_toml(text, name="labels").t, worked("xor")[0].t)


def test_four_points():
    problem, _, numbers = worked("four-points")
    assert problem.layout == Layout("columns", "out_in")
    values = {item["symbol"]: item for item in numbers["values"]}
    close([numbers["loss"]], "0.49161195")
    close(values["v3"]["cotangent"], "-0.2253525 -0.24719625 0.26584 0.25148625")
    close(
        values["v1"]["cotangent"],
        """
        -0.00450705 -0.00494393 0. 0.00502973
        -0.00676058 -0.00741589 0. 0.00754459
        -0.02028173 -0.02224766 0.0239256 0.
        """,
    )
    parameters = {item["symbol"]: item for item in numbers["parameters"]}
    close(parameters["W2"]["gradient"], "-0.10294599 -0.2059524 0.01762657")
    close(
        parameters["W1"]["gradient"],
        "-0.00336313 -0.00410432\n-0.00504469 -0.00615648\n-0.03760503 0.00180272",
    )
    close(parameters["W2"]["updated"], "0.07147299 0.1329762 0.08118672")
    close(
        parameters["W1"]["updated"],
        "0.60168156 0.01205216\n0.70252235 0.43307824\n0.01880251 0.87909864",
    )
    printed(parameters["W2"]["updated"], "0.0715 0.1330 0.0812")


def test_four_points_in_the_second_step():
    _, trace, _ = worked("four-points")
    first, second = trace.steps(2)
    assert first is trace
    close(
        second.values["v1"].T,
        """
        0.4609029 0.12093892 -0.44161944 0.1197337
        0.87335435 0.16215838 -0.18042917 0.11885056
        0.7173808 0.04771543 0.68917703 -0.04019443
        """,
    )
    close(
        second.values["v2"].T,
        """
        0.4609029 0.12093892 0. 0.1197337
        0.87335435 0.16215838 0. 0.11885056
        0.7173808 0.04771543 0.68917703 0.
        """,
    )
    close(second.values["v3"].T, "0.20731924 0.03408093 0.05595202 0.02436202")
    close([second.loss], "0.46571183")


def test_residual_adds_what_each_reader_sends_back():
    _, trace, numbers = worked("residual")
    assert len(trace.sent["h"]) == 2
    assert len(trace.sent["W1"]) == 2
    for name in ("h", "W1", "b1"):
        total = sum(array for _, array in trace.sent[name])
        np.testing.assert_allclose(trace.cotangents[name], total, rtol=1e-15)
    assert [(item["layer"], item["role"]) for item in numbers["parameters"]] == [
        (0, "weights"),
        (0, "bias"),
        (4, "weights"),
    ]

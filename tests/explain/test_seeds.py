"""The five seed documents: each figure that they print stands on the page, in its place and in their notation."""

import pytest

from pizarra.mathematics.unicode import inline
from pizarra.page.text import text as written

from .arithmetic import blocks, path_tables
from .pages import own, solution, stated, without_spaces

LANGUAGES = ("en", "es")


def holds(name, *expected, **options):
    """Every expected `place: symbol = value` is said by the page."""
    page = solution(name, **options).page if options else own(name).page
    said = {*stated(page)}
    for text in expected:
        where, _, rest = text.partition(": ")
        left, _, right = rest.partition(" = ")
        assert (where, left, right.replace("-", "−")) in said, (
            text,
            [s for s in said if s[:2] == (where, left)],
        )


def writes(name, *rows, **options):
    """Every row of figures stands in the written text, in both languages."""
    page = solution(name, **options).page if options else own(name).page
    for language in LANGUAGES:
        text = without_spaces(written(page, language, width=200))
        for row in rows:
            assert row.replace("-", "−") in text, (language, row)


# 000: its Jacobian layout


def test_000_forward_and_loss():
    holds(
        "sigmoid-regression",
        "forward-v1: z = (0.5; -2.0)",
        "forward-v2: h = (0.6225; 0.1192)",
        "forward-v3: ŷ = (-0.3145; 1.4304; -0.9304)",
        "forward-L: ℒ = 0.8996",
    )


def test_000_jacobians_of_the_loss():
    holds(
        "sigmoid-regression",
        "backward-d-v3: J_ŷ = (0.6855 0.4304 1.0696)",
        "backward-d-W2: J_V = (0.4267 0.2679 0.6658; 0.0817 0.0513 0.1275)",
        "backward-d-b2: J_{b₂} = (0.6855 0.4304 1.0696)",
        "backward-d-v2: Jₕ = (-1.3478 0.0464)",
        "backward-d-v1: J_z = (-0.3167 0.0049)",
        "backward-d-W1: J_W = (-0.3167 0.0049; 0.0000 0.0000; -0.6335 0.0097)",
        "backward-d-b1: J_{b₁} = (-0.3167 0.0049)",
        # the products that its table lists
        "backward-d-W2: J_V = h uᵗ",
        "backward-d-v2: Jₕ = uᵗ V",
        "backward-d-W1: J_W = x uᵗ",
        "backward-d-b2: J_{b₂} = uᵗ",
    )


def test_000_the_derivative_of_the_activation_is_a_diagonal_matrix():
    said = [right for where, left, right in stated(own("sigmoid-regression").page) if left == "J_z"]
    assert any(text.startswith("uᵗ diag(") for text in said), said


def test_000_update():
    holds(
        "sigmoid-regression",
        "update-W2: V = (-1.9267 0.9183; 0.2321 0.9487; -1.1658 -1.1275)",
        "update-b2: b₂ = (-0.1855; 0.5696; -1.5696)",
        "update-W1: W = (-1.1833 -1.0000 1.1335; 0.9951 1.0000 -0.5097)",
        "update-b1: b₁ = (1.3167; -2.0049)",
        "update-W2: V = V − η J_Vᵗ",
    )


def test_000_as_it_is_written():
    writes("sigmoid-regression", "(0.6855 0.4304 1.0696)", "⎛0.4267 0.2679 0.6658⎞", "(−1.3478 0.0464)")


# 001: all partial derivatives, by paths


WEIGHTS = {1: "w₍₁₎", 2: "w₍₂₎"}


def weights_of_001():
    return [(f"W({layer})", f"{n},{m}") for layer in (1, 2) for n in (1, 2) for m in (1, 2)]


@pytest.mark.parametrize(("matrix", "place"), weights_of_001())
def test_001_each_weight_has_its_paths(matrix, place):
    layer = int(matrix[2])
    worked = solution("two-two-two", case=f"{matrix}[{place}]")
    tables = list(path_tables(worked.page))
    assert len(tables) == 1
    assert len(tables[0].rows) == (2 if layer == 1 else 1)
    heads = [inline(cell) for cell in tables[0].head[1:-1]]
    assert heads[-1].endswith(f"/∂{WEIGHTS[layer]}^({place})")
    assert len(heads) == (5 if layer == 1 else 3)
    for language, words in (("en", "There are 2 paths"), ("es", "hay 2 caminos")):
        assert (words in without_spaces(written(worked.page, language, width=200))) == (layer == 1)


def test_001_every_partial_derivative_is_written():
    """The four that it leaves blank too, and each of the first layer with both of its paths."""
    said = {
        left: right
        for where, left, right in stated(own("two-two-two").page)
        if "σ" not in right and where == "every"
    }
    for layer in (1, 2):
        for place in ("1,1", "1,2", "2,1", "2,2"):
            assert f"∂C/∂{WEIGHTS[layer]}^({place})" in said
    assert len(said) == 12


def test_001_factors_of_a_weight_of_the_first_layer():
    """2 (y − ŷ), σ'(z₂), w₂, σ'(z₁), x: for both outputs, with the numbers of ours."""
    import numpy as np

    trace = own("two-two-two").trace
    w2 = trace.parameters["W2"]
    h, y, t, x = (trace.values[k][0] for k in ("v2", "v4", "t", "x"))
    worked = solution("two-two-two", case="W(1)[2,1]")
    (table,) = path_tables(worked.page)
    for k, row in enumerate(table.rows):
        factors = [2 * (y[k] - t[k]), y[k] * (1 - y[k]), w2[1, k], h[1] * (1 - h[1]), x[0]]
        shown = [inline(cell).strip("()").replace("−", "-") for cell in row[1:]]
        for text, value in zip(shown, [*factors, np.prod(factors)], strict=True):
            places = len(text.partition(".")[2])
            assert abs(float(text.removeprefix("≈ ")) - value) <= 0.51 * 10.0**-places


def test_001_loss_is_the_sum_of_squares():
    trace = own("two-two-two").trace
    assert f"{trace.loss:.4f}" in [right for _, left, right in stated(own("two-two-two").page) if left == "C"]


# 002: as it was meant, and as it was run


def test_002_as_meant():
    holds(
        "two-three-two",
        "forward-v1: z⁽¹⁾ = (2.8253; 3.8492; 2.3205)",
        "forward-v2: a⁽¹⁾ = (0.9440; 0.9791; 0.9106)",
        "forward-L: MSE = 2.0974",
    )
    writes("two-three-two", "2.0974")


def test_002_counts_from_0():
    said = stated(own("two-three-two").page)
    assert any("w₀₀⁽¹⁾" in right for _, _, right in said)
    assert not any("w₃" in right or "x₂" in right for _, _, right in said)


def test_002_as_run():
    holds(
        "two-three-two-as-run",
        "forward-v2: y = (7.3461; 6.5829)",
        "forward-L: MSE = 21.1824",
    )


def test_002_what_the_program_printed_stands_beside_the_true_gradients():
    holds(
        "two-three-two-as-run",
        "true: δ⁽²⁾ = (3.3461; 5.5829)",
        "true: δ⁽¹⁾ = (4.3162; 8.6997; 6.7445)",
        "true: ∂MSE/∂W⁽²⁾ = (9.4536 12.8798 7.7647; 15.7731 21.4897 12.9552)",
        "true: ∂MSE/∂W⁽¹⁾ = (4.3162 12.9486; 8.6997 26.0990; 6.7445 20.2335)",
    )
    printed = {right for where, _, right in stated(own("two-three-two-as-run").page) if where == "printed"}
    assert printed == {
        text.replace("-", "−")
        for text in (
            "(-3.3461; -5.5829)",
            "(-3.1588 -3.2763 -3.0468; -5.2704 -5.4665 -5.0836)",
            "(-0.2281; -0.1776; -0.5493)",
            "(-0.2281 -0.6842; -0.1776 -0.5329; -0.5493 -1.6478)",
        )
    }
    text = own("two-three-two-as-run").text(width=200)
    for label in ("delta_L2", "W_l2_grad", "delta_l1", "W_l1_grad"):
        assert label in text


def test_002_after_the_update():
    holds(
        "two-three-two-as-run",
        "printed_after: W⁽¹⁾ = (0.9678 0.6116; 0.9224 0.9697; 0.7163 0.5164)",
        "printed_after: W⁽²⁾ = (0.8211 0.9406 0.4825; 0.2094 0.9202 0.8498)",
        "printed_after: y = (6.9981; 6.0378)",
        "printed_after: MSE = 17.1840",
    )
    assert "with + in every update" in without_spaces(own("two-three-two-as-run").text(width=200))
    writes("two-three-two-as-run", "17.1840", "21.1824")


# 003: the table of its document, and the VJPs


def test_003_the_table():
    holds(
        "xor",
        "forward-v1: z = (-1.0 0.5; 0.0 1.5; 0.0 1.5; 1.0 2.5)",
        "forward-v2: h = (0.0 0.5; 0.0 1.5; 0.0 1.5; 1.0 2.5)",
        "forward-v3: a = (0.5 -0.5; -0.5 0.5; -0.5 0.5; -0.5 0.5)",
        "forward-L.p: ŷ = (0.7311 0.2689; 0.2689 0.7311; 0.2689 0.7311; 0.2689 0.7311)",
        "forward-L.l: ℓ = (0.3133 0.0000; 0.0000 0.3133; 0.0000 0.3133; 1.3133 0.0000)",
        "forward-L: ℒ = 0.5633",
    )


def test_003_the_loss_to_its_last_digit():
    holds("xor", "forward-L: ℒ = 0.563261687518", decimals=12)


def test_003_the_vjps():
    holds(
        "xor",
        "backward-d-v3: ∂ℒ/∂a = (-0.0672 0.0672; 0.0672 -0.0672; 0.0672 -0.0672; -0.1828 0.1828)",
        "backward-d-W2: ∂ℒ/∂V = (-0.1828 0.1828; -0.2888 0.2888)",
        "backward-d-b2: ∂ℒ/∂b₂ = (-0.1155; 0.1155)",
        "backward-d-v2: ∂ℒ/∂h = (-0.1345 0.1345; 0.1345 -0.1345; 0.1345 -0.1345; -0.3655 0.3655)",
        "backward-d-v1: ∂ℒ/∂z = (0.0000 0.1345; 0.0000 -0.1345; 0.0000 -0.1345; -0.3655 0.3655)",
        "backward-d-W1: ∂ℒ/∂W = (-0.3655 0.2311; -0.3655 0.2311)",
        "backward-d-b1: ∂ℒ/∂b₁ = (-0.3655; 0.2311)",
        "backward-d-W2: ∂ℒ/∂V = hᵗ u",
        "backward-d-v2: ∂ℒ/∂h = u Vᵗ",
        "backward-d-W1: ∂ℒ/∂W = Xᵗ u",
    )
    writes("xor", "0.5633", "⎛−0.3655 0.2311⎞")


# 004: samples in columns, two steps


def test_004_forward_and_loss():
    holds(
        "four-points",
        "data: X = (0.75 0.20 -0.75 0.20; 0.80 0.05 0.80 -0.05)",
        "data: W₁ = (0.60 0.01; 0.70 0.43; 0.00 0.88)",
        "forward-L: L = 0.4916",
    )
    holds("four-points", "forward-L: L = 0.49161195", decimals=8)


def test_004_gradients():
    holds(
        "four-points",
        "backward-d-v3: δₒᵤₜ = (-0.22535250 -0.24719625 0.26584000 0.25148625)",
        "backward-d-W2: ∂L/∂W₂ = (-0.10294599 -0.20595240 0.01762657)",
        "backward-d-v1: δ₁ = (-0.00450705 -0.00494393 0.00000000 0.00502973;"
        " -0.00676058 -0.00741589 0.00000000 0.00754459; -0.02028173 -0.02224766 0.02392560 0.00000000)",
        "backward-d-W1: ∂L/∂W₁ = (-0.00336313 -0.00410432; -0.00504469 -0.00615648; -0.03760503 0.00180272)",
        decimals=8,
    )


def test_004_update():
    holds(
        "four-points",
        "update-W2: W₂ = (0.07147299 0.13297620 0.08118672)",
        "update-W1: W₁ = (0.60168156 0.01205216; 0.70252235 0.43307824; 0.01880251 0.87909864)",
        decimals=8,
    )
    holds("four-points", "update-W2: W₂ = (0.0715 0.1330 0.0812)")


def test_004_the_second_step():
    holds(
        "four-points",
        "step-2: s = (0.46090290 0.12093892 -0.44161944 0.11973370; 0.87335435 0.16215838 -0.18042917 0.11885056;"
        " 0.71738080 0.04771543 0.68917703 -0.04019443)",
        "step-2: z = (0.46090290 0.12093892 0.00000000 0.11973370; 0.87335435 0.16215838 0.00000000 0.11885056;"
        " 0.71738080 0.04771543 0.68917703 0.00000000)",
        "step-2: yₒᵤₜ = (0.20731924 0.03408093 0.05595202 0.02436202)",
        "step-2: L = 0.46571183",
        steps=2,
        decimals=8,
    )
    writes("four-points", "0.46571183", "0.49161195", steps=2, decimals=8)


def test_004_matrices_as_latex_rows():
    assert r"0.0715 & 0.1330 & 0.0812" in own("four-points").latex()


@pytest.mark.parametrize("name", ["sigmoid-regression", "two-two-two", "two-three-two", "xor", "four-points"])
def test_every_seed_has_its_general_forms_and_its_cases(name):
    kinds = [part.kind for part in blocks(own(name).page) if hasattr(part, "kind")]
    assert {"general", "matrices", "case", "check"} <= set(kinds)

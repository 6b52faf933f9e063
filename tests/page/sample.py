"""A hand-written page for the writers' tests: the 3-2-3 network of the first seed, with its own tiny catalogue.

`SHEET` is like what the explaining code builds; `speak(monkeypatch)` makes the library use `SENTENCES`.
"""

from __future__ import annotations

from typing import Any

import pizarra.language
from pizarra.language import say
from pizarra.mathematics.boxes import (
    BigSum,
    Box,
    Brace,
    Cases,
    Fence,
    Fraction,
    Grid,
    Letter,
    Marked,
    Numeral,
    Operator,
    Role,
    Row,
    Scripts,
    Sign,
    Sized,
    Space,
    Words,
    row,
)
from pizarra.page.blocks import (
    Code,
    Equation,
    Equations,
    Page,
    Part,
    Picture,
    Section,
    Sentence,
    Step,
    Table,
)
from pizarra.page.diagram import Column, Connection, Diagram, Neuron

SENTENCES = {
    "en": {
        "title": "Backpropagation in a 3–2–3 network",
        "summary": "A hidden layer with {sigmoid}, squared loss; one step with rate {rate}.",
        "data": "Data and notation",
        "forward": "Forward",
        "loss": "Loss",
        "backward": "Backward",
        "update": "Update",
        "check": "Summary",
        "given": "The input is {x}, the target {y}. Row {j} of {W} holds the weights of hidden unit {j}.",
        "general": "General",
        "matrices": "Matrices",
        "case": "One case",
        "picture": "Values inside the neurons, gradients below them; the lit path is the one worked out.",
        "preactivation": "Pre-activation of the hidden layer",
        "preactivation.why": "Each hidden unit weighs its inputs and adds its bias.",
        "activation": "Activation of the hidden layer",
        "activation.why": "The sigmoid squeezes every {z} into the interval from 0 to 1.",
        "applied": "applied to every entry",
        "loss.why": "Half of the squared distance between {yhat} and {y}.",
        "one weight": "One weight, path by path: {w}",
        "one weight.why": "The loss depends on {w} along every output: one path for each, and they are added.",
        "path": "path",
        "via": "via {unit}",
        "contribution": "contribution",
        "sum": "sum",
        "paths": "The paths from {w} to {loss}",
        "whole": "The gradient of the whole matrix {W}",
        "whole.why": "What arrives, {u}, times what was kept, {x}.",
        "same": "The entry in the first row is the sum that the path table gave: {value}. That is no "
        "coincidence, since a product of matrices is nothing but these sums, written for all the entries at once.",
        "careful": "The bias has no factor {x}: its gradient is {u} itself.",
        "update.why": "Every parameter takes a step of {rate} against its gradient.",
        "parameter": "parameter",
        "before": "before",
        "gradient": "gradient",
        "after": "after",
        "row by row": "row by row",
        "page.contents": "Contents",
        "page.note": "Note",
        "page.warning": "Careful",
        "page.role.value": "values",
        "page.role.parameter": "parameters",
        "page.role.gradient": "gradients",
        "page.role.local": "local derivatives",
        "page.role.target": "target and loss",
        "page.diagram": "The network with its values and gradients",
        "page.diagram.told": "Column by column from left to right, the value of each neuron and, in brackets, its "
        "gradient. {columns}. Loss: {loss}.",
    },
    "es": {
        "title": "Retropropagación en una red 3–2–3",
        "summary": "Una capa oculta con {sigmoid}, pérdida cuadrática; un paso con tasa {rate}.",
        "data": "Datos y notación",
        "forward": "Hacia delante",
        "loss": "Pérdida",
        "backward": "Hacia atrás",
        "update": "Actualización",
        "check": "Resumen",
        "given": "La entrada es {x}, el objetivo {y}. La fila {j} de {W} pesa para la unidad oculta {j}.",
        "general": "General",
        "matrices": "Matrices",
        "case": "Un caso",
        "picture": "Valores en las neuronas, gradientes debajo; el camino iluminado es el que se desarrolla.",
        "preactivation": "Preactivación de la capa oculta",
        "preactivation.why": "Cada unidad oculta pondera sus entradas y suma su sesgo.",
        "activation": "Activación de la capa oculta",
        "activation.why": "La sigmoide lleva cada {z} al intervalo de 0 a 1.",
        "applied": "aplicada a cada entrada",
        "loss.why": "La mitad del cuadrado de la distancia entre {yhat} e {y}.",
        "one weight": "Un solo peso, camino a camino: {w}",
        "one weight.why": "La pérdida depende de {w} por cada salida: hay un camino por cada una y se suman.",
        "path": "camino",
        "via": "vía {unit}",
        "contribution": "aporte",
        "sum": "suma",
        "paths": "Los caminos de {w} a {loss}",
        "whole": "El gradiente de toda la matriz {W}",
        "whole.why": "Lo que llega, {u}, por lo que se guardó, {x}.",
        "same": "La entrada de la primera fila es la suma que dio la tabla de caminos: {value}. No es casualidad, "
        "pues un producto de matrices no es más que esas sumas, escritas a la vez para todas las entradas.",
        "careful": "El sesgo no tiene factor {x}: su gradiente es {u} mismo.",
        "update.why": "Cada parámetro da un paso de {rate} contra su gradiente.",
        "parameter": "parámetro",
        "before": "antes",
        "gradient": "gradiente",
        "after": "después",
        "row by row": "fila a fila",
        "page.contents": "Contenido",
        "page.note": "Nota",
        "page.warning": "Cuidado",
        "page.role.value": "valores",
        "page.role.parameter": "parámetros",
        "page.role.gradient": "gradientes",
        "page.role.local": "derivadas locales",
        "page.role.target": "objetivo y pérdida",
        "page.diagram": "La red con sus valores y gradientes",
        "page.diagram.told": "Por columnas, de izquierda a derecha, el valor de cada neurona y, entre paréntesis, su "
        "gradiente. {columns}. Pérdida: {loss}.",
    },
}


class _Catalogue(dict[str, str]):
    """Words a sentence that it lacks, such as a writer's own, by its key."""

    def __missing__(self, key: str) -> str:
        return key


def catalogue(language: str) -> dict[str, str]:
    """Give this file's sentences in a language."""
    return _Catalogue(SENTENCES[language])


def speak(monkeypatch: Any) -> None:
    """Make the library word its sentences from this file's catalogue."""
    monkeypatch.setattr(pizarra.language, "catalogue", catalogue)


def letter(text: str, style: str = "italic", role: Role | None = None, accent: str = "") -> Box:
    """One letter, with a role where it has one."""
    base = Letter(text, style, accent)  # type: ignore[arg-type]
    return Marked(base, role, key=text) if role else base


def index(base: Box, sub: str) -> Box:
    """A letter with indices."""
    return Scripts(base, row(*(Numeral(c) if c.isdigit() else Letter(c) for c in sub)))


def number(text: str) -> Box:
    """A number, in brackets where it is negative."""
    return Fence(Numeral(text)) if text.startswith("-") else Numeral(text)


def matrix(text: str, role: Role | None = None, shape: str = "", case: tuple[int, int] | None = None) -> Box:
    """A grid from `1 2; 3 4`, its numerals padded to a common width."""
    cells = [line.split() for line in text.split(";")]
    left = max(len(c.partition(".")[0]) for line in cells for c in line)
    right = max(len(c.partition(".")[2]) for line in cells for c in line)

    def cell(i: int, j: int) -> Box:
        whole, _, decimals = cells[i][j].partition(".")
        box: Box = Numeral(cells[i][j], (left - len(whole), right - len(decimals)))
        return Marked(box, role, key=f"{i},{j}", case=True) if case == (i, j) else box

    grid = Grid(tuple(tuple(cell(i, j) for j in range(len(line))) for i, line in enumerate(cells)))
    return Sized(Marked(grid, role), shape) if shape else Marked(grid, role) if role else grid


def partial(top: Box, bottom: Box) -> Box:
    """∂top / ∂bottom."""
    return Fraction(row("∂", top), row("∂", bottom))


def by(*factors: Box) -> Box:
    """Numbers multiplied with a dot."""
    return row(*(part for i, f in enumerate(factors) for part in ((Sign("·"), f) if i else (f,))))


def equation(left: Box | None, *chain: Box | tuple[str, Box], note: str | None = None) -> Equation:
    """One chain, its relations `=` unless they are given."""
    pairs = tuple(link if isinstance(link, tuple) else ("=", link) for link in chain)
    return Equation(left, pairs, say(note) if note else None)


x, y, z, h = (
    letter(c, "bold-italic", role)
    for c, role in [("x", "value"), ("y", "target"), ("z", "value"), ("h", "value")]
)
yhat = letter("y", "bold-italic", "value", "hat")
W, V = letter("W", "bold", "parameter"), letter("V", "bold", "parameter")
b1, b2 = (Scripts(letter("b", "bold-italic", "parameter"), Numeral(k)) for k in "12")
u = letter("u", "bold-italic", "gradient")
L, sigma, eta = letter("ℒ", "script"), letter("σ"), letter("η")
t = Letter("t")
w13 = index(letter("w", role="parameter"), "13")
T2, T3 = "2×1", "3×1"


def _diagram() -> Diagram:
    columns = [
        (x, "x", ["1", "0", "2"], ["", "", ""]),
        (h, "h", ["0.62", "0.12"], ["-1.35", "+0.05"]),
        (yhat, "ŷ", ["-0.31", "1.43", "-0.93"], ["+0.69", "+0.43", "+1.07"]),
    ]
    drawn = tuple(
        Column(
            symbol,
            tuple(
                Neuron(
                    f"{name}{k}", index(Letter(name[0]), str(k)), value, gradient, lit=name == "ŷ" or k == 1
                )
                for k, (value, gradient) in enumerate(zip(values, gradients, strict=True), 1)
            ),
        )
        for symbol, name, values, gradients in columns
    )
    weights = {"xh": ["-1.5 -1 0.5", "1 1 -0.5"], "hŷ": ["-1.5 1", "0.5 1", "-0.5 -1"]}
    links = tuple(
        Connection(
            f"{a}{i}", f"{b}{j}", w, lit=(a + b == "hŷ" and i == 1) or (a + b == "xh" and (i, j) == (3, 1))
        )
        for (a, b), lines in weights.items()
        for j, line in enumerate(lines, 1)
        for i, w in enumerate(line.split(), 1)
    )
    return Diagram(drawn, links, L, "0.8996", (("h1", "b₁ = 1"), ("h2", "b₂ = -2")))


_data = Section(
    "data",
    say("data"),
    (
        Sentence(say("given", x=x, y=y, j=Letter("j"), W=W)),
        Equations(
            (
                equation(x, matrix("1; 0; 2", "value", T3)),
                equation(W, matrix("-1.5 -1 0.5; 1 1 -0.5", "parameter", "2×3")),
                equation(b1, matrix("1; -2", "parameter", T2)),
                equation(V, matrix("-1.5 1; 0.5 1; -0.5 -1", "parameter", "3×2")),
            )
        ),
        Picture(_diagram(), say("picture")),
    ),
)

_i, _j, _k = (Letter(c) for c in "ijk")
_w, _x, _b = letter("w", role="parameter"), letter("x", role="value"), letter("b", role="parameter")
_z1 = index(letter("z", role="value"), "1")
_h1 = index(letter("h", role="value"), "1")
_preactivation = Step(
    "forward.z",
    say("preactivation"),
    say("preactivation.why"),
    (
        Part(
            "general",
            say("general"),
            (
                Equations(
                    (
                        equation(
                            index(letter("z", role="value"), "j"),
                            row(BigSum(_i), index(_w, "ji"), Space(), index(_x, "i"), "+", index(_b, "j")),
                        ),
                    )
                ),
            ),
        ),
        Part(
            "matrices",
            say("matrices"),
            (
                Equations(
                    (
                        equation(
                            z,
                            row(W, x, "+", b1),
                            row(
                                matrix("-1.5 -1 0.5; 1 1 -0.5", "parameter", "2×3"),
                                matrix("1; 0; 2", "value", T3),
                                "+",
                                matrix("1; -2", "parameter", T2),
                            ),
                            matrix("0.5; -2", "value", T2, (0, 0)),
                        ),
                    )
                ),
            ),
        ),
        Part(
            "case",
            say("case"),
            (
                Equations(
                    (
                        equation(
                            _z1,
                            row(
                                *(
                                    part
                                    for k in "123"
                                    for part in (index(_w, "1" + k), Space(), index(_x, k), "+")
                                ),
                                index(_b, "1"),
                            ),
                            row(
                                Brace(by(number("-1.5"), number("1")), row(index(_w, "11"), index(_x, "1"))),
                                "+",
                                Brace(by(number("-1"), number("0")), row(index(_w, "12"), index(_x, "2"))),
                                "+",
                                Brace(by(number("0.5"), number("2")), row(index(_w, "13"), index(_x, "3"))),
                                "+",
                                number("1"),
                            ),
                            Numeral("0.5"),
                        ),
                    )
                ),
            ),
        ),
    ),
)

_minus_z = row(Sign("−", "prefix"), letter("z", role="value"))
_activation = Step(
    "forward.h",
    say("activation"),
    say("activation.why", z=index(letter("z", role="value"), "j")),
    (
        Part(
            "general",
            say("general"),
            (
                Equations(
                    (
                        equation(h, row(sigma, Fence(z)), note="applied"),
                        equation(
                            row(sigma, Fence(letter("z", role="value"))),
                            Fraction(
                                Numeral("1"),
                                row(Numeral("1"), "+", Scripts(Letter("e", "upright"), None, _minus_z)),
                            ),
                        ),
                        equation(
                            row(Operator("ReLU"), Fence(letter("z", role="value"))),
                            Cases(
                                (
                                    (letter("z"), row(letter("z"), ">", Numeral("0"))),
                                    (Numeral("0"), Words("otherwise")),
                                )
                            ),
                        ),
                    )
                ),
            ),
        ),
        Part(
            "matrices",
            say("matrices"),
            (
                Equations(
                    (
                        equation(
                            h,
                            row(sigma, matrix("0.5; -2", "value", T2)),
                            ("≈", matrix("0.6225; 0.1192", "value", T2)),
                        ),
                    )
                ),
            ),
        ),
        Part("code", say("case"), (Code("z = W @ x + b1\nh = 1 / (1 + np.exp(-z))"),)),
    ),
)

_loss = Section(
    "loss",
    say("loss"),
    (
        Sentence(say("loss.why", yhat=yhat, y=y)),
        Equations(
            (
                equation(
                    L,
                    row(
                        Fraction(Numeral("1"), Numeral("2")),
                        Space(),
                        Scripts(Fence(row(y, "−", yhat), "‖", "‖"), Numeral("2"), Numeral("2")),
                    ),
                    row(
                        Fraction(Numeral("1"), Numeral("2")),
                        Space(),
                        BigSum(row(_k, "=", Numeral("1")), Numeral("3")),
                        Scripts(
                            Fence(
                                row(
                                    index(letter("y", role="target"), "k"),
                                    "−",
                                    index(letter("y", accent="hat"), "k"),
                                )
                            ),
                            None,
                            Numeral("2"),
                        ),
                    ),
                    ("≈", Numeral("0.8996")),
                ),
            )
        ),
    ),
)


def _yhat(k: str) -> Box:
    return index(letter("y", role="value", accent="hat"), k)


_paths = Table(
    (
        say("path"),
        partial(L, _yhat("k")),
        partial(_yhat("k"), _h1),
        partial(_h1, _z1),
        partial(_z1, w13),
        say("contribution"),
    ),
    tuple(
        (say("via", unit=_yhat(k)), *(Numeral(value) for value in line.split()))
        for k, line in [
            ("1", "0.6855 -1.5 0.2350 2 -0.4833"),
            ("2", "0.4304 0.5 0.2350 2 0.1012"),
            ("3", "1.0696 -0.5 0.2350 2 -0.2514"),
        ]
    ),
    ((say("sum"), "", "", "", "", Numeral("-0.6335")),),
    say("paths", w=w13, loss=L),
    (1, 2, 3, 4, 5),
    5,
    "paths",
)
_one_weight = Step(
    "backward.w13",
    say("one weight", w=w13),
    say("one weight.why", w=w13),
    (
        Part(
            "general",
            say("general"),
            (
                Equations(
                    (
                        equation(
                            partial(L, w13),
                            row(
                                BigSum(_k),
                                partial(L, _yhat("k")),
                                Space(),
                                partial(_yhat("k"), _h1),
                                Space(),
                                partial(_h1, _z1),
                                Space(),
                                partial(_z1, w13),
                            ),
                        ),
                    )
                ),
            ),
        ),
        Part(
            "case",
            say("case"),
            (
                _paths,
                Equations(
                    (
                        equation(
                            None,
                            row(
                                by(number("0.6855"), number("-1.5"), number("0.2350"), number("2")),
                                "+",
                                by(number("0.4304"), number("0.5"), number("0.2350"), number("2")),
                                "+",
                                by(number("1.0696"), number("-0.5"), number("0.2350"), number("2")),
                            ),
                            ("≈", Marked(Numeral("-0.6335"), "gradient", case=True)),
                        ),
                    )
                ),
            ),
        ),
    ),
)
_delta = Scripts(u, None, Fence(letter("z")))
_whole = Step(
    "backward.W",
    say("whole", W=W),
    say("whole.why", u=_delta, x=x),
    (
        Part(
            "general",
            say("general"),
            (
                Equations(
                    (
                        equation(
                            partial(L, W),
                            row(partial(L, z), Space(), Scripts(x, None, t)),
                            row(Scripts(Row((_delta,)), None, t), Sign("⊙"), Scripts(x, None, t)),
                            note="row by row",
                        ),
                    )
                ),
            ),
        ),
        Part(
            "matrices",
            say("matrices"),
            (
                Equations(
                    (
                        equation(
                            partial(L, W),
                            row(matrix("-0.3167; 0.0049", "gradient", T2), matrix("1 0 2", "value", "1×3")),
                            ("≈", matrix("-0.3167 0 -0.6335; 0.0049 0 0.0097", "gradient", "2×3", (0, 2))),
                        ),
                    )
                ),
                Sentence(say("same", value=Marked(Numeral("-0.6335"), "gradient")), "note"),
                Sentence(say("careful", x=x, u=_delta), "warning"),
            ),
        ),
    ),
)

_update = Section(
    "update",
    say("update"),
    (
        Sentence(say("update.why", rate=eta)),
        Equations(
            (
                equation(
                    W,
                    ("←", row(W, "−", eta, Space(), partial(L, W))),
                    row(
                        matrix("-1.5 -1 0.5; 1 1 -0.5", "parameter", "2×3"),
                        "−",
                        Numeral("1.0"),
                        Sign("·"),
                        matrix("-0.3167 0 -0.6335; 0.0049 0 0.0097", "gradient", "2×3"),
                    ),
                    ("≈", matrix("-1.1833 -1 1.1335; 0.9951 1 -0.5097", "parameter", "2×3")),
                ),
            )
        ),
    ),
)
_summary = Section(
    "check",
    say("check"),
    (
        Table(
            (say("parameter"), say("before"), say("gradient"), say("after")),
            (
                (index(_w, "11"), Numeral("-1.5"), Numeral("-0.3167"), Numeral("-1.1833")),
                (index(_w, "13"), Numeral("0.5"), Numeral("-0.6335"), Numeral("1.1335")),
                (index(_b, "1"), Numeral("1"), Numeral("-0.3167"), Numeral("1.3167")),
                (L, Numeral("0.8996"), "", Numeral("0.1254")),
            ),
            numeric=(1, 2, 3),
        ),
    ),
)

SHEET = Page(
    say("title"),
    say("summary", sigmoid=sigma, rate=row(eta, "=", Numeral("1.0"))),
    (
        _data,
        Section("forward", say("forward"), (_preactivation, _activation)),
        _loss,
        Section("backward", say("backward"), (_one_weight, _whole)),
        _update,
        _summary,
    ),
)

"""One network in three notations: two that come along, and one of a course, in a TOML file of its own."""

from pathlib import Path

from pizarra import explain

OWN = Path(__file__).with_name("own_notation.toml")

for notation in ("seed-000", "nielsen", OWN):
    solution = explain(
        [([[0.5, -1.0], [2.0, 0.25]], [0.1, -0.2]), "sigmoid", ([[1.5, -0.5]], [1.0])],
        [1, -2],
        [1],
        factor="1/2",
        notation=notation,
        language="es",
    )
    text = solution.text()
    begin = text.index("Símbolos")
    print(f"== {solution.notation.name}\n\n{text[begin : text.index('│', begin)]}")

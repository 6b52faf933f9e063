"""Networks to draw: as many columns and neurons as are asked for."""

from __future__ import annotations

from itertools import pairwise

from pizarra.mathematics.boxes import Letter, Numeral, Scripts
from pizarra.page.diagram import Column, Connection, Diagram, Neuron


def network(*sizes: int, skips: tuple[tuple[str, str], ...] = (), gradients: bool = True) -> Diagram:
    """Give a network whose first neuron of every column is lit, and all of the last one; keys are `column.neuron`."""
    last = len(sizes) - 1
    columns = tuple(
        Column(
            Letter("xhgfedcy"[c], "bold-italic"),
            tuple(
                Neuron(
                    f"{c}.{i}",
                    # the fourth of five stands for those that are left out
                    None if (size, i) == (5, 3) else Scripts(Letter("xhgfedcy"[c]), Numeral(str(i + 1))),
                    f"{(i * 37 % 50) / 25 - 1:.2f}",
                    f"{1 - (i * 31 % 50) / 25:.2f}" if gradients and c else "",
                    i == 0 or c == last,
                )
                for i in range(size)
            ),
        )
        for c, size in enumerate(sizes)
    )
    links = [
        Connection(
            f"{c}.{i}",
            f"{c + 1}.{j}",
            f"{(i - j) / 3:.2f}",
            i == 0 and (j == 0 or c + 1 == last),
            f"w{c}{i}{j}",
        )
        for c, (size, following) in enumerate(pairwise(sizes))
        for i in range(size)
        for j in range(following)
    ]
    links += [Connection(a, b, "1.00", True) for a, b in skips]
    biases = tuple((f"1.{i}", f"b₁ = -{i}") for i in range(sizes[1])) if last else ()
    return Diagram(columns, tuple(links), Letter("ℒ", "script"), "0.8996", biases)


DRAWN = {
    "one column": network(3),
    "shallow": network(2, 1),
    "three columns": network(3, 2, 3),
    "tall": network(8, 5, 8),
    "deep": network(3, 4, 4, 4, 4, 2, 1),
    "skipping": network(3, 3, 3, 3, skips=(("0.0", "2.0"), ("0.2", "3.2"))),
    "forward only": network(3, 2, 2, gradients=False),
}

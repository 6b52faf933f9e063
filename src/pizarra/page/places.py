"""Where everything stands on a drawing of a network: columns from left to right, the loss after the last."""

from __future__ import annotations

from itertools import pairwise
from math import hypot

from .diagram import Connection, Diagram
from .svg_text import signed, text_width

Point = tuple[float, float]
Curve = tuple[Point, Point, Point]  # from, bent towards, to
SIZE, SMALL = 17, 16  # of the text in a neuron and around it; LEAST leaves both above 12 pixels
LEAST = 0.78  # a drawing in a page is never made smaller than this
LINE = SMALL + 4  # what a line of text above or below a neuron takes
BENDS = (0, 60, -60, 110, -110, 170, -170, 240, -240, 330, -330)


class Places:
    """The middle of each neuron by its key, the heads of the columns, the loss; and the lines between them."""

    def __init__(self, diagram: Diagram) -> None:
        neurons = [neuron for column in diagram.columns for neuron in column.neurons]
        inside = [text_width(signed(n.value), SIZE) for n in neurons] + [
            text_width(n.symbol, SIZE) for n in neurons
        ]
        self.radius = max(29.0, max(inside, default=0) / 2 + 5)
        self.back = any(neuron.gradient for neuron in neurons)
        plates = [text_width(signed(link.weight), SMALL) + 12 for link in diagram.connections if link.lit]
        down = 2 * self.radius + 12 + LINE * (self.back + bool(diagram.biases))
        top = 40 + LINE * bool(diagram.biases)
        most = max((len(column.neurons) for column in diagram.columns), default=1)
        tall = (
            most - 1
        ) * down  # the taller the columns, the farther apart, or lines would fall through the text
        across = 2 * self.radius + max(58, 1.5 * max(plates, default=0), tall / 8)
        column_of = {neuron.key: i for i, column in enumerate(diagram.columns) for neuron in column.neurons}
        spans = [
            column_of.get(link.target, 0) - column_of.get(link.source, 0) for link in diagram.connections
        ]
        skips = 28 if max(spans, default=0) > 1 else 0  # room for a line that goes round the columns between
        middle = top + self.radius + tall / 2
        self.neurons: dict[str, Point] = {}
        self.heads: list[Point] = []
        x = self.radius + 6
        for column in diagram.columns:
            self.heads.append((x, 24))
            for j, neuron in enumerate(column.neurons):
                self.neurons[neuron.key] = (x, middle + (j - (len(column.neurons) - 1) / 2) * down)
            x += across
        self.half = max(
            34.0, text_width(signed(diagram.loss_value), SIZE) / 2 + 9
        )  # of the width of the loss's box
        self.loss = (x - across + self.radius + max(46, tall / 6) + self.half, middle)
        self.width = round(self.loss[0] + self.half + 6)
        self.height = round(top + tall + 2 * self.radius + (LINE + 4) * self.back + 12 + skips)
        drawn = {neuron.key for neuron in neurons if neuron.symbol is not None}
        self.links = [link for link in diagram.connections if link.source in drawn and link.target in drawn]

    def curve(self, link: Connection) -> Curve:
        """Find a line from edge to edge, bent just as far as it must be to pass by the other neurons."""
        a, b = self.neurons[link.source], self.neurons[link.target]
        others = [place for key, place in self.neurons.items() if key not in (link.source, link.target)]
        middle = ((a[0] + b[0]) / 2, (a[1] + b[1]) / 2)
        chosen = middle
        for bend in BENDS if abs(a[0] - b[0]) > 4 * self.radius + 80 else ():
            bent = (middle[0], middle[1] + bend)
            points = [along((a, bent, b), k / 24) for k in range(25)]
            outside = any(not 16 < y < self.height - 16 for _, y in points)
            if not outside and all(
                hypot(p[0] - x, p[1] - y) > self.radius + 4 for p in points for x, y in others
            ):
                chosen = bent
                break
        return toward(a, chosen, self.radius), chosen, toward(b, chosen, self.radius)

    def to_loss(self, key: str) -> Curve:
        """Give the line from a neuron to the loss."""
        place = self.neurons[key]
        end = (self.loss[0] - self.half, self.loss[1] + max(-20.0, min(20.0, (place[1] - self.loss[1]) / 6)))
        start = toward(place, end, self.radius)
        return start, ((start[0] + end[0]) / 2, (start[1] + end[1]) / 2), end


def toward(a: Point, b: Point, distance: float) -> Point:
    """Go from `a` towards `b`."""
    length = hypot(b[0] - a[0], b[1] - a[1]) or 1.0
    return a[0] + (b[0] - a[0]) * distance / length, a[1] + (b[1] - a[1]) * distance / length


def along(curve: Curve, share: float) -> Point:
    """Give the point at a share of the way along a curve."""
    points = list(curve)
    while len(points) > 1:
        points = [(p[0] + (q[0] - p[0]) * share, p[1] + (q[1] - p[1]) * share) for p, q in pairwise(points)]
    return points[0]


def is_straight(curve: Curve) -> bool:
    """Tell whether the curve is a line."""
    a, m, b = curve
    return abs((b[0] - a[0]) * (m[1] - a[1]) - (b[1] - a[1]) * (m[0] - a[0])) < 1

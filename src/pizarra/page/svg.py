"""A network drawn as SVG: values inside the neurons, gradients below them, the path that is worked out lit.

Only the connections of that path carry their weight, on a plate nearer to the target than to the source: labels on all
of them would lie on each other. Given gradients, the lit path runs back, dashed, with arrows.
"""

from __future__ import annotations

from math import hypot
from zlib import crc32

from ..language import Say, phrase, say
from ..mathematics.boxes import Box
from ..mathematics.markup import escape
from ..mathematics.unicode import inline as spelt
from .diagram import Connection, Diagram, Neuron
from .palette import LIGHT
from .places import LEAST, SIZE, SMALL, Curve, Places, along, is_straight
from .svg_text import signed, text_width, tspans

FAMILY = "'STIX Two Math','STIX Two Text','Times New Roman',serif"
SHARES = (0.62, 0.55, 0.69, 0.48, 0.41, 0.76, 0.34)  # of the way to the target, where a weight may stand
# How each part is drawn where no style page is at hand. On a page `style.css` says the same, in the page's colours.
PAINT = {
    "back": {"fill": "paper"},
    "link": {"fill": "none", "stroke": "line", "stroke-width": "1.2"},
    "lit": {"fill": "none", "stroke": "value", "stroke-width": "2.4"},
    "return": {"fill": "none", "stroke": "gradient", "stroke-width": "2.2", "stroke-dasharray": "7 4"},
    "head": {"fill": "gradient"},
    "node": {"fill": "paper", "stroke": "muted", "stroke-width": "1.3"},
    "node on": {"fill": "paper", "stroke": "ink", "stroke-width": "2.4"},
    "box": {"fill": "paper", "stroke": "target", "stroke-width": "1.6"},
    "plate": {"fill": "paper", "stroke": "rule"},
    "symbol": {"fill": "ink"},
    "value": {"fill": "value"},
    "weight": {"fill": "parameter"},
    "bias": {"fill": "muted"},
    "gradient": {"fill": "gradient"},
    "loss": {"fill": "target"},
}


def svg(diagram: Diagram, language: str, inline: bool = False) -> str:
    """Draw the network. `inline`: coloured by the page's style page (`d-` classes), so that it turns dark with it.

    Otherwise the drawing is complete in itself, on its own white ground, and may be an image by its address.
    """
    return _Drawing(diagram, inline).draw(language)


class _Drawing:
    """One drawing under way, with the rooms that text and neurons take already."""

    def __init__(self, diagram: Diagram, inline: bool) -> None:
        self.diagram = diagram
        self.inline = inline
        self.at = Places(diagram)
        self.taken: list[tuple[float, float, float, float]] = []

    def draw(self, language: str) -> str:
        """Write lines first, then neurons on them, then plates, so that nothing is struck through."""
        at, columns = self.at, self.diagram.columns
        last = [neuron for neuron in columns[-1].neurons if neuron.symbol is not None] if columns else []
        parts = [self._line(at.to_loss(neuron.key), neuron.lit and at.back) for neuron in last]
        parts += [self._link(link) for link in sorted(at.links, key=lambda link: link.lit)]
        parts += [self._neuron(neuron) for column in columns for neuron in column.neurons]
        parts.append(self._loss())
        parts += [self._text(x, y, c.symbol, "symbol") for (x, y), c in zip(at.heads, columns, strict=True)]
        parts += [self._bias(key, text) for key, text in self.diagram.biases if key in at.neurons]
        parts += [self._plate(link) for link in at.links if link.lit and link.weight]
        title, told = self._words(language)
        name = f"d{crc32((title + told).encode(errors='replace')):08x}"
        least = f' style="min-width:{round(LEAST * at.width)}px"' if self.inline else ""
        ground = (
            "" if self.inline else f'<rect width="{at.width}" height="{at.height}" {self._paint("back")}/>'
        )
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" class="diagram" viewBox="0 0 {at.width} {at.height}" '
            f'width="{at.width}" height="{at.height}"{least} role="img" aria-labelledby="{name}t {name}d" '
            f'font-family="{FAMILY}" font-size="{SIZE}" text-anchor="middle">'
            f'<title id="{name}t">{escape(title)}</title><desc id="{name}d">{escape(told)}</desc>'
            f"{ground}{''.join(parts)}</svg>"
        )

    def _paint(self, name: str) -> str:
        if self.inline:
            return 'class="' + " ".join("d-" + part for part in name.split()) + '"'
        return " ".join(f'{key}="{LIGHT.get(value, value)}"' for key, value in PAINT[name].items())

    def _text(self, x: float, y: float, what: Box | str, paint: str, size: int = SIZE) -> str:
        half = text_width(what, size) / 2
        self.taken.append((x - half, y - size, x + half, y + 4))
        sized = f' font-size="{size}"' if size != SIZE else ""
        return f'<text x="{x:.4g}" y="{y:.4g}"{sized} {self._paint(paint)}>{tspans(what, size, self.inline)}</text>'

    def _rect(self, x: float, y: float, half: float, height: float, paint: str) -> str:
        return (
            f'<rect x="{x - half:.4g}" y="{y - height / 2:.4g}" width="{2 * half:.4g}" height="{height:.4g}" rx="4" '
            f"{self._paint(paint)}/>"
        )

    def _neuron(self, neuron: Neuron) -> str:
        x, y = self.at.neurons[neuron.key]
        radius = self.at.radius
        if neuron.symbol is None:
            return self._text(x, y + 6, "⋮", "symbol")
        self.taken.append((x - radius, y - radius, x + radius, y + radius))
        paint = self._paint("node on" if neuron.lit else "node")
        out = f'<circle cx="{x:.4g}" cy="{y:.4g}" r="{radius:.4g}" {paint}/>'
        out += self._text(x, y - 4 if neuron.value else y + 6, neuron.symbol, "symbol")
        if neuron.value:
            out += self._text(x, y + 15, signed(neuron.value), "value", SIZE - 1)
        if neuron.gradient:
            out += self._text(x, y + radius + SMALL + 1, signed(neuron.gradient, True), "gradient", SMALL)
        return f'<g data-k="{escape(neuron.key)}">{out}</g>'

    def _bias(self, key: str, text: str) -> str:
        x, y = self.at.neurons[key]
        return self._text(x, y - self.at.radius - 6, signed(text), "bias", SMALL)

    def _loss(self) -> str:
        x, y = self.at.loss
        symbol = self._text(x, y - 5, self.diagram.loss_symbol, "loss")
        value = self._text(x, y + 17, signed(self.diagram.loss_value), "loss", SIZE - 1)
        return f"<g>{self._rect(x, y, self.at.half, 60, 'box')}{symbol}{value}</g>"

    def _link(self, link: Connection) -> str:
        return self._line(self.at.curve(link), link.lit, f' data-k="{escape(link.key)}"' if link.key else "")

    def _line(self, curve: Curve, lit: bool, key: str = "") -> str:
        a, middle, b = curve
        bend = "L" if is_straight(curve) else f"Q{middle[0]:.4g} {middle[1]:.4g} "
        if not (lit and self.at.back):
            path = f"M{a[0]:.4g} {a[1]:.4g}{bend}{b[0]:.4g} {b[1]:.4g}"
            return f'<path d="{path}" {self._paint("lit" if lit else "link")}{key}/>'
        # The way back: from the target to an arrow head at the source.
        length = hypot(middle[0] - a[0], middle[1] - a[1]) or 1.0
        ux, uy = (middle[0] - a[0]) / length, (middle[1] - a[1]) / length
        base = (a[0] + 11 * ux, a[1] + 11 * uy)
        tips = (
            (a[0] + ux, a[1] + uy),
            (base[0] - 5 * uy, base[1] + 5 * ux),
            (base[0] + 5 * uy, base[1] - 5 * ux),
        )
        head = " ".join(f"{x:.4g},{y:.4g}" for x, y in tips)
        path = f"M{b[0]:.4g} {b[1]:.4g}{bend}{base[0]:.4g} {base[1]:.4g}"
        return (
            f'<path d="{path}" {self._paint("return")}{key}/><polygon points="{head}" {self._paint("head")}/>'
        )

    def _plate(self, link: Connection) -> str:
        """Put the weight at the first place along the line where it covers nothing."""
        text = signed(link.weight)
        half = text_width(text, SMALL) / 2 + 6
        places = [along(self.at.curve(link), share) for share in SHARES]
        x, y = next((place for place in places if self._is_free(*place, half)), places[0])
        self.taken.append((x - half, y - 11, x + half, y + 11))
        return f"<g>{self._rect(x, y, half, 22, 'plate')}{self._text(x, y + 5, text, 'weight', SMALL)}</g>"

    def _is_free(self, x: float, y: float, half: float) -> bool:
        return not any(
            x - half < right and left < x + half and y - 11 < bottom and top < y + 11
            for left, top, right, bottom in self.taken
        )

    def _words(self, language: str) -> tuple[str, str]:
        """Give the drawing's name, and all its numbers in one sentence, for those who do not see it."""
        columns = []
        for column in self.diagram.columns:
            neurons = (neuron for neuron in column.neurons if neuron.symbol is not None)
            shown = (
                signed(n.value) + (f" ({signed(n.gradient, True)})" if n.gradient else "") for n in neurons
            )
            columns.append(f"{spelt(column.symbol)}: {', '.join(shown)}")
        loss = f"{spelt(self.diagram.loss_symbol)} = {signed(self.diagram.loss_value)}"
        told = say("page.diagram.told", columns="; ".join(columns), loss=loss)
        return _text_of(say("page.diagram"), language), _text_of(told, language)


def _text_of(what: Say, language: str) -> str:
    return "".join(map(str, phrase(what, language)))

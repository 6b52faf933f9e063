"""The beginning of a page: the data, the symbols with their meaning, how numbers are shown, the drawing."""

from __future__ import annotations

from ..language import say
from ..layers import Linear
from ..layout import SAMPLES
from ..mathematics.boxes import Marked
from ..mathematics.unicode import inline
from ..network import INPUT, LOSS, TARGET, Step
from ..page.blocks import Block, Equation, Equations, Inline, Picture, Sentence, Table
from ..page.diagram import Column, Connection, Diagram, Neuron
from .case import routes
from .context import Context, layer_word
from .digits import digits_for
from .view import RATE, View
from .window import window


def data_blocks(context: Context) -> tuple[Block, ...]:
    """Write the data, the drawing, and what the symbols mean."""
    view = context.view
    names = [INPUT, TARGET, *view.network.parameters]
    data = [Equation(view.whole(name), (("=", view.grid(name)),)) for name in names]
    rate = Equation(view.whole(RATE), (("=", view.number(RATE)),))
    blocks: list[Block] = [
        Picture(
            diagram(context),
            say("data.picture", sample=context.sample()) if not view.single else say("data.picture.single"),
        ),
        Equations(tuple(data)),
        Equations((rate,)),
        view.once(("symbols",), lambda: symbols(context)),
        Sentence(say("data.rounding", decimals=view.decimals), "note"),
    ]
    if view.layout.jacobian != "parameter":
        blocks.append(Sentence(say(f"data.{view.layout.jacobian}"), "note"))
    return tuple(blocks)


def symbols(context: Context) -> Table:
    """List every symbol with its meaning and its shape."""
    view = context.view
    rows: list[tuple[Inline, ...]] = [
        (view.whole(INPUT), say("meaning.input"), _shape(view, INPUT)),
        (view.whole(TARGET), say("meaning.target"), _shape(view, TARGET)),
    ]
    seen: set[str] = set()
    for step in view.network.steps:
        for role, name in step.parameters.items():
            if name not in seen:
                seen.add(name)
                key = {"W": "weights", "b": "bias"}.get(role, "parameter")
                rows.append(
                    (
                        view.whole(name),
                        say(f"meaning.{key}", output=view.whole(step.output)),
                        _shape(view, name),
                    )
                )
        key = (
            "prediction"
            if step.output == view.network.prediction
            else "linear"
            if step.parameters
            else "value"
        )
        rows.append(
            (
                view.whole(step.output),
                say(f"meaning.{key}", layer=layer_word(step.layer)),
                _shape(view, step.output),
            )
        )
    for line in view.network.loss.values:
        if line.name != LOSS:
            name = f"{LOSS}.{line.name}"
            key = {"p": "meaning.p", "l": "meaning.l"}.get(line.name, "meaning.inner")
            rows.append((view.whole(name), say(key), _shape(view, name)))
    rows.append((view.whole(LOSS), say("meaning.loss", layer=layer_word(view.network.loss)), ""))
    rows.append((view.whole(RATE), say("meaning.rate"), ""))
    rows.append(_gradient_row(context))
    head = (say("table.symbol"), say("table.meaning"), say("table.shape"))
    return Table(head, tuple(rows), caption=say("data.symbols"))


def _gradient_row(context: Context) -> tuple[Inline, ...]:
    view = context.view
    last = view.network.prediction
    if context.vjp:
        return (view.whole("u:" + last), say("meaning.arrives"), "")
    deltas = [step.output for step in view.network.steps if view.is_delta(step.output)]
    name = deltas[0] if deltas else last
    return (view.whole(f"d:{name}"), say("meaning.delta", partial=view.partial(name)), "")


def _shape(view: View, name: str) -> str:
    rows, columns = view.matrix(name).shape
    return f"{rows}×{columns}"


# The drawing


def diagram(context: Context) -> Diagram:
    """Draw the network for the case's sample: values in the neurons, gradients below, the case's paths lit."""
    view = context.view
    drawn, stands_for = drawn_values(view)
    windows = {name: window(_width(view, name), _unit(context, name)) for name in drawn}
    lit = _lit(context)
    columns = []
    for name in drawn:
        neurons = []
        for k, place in enumerate(windows[name]):
            if place is None:
                neurons.append(Neuron(f"{name}:gap{k}", None))  # there may be two: around the case
                continue
            neurons.append(_neuron(context, name, place, (name, place) in lit))
        columns.append(Column(view.whole(name), tuple(neurons)))
    connections = []
    for step in view.network.steps:
        connections.extend(_connections(context, step, stands_for, windows, lit))
    return Diagram(
        tuple(columns),
        tuple(connections),
        Marked(view._whole(LOSS), "target"),
        _figure(view, view.trace.loss),
        tuple(_biases(context, stands_for, windows)),
    )


def drawn_values(view: View) -> tuple[list[str], dict[str, str]]:
    """Choose the values that get a column: a pre-activation is drawn together with its activation."""
    network = view.network
    stands_for: dict[str, str] = {}
    for name in network.values:
        readers = network.readers(name)
        if (
            name != INPUT
            and len(readers) == 1
            and readers[0][0].layer.elementwise
            and readers[0][0].index is not None
        ):
            stands_for[name] = readers[0][0].output
    drawn = [name for name in network.values if name not in stands_for]
    for name in network.values:
        target = name
        while target in stands_for and target != stands_for[target]:
            target = stands_for[target]
        stands_for[name] = target
    return drawn, stands_for


def _width(view: View, name: str) -> int:
    return int(view.array(name).shape[-1])


def _unit(context: Context, name: str) -> int:
    return context.case.places[name][-1]


def _figure(view: View, value: float) -> str:
    """Write a number for the drawing: at most four decimals, and few digits before a power of ten."""
    digits = digits_for(value, min(view.decimals, 4), comma=view.comma)
    if digits.scientific:
        return inline(digits._replace(decimals=1).box(value))
    return digits.text(value).replace("-", "−")


def _neuron(context: Context, name: str, place: int, lit: bool) -> Neuron:
    view = context.view
    axes = view.axes[name]
    core = tuple(context.case.sample if axis == SAMPLES else place for axis in axes)
    value = float(view.array(name)[core])
    gradient = ""
    if name != INPUT:
        slope = float(view.trace.cotangents[name][core])
        text = _figure(view, slope)
        gradient = text if text.startswith("−") else f"+{text}"
    return Neuron(
        f"{name}:{place}", view.entry(name, view.at(name, core)), _figure(view, value), gradient, lit
    )


def _lit(context: Context) -> set[tuple[str, int]]:
    """Collect the neurons on the case's paths: from its input on, everything that it reaches."""
    view, case = context.view, context.case
    lit: set[tuple[str, int]] = set()
    if case.name in view.network.parameters:
        for step, _ in view.network.readers(case.name):
            lit |= {(value, case.places[value][-1]) for value in step.inputs}
    else:
        lit.add((case.name, case.places[case.name][-1]))
    for k, route in enumerate(routes(view, case.name)):
        if k > 8:
            break
        reached = {case.places[case.name]}
        for local in route:
            if local.target == LOSS:
                continue
            reached = {out for place in list(reached)[:64] for out in local.reached(place)}
            lit |= {(local.target, out[-1]) for out in reached}
    return lit


def _connections(context: Context, step: Step, stands_for: dict[str, str], windows, lit):
    view, case = context.view, context.case
    target = stands_for[step.output]
    for source in step.inputs:
        start = stands_for[source]
        if start == target:
            continue
        for i in windows[start]:
            for j in windows[target]:
                if i is None or j is None:
                    continue
                linear = isinstance(step.layer, Linear)
                same = step.layer.axes(step.layer.inputs[0]) == step.layer.axes(step.layer.output)
                if same and not step.parameters and i != j and not mixes(step):
                    continue
                weight = step.parameters.get("W") if linear else None
                number = _figure(view, float(view.array(weight)[i, j])) if weight else ""
                on = (start, i) in lit and (target, j) in lit
                if on and weight and case.name == weight:
                    on = (i, j) == case.places[weight]
                key = view.key(weight, view.at(weight, (i, j))) or "" if weight else ""
                yield Connection(f"{start}:{i}", f"{target}:{j}", number, on, key)


def mixes(step: Step) -> bool:
    """Whether every output depends on every input, as in a softmax."""
    return not step.layer.elementwise and len(step.layer.inputs) == 1


def _biases(context: Context, stands_for: dict[str, str], windows):
    view = context.view
    for step in view.network.steps:
        name = step.parameters.get("b")
        if name is None or not isinstance(step.layer, Linear):
            continue
        target = stands_for[step.output]
        for place in windows[target]:
            if place is not None:
                yield f"{target}:{place}", f"b = {_figure(view, float(view.array(name)[place]))}"


def shape_text(context: Context) -> str:
    """Write the widths of the network as text."""
    view = context.view
    made = [step.output for step in view.network.steps if step.parameters] or [view.network.prediction]
    widths = [_width(view, name) for name in (INPUT, *made)]
    return "–".join(map(str, widths))

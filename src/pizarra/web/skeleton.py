"""Networks whose widths are not known yet: what the page must know of every depth, output and activation on offer.

Each is worked out here once, with lengths of axes that stand for what the reader will choose: `SAMPLES_HERE` for the
batch, `FIRST_WIDTH` and on for the widths. Where the page finds such a number as text, it writes its own. Arrays are
named in templates, not numbered: so a hidden layer's steps are the same in networks of any depth. They are worked out
for the deepest one, and stand once in a pool.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from itertools import pairwise
from typing import Any

import numpy as np

from ..explain.context import layer_word
from ..explain.local import Local
from ..explain.solution import Solution
from ..explain.view import PENALTY
from ..formula.tree import Add, Call, Mul, Node, Ref
from ..language import LANGUAGES, words
from ..layer import Layer
from ..layers import LAYERS, Linear, Sigmoid, Tanh
from ..loss import Loss
from ..losses import BinaryCrossEntropyLogits, SquaredError
from ..network import Network, Step
from ..problem import Problem
from .derivatives import Derivatives
from .elastic import Elastic
from .equations import Wanted
from .holes import MARK, Holes
from .kernels import bound, layer_kernels, local_kernel, update_kernels
from .lesson import Lesson
from .network import drawing, places
from .program import Line, Program

MOST_LAYERS = 6  # hidden ones
SAMPLES_HERE, FIRST_WIDTH = 29, 31  # no other number in a template is one of these
ACTIVATION = "\ue011"  # stands for the activation's word
_NUMBERED = re.compile(r"(forward|backward-d|update)-([vWb])(\d+)")
ACTIVATIONS: dict[str, type[Layer]] = {
    name: kind for name, kind in LAYERS.items() if kind().elementwise and not kind().parameters
}
OUTPUTS: dict[str, tuple[tuple[Layer, ...], Loss]] = {
    "tanh": ((Tanh(),), SquaredError("1/(2N)")),
    "linear": ((), SquaredError("1/(2N)")),
    "sigmoid": ((Sigmoid(),), SquaredError("1/(2N)")),
    "logistic": ((), BinaryCrossEntropyLogits("1/N")),
}
_PENALISED: dict[str, Callable[[Node, Node], Node]] = {
    "l2": lambda d, w: Add((d, Mul((Ref(PENALTY), w)))),
    "l1": lambda d, w: Add((d, Mul((Ref(PENALTY), Call("sign", (w,)))))),
}


class WithPenalty(Program):
    """A program that is given what a large weight costs, too."""

    @property
    def given(self) -> tuple[str, ...]:
        """The names of what is not computed."""
        return (*super().given, PENALTY)

    def array(self, name: str) -> np.ndarray:
        """Give the numbers of a name."""
        return np.asarray(0.0) if name == PENALTY else super().array(name)


class Skeleton:
    """One network, its solution and its program, with widths that stand for others. `hidden` counts layers.

    `wanted` says which steps of hidden layers are worked out: "all", "none", or those of "activations" alone.
    """

    def __init__(self, hidden: int, activation: str, output: str, notation: Any, wanted: str = "all") -> None:
        rng = np.random.default_rng(0)
        layers: list[Layer] = [Linear()]
        for _ in range(hidden):
            layers += [ACTIVATIONS[activation](), Linear()]
        last, loss = OUTPUTS[output]
        widths = [*range(FIRST_WIDTH, FIRST_WIDTH + hidden + 1), 1]
        parameters = {}
        for k, (inside, out) in enumerate(pairwise(widths), start=1):
            parameters |= {f"W{k}": rng.normal(size=(inside, out)) / inside, f"b{k}": rng.normal(size=out)}
        x, t = rng.normal(size=(SAMPLES_HERE, FIRST_WIDTH)), rng.uniform(size=(SAMPLES_HERE, 1))
        problem = Problem(Network([*layers, *last], loss), parameters, x, t, factor_said=True)
        self.hidden, self.activation, self.output = hidden, activation, output
        self.solution = Solution(problem, notation=notation)
        self.program = WithPenalty(self.solution.trace)
        self.derivatives = Derivatives(self.solution.view, self.program)
        chosen: dict[str, Wanted] = {
            "all": lambda key: True,
            "none": lambda key: not self.is_hidden(key),
            "activations": self.is_activation,
        }
        self.wanted = chosen[wanted]
        self.lesson = Lesson(self.solution, self.program, self.derivatives, Elastic, self.wanted)
        self.said = self.lesson.data()

    def is_hidden(self, key: str) -> bool:
        """Whether a step is that of a hidden layer, which is the same whatever follows."""
        found = _NUMBERED.fullmatch(key)
        if found is None:
            return False
        way, kind, number = found[1], found[2], int(found[3])
        return number < (self.hidden + 1 if kind != "v" else 2 * self.hidden + (way == "forward"))

    def is_activation(self, key: str) -> bool:
        """Whether a step is that of a hidden activation, on the way there or back."""
        found = _NUMBERED.fullmatch(key)
        return (
            found is not None
            and found[2] == "v"
            and self.is_hidden(key)
            and int(found[3]) % 2 == (found[1] != "forward")
        )

    # What computes it

    def kind(self, step: Step) -> str:
        """Name the kernels of a step: of a hidden activation, whichever is chosen."""
        if step.index is None:
            return f"loss.{type(step.layer).__name__}"
        if step.parameters:
            return "linear"
        return "activation" if step.index < 2 * self.hidden else f"{self.output}.output"

    def layers(self) -> Iterator[tuple[str, Layer, Step]]:
        """Yield every kind of layer that it has."""
        for step in self.program.network.all_steps:
            yield self.kind(step), step.layer, step

    @property
    def numbers(self) -> dict[str, int]:
        """The number of every array."""
        return {name: array.number for name, array in self.program.arrays.items()}

    def _line(self, line: Line) -> dict[str, Any]:
        number = self.numbers
        made = {"to": number[line.name], "size": list(self.program.shape(line))}
        if line.step is None:
            name = line.name.removeprefix("new:")
            own = {
                "w": number[name],
                "d": number[f"d:{name}"],
                "rate": number["rate"],
                "penalty": number[PENALTY],
            }
            sizes = dict(zip("ij", self.program.shape(line), strict=False))
            return made | {"kernel": ["update", str(len(line.axes))], "bind": own, "sizes": sizes}
        inside = {outside: own for own, outside in line.step.names().items()}
        own = f"d{inside[line.name[2:]]}" if line.name.startswith("d:") else inside[line.name]
        sizes = self.program.lengths(line.step)
        return made | {
            "kernel": [self.kind(line.step), own],
            "bind": bound(line.step, number),
            "sizes": sizes,
        }

    def _local(self, target: str, inside: str) -> dict[str, Any]:
        number = self.numbers
        step = self.program.network.maker(target)
        assert step is not None
        local = Local.of(self.solution.view, step, inside)
        links = [local.in_axes.index(local.links[a]) if a in local.links else -1 for a in local.out_axes]
        return {
            "target": number[target], "source": number[local.source], "links": links,
            "kernel": [self.kind(step), f">{inside}"], "bind": bound(step, number),
            "sizes": self.program.lengths(step),
        }  # fmt: skip

    def local_script(self, kind: str) -> Iterator[tuple[str, str]]:
        """Yield the local derivatives of one kind of layer as JavaScript, by name."""
        for target, inside in self.derivatives.known:
            step = self.program.network.maker(target)
            if step is not None and self.kind(step) == kind:
                yield f">{inside}", local_kernel(Local.of(self.solution.view, step, inside))

    # What is said of it

    def data(self, pool: Pool) -> dict[str, Any]:
        """Give what the page must know; steps and symbols go into the pool."""
        routes = self.derivatives.routes()
        solution, network, number = self.solution, self.program.network, self.numbers
        view = solution.view
        lesson = {k: v for k, v in self.said.items() if k not in ("steps", "symbols", "title", "summary")}
        lesson["steps"] = [self._pooled(step["key"], step, pool) for step in self.said["steps"]]
        lesson["symbols"] = [pool.add(symbol) for symbol in self.said["symbols"]]
        return {
            "names": list(self.program.names),
            "shapes": [list(self.program.arrays[name].shape) for name in self.program.names],
            "count": len(self.program.given),
            "base": [number[view.base(name)] for name in self.program.names],
            "batch": [int(view.kind(name).axes[:1] == ("n",)) for name in self.program.names],
            "slope": [number.get(f"d:{name}") for name in self.program.names],
            "moves": [[number[name], number[f"new:{name}"]] for name in network.parameters],
            "feeds": {number[name]: number[network.readers(name)[0][0].inputs[0]] for name in network.parameters},
            "loss": number["L"],
            "prediction": number[network.prediction],
            "places": places(view, number),
            "routes": routes,
            "drawing": drawing(view, number),
            "chosen": {"of": number["W1"], "place": [0, 0], "sample": 0},
            "lines": [self._line(line) for line in self.program.lines],
            "locals": [self._local(*key) for key in self.derivatives.known],
            "lesson": lesson,
            "penalised": {kind: self._penalised(kind, pool) for kind in _PENALISED},
        }  # fmt: skip

    def _pooled(self, key: str, step: dict[str, Any], pool: Pool) -> int:
        """Give the number of a step: of a hidden layer's, the one that the deepest network has."""
        if not self.is_hidden(step["key"]):
            return pool.step(step, self)
        if key not in pool.hidden:
            pool.hidden[key] = pool.step(step, self)
        return pool.hidden[key]

    def _penalised(self, kind: str, pool: Pool) -> dict[str, int]:
        """Give the steps that move weights which cost something."""
        equations = Elastic(self.lesson.context, Holes(self.solution.view, self.program), self.derivatives)
        made = {}
        for step in self.said["steps"]:
            name = step["key"].removeprefix("update-")
            if name == step["key"] or len(self.program.array(name).shape) != 2:
                continue
            if not self.wanted(step["key"]):
                made[step["key"]] = pool.hidden[f"{kind} {step['key']}"]
                continue

            def moved(gradient: Node, name: str = name) -> Node:
                inner = next(iter(gradient.children), gradient) if not isinstance(gradient, Ref) else gradient
                indices = inner.indices if isinstance(inner, Ref) else ()
                own = self._indices(name, indices)
                return _PENALISED[kind](gradient, Ref(name, own))

            lines = equations.update(name, moved)
            first = lines["matrices"][0]
            text = f"<div>{first['left']}</div><div>{first['chain'][0][1]}</div>"
            general = f'<div class="scroll"><div class="equations">{text}</div></div>'
            said = dict.fromkeys(LANGUAGES, general)
            step = {**step, **lines, "general": [said]}
            made[step["key"]] = self._pooled(f"{kind} {step['key']}", step, pool)
        return made

    def _indices(self, name: str, indices: tuple[Any, ...]) -> tuple[Any, ...]:
        if not indices:
            return ()
        view = self.solution.view
        return tuple(f"@{axis}" for axis in view.layout.indices(view.kind(name)))


class Pool:
    """Pieces of lessons, each once."""

    def __init__(self) -> None:
        self.pieces: dict[str, int] = {}
        self.hidden: dict[str, int] = {}  # steps of hidden layers

    def add(self, piece: Any) -> int:
        """Give the number of a piece."""
        text = json.dumps(piece, ensure_ascii=False, sort_keys=True)
        return self.pieces.setdefault(text, len(self.pieces))

    def step(self, step: dict[str, Any], of: Skeleton) -> int:
        """Give the number of a step, its arrays named and the activation left open."""
        names = of.program.names
        locals_ = list(of.derivatives.known)

        def named(found: re.Match[str]) -> str:
            kind, number = found[1], int(found[2])
            name = ">".join(locals_[number]) if kind == "l" else names[number]
            return f"{MARK}{kind}[{name}]"

        text = re.sub(rf"{MARK}([sunlgc]):(\d+)", named, json.dumps(step, ensure_ascii=False))
        for language in LANGUAGES:
            word = words(layer_word(ACTIVATIONS[of.activation]()), language)
            text = text.replace(f"({word})", f"({ACTIVATION})")
        made = json.loads(text)
        if "of" in step:
            made["of"] = names[step["of"]]
        return self.add(made)

    def data(self) -> list[Any]:
        """Give all pieces, by number."""
        return [json.loads(text) for text in self.pieces]


def skeletons(notation: Any, most_layers: int = MOST_LAYERS) -> dict[str, Any]:
    """Work out every network on offer: the data of the page, and under `script` its kernels."""
    pool = Pool()
    kernels: dict[str, dict[str, str]] = {"update": {}}
    for name, script in update_kernels():
        kernels["update"][name] = script
    made: dict[str, Any] = {}
    for hidden in reversed(range(most_layers + 1)):
        for output in OUTPUTS:
            skeleton = Skeleton(hidden, "tanh", output, notation, "none" if made else "all")
            made[f"{hidden}:{output}"] = skeleton.data(pool)
            _collect(kernels, skeleton)
    chosen: dict[str, Any] = {}
    for activation, kind in ACTIVATIONS.items():
        skeleton = Skeleton(most_layers, activation, "linear", notation, "activations")
        skeleton.derivatives.routes()
        _collect(kernels, skeleton, activation)
        said = skeleton.said["steps"]
        steps = {s["key"]: pool.step(s, skeleton) for s in said if skeleton.is_activation(s["key"])}
        word = {language: words(layer_word(kind()), language) for language in LANGUAGES}
        chosen[activation] = {"word": word, "steps": steps}
    return {"networks": made, "activations": chosen, "pool": pool.data(), "mostLayers": most_layers,
            "script": _script(kernels)}  # fmt: skip


def _collect(kernels: dict[str, dict[str, str]], skeleton: Skeleton, activation: str | None = None) -> None:
    """Take the scripts of every kind of layer; those of a hidden activation under its own name."""
    for kind, layer, _ in skeleton.layers():
        if (kind == "activation") != (activation is not None):
            continue
        own = kernels.setdefault(activation or kind, {})
        own |= dict(layer_kernels(layer)) | dict(skeleton.local_script(kind))


def _script(kernels: dict[str, dict[str, str]]) -> str:
    inside = ",\n".join(
        f"{json.dumps(kind)}:{{{','.join(f'{json.dumps(n)}:{text}' for n, text in own.items())}}}"
        for kind, own in kernels.items()
    )
    return f"{{{inside}}}"

"""A writer of right programs: plain NumPy for one network, forward, loss, backward and perhaps the step.

The text is made here and nowhere else; nothing of it knows what will be mutated.
"""

from dataclasses import dataclass, field

import numpy as np

from . import activations
from .names import Names
from .network import Layout, Network
from .style import Style


@dataclass
class Writer:
    """Lines as they are written, and which names stand for which role."""

    network: Network
    layout: Layout
    style: Style
    names: Names
    rng: np.random.Generator
    lines: list[str] = field(default_factory=list)
    roles: dict[str, str] = field(default_factory=dict)
    indent: str = ""

    # Small words

    def write(self, text: str) -> None:
        self.lines.append(self.indent + text if text else "")

    def assign(self, role: str, layer: int | None, text: str) -> None:
        """Write `name = text`, and remember that the name has this role."""
        name = self.names(role, layer)
        self.roles[role if layer is None else f"{role}{layer}"] = name
        self.write(f"{name} = {text}")

    @property
    def vectors(self) -> bool:
        """Whether the lines of the passes see one sample, 1-D."""
        return self.style.looped or self.layout.samples == "vector"

    @property
    def in_rows(self) -> bool:
        return self.layout.samples == "rows" and not self.vectors

    def data(self, role: str) -> str:
        return self.names(role + "n") if self.style.looped else self.names(role)

    def below(self, layer: int) -> str:
        """The name of what goes into a layer."""
        return self.data("x") if layer == 1 else self.names("a", layer - 1)

    def product(self, left: str, right: str) -> str:
        match self.style.product:
            case "@":
                return f"{left} @ {right}"
            case ".dot":
                return f"{left}.dot({right})"
        return f"{self.style.product}({left}, {right})"

    @property
    def mean(self) -> str:
        """What divides by the number of samples; nothing where there is one sample only."""
        if "N" not in self.network.factor or self.layout.samples == "vector":
            return ""
        return f" / {self.names('N')}"

    def parameters(self) -> list[tuple[str, int]]:
        kinds = ["W", "b"] if self.network.bias else ["W"]
        return [(kind, layer) for layer in self.network.layers for kind in kinds]

    # The parts of a program

    def program(self) -> str:
        """Write all of it."""
        self.write("import numpy as np")
        self.helpers()
        arguments = [self.names(kind, layer) for kind, layer in self.parameters()]
        for kind, layer in self.parameters():
            self.roles[f"{kind}{layer}"] = self.names(kind, layer)
        self.roles |= {"x": self.names("x"), "t": self.names("t")}
        if self.style.split:
            self.forward_function(arguments)
        arguments += [self.names("x"), self.names("t")]
        if self.style.returns == "step":
            arguments.append(self.names("rate"))
        self.open("step" if self.style.returns == "step" else "gradients", arguments)
        if self.style.returns == "step" and self.style.update == "inplace":
            for kind, layer in self.parameters():
                self.write(f"{self.names(kind, layer)} = {self.names(kind, layer)}.copy()")
        if self.mean:
            self.count()
        if self.style.looped:
            self.loop()
        else:
            self.forward() if not self.style.split else self.unpack()
            if self.style.loss_line:
                self.assign("loss", None, self.loss())
            self.backward()
        if self.style.returns == "step":
            for kind, layer in self.parameters():
                if (kind, layer) not in self.updated:
                    self.update(kind, layer)
        self.give_back()
        return "\n".join(self.lines) + "\n"

    def open(self, name: str, arguments: list[str]) -> None:
        self.lines += ["", ""]
        self.indent = ""
        self.write(f"def {name}({', '.join(arguments)}):")
        self.indent = "    "

    def count(self) -> None:
        x = self.names("x")
        text = (
            f"{x}.shape[1]"
            if self.layout.samples == "columns"
            else str(self.rng.choice([f"{x}.shape[0]", f"len({x})"]))
        )
        self.write(f"{self.names('N')} = {text}")

    # Functions

    def helpers(self) -> None:
        """Write the activations as functions, where the style has them."""
        self.called: dict[str, tuple[str, str]] = {}
        self.updated: set[tuple[str, int]] = set()
        for name in dict.fromkeys(self.network.activation(layer) for layer in self.network.layers):
            if name == "softmax":
                self.softmax_function()
            elif self.style.helpers is not None and name != "identity":
                self.called[name] = words = activations.HELPERS[name][self.style.helpers]
                v = self.style.slope_of
                self.open(words[0], ["z"])
                self.write(f"return {activations.value(self.rng, name, 'z', harsh=self.style.harsh)}")
                self.open(words[1], [v])
                if name == "sigmoid" and v == "z":
                    self.write(f"return {words[0]}(z) * (1 - {words[0]}(z))")
                else:
                    self.write(f"return {activations.slope(self.rng, name, v, v, harsh=self.style.harsh)}")

    def softmax_function(self) -> None:
        axis = {True: "", False: f"axis={0 if self.layout.samples == 'columns' else 1}, keepdims=True"}[
            self.vectors
        ]
        self.open("softmax", ["z"])
        self.write(
            f"e = np.exp(z - np.max(z{', ' * bool(axis)}{axis}))"
            if self.rng.random() < 0.5
            else f"e = np.exp(z - z.max({axis}))"
        )
        self.write(
            f"return e / np.sum(e{', ' * bool(axis)}{axis})"
            if self.rng.random() < 0.5
            else f"return e / e.sum({axis})"
        )

    def forward_function(self, arguments: list[str]) -> None:
        self.open("forward", [*arguments, self.names("x")])
        self.forward()
        self.write(f"return {', '.join(self.passed)}")

    @property
    def passed(self) -> list[str]:
        """What a forward function gives back, in order."""
        kinds = "a" if self.style.merged else "za"
        return [self.names(kind, layer) for layer in self.network.layers for kind in kinds]

    def unpack(self) -> None:
        arguments = [self.names(kind, layer) for kind, layer in self.parameters()]
        call = f"forward({', '.join([*arguments, self.names('x')])})"
        self.write(f"{', '.join(self.passed)}{',' * (len(self.passed) == 1)} = {call}")
        if len(self.passed) == 1:
            self.lines[-1] = f"{self.indent}{self.passed[0]} = {call}"

    # Forward

    def affine(self, layer: int) -> str:
        W, x, bias = self.names("W", layer), self.below(layer), self.network.bias
        if self.style.bias_rows:
            return self.product(self.names("A", layer - 1), self.names("V", layer))
        if self.in_rows:
            text = self.product(x, W if self.layout.weights == "in_out" else f"{W}.T")
        elif self.vectors and self.layout.weights == "in_out" and self.rng.random() < 0.5:
            text = self.product(x, W)
        else:
            text = self.product(W if self.layout.weights == "out_in" else f"{W}.T", x)
        return f"{text} + {self.names('b', layer)}" if bias else text

    def forward(self) -> None:
        x = self.names("x")
        if self.style.bias_rows:
            self.write(f"ones = np.ones(({x}.shape[0], 1))")
        for layer in self.network.layers:
            if self.style.bias_rows:
                self.write(
                    f"{self.names('V', layer)} = np.vstack([{self.names('b', layer)}, {self.names('W', layer)}])"
                )
                self.write(f"{self.names('A', layer - 1)} = np.hstack([ones, {self.below(layer)}])")
            text = self.affine(layer)
            if not self.style.merged:
                self.assign("z", layer, text)
                text = self.names("z", layer)
            self.assign("a", layer, self.activated(layer, text))

    def activated(self, layer: int, text: str) -> str:
        name = self.network.activation(layer)
        if name == "softmax":
            return f"softmax({text})"
        if name in self.called:
            return f"{self.called[name][0]}({text})"
        if self.style.merged and name != "identity":
            sound = {
                "sigmoid": "1 / (1 + np.exp(-({v})))",
                "tanh": "np.tanh({v})",
                "relu": "np.maximum(0, {v})",
            }
            sound |= {"softplus": "np.logaddexp(0, {v})"}
            if name in sound:
                return sound[name].format(v=text)
            text = f"({text})"
        return activations.value(self.rng, name, text, harsh=self.style.harsh)

    # Loss

    @property
    def kind(self) -> str:
        """The loss of the prediction."""
        logits = {
            "softmax_cross_entropy": "cross_entropy",
            "binary_cross_entropy_logits": "binary_cross_entropy",
        }
        return logits.get(self.network.loss, self.network.loss)

    def loss(self) -> str:
        y, t = self.names("a", self.network.depth), self.data("t")
        match self.kind:
            case "squared_error":
                text = f"np.sum(({y} - {t}) ** 2)"
                text = f"0.5 * {text}" if "2" in self.network.factor else text
            case "cross_entropy":
                text = f"-np.sum({t} * np.log({y}))"
            case _:
                text = f"-np.sum({t} * np.log({y}) + (1 - {t}) * np.log(1 - {y}))"
        return text + self.mean

    def difference(self) -> str:
        y, t = self.names("a", self.network.depth), self.data("t")
        return f"{t} - {y}" if self.style.negative else f"{y} - {t}"

    def scaled(self, text: str, number: float) -> str:
        """Write a number and 1/N around a difference or a quotient."""
        mean = self.mean if self.style.mean_in == "error" else ""
        number *= self.style.constant
        front = "" if number == 1 else f"{number:g} * "
        if not front and not mean:
            return text
        return f"{front}({text}){mean}"

    def slope_of_loss(self) -> str:
        """Write ∂L/∂y."""
        y, t = self.names("a", self.network.depth), self.data("t")
        match self.kind:
            case "squared_error":
                return self.scaled(self.difference(), 1 if "2" in self.network.factor else 2)
            case "cross_entropy":
                return self.scaled(f"{t} / {y}" if self.style.negative else f"-{t} / {y}", 1)
        if self.rng.random() < 0.5:
            return self.scaled(f"({self.difference()}) / ({y} * (1 - {y}))", 1)
        first, second = f"{t} / {y}", f"(1 - {t}) / (1 - {y})"
        return self.scaled(f"{first} - {second}" if self.style.negative else f"{second} - {first}", 1)

    # Backward

    @property
    def shortcut(self) -> bool:
        pair = (self.network.prediction, self.kind)
        if pair not in {("softmax", "cross_entropy"), ("sigmoid", "binary_cross_entropy")}:
            return False
        return self.network.loss not in {"cross_entropy", "binary_cross_entropy"} or self.style.shortcut

    def slope(self, layer: int) -> str:
        """Write f' of a layer, empty where it is 1."""
        name, form = self.network.activation(layer), self.style.slope_of
        if name == "identity":
            return ""
        v = self.names(form, layer)
        if name in self.called:
            return f"{self.called[name][1]}({v})"
        text = activations.slope(self.rng, name, form, v, harsh=self.style.harsh)
        loose = {"sigmoid", "relu", "tanh", "softplus"}
        if name not in loose or text.startswith(("np.where", "np.heaviside")):
            return text
        return text if name == "sigmoid" and form == "a" else f"({text})"

    def backward(self) -> None:
        top = self.network.depth
        for layer in reversed(self.network.layers):
            self.delta_of_output() if layer == top else self.delta_of_hidden(layer)
            if self.style.update_early and self.style.returns == "step" and layer < top:
                self.update_layer(layer + 1)
            if not self.style.gradients_last or self.style.update_early:
                self.gradients(layer)
        if self.style.gradients_last and not self.style.update_early:
            order = self.network.layers if self.rng.random() < 0.5 else reversed(self.network.layers)
            for layer in order:
                self.gradients(layer)

    def delta_of_output(self) -> None:
        layer = self.network.depth
        y = self.names("a", layer)
        if self.shortcut:
            self.assign("delta", layer, self.scaled(self.difference(), 1))
            return
        error, softmax = self.slope_of_loss(), self.network.prediction == "softmax"
        slope = "" if softmax else self.slope(layer)
        if softmax or self.style.error_line or self.style.separate:
            self.assign("da", layer, error)
            error = self.names("da", layer)
        if softmax:
            self.assign("delta", layer, self.jacobian(y, error))
        else:
            if slope and error != self.names("da", layer):
                error = (
                    error
                    if error.startswith("(") and error.endswith(")") and error.count("(") == 1
                    else f"({error})"
                )
            self.assign("delta", layer, f"{error} * {slope}" if slope else error)

    def jacobian(self, y: str, error: str) -> str:
        if self.vectors:
            if self.rng.random() < 0.4:
                return self.product(f"(np.diag({y}) - np.outer({y}, {y}))", error)
            return f"{y} * ({error} - np.sum({error} * {y}))"
        axis = 0 if self.layout.samples == "columns" else 1
        return f"{y} * ({error} - np.sum({error} * {y}, axis={axis}, keepdims=True))"

    def passed_back(self, layer: int) -> str:
        """Write ∂L/∂a of a hidden layer, from the delta above."""
        W, delta = self.names("W", layer + 1), self.names("delta", layer + 1)
        if self.style.bias_rows:
            return f"({self.product(delta, self.names('V', layer + 1) + '.T')})[:, 1:]"
        in_out = self.layout.weights == "in_out"
        if self.in_rows:
            return self.product(delta, f"{W}.T" if in_out else W)
        return self.product(W if in_out else f"{W}.T", delta)

    def delta_of_hidden(self, layer: int) -> None:
        text, slope = self.passed_back(layer), self.slope(layer)
        if self.style.separate:
            self.assign("da", layer, text)
            text = self.names("da", layer)
        elif slope and self.style.product == "@" and not text.startswith("("):
            text = f"({text})"
        if slope and not self.style.separate and self.rng.random() < 0.15:
            slope = slope if slope.startswith("(") or "*" not in slope else f"({slope})"
            self.assign("delta", layer, f"{slope} * {text}")
        else:
            self.assign("delta", layer, f"{text} * {slope}" if slope else text)

    def gradients(self, layer: int) -> None:
        mean = self.mean if self.style.mean_in == "gradients" and not self.style.looped else ""
        sign = "+=" if self.style.looped else "="
        if self.style.bias_rows:
            whole = self.names("dV", layer)
            self.write(
                f"{whole} = {self.product(self.names('A', layer - 1) + '.T', self.names('delta', layer))}{mean}"
            )
            self.assign("dW", layer, f"{whole}[1:]")
            row = f"{whole}[0]" if self.layout.bias == "flat" else f"{whole}[:1]"
            self.assign("db", layer, row)
            return
        for kind, text in (("dW", self.weight_gradient(layer)), ("db", self.bias_gradient(layer))):
            if kind == "dW" or self.network.bias:
                name = self.names(kind, layer)
                self.roles[f"{kind}{layer}"] = name
                self.write(f"{name} {sign} {text}{mean}")

    def weight_gradient(self, layer: int) -> str:
        x, delta = self.below(layer), self.names("delta", layer)
        in_out = self.layout.weights == "in_out"
        if self.vectors:
            return f"np.outer({x}, {delta})" if in_out else f"np.outer({delta}, {x})"
        if self.in_rows:
            return self.product(f"{x}.T", delta) if in_out else self.product(f"{delta}.T", x)
        return self.product(x, f"{delta}.T") if in_out else self.product(delta, f"{x}.T")

    def bias_gradient(self, layer: int) -> str:
        delta = self.names("delta", layer)
        if self.vectors:
            return delta
        axis = 1 if self.layout.samples == "columns" else 0
        more = "" if self.layout.bias == "flat" else ", keepdims=True"
        if self.rng.random() < 0.6:
            return f"np.sum({delta}, axis={axis}{more})"
        return f"{delta}.sum(axis={axis}{more})"

    # Samples one by one

    def loop(self) -> None:
        x, t, xn, tn = (self.names(role) for role in ("x", "t", "xn", "tn"))
        for kind, layer in self.parameters():
            self.write(f"{self.names('d' + kind, layer)} = np.zeros_like({self.names(kind, layer)})")
        columns = self.layout.samples == "columns"
        if not columns and self.rng.random() < 0.4:
            self.write(f"for {xn}, {tn} in zip({x}, {t}):")
            self.indent += "    "
        else:
            count = self.names("N") if self.mean else f"{x}.shape[{int(columns)}]"
            self.write(f"for i in range({count}):")
            self.indent += "    "
            self.write(f"{xn} = {x}[{':, ' * columns}i]")
            self.write(f"{tn} = {t}[{':, ' * columns}i]")
        self.forward()
        self.backward()
        self.indent = "    "
        if self.mean and self.style.mean_in == "gradients":
            for kind, layer in self.parameters():
                name = self.names("d" + kind, layer)
                self.write(f"{name} = {name} / {self.names('N')}")

    # The step

    def update_layer(self, layer: int) -> None:
        for kind in ("W", "b") if self.network.bias else ("W",):
            self.update(kind, layer)

    def update(self, kind: str, layer: int) -> None:
        self.updated.add((kind, layer))
        name, slope, rate = self.names(kind, layer), self.names("d" + kind, layer), self.names("rate")
        sign = "+" if self.style.negative else "-"
        if self.style.update == "inplace":
            self.write(f"{name} {sign}= {rate} * {slope}")
            self.roles[f"{kind}{layer}_new"] = name
            return
        after = self.names.new(kind, layer) if self.style.update == "new" else name
        self.roles[f"{kind}{layer}_new"] = after
        self.write(f"{after} = {name} {sign} {rate} * {slope}")

    def give_back(self) -> None:
        pairs = [(kind, layer) for kind, layer in self.parameters()]
        if self.style.returns == "step":
            names = [self.roles[f"{kind}{layer}_new"] for kind, layer in pairs]
        elif self.style.returns == "gradients":
            names = [self.roles[f"d{kind}{layer}"] for kind, layer in pairs]
        else:
            data = {
                self.roles["x"],
                self.roles["t"],
                *(self.roles[f"{kind}{layer}"] for kind, layer in pairs),
            }
            names = [name for name in dict.fromkeys(self.roles.values()) if name not in data]
        self.write("return {" + ", ".join(f'"{name}": {name}' for name in names) + "}")

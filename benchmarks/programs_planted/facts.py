"""What simple rules recognise in a right program: activations, derivatives, errors, deltas, parameters, updates.

Where a rule is not sure it says nothing; nothing here is shared with the reader that is being measured.
"""

from __future__ import annotations

import ast
import re
from dataclasses import dataclass, field

from .syntax import bare, called, chains, factors, is_place, key, operands, products, tail

RATE = re.compile(
    r"^(self\.|cfg\.)?_?(lr|eta|alpha|alfa|rate|tasa|taxa|taux|pas|paso|passo|passo_?\w*|vitesse|velocidade?|speed|"
    r"step(_size)?|gamma|mu|eps|learning_?rate|tasa_\w+|taxa_\w+|taux_\w+|LR|ETA|PAS|PASO|TASA|TAUX|RATE|ALPHA)$"
)
DERIVATIVE = re.compile(
    r"deriv|prime|grad|slope|pente|pendiente|inclina|^d_|_d$|^d(sig|tanh|relu|act|f|g|s)|back", re.I
)


@dataclass
class Statement:
    """One statement of one line: its cell, its node, the function it stands in, and the list that it is of."""

    cell: int | None
    node: ast.stmt
    scope: str
    block: list[ast.stmt]
    loops: tuple[ast.For | ast.While, ...]

    @property
    def line(self) -> int:
        return self.node.lineno

    @property
    def target(self) -> ast.expr | None:
        if isinstance(self.node, ast.Assign) and len(self.node.targets) == 1:
            return self.node.targets[0]
        return self.node.target if isinstance(self.node, ast.AugAssign) else None

    @property
    def value(self) -> ast.expr | None:
        return self.node.value if isinstance(self.node, ast.Assign | ast.AugAssign | ast.Return) else None


@dataclass
class Slope:
    """A derivative of an activation in a chain of factors: its form, the place that it is taken at, its parts."""

    form: str  # sigmoid, tanh, relu, or call
    place: ast.expr
    parts: list[ast.AST]


@dataclass
class Delta:
    """A statement that makes a delta: its chain, the slope in it, and whether it is the output's."""

    statement: Statement
    chain: ast.AST
    slope: Slope
    output: bool


@dataclass
class Facts:
    """All of it, for one program."""

    statements: list[Statement] = field(default_factory=list)
    parameters: set[str] = field(default_factory=set)  # their tails
    activations: dict[str, str] = field(default_factory=dict)  # functions: name to kind
    derivatives: set[str] = field(default_factory=set)
    pre: dict[str, str] = field(default_factory=dict)  # activation to pre-activation, as written
    kinds: dict[str, str] = field(default_factory=dict)  # activation as written, to its kind
    errors: dict[str, ast.AST] = field(default_factory=dict)  # place to the difference that it holds
    deltas: list[Delta] = field(default_factory=list)
    masks: set[str] = field(default_factory=set)
    forward_weights: set[str] = field(default_factory=set)

    def made(self, place: str, before: Statement | None = None) -> Statement | None:
        """Give the last statement above that makes a place, in the same function; else any."""
        found = [s for s in self.statements if s.target is not None and key(s.target) == place]
        if before is not None:
            near = [
                s for s in found if s.scope == before.scope and s.cell == before.cell and s.line < before.line
            ]
            found = near or found
        return found[-1] if found else None

    def delta_keys(self) -> dict[str, Delta]:
        return {
            key(d.statement.target): d
            for d in self.deltas
            if d.statement.target is not None and is_place(d.statement.target)
        }

    def is_parameter(self, node: ast.AST) -> bool:
        return is_place(node) and tail(node) in self.parameters


def statements(cell: int | None, tree: ast.Module) -> list[Statement]:
    found: list[Statement] = []

    def walk(block: list[ast.stmt], scope: str, loops: tuple) -> None:
        for node in block:
            inner = (*loops, node) if isinstance(node, ast.For | ast.While) else loops
            name = f"{scope}.{node.name}" if isinstance(node, ast.FunctionDef | ast.ClassDef) else scope
            if isinstance(node, ast.FunctionDef):
                inner = ()
            bodies = [getattr(node, part, None) for part in ("body", "orelse", "finalbody")]
            if not any(isinstance(body, list) for body in bodies) and node.lineno == node.end_lineno:
                found.append(Statement(cell, node, scope, block, loops))
            for body in bodies:
                if isinstance(body, list):
                    walk(body, name, inner)

    walk(tree.body, "", ())
    return found


def one_minus(node: ast.AST) -> ast.expr | None:
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Sub) and isinstance(node.left, ast.Constant):
        return node.right if node.left.value == 1 else None
    return None


def square_of(node: ast.AST) -> ast.expr | None:
    if isinstance(node, ast.BinOp):
        if isinstance(node.op, ast.Pow) and key(node.right) == "2":
            return node.left
        if isinstance(node.op, ast.Mult) and key(node.left) == key(node.right):
            return node.left
    if isinstance(node, ast.Call) and (
        called(node) == "square" or (called(node) == "power" and key(node.args[-1]) == "2")
    ):
        return node.args[0]
    return None


def positive(node: ast.AST) -> ast.expr | None:
    if called(node) == "astype" and isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
        return positive(node.func.value)
    if called(node) == "where" and isinstance(node, ast.Call) and len(node.args) == 3:
        ends = [key(a) for a in node.args[1:]]
        return positive(node.args[0]) if ends[0] in ("1", "1.0") and ends[1] in ("0", "0.0") else None
    if isinstance(node, ast.Compare) and len(node.ops) == 1 and isinstance(node.ops[0], ast.Gt | ast.GtE):
        return node.left if key(node.comparators[0]) in ("0", "0.0") else None
    return None


def _argument(node: ast.AST) -> ast.expr | None:
    one = isinstance(node, ast.Call) and len(node.args) == 1 and not node.keywords
    return node.args[0] if one and isinstance(node, ast.Call) else None


def slope_in(chain: ast.AST, derivatives: set[str]) -> Slope | None:
    """Give the derivative of an activation among the factors of a chain, if there is just one."""
    parts = factors(chain)
    found: list[Slope] = []
    for part in parts:
        if (other := one_minus(part)) is not None:
            if (base := square_of(other)) is not None and is_place(base):
                found.append(Slope("tanh", base, [part]))
            elif is_place(other):
                same = [p for p in parts if key(p) == key(other)]
                if len(same) == 1:
                    found.append(Slope("sigmoid", other, [same[0], part]))
        elif (base := positive(part)) is not None and is_place(base):
            found.append(Slope("relu", base, [part]))
        elif (place := _argument(part)) is not None and called(part) in derivatives and is_place(place):
            found.append(Slope("call", place, [part]))
    return found[0] if len(found) == 1 else None


def activation_kind(value: ast.AST) -> str | None:
    """Give the kind of activation of a formula, whatever it is taken of."""
    if called(value) == "tanh":
        return "tanh"
    if called(value) in ("maximum", "fmax") and any(key(a) in ("0", "0.0") for a in value.args):
        return "relu"
    if isinstance(value, ast.BinOp) and isinstance(value.op, ast.Div):
        text = key(value)
        if re.match(r"^1(\.0?)? / \(1(\.0?)? \+ (np|math)\.exp\(-", text):
            return "sigmoid"
    return None


def inner_of(value: ast.AST) -> ast.expr | None:
    """Give what an inline activation is taken of."""
    if called(value) == "tanh":
        return value.args[0]
    if called(value) in ("maximum", "fmax"):
        return next(a for a in value.args if key(a) not in ("0", "0.0"))
    if isinstance(value, ast.BinOp):
        for node in ast.walk(value):
            if called(node) == "exp" and isinstance(node.args[0], ast.UnaryOp):
                return node.args[0].operand
    return None


def functions(tree: ast.Module, facts: Facts) -> None:
    """Tell the functions that are activations, and their derivatives."""
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef):
            names = [a.arg for a in node.args.args if a.arg not in ("self", "cls")]
            returns = [n.value for n in ast.walk(node) if isinstance(n, ast.Return) and n.value is not None]
            name = node.name
        elif (
            isinstance(node, ast.Assign) and isinstance(node.value, ast.Lambda) and is_place(node.targets[0])
        ):
            names, returns = [a.arg for a in node.value.args.args], [node.value.body]
            name = tail(node.targets[0])
        else:
            continue
        if len(names) != 1 or len(returns) != 1:
            continue
        kind = activation_kind(returns[0])
        text = key(node)
        if DERIVATIVE.search(name) or slope_in(returns[0], set()) or one_minus(returns[0]) is not None:
            facts.derivatives.add(name)
        elif kind:
            facts.activations[name] = kind
        elif "exp(" in text and "sum(" in text:
            facts.activations[name] = "softmax"


def read(cells: dict[int | None, str], parameters: set[str]) -> Facts:
    facts = Facts(parameters=parameters)
    trees = {number: ast.parse(without_magic(text)) for number, text in cells.items()}
    for number, tree in trees.items():
        functions(tree, facts)
        facts.statements += statements(number, tree)
    for one in facts.statements:
        _forward(one, facts)
    for one in facts.statements:
        _backward(one, facts)
    return facts


def without_magic(text: str) -> str:
    return "\n".join("" if line.startswith(("%", "!")) else line for line in text.splitlines()) + "\n"


def _forward(one: Statement, facts: Facts) -> None:
    target, value = one.target, one.value
    if target is None or value is None or not is_place(target) or not isinstance(one.node, ast.Assign):
        return
    kind, inner = activation_kind(value), None
    if kind:
        inner = inner_of(value)
    elif (inner := _argument(value)) is not None and called(value) in facts.activations:
        kind = facts.activations[called(value)]
    if kind:
        facts.kinds[key(target)] = kind
        if inner is not None and is_place(inner):
            facts.pre[key(target)] = key(inner)
    for product in products(value):
        sides = operands(product)
        for side in sides or ():
            if facts.is_parameter(bare(side)):
                facts.forward_weights.add(tail(bare(side)))
    text = key(value)
    if isinstance(value, ast.BinOp | ast.Compare | ast.Call) and re.search(
        r"(rand|random|uniform|binomial|random_sample)\(.*(<|>|binomial)", text
    ):
        facts.masks.add(key(target))


def difference(node: ast.AST) -> ast.BinOp | None:
    """Give the difference of two places in a chain of factors: output and target."""
    for part in factors(node):
        minus = isinstance(part, ast.BinOp) and isinstance(part.op, ast.Sub)
        if minus and is_place(bare(part.left)) and is_place(bare(part.right)):
            return part
    return None


def _backward(one: Statement, facts: Facts) -> None:
    target, value = one.target, one.value
    if target is None or value is None or not isinstance(one.node, ast.Assign):
        return
    if is_place(target) and difference(value) is not None and slope_in(value, facts.derivatives) is None:
        facts.errors[key(target)] = value
    for chain in chains(value):
        slope = slope_in(chain, facts.derivatives)
        if slope is None or len(factors(chain)) <= len(slope.parts) or not is_place(target):
            continue
        rest = [f for f in factors(chain) if all(f is not p for p in slope.parts)]
        if any(key(part) == key(slope.place) for part in rest):
            continue  # z * (z > 0): an activation
        output = hidden = False
        for part in rest:
            output |= difference(part) is not None
            hidden |= bool(products(part))
            if is_place(part):
                made = facts.made(key(part), one)
                if made is not None and made.value is not None:
                    hidden |= bool(products(made.value)) and difference(made.value) is None
                    output |= difference(made.value) is not None and not products(made.value)
        if output != hidden and chain is value:
            facts.deltas.append(Delta(one, chain, slope, output))

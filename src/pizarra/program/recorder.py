"""Run a program and write down what its array expressions gave. One file, on the standard library and NumPy alone.

It is started in a child process, in the interpreter that the program belongs to: `python recorder.py TASK FOLDER`. The
task is JSON: cells of code with their numbers, and limits. What comes back is `events.json` and `values.bin` in the
folder: every arithmetic expression, call, item and assignment that has to do with arrays, with its line, its inputs
(earlier events) and its value. The program's syntax tree is rewritten for that; its arrays stay what they are.

It is longer than a screen because it must stand alone: nothing else may be imported where it runs.
"""

from __future__ import annotations

import ast
import builtins
import json
import operator
import os
import signal
import sys
import time
import traceback
import types
from typing import Any

MOST_EVENTS = 6000
MOST_BYTES = 250_000_000
BINARY = {
    ast.Add: "add",
    ast.Sub: "sub",
    ast.Mult: "mul",
    ast.Div: "truediv",
    ast.Pow: "pow",
    ast.MatMult: "matmul",
    ast.Mod: "mod",
    ast.FloorDiv: "floordiv",
}
LEFT_ALONE = {"super", "print", "locals", "globals", "vars", "exec", "eval", "dir", "input", "range", "len"}
LEFT_ALONE |= {
    "zip",
    "enumerate",
    "isinstance",
    "type",
    "open",
    "getattr",
    "setattr",
    "hasattr",
    "str",
    "repr",
}
STOOD_IN = ("matplotlib", "seaborn", "plotly", "tqdm", "IPython", "pylab")


class Enough(BaseException):
    """Enough was seen, or the time is up: the program is left."""


class Rewriter(ast.NodeTransformer):
    """Puts calls of the recorder where expressions and assignments stand."""

    def __init__(self, cell: int | None) -> None:
        self.cell = cell
        self.classes: list[str] = []

    def site(self, node: ast.AST) -> ast.Constant:
        return ast.Constant((self.cell, node.lineno, node.col_offset))  # type: ignore[attr-defined]

    def call(
        self, node: ast.AST, name: str, *arguments: Any, keywords: list[ast.keyword] | None = None
    ) -> ast.Call:
        made = ast.Call(
            ast.Name(f"__pizarra_{name}__", ast.Load()), [self.site(node), *arguments], keywords or []
        )
        return ast.fix_missing_locations(ast.copy_location(made, node))

    def private(self, name: str) -> ast.Constant:
        inside = self.classes and name.startswith("__") and not name.endswith("__")
        return ast.Constant(f"_{self.classes[-1].lstrip('_')}{name}" if inside else name)

    def index(self, node: ast.expr) -> ast.expr:
        if isinstance(node, ast.Slice):
            parts: list[ast.expr] = [
                self.visit(p) if p else ast.Constant(None) for p in (node.lower, node.upper, node.step)
            ]
            return ast.Call(ast.Name("__pizarra_slice__", ast.Load()), parts, [])
        if isinstance(node, ast.Tuple) and not any(isinstance(e, ast.Starred) for e in node.elts):
            return ast.Tuple([self.index(e) for e in node.elts], ast.Load())
        return self.visit(node)

    def visit_JoinedStr(self, node: ast.JoinedStr) -> ast.AST:
        return node

    def visit_ClassDef(self, node: ast.ClassDef) -> ast.AST:
        self.classes.append(node.name)
        node.body = self.block(node.body)
        self.classes.pop()
        return node

    def block(self, body: list[ast.stmt]) -> list[ast.stmt]:
        found: list[ast.stmt] = []
        for statement in body:
            made = self.visit(statement)
            found += made if isinstance(made, list) else [made]
        return found

    def visit_FunctionDef(self, node: Any) -> ast.AST:
        node.body = self.block(node.body)
        node.args.defaults = [self.visit(d) for d in node.args.defaults]
        return node

    visit_AsyncFunctionDef = visit_FunctionDef

    def visit_BinOp(self, node: ast.BinOp) -> ast.AST:
        name = BINARY.get(type(node.op))
        left, right = self.visit(node.left), self.visit(node.right)
        if name is None or (isinstance(node.left, ast.Constant) and isinstance(node.right, ast.Constant)):
            node.left, node.right = left, right
            return node
        return self.call(node, "binary", ast.Constant(name), left, right)

    def visit_UnaryOp(self, node: ast.UnaryOp) -> ast.AST:
        node.operand = self.visit(node.operand)
        if isinstance(node.op, ast.USub) and not isinstance(node.operand, ast.Constant):
            return self.call(node, "unary", node.operand)
        return node

    def visit_Call(self, node: ast.Call) -> ast.AST:
        args = [self.visit(a) for a in node.args]
        keywords = [ast.keyword(k.arg, self.visit(k.value)) for k in node.keywords]
        if isinstance(node.func, ast.Name) and node.func.id in LEFT_ALONE:
            node.args, node.keywords = args, keywords
            return node
        return self.call(node, "call", self.visit(node.func), *args, keywords=keywords)

    def visit_Subscript(self, node: ast.Subscript) -> ast.AST:
        if not isinstance(node.ctx, ast.Load):
            return self.generic_visit(node)
        return self.call(node, "item", self.visit(node.value), self.index(node.slice))

    def visit_Attribute(self, node: ast.Attribute) -> ast.AST:
        node.value = self.visit(node.value)
        if isinstance(node.ctx, ast.Load) and node.attr == "T":
            return self.call(node, "turned", node.value)
        return node

    def named(self, node: ast.stmt, target: ast.expr, value: ast.expr) -> ast.expr:
        return self.call(node, "name", ast.Constant(ast.unparse(target)), value)

    def visit_Assign(self, node: ast.Assign) -> Any:
        value = self.visit(node.value)
        if len(node.targets) == 1 and isinstance(target := node.targets[0], ast.Subscript):
            given = [
                self.visit(target.value),
                self.index(target.slice),
                value,
                ast.Constant(ast.unparse(target)),
            ]
            made = ast.Expr(self.call(node, "set", *given))
            return ast.fix_missing_locations(ast.copy_location(made, node))
        for target in node.targets:
            if isinstance(target, ast.Name | ast.Attribute):
                value = self.named(node, target, value)
        node.value = value
        after: list[ast.stmt] = []
        for target in node.targets:
            if isinstance(target, ast.Tuple | ast.List):
                for one in target.elts:
                    if isinstance(one, ast.Name):
                        seen = self.named(node, one, ast.Name(one.id, ast.Load()))
                        after.append(ast.fix_missing_locations(ast.copy_location(ast.Expr(seen), node)))
        node.targets = [self.visit(t) for t in node.targets]
        return [node, *after]

    def visit_AnnAssign(self, node: ast.AnnAssign) -> ast.AST:
        if node.value is not None:
            node.value = self.named(node, node.target, self.visit(node.value))
        return node

    def visit_AugAssign(self, node: ast.AugAssign) -> ast.AST:
        name, value, target = BINARY.get(type(node.op)), self.visit(node.value), node.target
        if name is None:
            node.value = value
            return node
        op, text = ast.Constant(name), ast.Constant(ast.unparse(target))
        if isinstance(target, ast.Name):
            now = self.call(node, "inplace", op, ast.Name(target.id, ast.Load()), value, text)
            made: ast.stmt = ast.Assign([target], now)
        elif isinstance(target, ast.Subscript):
            given = [op, self.visit(target.value), self.index(target.slice), value, text]
            made = ast.Expr(self.call(node, "inplace_item", *given))
        else:
            given = [op, self.visit(target.value), self.private(target.attr), value, text]
            made = ast.Expr(self.call(node, "inplace_attribute", *given))
        return ast.fix_missing_locations(ast.copy_location(made, node))


class Recorder:
    """The events so far; what the rewritten program calls."""

    def __init__(self) -> None:
        import numpy

        self.np = numpy
        self.events: list[dict[str, Any]] = []
        self.values: list[Any] = []
        self.known: dict[int, tuple[Any, int]] = {}  # the object, kept alive, and its latest event
        self.names: list[tuple[int, str, Any]] = []
        self.stack: list[Any] = []
        self.bridged: list[Any] = []
        self.bytes = 0
        self.over = False

    def numbers(self, thing: Any) -> bool:
        if isinstance(thing, self.np.ndarray):
            return thing.dtype.kind in "fiub" and thing.size > 0
        return isinstance(thing, float | self.np.floating)

    def same(self, thing: Any, event: int) -> bool:
        held = self.values[event]
        if held is None:
            return True
        return self.np.array_equal(thing, held, equal_nan=self.np.asarray(held).dtype.kind == "f")

    def event_of(self, thing: Any) -> int | None:
        """The event that made an object as it is now; a new leaf where it comes from outside."""
        if not self.numbers(thing):
            return None
        found = self.known.get(id(thing))
        if found is not None and found[0] is thing:
            if self.same(thing, found[1]):
                return found[1]
            return self.add(None, "changed", [found[1]], thing)
        if not isinstance(thing, self.np.ndarray):
            return None
        base = thing.base
        inside = self.known.get(id(base)) if base is not None else None
        return self.add(
            None, "leaf" if inside is None else "view", [] if inside is None else [inside[1]], thing
        )

    def add(self, site: Any, op: str, inputs: list[int | None], thing: Any, **more: Any) -> int:
        if self.over or len(self.events) >= MOST_EVENTS or self.bytes > MOST_BYTES:
            self.over = True
            raise Enough
        number = len(self.events)
        value = self.np.array(thing, dtype=float)
        self.bytes += value.nbytes
        self.events.append(
            {
                "op": op,
                "site": site,
                "inputs": inputs,
                "stack": list(self.stack),
                "shape": self.np.shape(thing),
                **more,
            }
        )
        self.values.append(value)
        self.known[id(thing)] = (thing, number)
        if self.np.asarray(thing).dtype.kind == "f" and self.np.asarray(thing).dtype.itemsize < 8:
            self.events[-1]["single"] = True
        return number

    def inputs(self, things: Any) -> list[int | None]:
        found: list[int | None] = []
        for thing in things:
            if isinstance(thing, list | tuple):
                found += [self.event_of(part) for part in thing[:200]]
            else:
                found.append(self.event_of(thing))
        return found

    def made(self, site: Any, op: str, inputs: list[int | None], result: Any, **more: Any) -> Any:
        if self.numbers(result):
            array = isinstance(result, self.np.ndarray)
            if array or any(i is not None for i in inputs):
                self.add(site, op, inputs, result, **more)
        return result

    def binary(self, site: Any, op: str, left: Any, right: Any) -> Any:
        inputs = [self.event_of(left), self.event_of(right)]
        result = getattr(operator, op)(left, right)
        more = {}
        for side, thing in (("left", left), ("right", right)):
            if isinstance(thing, int | float) and not isinstance(thing, bool):
                more[side] = float(thing)
        return self.made(site, op, inputs, result, **more)

    def unary(self, site: Any, thing: Any) -> Any:
        inputs = [self.event_of(thing)]
        return self.made(site, "neg", inputs, -thing)

    def call(self, site: Any, function: Any, *args: Any, **keywords: Any) -> Any:
        before = len(self.events)
        name = getattr(function, "__name__", type(function).__name__)
        owner = getattr(function, "__self__", None)
        given = ([owner] if isinstance(owner, self.np.ndarray) else []) + list(args)
        user = isinstance(function, types.FunctionType | types.MethodType) and not (
            function.__module__ or ""
        ).startswith("numpy")
        user = user or (
            isinstance(function, type) and not function.__module__.startswith(("numpy", "builtins"))
        )
        inputs = [] if user else self.inputs([*given, keywords.get("out")] if "out" in keywords else given)
        if len(self.stack) > 40:
            return function(*args, **keywords)
        self.stack.append(site)
        try:
            result = function(*args, **keywords)
        finally:
            self.stack.pop()
        self.after(site, name, given, keywords, inputs, result, before)
        return result

    def after(
        self, site: Any, name: str, given: Any, keywords: Any, inputs: Any, result: Any, before: int
    ) -> None:
        if not self.numbers(result):
            return
        found = self.known.get(id(result))
        if found is not None and found[0] is result and self.same(result, found[1]):
            return  # an object that a user's function gave back, or that nothing changed
        more: dict[str, Any] = {"call": True}
        axis = keywords.get("axis", given[1] if len(given) > 1 and name in ("sum", "mean", "max") else None)
        if isinstance(axis, int):
            more["axis"] = axis
        for side, thing in zip(("left", "right"), given, strict=False):
            if isinstance(thing, int | float) and not isinstance(thing, bool):
                more[side] = float(thing)
        self.made(site, name, inputs, result, **more)

    def item(self, site: Any, base: Any, index: Any) -> Any:
        result = base[index]
        if isinstance(base, self.np.ndarray) and self.numbers(result):
            self.made(site, "item", [self.event_of(base)], result, **self.labels(index))
        return result

    def labels(self, index: Any) -> dict[str, Any]:
        """The indices of one entry in each row, as integer targets are used."""
        if isinstance(index, tuple) and len(index) == 2:
            parts = [
                self.np.asarray(p) if isinstance(p, range | list | self.np.ndarray) else None for p in index
            ]
            if all(p is not None and p.dtype.kind in "iu" and p.ndim == 1 for p in parts):
                return {"labels": [p.tolist() for p in parts]}  # type: ignore[union-attr]
        return {}

    def turned(self, site: Any, base: Any) -> Any:
        result = base.T
        if isinstance(base, self.np.ndarray):
            self.made(site, "T", [self.event_of(base)], result)
        return result

    def name(self, site: Any, name: str, value: Any) -> Any:
        event = self.event_of(value)
        if event is not None:
            if self.events[event]["site"] is None:
                self.events[event]["site"] = site
            self.names.append((event, name, site))
        elif isinstance(value, list | tuple):
            for number, part in enumerate(value[:50]):
                event = self.event_of(part)
                if event is not None:
                    self.names.append((event, f"{name}[{number}]", site))
                    if self.events[event]["site"] is None:
                        self.events[event]["site"] = site
        return value

    def set(self, site: Any, base: Any, index: Any, value: Any, text: str) -> None:
        if not isinstance(base, self.np.ndarray):
            base[index] = self.name(site, text, value)
            return
        inputs = [self.event_of(base), self.event_of(value)]
        try:
            base[index] = value
        except (ValueError, TypeError):
            if not isinstance(value, self.np.ndarray) or value.size != 1:
                raise
            base[index] = value.item()  # older versions of NumPy took an array of one number for a number
            self.bridged.append(site)
        if self.numbers(base):
            self.add(site, "set", inputs, base, **self.labels(index))

    def inplace(self, site: Any, op: str, target: Any, value: Any, text: str) -> Any:
        inputs = [self.event_of(target), self.event_of(value)]
        more = {"right": float(value)} if isinstance(value, int | float) else {}
        result = getattr(operator, "i" + op)(target, value)
        self.made(site, op, inputs, result, inplace=True, **more)
        return self.name(site, text, result)

    def inplace_item(self, site: Any, op: str, base: Any, index: Any, value: Any, text: str) -> None:
        if not isinstance(base, self.np.ndarray):
            base[index] = self.inplace(site, op, base[index], value, text)
            return
        inputs = [self.event_of(base), self.event_of(value)]
        base[index] = getattr(operator, "i" + op)(base[index], value)
        if self.numbers(base):
            whole = (isinstance(index, slice) and index == slice(None)) or index is Ellipsis
            more = {"right": float(value)} if isinstance(value, int | float) else {}
            self.add(site, op if whole else f"set_{op}", inputs, base, **more, **self.labels(index))

    def inplace_attribute(
        self, site: Any, op: str, thing: Any, attribute: str, value: Any, text: str
    ) -> None:
        setattr(thing, attribute, self.inplace(site, op, getattr(thing, attribute), value, text))

    def write(self, folder: str, more: dict[str, Any]) -> None:
        sizes = []
        with open(os.path.join(folder, "values.bin"), "wb") as file:
            for value in self.values:
                sizes.append(value.size)
                file.write(self.np.ascontiguousarray(value).tobytes())
        content = {
            "events": self.events,
            "names": self.names,
            "sizes": sizes,
            "bridged": self.bridged,
            **more,
        }
        with open(os.path.join(folder, "events.json"), "w", encoding="utf-8") as file:
            json.dump(content, file)


class StandIn(types.ModuleType):
    """A module for drawing of which everything can be called, and gives the like again."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.__path__ = []

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return Anything()


class Anything:
    """What a stand-in gives: whatever is asked of it."""

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return self

    def __call__(self, *args: Any, **keywords: Any) -> Any:
        return args[0] if args and hasattr(args[0], "__iter__") and not isinstance(args[0], str) else self

    def __getitem__(self, key: Any) -> Any:
        return self

    def __iter__(self) -> Any:
        return iter((self, self))

    def __enter__(self) -> Any:
        return self

    def __exit__(self, *error: object) -> None:
        return None


class Finder:
    """Gives stand-ins for what draws, so that nothing is shown and nothing need be installed."""

    def find_spec(self, name: str, path: Any = None, target: Any = None) -> Any:
        from importlib.machinery import ModuleSpec

        return ModuleSpec(name, self) if name.partition(".")[0] in STOOD_IN else None  # type: ignore[arg-type]

    def create_module(self, spec: Any) -> Any:
        return StandIn(spec.name)

    def exec_module(self, module: Any) -> None:
        return None


def limit(memory: int, seconds: float) -> list[str]:
    """Set the limits that this system has; say which it has not."""
    missing = []
    try:
        import resource

        for kind, most in (
            ("RLIMIT_AS", memory),
            ("RLIMIT_FSIZE", 2 * MOST_BYTES),
            ("RLIMIT_CPU", int(seconds) + 5),
            ("RLIMIT_CORE", 0),
        ):
            try:
                resource.setrlimit(getattr(resource, kind), (most, most))
            except (ValueError, OSError, AttributeError):
                missing.append(kind)
    except ImportError:
        missing.append("resource")
    if hasattr(signal, "setitimer"):

        def out_of_time(*_: Any) -> None:
            raise Enough

        signal.signal(signal.SIGALRM, out_of_time)
        signal.setitimer(signal.ITIMER_REAL, seconds, 0.2)
    return missing


def run(task: dict[str, Any], folder: str) -> None:
    """Run the cells one after another, and write what was seen."""
    missing = limit(task["memory"], task["seconds"])
    recorder = Recorder()
    sys.meta_path.insert(0, Finder())  # type: ignore[arg-type]
    sys.path.insert(0, task["folder"])
    sys.argv = [task["name"]]
    time.sleep = lambda *_: None  # type: ignore[assignment]
    builtins.input = lambda *_: ""  # type: ignore[assignment]
    module = types.ModuleType("__main__")
    space = module.__dict__
    sys.modules["__main__"] = module
    for hook in ("binary", "unary", "call", "item", "turned", "name", "set", "inplace", "inplace_item"):
        space[f"__pizarra_{hook}__"] = getattr(recorder, hook)
    space["__pizarra_inplace_attribute__"] = recorder.inplace_attribute
    space["__pizarra_slice__"] = slice
    space["__file__"] = task["name"]
    space["display"] = lambda *_: None
    errors, stopped = [], False
    quiet = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115  (open as long as the program runs)
    real = sys.stdout, sys.stderr
    sys.stdout = sys.stderr = quiet
    try:
        for cell in task["cells"]:
            file = f"<cell {cell['cell']}>"
            try:
                tree = ast.parse(cell["text"])
                tree.body = Rewriter(cell["cell"]).block(tree.body)
                exec(compile(ast.fix_missing_locations(tree), file, "exec"), space)
            except Enough:
                stopped = True
                break
            except SystemExit:
                break
            except BaseException as error:
                lines = [
                    frame.lineno
                    for frame in traceback.extract_tb(error.__traceback__)
                    if frame.filename == file
                ]
                text = f"{type(error).__name__}: {str(error)[:300]}"
                errors.append({"cell": cell["cell"], "line": lines[-1] if lines else None, "text": text})
                errors[-1]["name"] = getattr(error, "name", None) if isinstance(error, NameError) else None
                if recorder.over:
                    break
    finally:
        if hasattr(signal, "setitimer"):
            signal.setitimer(signal.ITIMER_REAL, 0)
        sys.stdout, sys.stderr = real
    recorder.write(folder, {"errors": errors, "stopped": stopped, "unlimited": missing})


if __name__ == "__main__":
    with open(sys.argv[1], encoding="utf-8") as given:
        wanted = json.load(given)
    run(wanted, sys.argv[2])
    os._exit(0)  # whatever threads the program left

"""What the page computes is what Python computes: every layer's and loss's formulas, and passes through networks."""

import json
import re
import shutil
import subprocess
from pathlib import Path

import numpy as np
import pytest

import pizarra
from pizarra.errors import FormulaError
from pizarra.formula import evaluate, parse
from pizarra.formula.functions import ALONG as KERNELS_ALONG
from pizarra.formula.functions import FUNCTIONS as KERNELS
from pizarra.layers import LAYERS
from pizarra.losses import LOSSES
from pizarra.trace import Trace
from pizarra.web.program import Program
from pizarra.web.script import ALONG, FUNCTIONS, Array, function

from ..drawn_networks import draw

NODE = shutil.which("node")
JS = Path(pizarra.__file__).parent / "web" / "js"
SEEDS = range(72)

needs_node = pytest.mark.skipif(NODE is None, reason="there is no Node.js to run JavaScript with")


def run(body: str) -> object:
    """Run a module that may import the page's own, and give what it prints as JSON."""
    source = re.sub(r'from "\./', f'from "{JS.as_uri()}/', body)
    done = subprocess.run(
        [NODE, "--input-type=module"], input=source, capture_output=True, text=True, timeout=60, check=False
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


IMPORTS = (
    'import { sigmoid, softplus, relu, softmax, logsumexp, logSoftmax } from "./kernels.js";\n'
    'import { compute, unpacked } from "./pass.js";\n'
)
# JSON has no word for what is not finite.
PRINT = "console.log(JSON.stringify(made, (_, v) => typeof v === 'number' && !isFinite(v) ? String(v) : v));"


@needs_node
def test_a_pass_through_drawn_networks_equals_pythons():
    drawn = [draw(seed) for seed in SEEDS]
    seen = {type(step.layer) for one in drawn for step in one.network.all_steps}
    assert {*LAYERS.values(), *LOSSES.values()} <= seen, "draw a network with every layer and every loss"
    programs = [Program(Trace(one.network, one.parameters, one.x, one.t, learning_rate=0.1)) for one in drawn]
    jobs = ",".join(
        f"[{program.script()},{json.dumps(program.data()['given'])},{len(one.x)}]"
        for program, one in zip(programs, drawn, strict=True)
    )
    made = run(
        f"{IMPORTS}const made = [{jobs}].map(([lines, given, N]) => {{ const arrays = given.map(unpacked);"
        f"compute(lines, arrays, N); return arrays.map(a => [...a]); }});{PRINT}"
    )
    for seed, program, arrays in zip(SEEDS, programs, made, strict=True):
        for name, found in zip(program.names, arrays, strict=True):
            wanted = np.ravel(program.array(name))
            np.testing.assert_allclose(
                np.array(found, float), wanted, rtol=1e-12, atol=1e-12, err_msg=f"{name}, network {seed}"
            )


@needs_node
def test_what_is_given_arrives_to_the_last_bit():
    one = draw(3)
    one.x[0, 0] = 0.1 + 0.2
    program = Program(Trace(one.network, one.parameters, one.x, one.t))
    made = run(
        f"{IMPORTS}const made = {json.dumps(program.data()['given'])}.map(t => [...unpacked(t)]);{PRINT}"
    )
    for name, found in zip(program.given, made, strict=True):
        assert found == np.ravel(program.array(name)).tolist(), name


FAR = [-800.0, -40.0, -1.5, -1e-9, -0.0, 0.0, 1e-300, 0.3, 1.0, 37.5, 710.0, 1e6]


@needs_node
@pytest.mark.parametrize("name", [name for name, known in KERNELS.items() if known.arity == 1])
def test_a_function_equals_pythons_at_the_ends_of_the_scale(name):
    tree = parse(f"{name}(x[i])")
    body = function(tree, ("i",), {"x": Array(0, (len(FAR),))}, {})
    x = np.array(FAR)
    with np.errstate(all="ignore"):
        wanted = evaluate(tree, {"x": x}, ("i",))
    made = run(f"{IMPORTS}const x = {FAR}, f = {body}, made = x.map((_, i) => f([x], 1, i));{PRINT}")
    found = np.array([float(str(v).replace("Infinity", "inf")) for v in made])
    np.testing.assert_allclose(found, wanted, rtol=1e-12, atol=0)


@needs_node
@pytest.mark.parametrize("name", KERNELS_ALONG)
@pytest.mark.parametrize(
    "x", [[1.0, 2.0, 3.0], [1000.0, -1000.0, 0.0], [5.0, 5.0, 5.0], [-1e4, -1e4 - 40.0, -2e4]]
)
def test_a_function_along_an_axis_equals_pythons(name, x):
    at = "" if name == "logsumexp" else "[i]"
    axes = () if name == "logsumexp" else ("i",)
    tree = parse(f"{name}(k, x[k]){at}")
    body = function(tree, axes, {"x": Array(0, (3,))}, {"k": 3})
    wanted = np.ravel(evaluate(tree, {"x": np.array(x)}, axes, lengths={"k": 3, "i": 3}))
    count = len(wanted)
    made = run(
        f"{IMPORTS}const f = {body}, made = Array.from({{length: {count}}}, (_, i) => f([{x}], 1, i));{PRINT}"
    )
    np.testing.assert_allclose(np.array(made, float), wanted, rtol=1e-12, atol=0)


def test_every_function_of_formulas_has_its_javascript():
    assert {*FUNCTIONS} == {*KERNELS}
    assert {*ALONG} == {*KERNELS_ALONG}


def test_what_has_no_meaning_is_refused():
    with pytest.raises(FormulaError, match="The name 'y' has no value"):
        function(parse("y[i]"), ("i",), {"x": Array(0, (1,))}, {})
    with pytest.raises(FormulaError, match="The index 'j' is on the right"):
        function(parse("x[j]"), ("i",), {"x": Array(0, (1,))}, {})
    with pytest.raises(FormulaError, match="No array shows how long the axis 'k' is"):
        function(parse("sum(k, 1)"), (), {}, {})
    with pytest.raises(FormulaError, match="MatMul has no meaning"):
        function(parse("x @ x"), (), {"x": Array(0, ())}, {})


def test_names_never_become_script():
    name = "*/alert(1)//"
    text = function(parse("x[i] + 1").rebuilt((parse("x[i]"), parse("1"))), ("i",), {"x": Array(7, (2,))}, {})
    assert name not in text
    assert re.fullmatch(r"[\w()=>{},\[\]+ ]+", text)

"""Programs in other words that print the same: what `pizarra check` says of them, and of which lines, should stay.

python benchmarks/rewrite_programs.py tests/programs tests/kept_programs --keep rewritten     # one rewriting of each
python benchmarks/rewrite_programs.py tests/programs --each 3 --seed 2 --keep rewritten

Programs whose output changes with the rewriting are left out: that rule does not hold there.
"""

import argparse
import ast
import os
import random
import re
import shutil
import subprocess
import sys
import tempfile
import textwrap
import tokenize
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

for variable in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ.setdefault(variable, "1")

import numpy as np  # noqa: E402
from programs_planted.cases import Written, save  # noqa: E402
from programs_rewritten.names import WHOLE  # noqa: E402
from programs_rewritten.rules import RULES, SIMPLE  # noqa: E402


def main():
    options = arguments()
    draw = random.Random(options.seed)
    work = []
    for folder in options.folders:
        for truth_file in sorted(folder.glob("*.toml")):
            names = [n for n in [*RULES, *WHOLE] if not options.rules or re.search(options.rules, n)]
            picked = draw.sample(names, min(options.each, len(names)))
            work.append((truth_file, picked, draw.random()))
    options.keep.mkdir(parents=True, exist_ok=True)
    with ThreadPoolExecutor(options.workers) as pool:
        for lines in pool.map(lambda one: rewritings(*one, options.keep), work):
            for line in lines:
                print(line, flush=True)


def arguments():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folders", nargs="+", type=Path)
    parser.add_argument("--keep", type=Path, required=True, help="the folder for the rewritten programs")
    parser.add_argument("--each", type=int, default=1, help="how many rewritings of each program")
    parser.add_argument("--rules", help="only rules whose name this finds")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--workers", type=int, default=1)
    return parser.parse_args()


def rewritings(truth_file, rules, seed, keep):
    """Write those rewritings of a program that give its output; say in a line each which."""
    written = Written.read(truth_file.stem, truth_file.parent)
    if "raises" in written.truth:
        return []
    shown, said = None, []
    for name in rules:
        new = rewritten(written, name, random.Random(f"{seed} {name}"))
        if new is None:
            continue
        if shown is None:
            shown = output(written)
        if shown is None:
            return said
        if not alike(shown, output(new)):
            said.append(f"- {written.name}: {name} (another output)")
            continue
        stem = f"{written.name}__{re.sub('[^a-z]+', '_', name.lower())}"
        save(new, keep, stem)
        shutil.copy(truth_file, keep / f"{stem}.toml")
        said.append(f"+ {stem}")
    return said


def rewritten(written, name, draw):
    """Give a program rewritten by a rule; `None` where the rule finds no place."""
    cells = list(written.cells.values())
    try:
        of_statements = [in_other_words(cell, RULES[name], draw) for cell in cells] if name in RULES else None
        new = of_statements or WHOLE[name](cells, draw)
    except (SyntaxError, tokenize.TokenError):
        return None
    if new is None or new == cells:
        return None
    return replace(written, cells=dict(zip(written.cells, new, strict=True)))


def in_other_words(text, rule, draw):
    """Rewrite each statement that has a line to itself, on that line."""
    lines = text.split("\n")
    try:
        tree = ast.parse(without_magics(text))
    except SyntaxError:
        return text
    taken = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.stmt):
            for n in range(node.lineno, node.end_lineno + 1):
                taken[n] = taken.get(n, 0) + (isinstance(node, SIMPLE) or node.lineno == n)
    for node in ast.walk(tree):
        if not isinstance(node, SIMPLE) or node.lineno != node.end_lineno or taken[node.lineno] != 1:
            continue
        line = lines[node.lineno - 1]
        if line[: node.col_offset].strip():
            continue
        new = rule(node, draw)
        if new is None:
            continue
        for one in new:
            ast.fix_missing_locations(one)
        lines[node.lineno - 1] = line[: node.col_offset] + "; ".join(ast.unparse(one) for one in new)
    return "\n".join(lines)


def without_magics(text):
    return "\n".join("" if line.startswith(("%", "!")) else line for line in text.split("\n"))


def output(written):
    """Run a program by itself; give what it prints, `None` where it fails."""
    text = "\n".join(map(without_magics, written.cells.values()))
    first = "import builtins, sys\nbuiltins.input = lambda *_: 'n'\nsys.argv = ['program']\n"
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "program.py")
        file.write_text(first + textwrap.dedent(text))
        try:
            run = subprocess.run(
                [sys.executable, "-W", "ignore", "program.py"],
                cwd=folder,
                capture_output=True,
                text=True,
                timeout=40,
                env=os.environ | {"MPLBACKEND": "Agg"},
            )
        except subprocess.TimeoutExpired:
            return None
    return run.stdout if run.returncode == 0 else None


def alike(first, second):
    """Whether two outputs have the same words and, but for rounding, the same numbers."""
    if second is None:
        return False
    number = re.compile(r"[-+]?(?:\d+\.?\d*(?:[eE][-+]?\d+)?|nan|inf)")
    if re.sub(r"\s+", "", number.sub("#", first)) != re.sub(r"\s+", "", number.sub("#", second)):
        return bool(re.search(r"\d\s?(s|ms|sec)", first))
    one, two = (np.array([float(n) for n in number.findall(text)]) for text in (first, second))
    close = np.isclose(one, two, rtol=1e-3, atol=1e-5, equal_nan=True)
    return close.mean() > 0.9 if close.size else True


if __name__ == "__main__":
    main()

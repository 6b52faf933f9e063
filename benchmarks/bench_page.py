"""What a page costs: reading, working out, writing; its size; the peak memory, each network in its own process.

No page is written twice: every round moves all weights by other amounts, in the third decimal. What is known of the
network in symbols from the page before is used, as for a second step of training; the cold page knows nothing.

OMP_NUM_THREADS=1 python benchmarks/bench_page.py
"""

import resource
import statistics
import subprocess
import sys
import time
from dataclasses import replace

import numpy as np

RUNS = 15
NETWORKS = {
    "xor": ("xor", None),
    "sigmoid-regression (3-2-3)": ("sigmoid-regression", None),
    "784-128-10": ("784-128-10", None),
    "784-128-10, W1[17,300]": ("784-128-10", "W1[17,300]"),
}


def problem(name):
    from pizarra.gallery import source
    from pizarra.problem import from_shape, read_toml

    if name[0].isdigit():
        return from_shape(name, hidden="relu", loss="softmax_cross_entropy")
    return read_toml(source(name), name=name)


def measure(label):
    from pizarra import Solution

    name, case = NETWORKS[label]
    drawn = problem(name) if name[0].isdigit() else None  # drawing random weights is no part of a page
    shapes = {key: array.shape for key, array in (drawn or problem(name)).parameters.items()}
    rng = np.random.default_rng(0)
    text, html, seen = [], [], set()
    for _ in range(RUNS + 1):
        moves = {key: rng.integers(1, 1000, shape) / 1000 for key, shape in shapes.items()}
        start = time.perf_counter()
        given = drawn or problem(name)
        fresh = {key: given.parameters[key] + move for key, move in moves.items()}
        solution = Solution(replace(given, parameters=fresh), case=case)
        seen.add(solution.text())
        middle = time.perf_counter()
        page = solution.html()
        text.append(middle - start)
        html.append(time.perf_counter() - middle)
    assert len(seen) == RUNS + 1, "a page was written twice"
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    cold, warm, least = text[0] * 1e3, statistics.median(text[1:]) * 1e3, min(text) * 1e3
    size = len(page.encode()) / 1000
    written = statistics.median(html[1:]) * 1e3
    spent = " ".join(f"{value:6.0f} ms" for value in (cold, warm, least, written))
    print(f"{label:28} {spent} {size:6.0f} kB {peak:6.0f} MB", flush=True)


def main():
    if len(sys.argv) > 1:  # one network, in its own process
        return measure(sys.argv[1])
    print(f"text: read, work out, write; warm: the median of {RUNS} runs in one process; least: the fastest")
    print(
        f"{'':28} {'text cold':>9} {'warm':>9} {'least':>9} {'+ HTML':>9} {'HTML':>9} {'peak RSS':>9}",
        flush=True,
    )
    for label in NETWORKS:
        subprocess.run([sys.executable, __file__, label], check=True)


if __name__ == "__main__":
    main()

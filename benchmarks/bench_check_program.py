"""What `pizarra check FILE` costs: seeds, long and large programs, an operation on arrays that is traced, memory.

The time of a check is that of the whole command, in a fresh process each time; its memory is the most that the process
had resident, and the most that the process in which the program ran had. An operation's cost is measured by a program
itself, around a loop that updates nothing (one that does is left after a few rounds): plainly and traced, by turns.

OMP_NUM_THREADS=1 python benchmarks/bench_check_program.py [--seeds FOLDER] [--runs N]
"""

import argparse
import os
import platform
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np

from pizarra.program.run import MEMORY, record
from pizarra.program.source import read_source

HERE = Path(__file__).resolve().parent
LIMIT = MEMORY / 1e6
AGAIN = 1.1  # times the memory of the same program with a tenth of the epochs: that is no growth

# One batch, trained for as many epochs as is said.
BATCH = """
import numpy as np

rng = np.random.default_rng(1)
X = np.array([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]])
Y = np.array([[0.0], [1.0], [1.0], [0.0]])
W1, b1 = rng.normal(size=(2, 4)), np.zeros((1, 4))
W2, b2 = rng.normal(size=(4, 1)), np.zeros((1, 1))
rate = 0.5


def sigmoid(z):
    return 1 / (1 + np.exp(-z))


losses = []
for epoch in range({epochs}):
    a1 = sigmoid(X @ W1 + b1)
    a2 = sigmoid(a1 @ W2 + b2)
    loss = 0.5 * np.sum((a2 - Y) ** 2)
    losses.append(loss)
    d2 = (a2 - Y) * a2 * (1 - a2)
    d1 = (d2 @ W2.T) * a1 * (1 - a1)
    W2 = W2 - rate * a1.T @ d2
    b2 = b2 - rate * d2.sum(axis=0, keepdims=True)
    W1 = W1 - rate * X.T @ d1
    b1 = b1 - rate * d1.sum(axis=0, keepdims=True)
    if epoch % 1000 == 0:
        print(epoch, loss)
print(a2.round())
"""

# The same size, one sample after another, in a class and with its arrays changed in place.
SAMPLES = """
import numpy as np

np.random.seed(1)


class Network:
    def __init__(self, inputs, hidden, outputs, rate):
        self.w1 = np.random.normal(0.0, inputs**-0.5, (hidden, inputs))
        self.w2 = np.random.normal(0.0, hidden**-0.5, (outputs, hidden))
        self.rate = rate

    def sigmoid(self, z):
        return 1 / (1 + np.exp(-z))

    def train(self, sample, target):
        x = np.array(sample, ndmin=2).T
        t = np.array(target, ndmin=2).T
        h = self.sigmoid(np.dot(self.w1, x))
        y = self.sigmoid(np.dot(self.w2, h))
        e2 = t - y
        e1 = np.dot(self.w2.T, e2 * y * (1 - y))
        self.w2 += self.rate * np.dot(e2 * y * (1 - y), h.T)
        self.w1 += self.rate * np.dot(e1 * h * (1 - h), x.T)
        return 0.5 * np.sum(e2**2)


network = Network({inputs}, {hidden}, {outputs}, 0.1)
samples = np.random.uniform(0.01, 1.0, ({count}, {inputs}))
labels = np.random.randint(0, {outputs}, {count})
for epoch in range({epochs}):
    total = 0.0
    for sample, label in zip(samples, labels):
        target = np.zeros({outputs}) + 0.01
        target[label] = 0.99
        total += network.train(sample, target)
    print(epoch, total)
"""

# Batches of 64, ReLU, softmax and cross-entropy.
BATCHES = """
import numpy as np

rng = np.random.default_rng(0)
X = rng.uniform(0, 1, size=({count}, 784))
labels = rng.integers(0, 10, size={count})
Y = np.eye(10)[labels]
W1, b1 = rng.normal(size=(784, 200)) * np.sqrt(2 / 784), np.zeros(200)
W2, b2 = rng.normal(size=(200, 10)) * np.sqrt(2 / 200), np.zeros(10)
rate = 0.1

for epoch in range({epochs}):
    for start in range(0, len(X), 64):
        x, y = X[start:start + 64], Y[start:start + 64]
        z1 = x @ W1 + b1
        h = np.maximum(z1, 0)
        z2 = h @ W2 + b2
        e = np.exp(z2 - z2.max(axis=1, keepdims=True))
        p = e / e.sum(axis=1, keepdims=True)
        loss = -np.sum(y * np.log(p)) / len(x)
        dz2 = (p - y) / len(x)
        dW2, db2 = h.T @ dz2, dz2.sum(axis=0)
        dz1 = (dz2 @ W2.T) * (z1 > 0)
        dW1, db1 = x.T @ dz1, dz1.sum(axis=0)
        W1 -= rate * dW1
        b1 -= rate * db1
        W2 -= rate * dW2
        b2 -= rate * db2
    print(epoch, loss)
"""

# What a pass does, over and over: five operations on arrays a round, of which one is a product of matrices.
OPERATIONS = """
import time

import numpy as np

rng = np.random.default_rng(0)
X = rng.normal(size=({rows}, {columns}))
W = rng.normal(size=({columns}, {columns})) / {columns} ** 0.5
b = rng.normal(size={columns})
h = np.tanh(X @ W + b)
start = time.process_time()
for step in range({rounds}):
    z = h @ W + b
    h = np.tanh(z)
    d = (h - X) * h
print(time.process_time() - start)
"""
A_ROUND = 5
IN_LOOP = [k for k, line in enumerate(OPERATIONS.splitlines(), start=1) if line.startswith("    ")]
# What is asked of a check, in seconds; programs without a figure are there to compare with.
PROGRAMS = {
    "2-4-1, a batch, 10,000 epochs": (10, BATCH.format(epochs=10_000)),
    "2-4-1, a batch, 100,000 epochs": (None, BATCH.format(epochs=100_000)),
    "2-4-2, sample by sample, 10,000 epochs": (
        10,
        SAMPLES.format(inputs=2, hidden=4, outputs=2, count=4, epochs=10_000),
    ),
    "784-200-10, sample by sample, 5 epochs of 2,000": (
        10,
        SAMPLES.format(inputs=784, hidden=200, outputs=10, count=2000, epochs=5),
    ),
    "784-200-10, batches of 64, 10 epochs of 2,000": (10, BATCHES.format(count=2000, epochs=10)),
    "784-200-10, batches of 64, 100 epochs of 2,000": (None, BATCHES.format(count=2000, epochs=100)),
}  # fmt: skip
GROWS = [
    ("2-4-1, a batch, 10,000 epochs", "2-4-1, a batch, 100,000 epochs"),
    ("784-200-10, batches of 64, 10 epochs of 2,000", "784-200-10, batches of 64, 100 epochs of 2,000"),
]
SIZES = {
    "small: 4 × 3": (4, 3, 1000),
    "small: 64 × 16": (64, 16, 1000),
    "medium: 64 × 200": (64, 200, 100),
    "medium: 256 × 256": (256, 256, 40),
}
# The command, which then says what it needed: its own memory, and that of the process that the program ran in.
COMMAND = """
import resource, sys
from pizarra.cli import main
code = main(["check", sys.argv[1]])
own, run = (resource.getrusage(who).ru_maxrss / 1000 for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
print(own, run)
sys.exit(code)
"""


def check(file):
    """Give the seconds of a check, the megabytes of its two processes, and its verdict."""
    start = time.perf_counter()
    told = subprocess.run(
        [sys.executable, "-c", COMMAND, str(file)], capture_output=True, text=True, check=False
    )
    spent = time.perf_counter() - start
    lines = told.stdout.splitlines()
    if told.returncode > 2 or len(lines) < 4:
        raise SystemExit(f"{file.name} is not checked: {told.stderr[-500:] or told.stdout[-500:]}")
    own, run = map(float, lines[-1].split())
    return spent, own, run, lines[2]


def operation(folder, size, runs):
    """Give the microseconds of an operation, plain and traced, and how many there were."""
    rows, columns, rounds = SIZES[size]
    file = folder / "operations.py"
    file.write_text(OPERATIONS.format(rows=rows, columns=columns, rounds=rounds), encoding="utf-8")
    source, plain, traced = read_source(file), [], []
    for _ in range(runs):
        told = subprocess.run([sys.executable, str(file)], capture_output=True, text=True, check=True)
        plain.append(float(told.stdout))
        recording = record(source)
        lines = [one.site[1] for one in recording.operations if one.site]
        inside = sum(line in IN_LOOP for line in lines)
        if inside != A_ROUND * rounds:
            raise SystemExit(f"{inside} operations were traced, and {A_ROUND * rounds} done.")
        traced.append(float(recording.more["printed"][0][1]))
    return *(statistics.median(times) / inside * 1e6 for times in (plain, traced)), inside


def met(measured, asked):
    return "" if asked is None else "met" if measured <= asked else "NOT MET"


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--seeds", type=Path, default=HERE.parents[1] / "shared" / "seeds")
    parser.add_argument("--runs", type=int, default=5)
    options = parser.parse_args()
    os.environ.setdefault("OMP_NUM_THREADS", "1")
    print(
        f"Python {platform.python_version()}, NumPy {np.__version__}, medians of {options.runs} runs by turns\n"
    )
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        checks(folder, options)
        operations(folder, options)


def checks(folder, options):
    files = {
        f"seed {file.stem}": (3 if file.stem == "000" else None, file)
        for file in sorted(options.seeds.glob("*.ipynb"))
    }
    if not files:
        print(f"{options.seeds} has no notebooks: the seeds are left out.")
    for number, (name, (asked, text)) in enumerate(PROGRAMS.items()):
        file = folder / f"program{number}.py"
        file.write_text(text, encoding="utf-8")
        files[name] = asked, file
    found = {name: [] for name in files}
    for _ in range(options.runs):
        for name, (_, file) in files.items():
            found[name].append(check(file))
    print(f"{'check of':48} {'asked':>9} {'median':>8} {'least':>8}         check    run  verdict")
    memory = {}
    for name, (asked, _) in files.items():
        times, own, run, said = zip(*found[name], strict=True)
        spent, memory[name] = statistics.median(times), max(run)
        row(name, "" if asked is None else f"≤ {asked} s", f"{spent:6.2f} s {min(times):6.2f} s", met(spent, asked),
            f"{max(own):3.0f} MB {max(run):3.0f} MB  {said[0]}")  # fmt: skip
    print(f"\n{'memory of the run':48} {'asked':>9} {'most':>8}")
    most = max(memory.values())
    row("whatever the program", f"≤ {LIMIT:.0f} MB", f"{most:5.0f} MB", met(most, LIMIT))
    for few, many in GROWS:
        times = memory[many] / memory[few]
        row(
            f"{few.split(', ')[0]}, ten times the epochs",
            f"≤ {AGAIN} ×",
            f"{times:6.2f} ×",
            met(times, AGAIN),
        )


def row(name, asked, measured, verdict, more=""):
    print(f"{name:48} {asked:>9} {measured} {verdict:7} {more}".rstrip())


def operations(folder, options):
    print(
        f"\n{'an operation on arrays':34} {'count':>6} {'plain':>10} {'traced':>10} {'asked':>8} {'difference':>11}"
    )
    for size in SIZES:
        plain, traced, count = operation(folder, size, options.runs)
        more = traced - plain
        print(
            f"{size:34} {count:6} {plain:7.1f} µs {traced:7.1f} µs {'≤ 50 µs':>8} {more:8.1f} µs {met(more, 50)}"
        )


if __name__ == "__main__":
    main()

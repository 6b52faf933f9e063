"""Speed: how long a diagnosis takes, by the size of the network, for one edit and for two."""

from __future__ import annotations

import statistics
from itertools import combinations, pairwise
from time import perf_counter, process_time

import numpy as np

from pizarra import diagnose

SIZES = ((2, 3, 2), (64, 64, 10), (784, 128, 10))
LIMITS = {(2, 1): 50, (64, 1): 100, (784, 1): 300, (2, 2): 200, (64, 2): 500, (784, 2): 1000}  # ms
GIVEN = ("gradients", "arrays", "function")
SAMPLES = 8

# Each edit changes one line of a backward pass; the first four are also put together in pairs.
EDITS = (
    "derivative dropped",
    "mean instead of sum",
    "sign",
    "own activation",
    "wrong derivative",
    "one sample's db",
)


def program(*edits: str):
    """Give the hand-written pass of a network with a sigmoid layer and ½ Σ(y − t)², with these mistakes in it."""

    def run(W1, b1, W2, b2, x, t):
        z1 = x @ W1 + b1
        a1 = 1 / (1 + np.exp(-z1))
        z2 = a1 @ W2 + b2
        delta2 = z2 - t
        slope = 1 - a1**2 if "wrong derivative" in edits else a1 * (1 - a1)
        delta1 = delta2 @ W2.T * (1 if "derivative dropped" in edits else slope)
        dW2 = (-a1 if "sign" in edits else a1).T @ delta2
        db2 = delta2[0] if "one sample's db" in edits else delta2.sum(axis=0)
        own = "own activation" in edits and x.shape[1] == a1.shape[1]
        dW1 = (a1 if own else np.roll(x, 1, axis=0) if "own activation" in edits else x).T @ delta1
        db1 = delta1.mean(axis=0) if "mean instead of sum" in edits else delta1.sum(axis=0)
        gradients = {"dW1": dW1, "db1": db1, "dW2": dW2, "db2": db2}
        return gradients, {"z1": z1, "a1": a1, "z2": z2, "delta2": delta2, "delta1": delta1, **gradients}

    return run


def measured(repeats: int = 5) -> list[dict]:
    """Time each diagnosis a few times: the median of each, then the middle one and the longest of the edits."""
    rows = []
    for sizes in SIZES:
        point = numbers(sizes)
        for given in GIVEN:
            for edits in (1, 2):
                chosen = [(edit,) for edit in EDITS] if edits == 1 else list(combinations(EDITS[:4], 2))
                each = [
                    timed(sizes, point, given, program(*names), repeats if edits == 1 else 3)
                    for names in chosen
                ]
                rows.append(
                    {
                        "network": "-".join(map(str, sizes)),
                        "given": given,
                        "edits": edits,
                        "limit": LIMITS[sizes[0], edits],
                        "ms": [round(ms, 1) for ms, _, _ in each],
                        "cpu": [round(ms, 1) for _, ms, _ in each],
                        "verdicts": [verdict for _, _, verdict in each],
                    }
                )
    return rows


def numbers(sizes: tuple[int, ...]) -> dict[str, np.ndarray]:
    rng = np.random.default_rng(0)
    found = {}
    for layer, (a, b) in enumerate(pairwise(sizes), start=1):
        found |= {f"W{layer}": rng.normal(size=(a, b)) / a**0.5, f"b{layer}": rng.normal(size=b) / 2}
    return found | {"x": rng.normal(size=(SAMPLES, sizes[0])), "t": rng.normal(size=(SAMPLES, sizes[-1]))}


def timed(sizes, point, given, run, repeats) -> tuple[float, float, str]:
    """Give the time that passed and the time the processor worked, in milliseconds, and what was told."""
    parameters = {name: array for name, array in point.items() if name not in "xt"}
    shape = "-".join(map(str, sizes))
    mine = run(**point)[given == "arrays"]
    if given == "function":

        def mine(W1, b1, W2, b2, x, t):
            return run(W1, b1, W2, b2, x, t)[0]

    passed, worked = [], []
    for _ in range(repeats + 1):
        begun = perf_counter(), process_time()
        found = diagnose(
            shape, mine, parameters=parameters, x=point["x"], t=point["t"], factor="1/2", hidden="sigmoid",
            output="identity", loss="squared_error", samples="rows", weights="in_out",
        )  # fmt: skip
        passed.append((perf_counter() - begun[0]) * 1e3)
        worked.append((process_time() - begun[1]) * 1e3)
    told = found.verdict + ": " + ", ".join(f.fault for f in found.faults)
    return statistics.median(passed[1:]), statistics.median(worked[1:]), told

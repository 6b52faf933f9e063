"""Plot: the results as one picture. The only file here that needs matplotlib."""

from __future__ import annotations

import statistics

from .limits import FLOOR, LIMIT
from .table import quartiles

OURS, THEIRS, BASE = "#0b6e4f", "#9aa5b1", "#c97b1a"


def draw(results: dict, path: str) -> None:
    """Write the picture to a file: a panel for each race, one for each sweep of sizes. Raises ImportError."""
    import matplotlib

    matplotlib.use("agg")
    import matplotlib.pyplot as plt

    races, sweeps = results.get("races", {}), {}
    for row in results.get("scaling", []):
        if "left_out" not in row["peers"]["pizarra"]:
            sweeps.setdefault((row["sweep"], row["batch"]), []).append(row)
    panels = len(races) + len(sweeps)
    columns = 3
    high = -(-panels // columns)
    figure, axes = plt.subplots(high, columns, figsize=(5.2 * columns, 3.1 * high), squeeze=False)
    spots = iter(axes.ravel())
    for (key, race), axis in zip(races.items(), spots, strict=False):
        bars(axis, key, race)
    for (sweep, batch), axis in zip(sweeps, axes.ravel()[len(races) :], strict=False):
        line(axis, f"{sweep}, batch {batch}", sweeps[sweep, batch])
    for axis in axes.ravel()[panels:]:
        axis.remove()
    figure.tight_layout()
    figure.savefig(path, dpi=80)
    plt.close(figure)


def bars(axis, key: str, race: dict) -> None:
    """Draw one race: the fastest on top."""
    times = {name: peer["seconds"] for name, peer in race["peers"].items() if "left_out" not in peer}
    names = sorted(times, key=lambda name: -statistics.median(times[name]))
    for place, name in enumerate(names):
        low, middle, high = (value * 1e6 for value in quartiles(times[name]))
        color = OURS if name == "pizarra" else BASE if name in (FLOOR, LIMIT) else THEIRS
        axis.barh(place, middle, xerr=[[middle - low], [high - middle]], color=color)
        axis.text(middle * 1.1, place, f"{middle:.3g}", va="center", fontsize=8)
    axis.set_xscale("log")
    axis.margins(x=0.25)
    axis.set_yticks(range(len(names)), names, fontsize=8)
    unit = "sample" if race["batch"] == 1 else "step"
    axis.set_title(f"{key}: {race['network']}, µs a {unit}", fontsize=9)
    axis.spines[["top", "right"]].set_visible(False)


def line(axis, title: str, rows: list[dict]) -> None:
    """Draw the cost of a sample against the number of weights, with a line that is proportional to it."""
    weights = [row["weights"] for row in rows]
    for name, label, color in (("pizarra", "pizarra", OURS), (FLOOR, "floor", BASE)):
        if all("seconds" in row["peers"].get(name, {}) for row in rows):
            cost = [statistics.median(row["peers"][name]["seconds"]) / row["batch"] * 1e6 for row in rows]
            axis.loglog(weights, cost, "o-", color=color, markersize=3, label=label)
            if name == "pizarra":
                least = min(c / w for c, w in zip(cost, weights, strict=True))
                axis.loglog(weights, [least * w for w in weights], ":", color=THEIRS, label="∝ weights")
    axis.set_title(f"{title}: µs a sample against weights", fontsize=9)
    axis.legend(fontsize=8, frameon=False)
    axis.spines[["top", "right"]].set_visible(False)

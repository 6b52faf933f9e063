"""Table: the results as text, each limit with what was reached."""

from __future__ import annotations

import statistics

from .limits import FLOOR, LIMIT, MEMORY, limits, ratios


def text(results: dict) -> str:
    """Write all that was measured."""
    parts = [heading(results["machine"])]
    parts += [race(key, results["races"][key]) for key in results.get("races", {})]
    if results.get("scaling"):
        parts.append(scaling(results["scaling"]))
    if results.get("memory"):
        parts.append(memory(results["memory"]))
    return "\n\n".join(parts)


def heading(machine: dict) -> str:
    """Say on what it was measured."""
    versions = ", ".join(f"{name} {version}" for name, version in machine["versions"].items())
    return f"{machine['date']}, {machine['class']}\n{versions}\n{machine['engine']}"


def race(key: str, race: dict) -> str:
    """Write one race: median and quartiles, and the ratios to pizarra and to the floor or limit, round by round."""
    base = FLOOR if FLOOR in race["peers"] else LIMIT
    unit = "sample" if race["batch"] == 1 else "step"
    beside_what = f"× {base.split(':')[0].split()[0]}" if base in race["peers"] else ""
    clock = "processor time" if key.endswith("1 thread") else "wall time"
    lines = [
        f"{key}: {race['network']}, {race['dtype']}, batch {race['batch']}, {clock}",
        f"{'':30} {'µs a ' + unit:>12} {'quartiles':>21} {'× pizarra':>10} {beside_what:>10} {'away':>8}",
    ]
    times = {name: peer["seconds"] for name, peer in race["peers"].items() if "left_out" not in peer}
    for name in sorted(times, key=lambda name: statistics.median(times[name])):
        low, middle, high = (short(value * 1e6) for value in quartiles(times[name]))
        beside = [over(race, name, to) for to in ("pizarra", base)]
        away = race["peers"][name].get("distance")
        away = "" if away is None else f"{away:.0e}"
        columns = f"{name:30} {middle:>12} {low:>10} {high:>10} {beside[0]:>10} {beside[1]:>10} {away:>8}"
        lines.append(columns.rstrip())
    ours = race["peers"].get("pizarra", {})
    if "entry" in ours and "left_out" not in ours:
        lines.append(
            f"before its first step a call of fit takes {statistics.median(ours['entry']) * 1e3:.2f} ms"
        )
    lines += [
        f"{name}: left out. {peer['left_out']}" for name, peer in race["peers"].items() if "left_out" in peer
    ]
    for limit in limits(key, race):
        said = limit.says(race)
        if said is None:
            lines.append(f"limit: {limit.wanted()}, {limit.peer}: not measured")
        else:
            verdict = "met" if said[1] else "NOT MET"
            lines.append(f"limit: {limit.wanted()}, {limit.peer}: {short(said[0], 3)}, {verdict}")
    return "\n".join(lines)


def over(race: dict, name: str, to: str) -> str:
    """Give the median ratio of two peers, as text."""
    found = ratios(race, name, to)
    return "" if found is None else short(statistics.median(found), 3)


def short(value: float, digits: int = 4) -> str:
    """Write a number with so many digits, and never with a power of ten."""
    return f"{value:.0f}" if value >= 10**digits else f"{value:.{digits}g}"


def quartiles(values: list[float]) -> tuple[float, float, float]:
    """Give the lower quartile, the median and the upper quartile."""
    low, middle, high = (
        statistics.quantiles(values, n=4, method="inclusive") if len(values) > 1 else values * 3
    )
    return low, middle, high


def scaling(rows: list[dict]) -> str:
    """Write what a sample costs against width and depth."""
    lines = [
        f"{'cost against size':34} {'weights':>9} {'µs a sample':>12} {'ns a weight':>12} {'× floor':>8}"
    ]
    for row in rows:
        name = f"{row['sweep']}, batch {row['batch']}, {row['dtype']}: {row['network']}"
        peers = row["peers"]
        if "left_out" in peers["pizarra"]:
            lines.append(f"{name:34} {peers['pizarra']['left_out']}")
            continue
        each = statistics.median(peers["pizarra"]["seconds"]) / row["batch"]
        floor = over(row, "pizarra", FLOOR)
        lines.append(
            f"{name:34} {row['weights']:9} {each * 1e6:12.4g} {each * 1e9 / row['weights']:12.4g} {floor:>8}"
        )
    return "\n".join(lines)


def memory(rows: list[dict]) -> str:
    """Write the peak of training beside what it must hold."""
    lines = [
        f"{'memory of training, MB':34} {'must hold':>10} {'NumPy peak':>11} {'RSS':>8} {'ratio':>6}",
    ]
    for row in rows:
        ratio = max(row["peak"], row["rss"]) / row["needed"]
        verdict = "met" if ratio <= MEMORY else "NOT MET"
        lines.append(
            f"{row['what']:34} {row['needed'] / 1e6:10.3f} {row['peak'] / 1e6:11.3f} {row['rss'] / 1e6:8.1f} "
            f"{ratio:6.2f} limit ≤ {MEMORY}: {verdict}"
        )
    return "\n".join(lines)

"""Groups: which arrays are explained together, and which bring the loss's own factor with them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from .derivation import Derivation, Line


@dataclass(frozen=True)
class Group:
    """Observed names that build on one hidden cotangent, `entry` (None: on known numbers alone)."""

    names: tuple[str, ...]
    entry: str | None
    hidden: tuple[str, ...]


def groups(
    derivation: Derivation, observed: Sequence[str], given: Sequence[str] | None = None
) -> list[Group]:
    """Put the observed names into groups, in the order in which they are explained; what else is given is known."""
    seen = set(observed if given is None else given)
    found: dict[str | None, list[str]] = {}
    order: list[tuple[int, str | None, str]] = []
    places = {line.name: place for place, line in enumerate(derivation.lines)}
    for name in sorted(observed, key=places.__getitem__):
        line = derivation.by_name[name]
        hidden = _hidden(derivation, line, seen)
        cotangents = [h for h in hidden if derivation.by_name[h].kind == "cotangent"]
        entry = max(cotangents, key=places.__getitem__) if cotangents else None
        place = places[name] if entry is None else places[entry]
        key = entry if entry is not None and line.kind in ("gradient", "update") else None
        if key is not None and key in found:
            found[key].append(name)
            continue
        if key is not None:
            found[key] = [name]
        order.append((place, key if key else entry, name))
    result = []
    for _, entry, name in sorted(order, key=lambda item: item[0]):
        names = tuple(found[entry]) if entry in found and name in found[entry] else (name,)
        hidden = {h for n in names for h in _hidden(derivation, derivation.by_name[n], seen)}
        result.append(Group(names, entry, tuple(sorted(hidden, key=places.__getitem__))))
    return result


def _hidden(derivation: Derivation, line: Line, seen: set[str]) -> set[str]:
    """Give the lines of the same phase that a line builds on and nobody gave."""
    backward = line.kind in ("cotangent", "gradient", "update")
    found: set[str] = set()
    waiting = [line]
    while waiting:
        for name in waiting.pop().reads:
            other = derivation.by_name.get(name)
            if other is None or name in seen or name in found or other.kind == "update":
                continue
            if backward != (other.kind in ("cotangent", "gradient")):
                continue
            found.add(name)
            waiting.append(other)
    return found


def carriers(derivation: Derivation, observed: Iterable[str]) -> frozenset[str]:
    """Name the observed lines that bring the loss's own factor with them: no given cotangent stands between."""
    seen = set(observed)
    found = set()
    for name in seen:
        line = derivation.by_name[name]
        if line.kind in ("value", "loss"):
            continue
        waiting, visited = [line], set()
        while waiting:
            current = waiting.pop()
            if current.kind == "cotangent" and current.step.index is None:
                found.add(name)
                break
            for read in current.reads:
                other = derivation.by_name.get(read)
                if (
                    other is not None
                    and read not in seen
                    and read not in visited
                    and other.kind in ("cotangent", "gradient")
                ):
                    visited.add(read)
                    waiting.append(other)
    return frozenset(found)

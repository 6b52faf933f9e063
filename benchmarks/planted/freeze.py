"""What is drawn from fixed seeds, counted and hashed: a change of the drawn cases does not go unseen.

python -m planted.freeze, run in benchmarks/, writes manifest.json anew.
"""

import hashlib
import json
import sys
from collections import Counter
from pathlib import Path

from .case import GIVEN, Case, draw

MANIFEST = Path(__file__).parent / "manifest.json"
COUNTED, HASHED = range(300), range(1_000_000, 1_000_008)


def told(case: Case) -> str:
    """Everything about a case that is text: its programs and its truth."""
    lines = [
        case.right_source,
        case.source,
        case.dtype,
        repr(case.another_loss),
        repr(case.network),
        repr(case.layout),
    ]
    for mistake in case.truth:
        accepted = sorted(mistake.accepted, key=str)
        lines.append(
            f"{mistake.fault} {mistake.layer} {mistake.role} {mistake.line} {mistake.text} {accepted}"
        )
    return "\n".join(lines)


def hashes() -> dict[str, str]:
    """Hash a few cases of each kind."""
    return {
        f"{given}, {mistakes}": hashlib.sha256(
            "\n".join(told(draw(seed, given, mistakes)) for seed in HASHED).encode()
        ).hexdigest()
        for given in GIVEN
        for mistakes in (0, 1, 2)
    }


def counts() -> dict[str, dict[str, int]]:
    """Count the classes of single mistakes, for each that is given."""
    found = {}
    for given in GIVEN:
        cases = [draw(seed, given, 1) for seed in COUNTED]
        classes = Counter(mistake.fault for case in cases for mistake in case.truth)
        found[given] = dict(sorted(classes.items()))
        found[given]["(right for another loss)"] = sum(case.another_loss is not None for case in cases)
    return found


def main() -> None:
    manifest = {"hashes": hashes(), "counts": counts()}
    MANIFEST.write_text(json.dumps(manifest, indent=2) + "\n", encoding="utf-8")
    sys.stdout.write(f"{MANIFEST} written\n")


if __name__ == "__main__":
    main()

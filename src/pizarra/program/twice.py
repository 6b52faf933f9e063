"""Twice: a parameter that two lines update in turn, where one of the two was meant for another parameter."""

from __future__ import annotations

from collections.abc import Callable

from .inspection import Inspection, with_strays
from .structure import GUESSED, Noticed


def meant_elsewhere(
    inspection: Inspection, found: list[Noticed], judge: Callable[[Inspection], list[Noticed]]
) -> list[Noticed]:
    """Say what is found once an update is known to be another's; nothing, where that tells no more than before.

    Nothing else has to be right for it, so that it is told beside other mistakes, too. found: what was found without
    it. judge: finds what is wrong in an inspection.
    """
    if not any(one.fault in ("bias-never-updated", "weights-never-updated") for one in found):
        return []
    for other in with_strays(inspection):
        noticed = judge(other)
        strays = {stray.operation.site for stray in other.strays}
        told = any(one.fault == "wrong-parameter-updated" and one.site in strays for one in noticed)
        vague = any(one.fault in GUESSED for one in noticed)
        if told and len(noticed) <= len(found) and not vague:
            return noticed
    return []

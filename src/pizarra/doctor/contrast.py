"""Contrast: in which factors or terms a formula differs from the one that belongs there, in words."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence

from ..formula.spell import spell
from ..formula.tree import Add, Mul, Node, Ref, Sum
from ..language import Say, say


def contrast(found: Node, right: Node, named: Callable[[Node], Node]) -> Say | None:
    """Say what is missing, what is too much, or stands in another's place; None where more than one does.

    named: gives a piece the reader's names.
    """
    while isinstance(found, Sum) and isinstance(right, Sum) and found.axis == right.axis:
        found, right = found.body, right.body
    for whole in (Mul, Add):
        ours, theirs = _parts(whole, found), _parts(whole, right)
        surplus, lacking = _without(ours, theirs), _without(theirs, ours)
        alone = isinstance(found, Ref) and isinstance(right, Ref)
        if alone or len(surplus) + len(lacking) < len(ours) + len(theirs):
            break
    else:
        return None
    if len(surplus) > 1 or len(lacking) > 1 or not (surplus or lacking):
        return None
    extra, missing = (_told(whole, [named(node) for node in nodes]) for nodes in (surplus, lacking))
    piece = "factor" if whole is Mul else "term"
    if not extra:
        return say(f"contrast.missing_{piece}", what=_bare(missing))
    if not missing:
        return say(f"contrast.surplus_{piece}", what=_bare(extra))
    same = _bare(extra) == _bare(missing)  # alike but for their indices: then these are the difference
    return say(
        "contrast.instead", found=extra if same else _bare(extra), right=missing if same else _bare(missing)
    )


def _parts(whole: type[Mul] | type[Add], node: Node) -> Sequence[Node]:
    return node.items if isinstance(node, whole) else (node,)


def _without(nodes: Sequence[Node], others: Sequence[Node]) -> list[Node]:
    left = Counter(map(spell, others))
    rest = []
    for node in nodes:
        if left[spell(node)]:
            left[spell(node)] -= 1
        else:
            rest.append(node)
    return rest


def _told(whole: type[Mul] | type[Add], nodes: Sequence[Node]) -> str:
    """Write the one piece that there is, in brackets where it needs them; nothing where there is none."""
    text = "".join(spell(node) for node in nodes)
    return f"({text})" if whole is Mul and any(isinstance(node, Add) for node in nodes) else text


def _bare(text: str) -> str:
    """Leave out indices, as people do in speech."""
    return re.sub(r"\[[^\]]*\]", "", text)

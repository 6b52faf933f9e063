"""Why: where the transposes of the backward pass come from, said by the indices of the sums."""

from __future__ import annotations

from ..formula import Formula
from ..formula.tree import MatMul, Ref, Sum, Transpose, refs, walk
from ..language import say
from ..network import Step
from ..page.blocks import Block, Sentence
from .compose import Line, bind, bind_matrix, letters_for
from .context import Context, note
from .local import Local


def why(context: Context, step: Step, line: Formula, local: Local) -> tuple[Block, ...]:
    """Say where a transpose comes from, by the indices of the sum; and where none is needed, why not."""
    view = context.view
    matrix = bind_matrix(view, step, line.name, context.case.sample, arrives=context.vjp)
    bound = bind(view, step, line, arrives=context.vjp)
    if matrix is None or not isinstance(matrix.tree, MatMul) or "W" not in step.parameters:
        return ()
    summed = next((node for node in walk(bound.tree) if isinstance(node, Sum)), None)
    letters = letters_for(view, step, (bound.left, bound.tree, local.tree))
    for factor in matrix.tree.items:
        inner = factor.body if isinstance(factor, Transpose) else factor
        if not isinstance(inner, Ref) or view.base(inner.name) != step.parameters["W"]:
            continue
        if summed is None:
            return ()
        ref = next(r for r in refs(summed.body) if r.name == inner.name)
        first = ref.indices[0] == summed.axis
        key = "why.transposed" if isinstance(factor, Transpose) else "why.plain"
        side = "left" if matrix.tree.items[0] is factor else "right"
        return (
            Sentence(
                say(
                    f"{key}.{side}",
                    index=view.index(summed.axis, letters),
                    entry=view.entry(inner.name, ref.indices, letters),
                    place=say("ordinal.first" if first else "ordinal.second"),
                    matrix=view.whole(inner.name),
                    result=view.in_symbols(factor, letters, bound.lengths),
                ),
                "note",
            ),
        )
    if line.name == "dW":
        return (_outer_note(context, matrix, bound, letters),)
    return ()


def _outer_note(context: Context, matrix, bound: Line, letters) -> Block:
    """Explain dW: a column times a row, or a sum over samples of such products."""
    view = context.view
    key = "why.outer" if view.single else "why.outer.batch"
    return note(
        key,
        entry=view.ref(bound.left, letters),
        product=view.in_symbols(bound.tree, letters, bound.lengths),
        matrices=matrix.symbols(),
        count=context.trace.samples,
    )

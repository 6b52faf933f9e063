"""Every mistake that can be made in one program."""

from collections.abc import Iterator

from ..program import Mutation, Program
from . import backward, error, forward, gradients, loops, updates

MODULES = (forward, error, backward, gradients, updates, loops)


def mutations(program: Program) -> Iterator[Mutation]:
    """Give every mistake at every place of this program, in a fixed order."""
    for module in MODULES:
        for mutator in module.MUTATORS:
            yield from mutator(program)

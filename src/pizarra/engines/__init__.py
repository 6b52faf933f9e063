"""Engines: the same steps of training, faster. The layers' own code says what they compute; tests hold all to it."""

from __future__ import annotations

from . import compiled
from .by_kernel import ByKernel as ByKernel
from .by_layers import ByLayers as ByLayers
from .by_matrices import ByMatrices as ByMatrices
from .chain import Chain, chain_of, rule_of
from .compiled import chosen, kernel
from .compiled import in_use as in_use
from .outputs import AT_ONCE as AT_ONCE
from .outputs import kernel_outputs as kernel_outputs
from .outputs import outputs as outputs
from .outputs import values as values
from .task import Arrays
from .task import Engine as Engine
from .task import Tally as Tally
from .task import Task as Task
from .task import is_sum as is_sum


def engine_for(task: Task, parameters: Arrays) -> Engine:
    """Choose what makes the steps of a task with parameters of these shapes. Raises DataError for PIZARRA_ENGINE."""
    wanted = chosen()
    chain = None if wanted == "layers" else chain_of(task.network)
    if chain is None:
        return ByLayers(task)
    module = kernel() if wanted == "c" else None
    rule = rule_of(task.optimizer, task.l1, task.l2, task.clip, task.dtype)
    if module is not None and rule is not None and _fits(task, chain, parameters):
        return ByKernel(task, chain, rule, module, parameters)
    return ByMatrices(task, chain, rule, module, parameters)


def _fits(task: Task, chain: Chain, parameters: Arrays) -> bool:
    """Whether the kernel alone is faster than matrix products of NumPy."""
    if task.batch == 1:
        return True
    return sum(parameters[layer.W].size for layer in chain.layers) <= compiled.LARGEST

"""Compiled: the kernel, where it was built, and what the environment says about it."""

from __future__ import annotations

import os
from typing import Any

from ..errors import DataError, nearest

VARIABLE = "PIZARRA_ENGINE"
CHOICES = ("c", "numpy", "layers")
LARGEST = (
    300_000  # weights: more do not stay in a core's cache, and the products of NumPy's BLAS plan for that
)


def chosen() -> str:
    """Give the engine that PIZARRA_ENGINE asks for; without it "c", which is then left out where it was not built.

    Raises DataError for a word that is none of the three, or where "c" is asked for and was not built.
    """
    wanted = os.environ.get(VARIABLE, "")
    if wanted not in ("", *CHOICES):
        raise DataError(f"{VARIABLE} cannot be {wanted[:60]!r}." + nearest(wanted[:60], CHOICES))
    if wanted == "c" and kernel() is None:
        raise DataError(
            f"{VARIABLE} is 'c', but the compiled part of pizarra was not built: there was no C compiler when it was "
            "installed. Install it again where there is one, or leave the variable out."
        )
    return wanted or "c"


def kernel() -> Any:
    """Give the compiled module, or None."""
    try:
        from . import _kernel  # type: ignore[attr-defined]
    except ImportError:
        return None
    return _kernel


def threads() -> int:
    """Give how many threads NumPy's matrix products take: what they are told, or all processors.

    >>> threads() >= 1
    True
    """
    for variable in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS"):
        number = os.environ.get(variable, "")
        if number.isdecimal() and int(number) > 0:
            return int(number)
    return processors()


def own_threads() -> int:
    """Give how many threads the kernel may take: as many, but no more than there are processors.

    They meet several times in a step, and would wait for one that has to share its processor.
    """
    return max(1, min(threads(), processors()))


def processors() -> int:
    """Give how many processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def in_use() -> str:
    """Say which engine trains: `C (avx512)` or `NumPy`.

    >>> in_use().split()[0] in ("C", "NumPy", "layers")
    True
    """
    names = {"c": "C", "numpy": "NumPy", "layers": "layers"}
    module, wanted = kernel(), chosen()
    if wanted == "c" and module is not None:
        return f"C ({module.INSTRUCTIONS[-1]})"
    return "NumPy" if wanted == "c" else names[wanted]

"""Record: a small class of fields that nobody changes, cheap to make."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeVar, dataclass_transform

T = TypeVar("T")


@dataclass_transform(frozen_default=True)
def record(cls: type[T]) -> type[T]:
    """Make a class a dataclass with slots, compared and hashed by its fields, that type checkers take for frozen.

    The interpreter itself refuses no change: with `frozen=True` it does, and making an instance takes five times as
    long. A page is made of thousands. What users hold in their hands, such as layers and problems, stays frozen.
    """
    return dataclass(slots=True, unsafe_hash=True)(cls)

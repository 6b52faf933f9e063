"""Problem and Printed, as plain data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

import numpy as np

from ..language import Say
from ..layout import Layout
from ..network import Network
from ..notation import Notation

if TYPE_CHECKING:
    from ..explain import Solution


@dataclass(frozen=True)
class Printed:
    """An array that some program printed for this network, to be shown beside what is right.

    `kind` and `name` say what it stands beside: the value, cotangent, gradient or updated parameter of that name
    (`v2`, `W1`; the loss is the value `L`). `label` is what the program called it. `update` is None for what was
    printed before the parameters moved; else the sign, "+" or "-", with which the program added its own printed
    gradients before it printed this. `numbers` are stored as in `Problem`: one row a sample, weights (inputs, outputs).
    """

    label: str
    kind: Literal["value", "cotangent", "gradient", "updated"]
    name: str
    numbers: np.ndarray
    update: Literal["+", "-"] | None = None


@dataclass(frozen=True)
class Problem:
    """A network with its numbers: what a page is about.

    Arrays are in the layout that everything is computed in: one row a sample, weights as (inputs, outputs). `layout`
    says how the source stored them; `single` that x was one plain list, so there is one sample. `notation` is the one
    that the source names or brings, `title` its title by language, `printed` what some program printed for the same
    network, `remarks` what is to be said of where it comes from.
    `factor_said`: the source says the loss's factor; where it does not, a notation may.
    """

    network: Network
    parameters: Mapping[str, np.ndarray]
    x: np.ndarray
    t: np.ndarray
    learning_rate: float = 1.0
    layout: Layout = field(default_factory=Layout)
    single: bool = False
    notation: str | Notation | None = None
    title: Mapping[str, str] = field(default_factory=dict)
    printed: tuple[Printed, ...] = ()
    factor_said: bool = True
    remarks: tuple[Say, ...] = ()

    @property
    def samples(self) -> int:
        """The number of samples."""
        return len(self.x)

    def explain(self, **options: Any) -> Solution:
        """Work it out as a page; `options` are those of `pizarra.Solution`: language, notation, case and so on."""
        from ..explain import Solution  # upwards: this is where one looks for it

        return Solution(self, **options)

"""What people call their arrays: one table for each habit, by role. {l} counts layers from 1, {k} from 0.

Roles: W b (parameters), z a (before and after the activation), da delta (∂L/∂a and ∂L/∂z), dW db (gradients), x t
(data), y (the prediction, the last a), err (∂L/∂y), xn tn (one sample in a loop), N, rate, loss; `new` is a parameter
{p} after the step. A tuple has one name for each of two layers, and serves networks of two layers only.
"""

from dataclasses import dataclass

import numpy as np

from .network import Network

TABLES: tuple[dict[str, str | tuple[str, str]], ...] = (
    {
        "W": "W{l}", "b": "b{l}", "z": "z{l}", "a": "a{l}", "da": "da{l}", "delta": "delta{l}", "dW": "dW{l}",
        "db": "db{l}", "x": "X", "t": "Y", "xn": "x", "tn": "y", "N": "N", "rate": "lr", "loss": "loss",
        "new": "{p}_new",
    },
    {
        "W": "W{l}", "b": "b{l}", "z": "Z{l}", "a": "A{l}", "da": "dA{l}", "delta": "dZ{l}", "dW": "dW{l}",
        "db": "db{l}", "x": "X", "t": "Y", "xn": "x", "tn": "y", "N": "m", "rate": "learning_rate", "loss": "cost",
        "new": "new_{p}",
    },
    {
        "W": "w{l}", "b": "b{l}", "z": "z{l}", "a": "h{l}", "y": "y_pred", "err": "error", "da": "grad_h{l}",
        "delta": "d{l}", "dW": "grad_w{l}", "db": "grad_b{l}", "x": "x", "t": "y", "xn": "xi", "tn": "yi", "N": "n",
        "rate": "eta", "loss": "loss", "new": "{p}_next",
    },
    {
        "W": ("Wh", "Wo"), "b": ("bh", "bo"), "z": ("hidden_in", "output_in"), "a": ("hidden", "output"),
        "y": "output", "err": "output_error", "da": ("hidden_error", "output_error"),
        "delta": ("hidden_delta", "output_delta"), "dW": ("dWh", "dWo"), "db": ("dbh", "dbo"), "x": "inputs",
        "t": "targets", "xn": "row", "tn": "target", "N": "samples", "rate": "lr", "loss": "mse", "new": "{p}_new",
    },
    {
        "W": "syn{k}", "b": "bias{k}", "z": "net{l}", "a": "l{l}", "da": "l{l}_error", "delta": "l{l}_delta",
        "dW": "syn{k}_update", "db": "bias{k}_update", "x": "X", "t": "y", "xn": "l0", "tn": "goal", "N": "n",
        "rate": "alpha", "loss": "loss", "new": "{p}_new",
    },
    {
        "W": "pesos{l}", "b": "sesgo{l}", "z": "neta{l}", "a": "salida{l}", "y": "prediccion", "err": "error",
        "da": "error{l}", "delta": "delta{l}", "dW": "grad_pesos{l}", "db": "grad_sesgo{l}", "x": "entradas",
        "t": "objetivo", "xn": "entrada", "tn": "deseado", "N": "n_muestras", "rate": "tasa", "loss": "perdida",
        "new": "{p}_nuevo",
    },
    {
        "W": ("w_oculta", "w_salida"), "b": ("b_oculta", "b_salida"), "z": ("z_oculta", "z_salida"),
        "a": ("a_oculta", "y_est"), "y": "y_est", "err": "e", "da": ("e_oculta", "e"),
        "delta": ("delta_oculta", "delta_salida"), "dW": ("dw_oculta", "dw_salida"),
        "db": ("db_oculta", "db_salida"), "x": "x", "t": "t", "xn": "xi", "tn": "ti", "N": "N", "rate": "eta",
        "loss": "costo", "new": "{p}_nueva",
    },
    {
        "W": "Theta{l}", "b": "c{l}", "z": "s{l}", "a": "o{l}", "y": "yhat", "da": "do{l}", "delta": "ds{l}",
        "dW": "Theta{l}_grad", "db": "c{l}_grad", "x": "X", "t": "T", "xn": "xn", "tn": "tn", "N": "N",
        "rate": "rho", "loss": "J", "new": "{p}_1",
    },
    {
        "W": ("W", "V"), "b": ("b", "c"), "z": ("z", "v"), "a": ("h", "p"), "y": "p", "err": "dp",
        "da": ("dh", "dp"), "delta": ("dz", "dv"), "dW": ("dW", "dV"), "db": ("db", "dc"), "x": "X", "t": "T",
        "xn": "x", "tn": "t", "N": "N", "rate": "lr", "loss": "E", "new": "{p}_new",
    },
)  # fmt: skip


@dataclass(frozen=True)
class Names:
    """One table, for one network."""

    table: dict[str, str | tuple[str, str]]
    depth: int

    def __call__(self, role: str, layer: int | None = None) -> str:
        if role == "a" and layer == 0:
            return self("x")
        if role in ("a", "da") and layer == self.depth:
            role = {"a": "y", "da": "err"}[role] if {"a": "y", "da": "err"}[role] in self.table else role
        if role in ("V", "A", "dV"):  # with the bias as a row of the matrix
            return f"{role}{layer}b"
        template = self.table[role]
        if isinstance(template, tuple):
            return template[(layer or 1) - 1]
        return template if layer is None else template.format(l=layer, k=layer - 1)

    def new(self, role: str, layer: int) -> str:
        return str(self.table["new"]).format(p=self(role, layer))


def draw_names(rng: np.random.Generator, network: Network) -> Names:
    fitting = [table for table in TABLES if isinstance(table["W"], str) or network.depth == 2]
    return Names(fitting[rng.integers(len(fitting))], network.depth)

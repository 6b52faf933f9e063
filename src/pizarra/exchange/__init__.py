"""Exchange: networks that others made become models of ours, and the other way round, number for number."""

from __future__ import annotations

from .keras import from_keras as from_keras
from .onnx import from_onnx as from_onnx
from .onnx import to_onnx as to_onnx
from .sklearn import from_sklearn as from_sklearn
from .torch import from_torch as from_torch
from .torch import to_torch as to_torch

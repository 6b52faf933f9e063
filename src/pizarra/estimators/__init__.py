"""Estimators: multi-layer perceptrons with scikit-learn's interface, trained on our engine (extra `sklearn`)."""

from __future__ import annotations

from .mlp import MLPClassifier as MLPClassifier
from .mlp import MLPRegressor as MLPRegressor

"""Training on torch tensors, alone and shared by processes, ends where our own training ends."""

import os
import subprocess
import sys

import numpy as np
import pytest

from pizarra import parallel
from pizarra.errors import DataError, MissingPackageError, NetworkError
from pizarra.optimizers import SGD, Adam
from pizarra.train import draw, fit, mlp, shapes_of

LOSSES = {
    "squared_error": "identity",
    "softmax_cross_entropy": "identity",
    "binary_cross_entropy_logits": "identity",
    "cross_entropy": "softmax",
    "binary_cross_entropy": "sigmoid",
}
rng = np.random.default_rng(0)
X = rng.normal(size=(23, 3))


def start(network, sizes, outputs):
    return draw(shapes_of(network, X.shape[1], outputs, sizes), "glorot_uniform", seed=1)


def targets(loss):
    return np.sin(X[:, :2]) if loss == "squared_error" else np.eye(2)[(X[:, 0] > 0).astype(int)]


@pytest.mark.oracle
@pytest.mark.parametrize("device", ["cpu", "cuda"])
@pytest.mark.parametrize("optimizer", [SGD(momentum=0.9), Adam()], ids=["sgd", "adam"])
@pytest.mark.parametrize("hidden", ["sigmoid", "tanh", "relu", "leaky_relu", "elu", "softplus"])
@pytest.mark.parametrize("loss", LOSSES)
def test_on_tensors_training_ends_where_ours_ends(loss, hidden, optimizer, device):
    if device == "cuda" and not pytest.importorskip("torch").cuda.is_available():
        pytest.skip("there is no GPU")
    network = mlp(1, hidden=hidden, output=LOSSES[loss], loss=loss)
    parameters, t = start(network, [4], 2), targets(loss)
    options = {"optimizer": optimizer, "rate": 0.05, "batch": 5, "epochs": 8, "seed": 3}
    history = fit(network, X, t, parameters=parameters, **options)
    moved, losses = parallel.fit(network, parameters, X, t, device=device, **options)
    for name, array in history.progress.parameters.items():
        np.testing.assert_allclose(moved[name], array, rtol=1e-11, atol=1e-13)
    np.testing.assert_allclose(losses, history.losses, rtol=1e-11)


SHARED = """
import sys
import numpy as np
import torch.distributed as dist
from pizarra import parallel
from pizarra.optimizers import SGD
from pizarra.train import draw, mlp, shapes_of

dist.init_process_group("gloo")
rng = np.random.default_rng(0)
X = rng.uniform(-3, 3, (10_000, 2))
Y = np.exp(np.sin(X))
network = mlp(1, hidden="sigmoid", bias=False)
parameters = draw(shapes_of(network, 2, 2, [3]), "glorot_uniform", seed=dist.get_rank())  # the first one's count
moved, losses = parallel.fit(
    network, parameters, X, Y, optimizer=SGD(momentum=0.9), rate=0.05, batch=301, epochs=4, seed=0
)
np.savez(f"{sys.argv[1]}/{dist.get_world_size()}-{dist.get_rank()}.npz", losses=losses, **moved)
dist.destroy_process_group()
"""


@pytest.mark.oracle
def test_two_and_three_processes_end_where_one_does(tmp_path):
    pytest.importorskip("torch")
    (tmp_path / "shared.py").write_text(SHARED)
    path = os.pathsep.join(sys.path)
    for count in (1, 2, 3):
        subprocess.run(
            [
                sys.executable, "-m", "torch.distributed.run", "--standalone", f"--nproc-per-node={count}",
                str(tmp_path / "shared.py"), str(tmp_path),
            ],
            env=os.environ | {"PYTHONPATH": path, "OMP_NUM_THREADS": "1"},
            check=True, capture_output=True, timeout=240,
        )  # fmt: skip
    alone = np.load(tmp_path / "1-0.npz")
    assert alone["losses"][-1] < alone["losses"][0]
    for count in (2, 3):
        first = np.load(tmp_path / f"{count}-0.npz")
        for rank in range(count):
            other = np.load(tmp_path / f"{count}-{rank}.npz")
            for name in alone.files:
                assert other[name].tobytes() == first[name].tobytes()
                np.testing.assert_allclose(other[name], alone[name], rtol=1e-13, atol=1e-13)


@pytest.mark.oracle
def test_more_processes_than_samples_share_them_too(monkeypatch):
    """The share of a process may be empty: what it adds is 0."""
    pytest.importorskip("torch")
    network = mlp(1)
    parameters, seen = start(network, [2], 2), []
    monkeypatch.setattr(parallel._Group, "start_alike", lambda self, parameters: None)
    added = parallel._Group.added

    def watched(self, gradients, loss):
        seen.append((sum(float(np.abs(np.asarray(g)).sum()) for g in gradients.values()), float(loss)))
        return added(self, gradients, loss)

    monkeypatch.setattr(parallel._Group, "added", watched)
    made = parallel._Group.__init__

    def third(self, torch, device):
        made(self, torch, device)
        self.rank = 2

    monkeypatch.setattr(parallel._Group, "__init__", third)
    parallel.fit(network, parameters, X[:2], X[:2, :2], batch=2, epochs=1)
    assert seen == [(0.0, 0.0)]


def test_without_torch_it_says_what_to_install(monkeypatch):
    monkeypatch.setitem(sys.modules, "torch", None)
    network = mlp(1)
    with pytest.raises(MissingPackageError, match=r"pip install 'pizarra\[torch\]'"):
        parallel.fit(network, start(network, [2], 2), X, X[:, :2])


@pytest.mark.oracle
def test_bad_arguments_are_named():
    pytest.importorskip("torch")
    network = mlp(1)
    parameters = start(network, [2], 2)
    with pytest.raises(NetworkError, match="network must be a Network"):
        parallel.fit("2-3-2", parameters, X, X[:, :2])
    with pytest.raises(DataError, match="epochs"):
        parallel.fit(network, parameters, X, X[:, :2], epochs=0)
    with pytest.raises(DataError, match="rate"):
        parallel.fit(network, parameters, X, X[:, :2], rate=-1)

"""Race: peers side by side, each in its own process, round after round in a new order."""

from __future__ import annotations

import multiprocessing
import os
import random
import signal
from dataclasses import dataclass, field
from math import ceil

import numpy as np

from .job import Job
from .reference import NEAR, distance, trained
from .worker import serve

PATIENCE = 400  # seconds for one answer: torch.compile takes minutes to begin
THREADS = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "NUMEXPR_NUM_THREADS")


class Peer:
    """A peer in its process. Thread counts are read when libraries are imported, so they are set before it starts.

    Between its turns the process is stopped by a signal: threads of matrix products wait for more work by spinning, for
    a tenth of a second and longer, and would take the processors from the peer whose turn it is.
    """

    def __init__(self, name: str, module: str, threads: int) -> None:
        self.name = name
        changed = dict.fromkeys(THREADS, str(threads))
        changed["XLA_FLAGS"] = (
            f"--xla_cpu_multi_thread_eigen={'true' if threads > 1 else 'false'} "
            f"intra_op_parallelism_threads={threads}"
        )
        changed["JAX_PLATFORMS"] = "cpu"
        kept = dict(os.environ)
        os.environ.update(changed)
        context = multiprocessing.get_context("spawn")
        self.pipe, theirs = context.Pipe()
        self.process = context.Process(target=serve, args=(theirs, module, threads), daemon=True)
        self.process.start()
        theirs.close()
        os.environ.clear()
        os.environ.update(kept)

    def ask(self, question: str, *arguments):
        """Ask and wait for the answer. Raises RuntimeError with what the peer says where it cannot."""
        self._signal(signal.SIGCONT)
        try:
            self.pipe.send((question, arguments))
            if not self.pipe.poll(PATIENCE):
                self.process.kill()
                raise RuntimeError(f"no answer in {PATIENCE} s")
            good, answer = self.pipe.recv()
        except (EOFError, BrokenPipeError):
            raise RuntimeError("its process has died") from None
        self._signal(signal.SIGSTOP)
        if not good:
            raise RuntimeError(answer)
        return answer

    def close(self) -> None:
        """End the process."""
        self._signal(signal.SIGCONT)
        self.pipe.close()
        self.process.join(5)
        if self.process.is_alive():
            self.process.kill()

    def _signal(self, which: signal.Signals) -> None:
        if self.process.is_alive() and self.process.pid is not None:
            os.kill(self.process.pid, which)


@dataclass
class Entrant:
    """A peer in one race: how much it does in a turn, where that ended, and the raw times."""

    peer: Peer
    job: Job
    repeats: int = 1
    weights: list[np.ndarray] | None = None
    record: dict = field(default_factory=dict)

    @property
    def racing(self) -> bool:
        """Whether it has not been left out."""
        return "left_out" not in self.record

    def ask(self, question: str, *arguments):
        """Ask its peer; what it cannot do leaves it out, with the reason."""
        try:
            return self.peer.ask(question, *arguments)
        except RuntimeError as error:
            self.record["left_out"] = str(error)
            return None


def race(job: Job, peers: list[Peer], rounds: int, seconds: float) -> dict:
    """Check that all end at the same weights, then time those that do. Each turn takes about so many seconds."""
    entrants = [entered(job, peer, seconds) for peer in peers]
    judge(job, entrants)
    rng = random.Random(0)
    for _ in range(rounds):
        for entrant in rng.sample(entrants, len(entrants)):
            if not entrant.racing:
                continue
            spent = entrant.ask("time", entrant.repeats)
            if spent is not None:
                each = (spent[0] - spent[1]) / entrant.job.steps
                entrant.record.setdefault("seconds", []).append(each)
                entrant.record.setdefault("entry", []).append(spent[1])
    return {
        "network": job.network,
        "batch": job.batch,
        "dtype": job.X.dtype.name,
        "weights": sum(array.size for array in job.start),
        "peers": {entrant.peer.name: entrant.record for entrant in entrants},
    }


def entered(job: Job, peer: Peer, seconds: float) -> Entrant:
    """Have a peer prepare as many steps as fit into a turn, or all, and train once."""
    entrant = Entrant(peer, job.taking(200 if job.batch == 1 else 2))
    for _ in range(3):
        spent = entrant.ask("prepare", entrant.job)
        if spent is None:
            return entrant
        wanted = job.taking(int(entrant.job.steps * seconds / max(spent, 1e-9)))
        if spent >= seconds / 2 or wanted.steps <= entrant.job.steps:
            break
        entrant.job = wanted
    else:
        spent = entrant.ask("prepare", entrant.job) or seconds
    entrant.repeats = max(1, ceil(seconds / 2 / max(spent, 1e-9)))
    entrant.weights = entrant.ask("weights")
    entrant.record["steps"] = entrant.job.steps
    return entrant


def judge(job: Job, entrants: list[Entrant]) -> None:
    """Leave out all whose weights are not those of the reference."""
    judged = [entrant for entrant in entrants if entrant.weights is not None]
    wanted = trained(job, {entrant.job.steps for entrant in judged})
    for entrant in judged:
        away = distance(entrant.weights, wanted[entrant.job.steps], job.start)
        entrant.record["distance"] = away
        if not away <= NEAR[job.X.dtype.name]:
            entrant.record["left_out"] = (
                f"its weights end {away:.1g} of the way travelled from the reference's"
            )

"""Worker: the process in which one peer lives. It imports nothing of another peer, and waits between its turns."""

from __future__ import annotations

import gc
import importlib
import time
import warnings
from dataclasses import replace
from multiprocessing.connection import Connection

import numpy as np

from .job import Job
from .reference import distance


def serve(pipe: Connection, module: str, threads: int) -> None:
    """Answer the race until the pipe closes: each question is a method of Turns and its arguments."""
    warnings.simplefilter("ignore")
    np.seterr(all="ignore")
    turns = Turns(module, time.process_time if threads == 1 else time.perf_counter)
    while True:
        try:
            question, arguments = pipe.recv()
        except (EOFError, OSError):
            return
        try:
            pipe.send((True, getattr(turns, question)(*arguments)))
        except Exception as error:  # whatever stops a peer leaves it out, with the reason
            pipe.send((False, f"{type(error).__name__}: {error}".split("\n")[0][:200]))


class Turns:
    """What the race asks of a peer."""

    def __init__(self, module: str, clock) -> None:
        self.module, self.clock, self.peer = module, clock, None

    def prepare(self, job: Job) -> float:
        """Do all that is not training, train twice and say how long the second time took."""
        if self.peer is None:
            self.peer = importlib.import_module(f"{__package__}.peers.{self.module}")
        job = replace(job, X=job.X.copy(), Y=job.Y.copy())  # what came through the pipe cannot be written to
        self.job, self.run = job, self.peer.prepare(job)
        self.entry = self.peer.entry(job) if hasattr(self.peer, "entry") else None
        self.run()
        return self._timed(self.run, 1)

    def weights(self) -> list[np.ndarray] | None:
        """Train once and give the parameters; None from what does not train."""
        found = self.run()
        self.found = None if found is None else [np.array(array) for array in found]
        return self.found

    def time(self, repeats: int) -> tuple[float, float]:
        """Say how many seconds one run takes, and what of it passes before the first step."""
        entry = self._timed(self.entry, repeats) if self.entry else 0.0
        spent = self._timed(self.run, repeats)
        if self.found is not None:
            away = distance([np.array(array) for array in self.last], self.found, self.job.start)
            if away > 1e-4:  # two threads may add in another order
                raise RuntimeError(f"ended elsewhere than when it was checked, by {away:.1g} of the way")
        return spent, entry

    def _timed(self, run, repeats: int) -> float:
        gc.collect()
        gc.disable()
        begun = self.clock()
        for _ in range(repeats):
            self.last = run()
        spent = self.clock() - begun
        gc.enable()
        return spent / repeats

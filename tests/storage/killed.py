"""Train in a child that is killed at a random moment, again and again: `killed.py FOLDER KILLS SEED`.

Every child goes on from the checkpoint and reports each one that it has written. Prints what was found, as JSON.
"""

import json
import os
import random
import signal
import sys
import time

import numpy as np

from pizarra.layers import Linear
from pizarra.losses import SquaredError
from pizarra.network import Network
from pizarra.storage import load_checkpoint, save_checkpoint

WIDTH = 120  # a checkpoint of some hundred kilobytes, so that many kills come in the middle of one


def start():
    network = Network([Linear()], SquaredError())
    rng = np.random.default_rng(1)
    parameters = {"W1": rng.normal(size=(WIDTH, WIDTH)), "b1": np.zeros(WIDTH)}
    return network, parameters, {name: np.zeros_like(array) for name, array in parameters.items()}, 0, rng


def step(parameters, moments, rng):
    """Move as an optimiser with momentum does, by drawn gradients."""
    for name in parameters:
        moments[name] = 0.9 * moments[name] + rng.normal(size=moments[name].shape)
        parameters[name] = parameters[name] - 0.01 * moments[name]


def resume(path):
    network, parameters, moments, done, rng = start()
    if os.path.exists(path):
        found = load_checkpoint(path)
        network, parameters, moments = found.network, found.parameters, found.state
        done = found.position["step"]
        rng.bit_generator.state = found.generator_state
    return network, parameters, moments, done, rng


def train(path, report):
    network, parameters, moments, done, rng = resume(path)
    while True:
        step(parameters, moments, rng)
        done += 1
        save_checkpoint(path, network, parameters, moments, {"step": done}, rng.bit_generator.state)
        os.write(report, done.to_bytes(4, "little"))


def main(folder, kills, seed):
    path = os.path.join(folder, "c.safetensors")
    chance = random.Random(seed)
    corrupt = lost = left = most = 0
    newest = 0
    for _ in range(kills):
        reading, report = os.pipe()
        child = os.fork()
        if child == 0:
            try:
                train(path, report)
            finally:
                os._exit(1)
        os.close(report)
        time.sleep(chance.uniform(0.0, 0.08))
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        with os.fdopen(reading, "rb") as reports:
            written = reports.read()
        newest = max(newest, int.from_bytes(written[-4:], "little")) if written else newest
        strays = len([name for name in os.listdir(folder) if name.endswith(".part")])
        left += strays > 0
        most = max(most, strays)
        try:
            found = resume(path)[3]
        except Exception as error:
            print(error, file=sys.stderr)
            corrupt += 1
        else:
            lost += not newest <= found <= newest + 1  # the last may have been written but not reported
            newest = max(newest, found)
    _, wanted, moments, _, rng = start()
    for _ in range(newest):
        step(wanted, moments, rng)
    _, found, state, done, generator = resume(path)
    same = done == newest and generator.bit_generator.state == rng.bit_generator.state
    for name in wanted:
        same &= (
            found[name].tobytes() == wanted[name].tobytes()
            and state[name].tobytes() == moments[name].tobytes()
        )
    save_checkpoint(path, *start()[:3], {"step": 0}, rng.bit_generator.state)
    print(json.dumps({
        "corrupt": corrupt, "lost": lost, "steps": newest, "same": same, "left": left, "most": most,
        "files": sorted(os.listdir(folder)),
    }))  # fmt: skip


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]))

"""Training, pizarra beside its peers: who agrees, how long a step takes, what a sample costs, what it holds.

python benchmarks/bench_train.py -o results.json --plot results.png
python benchmarks/bench_train.py B64 C --threads 1 -o results.json   # pieces; they are put together in the file
python benchmarks/bench_train.py --table results.json --plot results.png   # nothing is measured
"""

import argparse
import json
import sys
import time
from pathlib import Path

from training.job import JOBS
from training.limits import FLOOR, LIMIT
from training.machine import described
from training.memory import CASES, measure
from training.peers import MINI_BATCH, PER_SAMPLE
from training.race import Peer, race
from training.scaling import jobs
from training.table import text

TWO_THREADS = ("B64", "B512", "C")  # small networks are trained by one


def main():
    options = arguments()
    results = read(options.table) if options.table else measured(options)
    print("\n" + text(results))
    if options.plot:
        try:
            from training.plot import draw

            draw(results, options.plot)
        except ImportError:
            print("\nmatplotlib is not installed: no plot.")


def arguments():
    known = [*JOBS, "scaling", "memory"]
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("what", nargs="*", help=f"what to measure: {', '.join(known)}; all unless said")
    parser.add_argument("-o", "--output", type=Path, help="JSON file for the raw results; what it has stays")
    parser.add_argument("--plot", help="file for the plot, needs matplotlib")
    parser.add_argument("--table", type=Path, help="read these results and measure nothing")
    parser.add_argument("--rounds", type=int, default=15)
    parser.add_argument("--seconds", type=float, default=0.1, help="about what a turn takes")
    parser.add_argument("--threads", type=int, nargs="+", default=[1, 2])
    parser.add_argument("--peers", nargs="+", help="only peers whose names contain one of these")
    parser.add_argument("--hidden", type=int, help="the hidden width of A, in the place of a drawn one")
    options = parser.parse_args()
    if unknown := [name for name in options.what if name not in known]:
        parser.error(f"{unknown[0]!r} is unknown; known: {', '.join(known)}")
    options.what = options.what or known
    return options


def measured(options):
    results = {"races": {}, "scaling": [], "memory": []}
    if options.output and options.output.exists():
        results = read(options.output)
    results["machine"] = described()
    for threads in options.threads:
        raced(results, options, threads)
    if "scaling" in options.what:
        peers = [Peer("pizarra", "pizarra_fit", 1), Peer(FLOOR, "floor", 1)]
        results["scaling"] = []
        for sweep, job in jobs():
            found = race(job, peers, options.rounds, options.seconds / 4)
            results["scaling"].append({"sweep": sweep, **found})
        for peer in peers:
            peer.close()
    if "memory" in options.what:
        results["memory"] = [measure(*case) for case in CASES]
    keep(results, options.output)
    return results


def read(path):
    return json.loads(path.read_text(encoding="utf-8"))


def keep(results, path):
    if path:
        path.write_text(json.dumps(results, indent=1) + "\n", encoding="utf-8")


def raced(results, options, threads):
    names = [name for name in JOBS if name in options.what and (threads == 1 or name in TWO_THREADS)]
    living = {}
    for name in names:
        job = JOBS[name]() if name != "A" or options.hidden is None else JOBS[name](options.hidden)
        peers = dict(PER_SAMPLE if job.batch == 1 else MINI_BATCH)
        if name != "A":
            peers.pop(LIMIT, None)
        for peer, module in peers.items():
            if not options.peers or any(part.lower() in peer.lower() for part in options.peers):
                living[peer] = living.get(peer) or Peer(peer, module, threads)
        begun = time.perf_counter()
        key = f"{name}, {threads} thread{'s' * (threads > 1)}"
        print(f"{key}: {job.network}", file=sys.stderr, flush=True)
        racing = [living[peer] for peer in peers if peer in living]
        results["races"][key] = race(job, racing, options.rounds, options.seconds)
        print(f"  {time.perf_counter() - begun:.0f} s", file=sys.stderr, flush=True)
        keep(results, options.output)
    for peer in living.values():
        peer.close()


if __name__ == "__main__":
    main()

"""What `import pizarra` costs beside NumPy's own import, and the whole commands. Medians of interleaved fresh
processes; beyond NumPy: the median of the differences within a round.

OMP_NUM_THREADS=1 python benchmarks/bench_import.py
"""

import statistics
import subprocess
import sys
import time

RUNS = 21
COMMANDS = {
    "python": ["-c", "pass"],
    "import numpy": ["-c", "import numpy"],
    "import numpy, pizarra": ["-c", "import numpy, pizarra"],
    "pizarra --help": ["-m", "pizarra", "--help"],
    "pizarra explain xor": ["-m", "pizarra", "explain", "xor"],
}


def main():
    times = {name: [] for name in COMMANDS}
    for run in range(RUNS + 1):
        for name, arguments in COMMANDS.items():
            start = time.perf_counter()
            subprocess.run([sys.executable, *arguments], check=True, stdout=subprocess.DEVNULL)
            if run:  # the first one fills the disk's cache
                times[name].append(time.perf_counter() - start)
    print(f"Python {sys.version.split()[0]}, medians of {RUNS} fresh processes each")
    print(f"{'':24} {'whole':>9} {'least':>9} {'beyond NumPy':>13}")
    for name, found in times.items():
        middle = statistics.median(found)
        more = statistics.median(a - b for a, b in zip(found, times["import numpy"], strict=True))
        beyond = f"{more * 1e3:10.1f} ms" if name.startswith("import numpy,") else ""
        print(f"{name:24} {middle * 1e3:6.1f} ms {min(found) * 1e3:6.1f} ms {beyond}")


if __name__ == "__main__":
    main()

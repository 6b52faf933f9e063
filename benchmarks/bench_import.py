"""What `import pizarra` costs beside NumPy's own import, and the whole commands. Medians of interleaved fresh
processes; beyond NumPy, and times its import: the medians of the differences and of the quotients within a round.
Bytecode is compiled before, as pip does when it installs.

OMP_NUM_THREADS=1 python benchmarks/bench_import.py
"""

import os
import statistics
import subprocess
import sys
import tempfile
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
    with tempfile.TemporaryDirectory() as folder:
        environment = os.environ | {"PYTHONPYCACHEPREFIX": folder}
        environment.pop("PYTHONDONTWRITEBYTECODE", None)
        for run in range(RUNS + 1):
            for name, arguments in COMMANDS.items():
                command = [sys.executable, *arguments]
                start = time.perf_counter()
                subprocess.run(command, check=True, stdout=subprocess.DEVNULL, env=environment)
                if run:  # the first one compiles, and fills the disk's cache
                    times[name].append(time.perf_counter() - start)
    print(f"Python {sys.version.split()[0]}, medians of {RUNS} fresh processes each")
    print(f"{'':24} {'whole':>9} {'least':>9} {'beyond NumPy':>13} {'times NumPy':>12}")
    for name, found in times.items():
        middle = statistics.median(found)
        pairs = list(zip(found, times["import numpy"], strict=True))
        more, ratio = statistics.median(a - b for a, b in pairs), statistics.median(a / b for a, b in pairs)
        beyond = f"{more * 1e3:10.1f} ms" if name.startswith("import numpy,") else ""
        print(f"{name:24} {middle * 1e3:6.1f} ms {min(found) * 1e3:6.1f} ms {beyond:13} {ratio:12.2f}")


if __name__ == "__main__":
    main()

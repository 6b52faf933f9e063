"""Machine: on what it was measured, as a class and not as a name."""

from __future__ import annotations

import datetime
import importlib.metadata
import os
import platform
import subprocess
import sys

PACKAGES = ("numpy", "jax", "torch", "scikit-learn", "mygrad", "autograd")


def described() -> dict:
    """Give the date, the class of the machine and the versions that matter."""
    try:
        with open("/proc/cpuinfo") as file:
            flags = next((line for line in file if line.startswith(("flags", "Features"))), "").split()
    except OSError:
        flags = []
    widest = next((name for flag, name in SETS.items() if flag in flags), "")
    versions = {"Python": platform.python_version()}
    for name in PACKAGES:
        try:
            versions[name] = importlib.metadata.version(name)
        except importlib.metadata.PackageNotFoundError:
            continue
    said = subprocess.run([sys.executable, "-m", "pizarra", "--version"], capture_output=True, text=True)
    return {
        "date": datetime.date.today().isoformat(),
        "class": f"{os.cpu_count()} cores, {platform.machine()}{f' with {widest}' if widest else ''}",
        "versions": versions,
        "engine": " ".join(said.stdout.split()),
    }


SETS = {"avx512f": "AVX-512", "avx2": "AVX2", "avx": "AVX", "sve": "SVE", "asimd": "Advanced SIMD"}

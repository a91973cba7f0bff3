#!/usr/bin/env python3
"""Nabla beside other engines and hand-written C, in one run: python3 Examples/benchmark/Peers/run.py

Makes a virtual environment in the folder `environment` beside this file, installs there what the
registries serve (from PyPI NumPy, JAX, CasADi, PyTorch and, as cmeel-cppad, CppAD; from Debian
ADOL-C, unpacked without being installed), builds the benchmark, scalar.c twice and the peers in C++,
and then runs all of them in turn, round after round. What cannot be had is reported and left out.

The machine's speed drifts, so only what ran side by side can be compared: the table gives the median
of each time, and in parentheses the median of its ratios to scalar C in the same round. A checksum
that is off by more than 1e-9 is marked, and its time is not shown.

    run.py --rounds 5                       more rounds
    run.py --only "C, scalar" "JAX"         some engines (scalar C is always there)
    run.py --environment FOLDER             another place for what is installed and built

How the engines work: "eager" builds the graph for every gradient, "replay" records it once. All
are told to use one thread; "Nabla program, 2 cores" is the exception.
"""

import argparse
import os
import select
import shutil
import statistics
import subprocess
import sys
import tempfile
import venv
from pathlib import Path

HERE = Path(__file__).resolve().parent
DATA = HERE.parent / "Data"
PACKAGE = HERE.parents[2]
PATIENCE = 180  # Seconds for one answer, which may include recording and compiling.

UNITS = {
    "W1": "ns/eval", "W2": "ms/2000 st.", "W3": "ms/step", "W4": "ms/epoch", "W5": "ns/node",
    "W5b": "ns/node", "W6": "ns/op",
}
CHECKSUMS = {
    "W1": 10165373.388, "W2": -36.8252500321, "W3": -10.0380097093, "W4": 4.82427347703,
    "W5": 1.89549426703, "W5b": 1895496.55764, "W6": 8808585.17994,
}
ONE_THREAD = {
    "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "MKL_NUM_THREADS": "1",
    "XLA_FLAGS": "--xla_cpu_multi_thread_eigen=false", "JAX_PLATFORMS": "cpu",
    "PYTHONDONTWRITEBYTECODE": "1",
}
SCALAR = ["-std=c11", "-D_POSIX_C_SOURCE=199309L", "-O3", "-march=native", "-fno-tree-vectorize",
          "-fno-tree-slp-vectorize", "-ffp-contract=off"]
VECTOR = ["-std=c11", "-D_GNU_SOURCE", "-O3", "-march=native", "-ffast-math",
          "-mprefer-vector-width=512"]
CPLUSPLUS = ["-std=c++17", "-O3", "-march=native", "-DNDEBUG"]


def attempt(what, command, **options):
    """Runs a command; says what is missing and returns None if it fails."""
    try:
        done = subprocess.run(
            [str(word) for word in command], capture_output=True, text=True, **options)
    except OSError as error:
        print(f"  left out: {what}: {error}")
        return None
    if done.returncode:
        lines = (done.stderr or done.stdout).strip().splitlines() or ["no message"]
        print(f"  left out: {what}: {lines[-1][:200]}")
        return None
    return done.stdout


# ---- What is installed and built ----


class Workshop:
    def __init__(self, folder):
        self.folder = folder.resolve()
        self.python = self.folder / "venv" / "bin" / "python"
        self.folder.mkdir(parents=True, exist_ok=True)
        if not self.python.exists():
            venv.create(self.folder / "venv", with_pip=True)

    def has(self, package, module):
        """Installs a package from PyPI unless its module is there."""
        found = subprocess.run([self.python, "-c", f"import {module}"], capture_output=True)
        if found.returncode == 0:
            return True
        print(f"  installing {package}")
        command = [self.python, "-m", "pip", "install", "--quiet", package]
        return attempt(package, command) is not None

    def python_peer(self, package, module, *words):
        if self.has(package, module):
            return [self.python, HERE / f"{module}_peer.py", DATA, *words]

    def compiled(self, name, compiler, source, flags, libraries=()):
        program = self.folder / name
        command = [compiler, *flags, HERE / source, "-o", program, *libraries]
        if attempt(name, command) is not None:
            return program

    def scalar(self, name, flags):
        return self.compiled(name, "gcc", "scalar.c", flags, ["-lm"])

    def cppad(self):
        """The package has headers and a library and no module of its own but its finder."""
        if not self.has("cmeel-cppad", "cmeel"):
            return None
        place = "import cmeel, pathlib; print(pathlib.Path(cmeel.__file__).parents[1])"
        packages = attempt("cmeel", [self.python, "-c", place])
        prefix = Path((packages or "").strip()) / "cmeel.prefix"
        program = self.compiled(
            "cppad_peer", "g++", "cppad_peer.cpp", [*CPLUSPLUS, "-I", prefix / "include"],
            [f"-L{prefix}/lib", "-lcppad_lib", f"-Wl,-rpath,{prefix}/lib"])
        return program and [program, DATA]

    def adolc(self):
        """Unpacks Debian's packages unless the headers are installed."""
        root = Path("/")
        if not Path("/usr/include/adolc/adolc.h").exists():
            root = self.folder / "debian"
            root.mkdir(exist_ok=True)
            if not (root / "usr/include/adolc").exists():
                packages = ["libadolc-dev", "libadolc2", "libcolpack0v5"]
                if attempt("ADOL-C", ["apt-get", "download", *packages], cwd=root) is None:
                    return None
                for file in root.glob("*.deb"):
                    if attempt("ADOL-C", ["dpkg", "-x", file, root]) is None:
                        return None
        found = sorted(root.glob("usr/lib/**/libadolc.so"))
        folder = found[0].parent if found else root / "usr/lib"
        program = self.compiled(
            "adolc_peer", "g++", "adolc_peer.cpp", [*CPLUSPLUS, f"-I{root}/usr/include"],
            [f"-L{folder}", "-ladolc", f"-Wl,-rpath,{folder}", f"-Wl,-rpath-link,{folder}"])
        return program and [program, DATA]

    def nabla(self):
        options = ["--package-path", PACKAGE, "-c", "release"]
        build = ["swift", "build", *options]
        if attempt("Nabla", [*build, "--product", "benchmark"]) is None:
            return None
        folder = attempt("Nabla", [*build, "--show-bin-path"])
        return folder and Path(folder.strip()) / "benchmark"

    def engines(self, wanted):
        """All that can be had, in the order of the table."""
        nabla = None
        if wanted is None or any(name.startswith("Nabla") for name in wanted):
            nabla = self.nabla()
        served = nabla and [nabla, "serve"]
        makers = {
            "C, scalar": lambda: OneShot(self.scalar("scalar", SCALAR)),
            "C, vector": lambda: OneShot(self.scalar("vector", VECTOR)),
            "Nabla program": lambda: Server(served),
            "Nabla program, 2 cores": lambda: Server(served, {"W4": "W4x2"}),
            "Nabla eager": lambda: Server(served, {name: "eager " + name for name in UNITS}),
            "CasADi, C by gcc (replay)": lambda: Server(
                self.python_peer("casadi", "casadi", "c")),
            "JAX jit (replay)": lambda: Server(self.python_peer("jax", "jax")),
            "NumPy, by hand": lambda: Server(self.python_peer("numpy", "numpy")),
            "PyTorch (eager, tensors)": lambda: Server(self.python_peer("torch", "torch")),
            "CasADi machine (replay)": lambda: Server(self.python_peer("casadi", "casadi")),
            "CppAD, optimized (replay)": lambda: Server(self.cppad()),
            # It does not find its earlier recordings again once a long one went through files.
            "ADOL-C (replay)": lambda: Server(self.adolc(), stays=False),
        }
        chosen = [name for name in makers if not wanted or name in wanted or name == "C, scalar"]
        engines = {name: makers[name]() for name in chosen}
        return {name: engine for name, engine in engines.items() if engine.command}


# ---- Engines as processes ----


class OneShot:
    """A program that is started for each workload: scalar.c."""

    def __init__(self, program):
        self.command = program

    def answer(self, workload):
        done = subprocess.run(
            [self.command, workload, DATA], capture_output=True, text=True, timeout=PATIENCE)
        return done.stdout or "- ended with an error"

    def close(self):
        pass


class Server:
    """A process that stays up: a name a line in, a time and a checksum a line out.

    `names` translates a workload's name; without it, names are handed on as they are. A process
    that does not stay records anew for each answer, which is still outside the clock.
    """

    def __init__(self, command, names=None, stays=True):
        self.command, self.names, self.stays = command, names, stays
        self.process, self.fault = None, None

    def start(self):
        # Some peers write files where they are.
        self.scratch = tempfile.mkdtemp(prefix="peer-")
        self.process = subprocess.Popen(
            [str(word) for word in self.command], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL, text=True, cwd=self.scratch,
            env={**os.environ, **ONE_THREAD})

    def answer(self, workload):
        name = self.names.get(workload) if self.names else workload
        if name is None:
            return "- not written"
        if self.fault:
            return "- " + self.fault
        if self.process is None:
            self.start()
        try:
            self.process.stdin.write(name + "\n")
            self.process.stdin.flush()
            ready = select.select([self.process.stdout], [], [], PATIENCE)[0]
            line = self.process.stdout.readline() if ready else ""
        except OSError:
            line = ""
        if not line:
            self.fault = f"gave no answer to {workload} within {PATIENCE} s or ended"
            self.close()
            return "- " + self.fault
        if not self.stays:
            self.close()
        return line

    def close(self):
        if self.process:
            self.process.kill()
            self.process.wait()
            self.process = None
            shutil.rmtree(self.scratch, ignore_errors=True)


# ---- Rounds and the table ----


def measure(engines, rounds):
    """For each engine and workload the times of the rounds, None where there is no answer."""
    times = {name: {workload: [] for workload in UNITS} for name in engines}
    notes = {}
    for round in range(rounds):
        for workload in UNITS:
            for name, engine in engines.items():
                time = None
                words = engine.answer(workload).split()
                if words[0] != "-":
                    sum = float(words[1])
                    if abs(sum / CHECKSUMS[workload] - 1) <= 1e-9:
                        time = float(words[0])
                    else:
                        notes[name, workload] = f"WRONG: {sum} for {CHECKSUMS[workload]}"
                elif words[1:] != ["not", "written"]:
                    notes[name, workload] = " ".join(words[1:])
                times[name][workload].append(time)
        print(f"  round {round + 1} of {rounds}", flush=True)
    return times, notes


def three_digits(x):
    return f"{x:.3g}" if x < 100 else f"{x:.0f}"


def cell(times, scalar):
    pairs = [(time, unit) for time, unit in zip(times, scalar) if time and unit]
    if not pairs:
        return "-"
    ratio = statistics.median(time / unit for time, unit in pairs)
    return f"{three_digits(statistics.median(time for time, _ in pairs))} ({three_digits(ratio)})"


def print_table(times, notes):
    print("\n| | " + " | ".join(f"{name} {unit}" for name, unit in UNITS.items()) + " |")
    print("|---|" + "---|" * len(UNITS))
    for name, row in times.items():
        cells = [cell(row[workload], times["C, scalar"][workload]) for workload in UNITS]
        print(f"| {name} | " + " | ".join(cells) + " |")
    print("\nMedians, and in parentheses the median ratio to scalar C in the same round.")
    for (name, workload), note in notes.items():
        print(f"{name}, {workload}: {note}")


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--only", nargs="+", metavar="NAME")
    parser.add_argument("--environment", type=Path, default=HERE / "environment")
    words = parser.parse_args()
    print("Installing and building", flush=True)
    engines = Workshop(words.environment).engines(words.only)
    if "C, scalar" not in engines:
        sys.exit("without gcc there is nothing to compare with")
    print("Measuring", ", ".join(engines), flush=True)
    try:
        times, notes = measure(engines, words.rounds)
    finally:
        for engine in engines.values():
            engine.close()
    print_table(times, notes)


if __name__ == "__main__":
    main()

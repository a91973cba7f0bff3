"""What the peers in Python share: the data, the clock, and the talk with run.py.

A peer is a process that stays up, so that importing, recording and compiling happen once and outside
the clock. It reads the name of a workload from standard input, a line each, and answers with the
median time in the workload's unit and the checksum, or with "-" and a reason.
"""

import os
import statistics
import sys
import time

STEPS = 1_000_000
VARIABLES = 10_000

# One second in the workload's unit, as in scalar.c.
SECOND = {
    "W1": 1e9 / 1_000_000, "W2": 1e3, "W3": 1e3 / 20, "W4": 1e3, "W5": 1e9 / 3_000_000,
    "W5b": 1e9 / 4_000_000, "W6": 1e9 / 79_992,
}


class Data:
    """The CSV files, as lists of rows."""

    def __init__(self, folder):
        self.folder = folder

    def rows(self, name):
        with open(os.path.join(self.folder, name)) as file:
            return [[float(word) for word in line.split(",")] for line in file if line.strip()]

    def parameters(self, name):
        return [number for row in self.rows(name) for number in row]

    def digits(self):
        """Pixels between 0 and 1, and the digits."""
        rows = self.rows("digits8x8.csv")
        return [[pixel / 16 for pixel in row[:64]] for row in rows], [int(row[64]) for row in rows]

    @staticmethod
    def formula_points():
        count = range(1_000_000)
        return [0.5 + 1e-7 * i for i in count], [1.5 - 1e-7 * i for i in count]

    @staticmethod
    def rosenbrock_point():
        return [(1 if i % 2 else -1.2) + 1e-5 * i for i in range(VARIABLES)]


XOR_CASES = [[0, 0], [0, 1], [1, 0], [1, 1]], [0, 1, 1, 0]


def layers(parameters, sizes):
    """Cuts a vector into weights, row by row, and biases; works for any library's vectors."""
    cut, first = [], 0
    for inputs, outputs in zip(sizes, sizes[1:]):
        last = first + inputs * outputs
        cut.append((parameters[first:last].reshape(outputs, inputs), parameters[last:last + outputs]))
        first = last + outputs
    return cut


def checksum(value, vector):
    return float(value) + sum(float(v) * (1 + i % 7) for i, v in enumerate(vector))


def measure(run, second):
    """The median of as many runs as fit into 60 ms, 3 at least, after one that is not counted."""
    answer, times, start = run(), [], time.perf_counter()
    while len(times) < 3 or time.perf_counter() - start < 0.06:
        before = time.perf_counter()
        answer = run()
        times.append(time.perf_counter() - before)
        if sum(times) > 3:
            break
    return statistics.median(times) * second, checksum(*answer)


def serve(workloads):
    """`workloads` has for each name a function of the data that returns the work, which returns
    the value and the vector of the checksum."""
    sys.setrecursionlimit(10_000)
    data, prepared = Data(sys.argv[1]), {}
    for line in sys.stdin:
        name = line.strip()
        try:
            if name not in workloads:
                print("- not written", flush=True)
                continue
            if name not in prepared:
                prepared[name] = workloads[name](data)
            print(*measure(prepared[name], SECOND[name]), flush=True)
        except Exception as error:  # The table goes on without this cell.
            print("-", type(error).__name__, str(error).replace("\n", " ")[:200], flush=True)

"""Writes LaneReferences.swift: python3 lanereferences.py   (pip install mpmath)

Points of every fast function, with the true value: where arguments are reduced and just beside it, at
the thresholds where results overflow, vanish or saturate, subnormal, next to 0 and 1, huge, and random
over the whole range (seed 5). A point is the bits of the argument, the bits of the value rounded to
the nearest double, and what rounding left, in thousandths of a unit in the last place: so an error is
known to a thousandth of a unit, not only to a half.
"""
import math, os, random, struct
import mpmath as mp

mp.mp.prec = 1300  # enough to reduce 1.8e308 by pi
random.seed(5)
T, MIN, MAX = 5e-324, 2.2250738585072014e-308, 1.7976931348623157e308


def bits(x):
    return struct.unpack("<Q", struct.pack("<d", x))[0]


def beside(x, steps=(-2, -1, 0, 1, 2)):
    """x and the doubles next to it."""
    n = bits(abs(x))
    return [math.copysign(struct.unpack("<d", struct.pack("<Q", n + k))[0], x) for k in steps if n + k >= 0]


def uniform(a, b, n):
    return [random.uniform(a, b) for _ in range(n)]


def logarithmic(a, b, n, signs=(1,)):
    """Random with a random exponent."""
    return [random.choice(signs) * float(mp.mpf(2) ** mp.mpf(random.uniform(math.log2(a), math.log2(b)))) for _ in range(n)]


LN2 = float(mp.log(2))
HALVES = [y for k in (-1074, -1022, -55, -54, -2, -1, 0, 1, 2, 53, 54, 1022) for y in beside((k + 0.5) * LN2, (-1, 0, 1))]
SMALL = [T, 1e-310, MIN, 1e-300, 1e-20, 2**-54, 2**-53, 2**-52, 1e-12, 1e-5]
SIGNED = [s * x for x in SMALL for s in (1, -1)]
TURNS = [y for k in (1, 2, 3, 4, 5, 6, 7, 8, 100, 101, 354, 355, 710, 99999, 262143, 524288, 1048575)
         for y in beside(float(k * mp.pi / 4), (-1, 0, 1))]
HUGE = [3.9e5, 1e6, 1.6e6, 1647099.3, 1.7e6, 1e9, 1e15, 1e16, 1e22, 5.319372648326541e255, 1e300, MAX, -1e22]
EXP = (uniform(-708, 708, 60) + uniform(-1, 1, 60) + HALVES + SIGNED + uniform(-745, -708, 20)
       + beside(708) + beside(-708) + [709.0, 709.78271289338397, -744.44, -745.13, 709.7])
POSITIVE = (logarithmic(1e-307, 1e308, 60) + uniform(0.5, 2, 60) + [1 + s * 2.0**-k for k in range(1, 53, 4) for s in (1, -0.5)]
            + beside(math.sqrt(0.5)) + beside(math.sqrt(2)) + beside(1, (-3, -2, -1, 0, 1, 2, 3)) + SMALL[:4] + [2e-310, MAX, 2.0, 10.0])
ANGLES = uniform(-10, 10, 80) + TURNS + HUGE + SIGNED + logarithmic(1e-8, 1e7, 60, (1, -1))
WIDE = uniform(-20, 20, 50) + uniform(-1.2, 1.2, 60) + HALVES[6:] + SIGNED + logarithmic(1e-9, 700, 40, (1, -1))

# Function, its formula, its points.
FUNCTIONS = [
    ("exp", mp.exp, EXP),
    ("expMinusOne", mp.expm1, WIDE + beside(708) + [709.7, -37.5, -36.9, -40.0, -50.0, -51.0, -800.0] + uniform(30, 708, 20)),
    ("log", mp.log, POSITIVE),
    ("logOnePlus", lambda x: mp.log(1 + x), [x for x in WIDE[50:110] if x > -1] + SIGNED + logarithmic(1e-18, 1e300, 80) + [-x for x in logarithmic(1e-18, 1, 40)]
     + [-1 + 2.0**-k for k in range(1, 54, 4)] + beside(math.sqrt(2) - 1) + beside(math.sqrt(0.5) - 1) + [MAX]),
    ("log2", lambda x: mp.log(x) / mp.log(2), POSITIVE),
    ("log10", lambda x: mp.log(x) / mp.log(10), POSITIVE),
    ("sin", mp.sin, ANGLES),
    ("cos", mp.cos, ANGLES),
    ("tan", mp.tan, ANGLES),
    ("sinh", mp.sinh, WIDE + uniform(-708, 708, 20) + [709.0, -710.4]),
    ("cosh", mp.cosh, WIDE + uniform(-708, 708, 20) + [709.0, -710.4]),
    ("tanh", mp.tanh, WIDE + beside(19.06) + [22.0, -40.0, 800.0, -1e300]),
    ("sigmoid", lambda x: 1 / (1 + mp.exp(-x)), EXP + [-x for x in HALVES[6:]] + [37.0, 36.7, 40.0, 800.0]),
    ("gaussian1", lambda x: mp.exp(-x * x), uniform(-6, 6, 60) + uniform(-27.2, 27.2, 60) + SIGNED + beside(math.sqrt(708)) + [27.22, 27.0]),
    ("gaussianHalf", lambda x: mp.exp(-x * x / 2), uniform(-6, 6, 60) + uniform(-38.5, 38.5, 60) + SIGNED + beside(math.sqrt(1416)) + [38.5]),
]


def nearest(value):
    """The nearest double, also a subnormal one (mpmath rounds those twice)."""
    magnitude = abs(value)
    if magnitude < mp.mpf(MIN):
        return math.copysign(float(mp.nint(magnitude * mp.mpf(2) ** 1074)) * T, float(mp.sign(value)))
    return float(value)


def point(formula, x):
    true = formula(mp.mpf(x))
    value = nearest(true)
    left = (true - mp.mpf(value)) / mp.mpf(math.ulp(value)) if math.isfinite(value) else 0
    return f"{bits(x):016x} {bits(value):016x} {int(mp.nint(left * 1000))}"


if __name__ == "__main__":
    with open(os.path.join(os.path.dirname(os.path.abspath(__file__)), "LaneReferences.swift"), "w") as file:
        file.write('''// Written by lanereferences.py, which says how; do not edit.
//
// A line: two points, each the bits of the argument, the bits of the nearest double to the value, and
// the rest in thousandths of a unit in the last place. A word alone begins a function.

/// Points of the fast functions with their true values.
let laneReferences = """
''')
        for name, formula, points in FUNCTIONS:
            lines = [point(formula, x) for x in dict.fromkeys(points)]
            file.write(f"  {name}\n")
            for i in range(0, len(lines), 2):
                file.write("  " + "  ".join(lines[i:i + 2]) + "\n")
        file.write('  """\n')

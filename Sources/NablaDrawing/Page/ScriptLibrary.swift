// Functions that JavaScript lacks: the error functions and the gamma functions, to some 1e-13.
//
//     erf      2/sqrt(pi) e^(-x²) times the sum over n of 2^n x^(2n+1) / (1·3·…·(2n+1)), all positive
//     erfc     1 - erf(x) below 1.25; above, e^(-x²)/sqrt(pi) times the continued fraction
//              1/(x + (1/2)/(x + 1/(x + (3/2)/(x + …))))
//     zeta     Hurwitz' zeta function, the sum over k >= 0 of (a + k)^-s, by Euler and Maclaurin:
//              some terms, then the integral and the Bernoulli numbers
//     psi_n    (-1)^(n+1) n! zeta(n + 1, x); below 0 by reflection
//     logGamma Stirling's series from 10 on; around 1 and 2, where it is 0, the Taylor series, whose
//              coefficients are values of zeta
//
// Sources: NIST Digital Library of Mathematical Functions, 7.6.2, 7.9.1, 25.11.1, 25.11.5, 5.15.1,
// 5.15.6, 5.11.1, 5.7.3, 5.5.3, https://dlmf.nist.gov. The tests compare them with the engine.

/// The page's functions that no JavaScript has.
enum ScriptLibrary: Int, CaseIterable {
  case power, gaussian, errorFunctions, zeta, logGamma, polygamma, identity

  /// The part that holds a function of this name.
  init?(function: String) {
    switch function {
    case "pow": self = .power
    case "gaussian": self = .gaussian
    case "erf", "erfc", "normal": self = .errorFunctions
    case "logGamma": self = .logGamma
    case "polygamma": self = .polygamma
    case "stopGradient": self = .identity
    default: return nil
    }
  }

  /// The parts that this one calls.
  var needs: [ScriptLibrary] {
    switch self {
    case .power, .gaussian, .zeta, .identity: []
    case .errorFunctions: [.gaussian]
    case .logGamma: [.zeta]
    case .polygamma: [.zeta]
    }
  }

  /// The functions.
  var script: String {
    switch self {
    case .power: Self.powerScript
    case .gaussian: Self.gaussianScript
    case .errorFunctions: Self.errorFunctionsScript
    case .zeta: Self.zetaScript
    case .logGamma: Self.logGammaScript
    case .polygamma: Self.polygammaScript
    case .identity: "function stopGradient(x) { return x; }"
    }
  }

  // Squares and cubes as the engine has them; IEEE's powers of 1 and -1, which are NaN in JavaScript.
  private static let powerScript = """
    function pow(x, c) {
      if (c === 2) return x * x;
      if (c === 3) return x * x * x;
      if (x === 1 || x === -1 && Math.abs(c) === Infinity) return 1;
      return Math.pow(x, c);
    }
    """

  // The upper half of the digits has an exact square; the rest is small.
  private static let gaussianScript = """
    function gaussian(x, c) {
      if (c * x * x >= 746) return 0;
      const upper = Math.fround(x);
      return Math.exp(-c * (upper * upper)) * Math.exp(-c * (x - upper) * (x + upper));
    }
    """

  // tail(x) is erfc(x) without its factor e^(-x²); both tails then have it to full precision.
  private static let errorFunctionsScript = """
    function tail(x) {
      let f = x;
      for (let k = Math.ceil(30 + 250 / (x * x)); k > 0; k--) f = x + k / 2 / f;
      return 0.5641895835477563 / f;
    }
    function erf(x) {
      if (!(Math.abs(x) < 1.25)) return x > 0 ? 1 - erfc(x) : x === x ? erfc(-x) - 1 : x;
      let term = x, sum = x;
      for (let n = 1; n < 60; n++) { term *= 2 * x * x / (2 * n + 1); sum += term; }
      return 1.1283791670955126 * gaussian(x, 1) * sum;
    }
    function erfc(x) {
      if (x === Infinity) return 0;
      if (x < -1.25) return 2 - erfc(-x);
      return x < 1.25 ? 1 - erf(x) : gaussian(x, 1) * tail(x);
    }
    function normal(x) {
      const z = -x * 0.7071067811865476;
      if (z === Infinity) return 0;
      return z < 1.25 ? 0.5 * erfc(z) : 0.5 * gaussian(x, 0.5) * tail(z);
    }
    """

  private static let zetaScript = """
    const BERNOULLI = [1 / 6, -1 / 30, 1 / 42, -1 / 30, 5 / 66, -691 / 2730, 7 / 6, -3617 / 510,
      43867 / 798, -174611 / 330];
    function zeta(s, a) {
      let sum = 0;
      for (const end = 16 + s; a < end; a++) sum += Math.pow(a, -s);
      let term = Math.pow(a, -s);
      sum += Math.pow(a, 1 - s) / (s - 1) + term / 2;
      term *= s / a / 2;
      for (let j = 0; j < BERNOULLI.length; j++) {
        sum += BERNOULLI[j] * term;
        term *= (s + 2 * j + 1) * (s + 2 * j + 2) / (2 * j + 3) / (2 * j + 4) / a / a;
      }
      return sum;
    }
    """

  private static let logGammaScript = """
    function logGamma(x) {
      if (x !== x) return x;
      if (Math.abs(x) === Infinity || x <= 0 && x === Math.floor(x)) return Infinity;
      // Here π / sin(πx) may be infinite, and -log|x| is the whole.
      if (x < 0 && x > -1e-300) return -Math.log(-x);
      if (x < 0) {
        const rest = x - Math.round(x);
        return Math.log(Math.PI / Math.abs(Math.sin(Math.PI * rest))) - logGamma(1 - x);
      }
      if (x < 0.5) return logGamma(1 + x) - Math.log(x);
      if (x < 1.5) return logGammaNearTwo(x - 1) - Math.log1p(x - 1);
      if (x < 2.5) return logGammaNearTwo(x - 2);
      let product = 1;
      for (; x < 10; x++) product *= x;
      const y = 1 / (x * x);
      const series = (1 / 12 - y * (1 / 360 - y * (1 / 1260 - y * (1 / 1680 - y * (1 / 1188
        - y * (691 / 360360 - y * (1 / 156 - y * 3617 / 122400))))))) / x;
      return (x - 0.5) * (Math.log(x) - 1) + 0.41893853320467274 + series - Math.log(product);
    }
    function logGammaNearTwo(z) {
      let sum = 0.42278433509846714 * z;
      let power = -z;
      for (let k = 2; k < 40; k++) {
        power *= -z;
        sum += power * zeta(k, 2) / k;
      }
      return sum;
    }
    """

  private static let polygammaScript = """
    function polygamma(x, n) {
      const odd = n % 2 === 1;
      if (!(x > -Infinity)) return NaN;
      if (x <= 0 && x === Math.floor(x)) return odd ? Infinity : NaN;
      if (x < 0.5) {
        const mirrored = polygamma(1 - x, n);
        return (odd ? -mirrored : mirrored) - Math.PI * cotangentDerivative(n, x);
      }
      if (n === 0) return digamma(x);
      if (x === Infinity) return 0;
      let factorial = 1;
      for (let k = 2; k <= n; k++) factorial *= k;
      return (odd ? factorial : -factorial) * zeta(n + 1, x);
    }
    function digamma(x) {
      if (x === Infinity) return x;
      let sum = 0;
      for (; x < 16; x++) sum -= 1 / x;
      let power = 1;
      let series = 0;
      for (let j = 0; j < BERNOULLI.length; j++) {
        power = power / x / x;
        series += BERNOULLI[j] / (2 * j + 2) * power;
      }
      return sum + Math.log(x) - 0.5 / x - series;
    }
    function cotangentDerivative(n, x) {
      const t = x - Math.round(x);
      const cotangent = Math.abs(t) > 0.25
        ? Math.tan(Math.PI * ((t < 0 ? -0.5 : 0.5) - t)) : 1 / Math.tan(Math.PI * t);
      let coefficients = [0, 1];
      for (let i = 0; i < n; i++) {
        const next = new Array(coefficients.length + 1).fill(0);
        coefficients.forEach((c, k) => {
          if (k === 0) return;
          next[k - 1] -= Math.PI * k * c;
          next[k + 1] -= Math.PI * k * c;
        });
        coefficients = next;
      }
      return coefficients.reduceRight((sum, c) => sum * cotangent + c);
    }
    """
}

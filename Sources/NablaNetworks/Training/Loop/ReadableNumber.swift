// Numbers for people to read, without Foundation's formatters.

enum ReadableNumber {
  /// With so many decimals: `0.067`.
  static func fixed(_ x: Double, decimals: Int) -> String {
    guard x.isFinite, x.magnitude < 1e15 else { return "\(x)" }
    var scale = 1.0
    for _ in 0..<decimals { scale *= 10 }
    let scaled = (x.magnitude * scale).rounded()
    guard scaled < 0x1p62 else { return "\(x)" }
    let sign = x < 0 && scaled > 0 ? "-" : ""
    let digits = "\(Int64(scaled))"
    let padded = String(repeating: "0", count: max(0, decimals + 1 - digits.count)) + digits
    return decimals == 0
      ? sign + padded : sign + padded.dropLast(decimals) + "." + padded.suffix(decimals)
  }

  /// With four significant digits: `0.01234`, `1.234e-07`.
  static func short(_ x: Double) -> String {
    guard x.isFinite else { return x.isNaN ? "nan" : "\(x)" }
    guard x != 0 else { return "0" }
    var exponent = 0
    var mantissa = x.magnitude
    while mantissa >= 9.9995 { (mantissa, exponent) = (mantissa / 10, exponent + 1) }
    while mantissa < 0.99995 { (mantissa, exponent) = (mantissa * 10, exponent - 1) }
    if (-4..<6).contains(exponent) { return fixed(x, decimals: max(0, 3 - exponent)) }
    let power = (exponent < 0 ? "e-" : "e+") + (exponent.magnitude < 10 ? "0" : "")
    return (x < 0 ? "-" : "") + fixed(mantissa, decimals: 3) + power + "\(exponent.magnitude)"
  }

  /// A length of time: `8 s`, `2 min 5 s`, `1 h 3 min`.
  static func duration(seconds: Double) -> String {
    guard seconds.isFinite, seconds < 1e9 else { return "?" }
    if seconds < 9.95 { return fixed(seconds, decimals: 1) + " s" }
    let whole = Int(seconds.rounded())
    if whole < 60 { return "\(whole) s" }
    if whole < 3600 { return "\(whole / 60) min \(whole % 60) s" }
    return "\(whole / 3600) h \(whole % 3600 / 60) min"
  }
}

// The colours of all drawings, light and dark, in one place.
//
// A drawing names a role ("value", "gradient"), never a colour. The SVG carries a style sheet that
// gives each role its colour as a custom property; with an automatic appearance a second set follows
// the reader's system. The data colours are told apart with the common colour blindnesses too
// (M. Okabe and K. Ito, Color Universal Design, 2008, https://jfly.uni-koeln.de/color/).

/// Whether a drawing is for a light or a dark page.
public enum Appearance: Hashable, Sendable, CaseIterable {
  /// Dark on white.
  case light
  /// Light on near black.
  case dark
  /// As the reader's system is set; where it cannot say, light.
  case automatic
}

/// What a colour is for.
enum ColorRole: String, CaseIterable {
  /// The page.
  case background
  /// Words and numbers.
  case text
  /// What matters less: axes, ticks, captions.
  case muted
  /// Lines between nodes, frames.
  case line
  /// Grid lines of charts.
  case grid
  /// The inside of a gate.
  case gate
  /// The inside of a leaf.
  case leaf
  /// The forward number.
  case value
  /// The gradient.
  case gradient
  /// What is in the reader's focus.
  case active
  /// The series of a chart, in this order.
  case series1, series2, series3, series4, series5, series6

  /// The series of a chart; beyond six they begin anew.
  static func series(_ index: Int) -> ColorRole {
    [.series1, .series2, .series3, .series4, .series5, .series6][index % 6]
  }

  /// The colour where the page is light, and where it is dark.
  var colors: (light: String, dark: String) {
    switch self {
    case .background: ("#ffffff", "#14161a")
    case .text: ("#1a1d21", "#e8eaed")
    case .muted: ("#5b6370", "#a3abb8")
    case .line: ("#7a8290", "#8790a0")
    case .grid: ("#e3e6ea", "#2c313a")
    case .gate: ("#eef3fb", "#1f2a3a")
    case .leaf: ("#f6f6f3", "#24252a")
    case .value: ("#00704f", "#4fd6a4")
    case .gradient: ("#b3261e", "#ff8a7a")
    case .active: ("#b26a00", "#ffc04d")
    case .series1: ("#0072b2", "#56b4e9")
    case .series2: ("#d55e00", "#e69f00")
    case .series3: ("#00875f", "#2fc79b")
    case .series4: ("#a34f82", "#e28bbd")
    case .series5: ("#8a6d00", "#f0e442")
    case .series6: ("#4a4a4a", "#b8b8b8")
    }
  }

  /// How a style sheet refers to it.
  var css: String { "var(--\(rawValue))" }
}

extension Appearance {
  /// The custom properties of a style sheet, on the selector.
  func styleSheet(selector: String) -> String {
    func rule(_ color: (ColorRole) -> String) -> String {
      "\(selector){"
        + ColorRole.allCases.map { "--\($0.rawValue):\(color($0))" }
        .joined(separator: ";") + "}"
    }
    let light = rule { $0.colors.light }
    let dark = rule { $0.colors.dark }
    return switch self {
    case .light: light
    case .dark: dark
    case .automatic: "\(light)\n@media (prefers-color-scheme:dark){\(dark)}"
    }
  }
}

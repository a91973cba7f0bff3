import Foundation
import Nabla
import Testing

@testable import NablaDrawing

@Suite("The stepping page")
struct SteppingPageTests {
  private func example(_ label: String = "x") -> Value {
    let x = Value(3, label: label)
    return (x * x + 2 * x).labeled("f")
  }

  @Test("is well-formed XML as well as HTML")
  func isWellFormed() throws {
    let page = try SteppingPage(of: example(), title: "x² + 2x")
    #expect(page.html.hasPrefix("<!DOCTYPE html>\n"))
    let parsed = WellFormedness(page.html)
    #expect(parsed.problem == nil)
    #expect(parsed.elements["svg"] == 1)
    #expect(parsed.elements["script"] == 1)
  }

  @Test(
    "a label stays text, whatever it holds",
    arguments: [
      "<script>alert(1)</script>", "</script><script>alert(1)//", "]]><x/>", "<!--", "-->",
      "\"onload='x'", "a & b &amp; &lt; &#60;", "\\\u{22}; alert(1); \\",
      "\u{2028}\u{2029}\n\r\t\0",
      "\u{202E}שלום", "👩‍👩‍👧", "\u{85}\u{1}",
      String(decoding: [0xEF, 0xBF, 0xBE] as [UInt8], as: UTF8.self), "", " ",
      String(repeating: "W", count: 5000),
    ])
  func hostileLabel(label: String) throws {
    let page = try SteppingPage(of: example(label), title: label)
    let parsed = WellFormedness(page.html)
    #expect(parsed.problem == nil)
    #expect(parsed.elements["script"] == 1)
    #expect(parsed.elements["x"] == nil)
    // Inside the script, which HTML does not parse as XML does, no angle bracket is from a label.
    let script = try #require(page.html.components(separatedBy: "<![CDATA[").last)
    #expect(!script.contains("<script") && !script.contains("<!--"))
    #expect(script.components(separatedBy: "</script").count == 2)
    #expect(script.components(separatedBy: "]]>").count == 2)
  }

  @Test("a picture that would be too small on an upright sheet is printed on a sheet on its side")
  func paper() throws {
    var chain = Value(0.5)
    for _ in 0..<20 { chain = sin(chain) }
    #expect(try SteppingPage(of: chain).html.contains("@page { size: landscape; }"))
    #expect(try !SteppingPage(of: example()).html.contains("@page"))
  }

  @Test("refers to nothing outside itself")
  func isSelfContained() throws {
    let html = try SteppingPage(of: example()).html
    let addresses = html.components(separatedBy: "http").dropFirst().map { "http\($0.prefix(40))" }
    let names = ["http://www.w3.org/", "http-equiv"]
    #expect(addresses.allSatisfy { address in names.contains { address.hasPrefix($0) } })
    for word in ["src=", "href=", "@import", "url(", "fetch(", "eval("] {
      #expect(!html.contains(word), "\(word)")
    }
  }

  @Test("is the same bytes for the same graph")
  func isDeterministic() throws {
    let first = try SteppingPage(of: functions).html
    let again = try SteppingPage(of: functions).html
    #expect(first == again)
  }

  /// Uses many functions of the page.
  private var functions: Value {
    let x = Value(0.3, label: "x")
    let y = Value(1.7, label: "y")
    return gelu(x) + logGamma(y) + softplus(x) + softmax([x, y, x])[1] + select(x, y, where: x < y)
      + pow(x, y) + maximum(x, y) + tanh(x)
  }

  @Test("holds only the functions that its graph needs")
  func functionsOnDemand() throws {
    let simple = try SteppingPage(of: example()).html
    #expect(!simple.contains("function erf") && !simple.contains("function zeta"))
    let html = try SteppingPage(of: functions).html
    for name in ["erfc", "logGamma", "polygamma", "zeta", "gaussian", "pow"] {
      #expect(html.contains("function \(name)("), "\(name)")
    }
    for name in ["gelu", "softplus", "softmax3", "maximum", "sigmoid"] {
      #expect(html.components(separatedBy: "const \(name) = ").count == 2, "\(name)")
    }
  }

  @Test("leaves that lead into a rule written in Swift are fixed, and it is said why")
  func customRules() throws {
    let (x, y) = (Value(2, label: "x"), Value(3, label: "y"))
    let cube = Value.custom(
      "cube", of: [x + 1], value: { $0[0] * $0[0] * $0[0] },
      localGradient: { [3 * $0[0] * $0[0]] as [Double] })
    let html = try SteppingPage(of: cube * y).html
    let inputs = html.components(separatedBy: "<input id=\"leaf-").dropFirst().map {
      $0.prefix { $0 != ">" }.contains("disabled")
    }
    #expect(inputs == [true, false])
    #expect(html.contains("The rule of “cube” is written in Swift"))
    #expect(html.contains("localGradients: [27]"))
    #expect(!(try SteppingPage(of: x * y).html.contains("written in Swift")))
  }

  @Test("shows the gradients also where no script runs")
  func staticGradients() throws {
    let f = example()
    let html = try SteppingPage(of: f).html
    #expect(html.contains(">8.00</text>"))
    #expect(f.topologicalOrder().allSatisfy { $0.gradient == 0 })
  }

  @Test("does not change the graph")
  func leavesTheGraph() throws {
    let f = example()
    f.backward()
    let before = f.listing()
    _ = try SteppingPage(of: f)
    #expect(f.listing() == before)
  }

  @Test("a graph that is too large is refused at once, and told what to do")
  func tooLarge() throws {
    var f = Value(1)
    for _ in 0..<100_000 { f = f + 1 }
    let error = #expect(throws: DrawingError.self) { try SteppingPage(of: f) }
    // The page's own count comes first: what is refused there is neither recorded nor drawn.
    #expect(error == .tooManySteps(nodes: 100_001, lines: 100_000, limit: 300))
    #expect(try #require(error).description.contains("100001 nodes"))
    #expect(try #require(error).description.contains("limit:"))
  }

  @Test("two nodes with 100,000 lines between them are too many")
  func tooManyLines() throws {
    let x = Value(1)
    let f = sum(Array(repeating: x, count: 100_000))
    #expect(throws: DrawingError.tooManySteps(nodes: 2, lines: 100_000, limit: 300)) {
      try SteppingPage(of: f)
    }
  }

  @Test("is written to a file in one piece")
  func writes() throws {
    let path = FileManager.default.temporaryDirectory
      .appendingPathComponent("nabla-\(UUID().uuidString).html").path
    defer { try? FileManager.default.removeItem(atPath: path) }
    let page = try SteppingPage(of: example())
    try page.write(to: path)
    #expect(try String(contentsOfFile: path, encoding: .utf8) == page.html)
    #expect(throws: DrawingError.unwritable(path: path + "/no/folder", reason: "Not a directory")) {
      try page.write(to: path + "/no/folder")
    }
  }

  @Test("numbers that JSON has no words for are written out")
  func literals() {
    let numbers: [Double] = [
      .nan, .infinity, -.infinity, -0.0, 0.1, 1e300, .leastNonzeroMagnitude, -3,
    ]
    #expect(
      numbers.map { $0.script } == [
        "NaN", "Infinity", "-Infinity", "-0", "0.1", "1e+300", "5e-324", "-3",
      ])
    #expect(
      "a\"\\<\u{2028}\u{1F600}é\n".script == "\"a\\u0022\\u005c\\u003c\\u2028\u{1F600}é\\u000a\"")
  }
}

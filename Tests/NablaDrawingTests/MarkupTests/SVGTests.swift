// What every picture is made of.

import Foundation
@testable import NablaDrawing
import Testing

@Suite("Markup")
struct SVGTests {
  @Test("a label stays text, whatever it holds")
  func escaping() {
    let label = "</text><script>alert('x')</script> & \"q\" \u{0}\u{1B}\u{FFFF}"
    #expect(
      label.escaped == "&lt;/text&gt;&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt; &amp; "
        + "&quot;q&quot; \u{FFFD}\u{FFFD}\u{FFFD}")
    #expect("naïve ∂f שלום 🎓".escaped == "naïve ∂f שלום 🎓")
  }

  @Test(
    "coordinates have two decimals at most",
    arguments: [
      (0, "0"), (-0.001, "0"), (1.5, "1.5"), (-2.25, "-2.25"), (3.006, "3.01"), (100.05, "100.05"),
    ] as [(Double, String)])
  func coordinates(number: Double, text: String) {
    #expect(SVGElement.number(number) == text)
  }

  @Test("a document names its title and its size, and carries both sets of colours")
  func document() {
    let svg = SVG(
      width: 10, height: 20, title: "a < b", appearance: .automatic,
      content: [SVGElement("text", [("x", .number(1.5))], text: "\"&\"")])
    #expect(svg.description.contains("viewBox=\"0 0 10 20\""))
    #expect(svg.description.contains("<title>a &lt; b</title>"))
    #expect(svg.description.contains("<text x=\"1.5\">&quot;&amp;&quot;</text>"))
    #expect(svg.description.contains("prefers-color-scheme:dark"))
  }

  @Test("text is shortened to a width")
  func shortening() {
    #expect("mmmm".width == 4)
    #expect("mmmmmm".fitted(to: 4.5) == "mmm…")
    #expect("short".fitted(to: 10) == "short")
  }
}

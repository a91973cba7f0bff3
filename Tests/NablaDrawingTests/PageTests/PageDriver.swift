// Pages in frames of a phone's and a desk's width, driven by a script as a reader would: with keys,
// buttons, the slider, and numbers typed into the leaves. It reports what the page shows.

import Foundation

@testable import NablaDrawing

/// What is done with a page: for each round, texts typed into leaves by place.
struct PageVisit {
  var name: String
  var page: SteppingPage
  var rounds: [[Int: String]] = []
}

/// What a page showed in a frame.
struct PageReport: Decodable {
  struct Step: Decodable {
    var heading: String
    var sentence: String
    var pattern: String
    /// The places of the gates that are lit.
    var active: [Int]
    /// The numbers in the picture by place, as text; empty where none is shown.
    var values: [String]
    var gradients: [String]
    /// What the cards say, line by line.
    var parts: [[String]]
  }

  /// After a change of leaves, at the last step: numbers by place with all digits.
  struct Round: Decodable {
    var values: [String]
    var gradients: [String]
    var shownValues: [String]
    var patterns: [String: String]
    var leafGradients: [String: String]
    var problems: [String]
  }

  var name: String
  var width: Int
  var errors: [String]
  var steps: [Step]
  var rounds: [Round]
  /// Whether every way of stepping led where it should.
  var controls: [String: Bool]
  /// What stands out of the frame on the right.
  var overhang: [String]
}

enum PageDriver {
  /// Drives all pages at both widths in one run of the browser.
  static func drive(_ visits: [PageVisit]) throws -> (reports: [PageReport], console: [String]) {
    let pages = visits.map { visit in
      let html = visit.page.html.replacingOccurrences(
        of: "<head>", with: "<head><script>\(listening)</script>")
      let rounds = visit.rounds.map { round in
        "{"
          + round.sorted { $0.key < $1.key }.map { "\($0.key): \($0.value.script)" }
          .joined(separator: ", ") + "}"
      }
      return "{name: \(visit.name.script), html: \(html.script), "
        + "rounds: [\(rounds.joined(separator: ", "))]}"
    }
    let result = try Browser.open(
      """
      <!DOCTYPE html><html><head><meta charset="utf-8"/></head><body><pre id="report"></pre><script>
      const PAGES = [\(pages.joined(separator: ",\n"))];
      \(driving)
      </script></body></html>
      """)
    guard let report = result.report, !report.isEmpty else {
      return ([], result.console + ["no report"])
    }
    return (
      try JSONDecoder().decode([PageReport].self, from: Data(report.utf8)), result.console
    )
  }

  /// Runs in the page before its own script.
  private static let listening = """
    window.errors = [];
    window.alert = () => window.errors.push("alert");
    window.addEventListener("error", (event) => window.errors.push(String(event.message)));
    window.addEventListener("securitypolicyviolation", (event) =>
      window.errors.push("policy: " + event.violatedDirective));
    for (const kind of ["error", "warn"]) {
      console[kind] = (...words) => window.errors.push(words.join(" "));
    }
    """

  private static let driving = #"""
    const reports = [];

    function drive(frame, page, width) {
      const view = frame.contentWindow, doc = frame.contentDocument;
      const find = (id) => doc.getElementById(id);
      const all = (selector) => [...doc.querySelectorAll(selector)];
      const text = (node) => node ? node.textContent : "";
      const count = Number(find("slider").max);
      const places = all("[id^=graph-n]").map((g) => Number(g.id.slice(7))).sort((a, b) => a - b);
      const at = () => Number(find("slider").value);
      const press = (key, extra) => doc.body.dispatchEvent(
        new view.KeyboardEvent("keydown", {key, bubbles: true, cancelable: true, ...extra}));
      const overhang = new Set();
      const look = () => {
        if (doc.documentElement.scrollWidth > view.innerWidth) {
          for (const node of all("body *")) {
            const {right} = node.getBoundingClientRect();
            if (right > view.innerWidth && !node.closest("#picture")) {
              overhang.add(`${node.tagName} ${node.className} ${right}: ${text(node)}`);
            }
          }
          overhang.add(`page ${doc.documentElement.scrollWidth}`);
        }
        return {
          heading: text(find("heading")), sentence: text(find("sentence")),
          pattern: text(find("pattern")),
          active: all(".node.active").map((g) => Number(g.id.slice(7))),
          values: places.map((p) => text(find("graph-v" + p))),
          gradients: places.map((p) => text(find("graph-g" + p))),
          parts: all("#parts li").map((li) => [...li.querySelectorAll("p")].map(text)),
        };
      };
      const shown = () => JSON.stringify(look());
      const steps = [look()];
      const states = [shown()];
      for (let k = 1; k <= count; k++) { press("ArrowRight"); steps.push(look()); states.push(shown()); }
      const controls = {};
      press("ArrowRight");
      controls.staysAtEnd = at() === count && shown() === states[count];
      if (width > 1000) {
        let isSame = true;
        for (let k = count - 1; k >= 0; k--) {
          press("ArrowLeft");
          isSame = isSame && shown() === states[k];
        }
        controls.backward = isSame && at() === 0;
      }
      press("End"); controls.end = shown() === states[count];
      press("Home"); controls.home = shown() === states[0];
      press(" "); controls.space = shown() === states[Math.min(1, count)];
      press(" ", {shiftKey: true}); controls.spaceBack = shown() === states[0];
      find("next").click(); controls.next = shown() === states[Math.min(1, count)];
      find("back").click(); controls.back = shown() === states[0];
      find("last").click(); controls.last = shown() === states[count];
      find("first").click(); controls.first = shown() === states[0];
      const middle = Math.floor(count / 2);
      find("slider").value = middle;
      find("slider").dispatchEvent(new view.Event("input", {bubbles: true}));
      controls.slider = shown() === states[middle];
      all("#steps button")[count - 1].click(); controls.jump = shown() === states[count];
      const input = all(".leaf input").find((i) => !i.disabled);
      if (input) {
        input.dispatchEvent(new view.KeyboardEvent("keydown", {key: "Home", bubbles: true}));
        controls.typing = at() === count;
      }

      const type = (place, words) => {
        const leaf = find("leaf-" + place);
        leaf.value = words;
        leaf.dispatchEvent(new view.Event("input", {bubbles: true}));
      };
      const rounds = [{}, ...page.rounds].map((round) => {
        for (const [place, words] of Object.entries(round)) type(place, words);
        press("End");
        const patterns = {};
        for (const row of all("#steps tr.backward")) {
          patterns[row.dataset.place] = text(row.querySelector(".words"));
        }
        const leafGradients = {};
        for (const output of all("span[id^=leaf-gradient-]")) {
          leafGradients[output.id.slice(14)] = output.querySelector("data").value;
        }
        return {
          values: places.map((p) => find("graph-v" + p).dataset.value),
          gradients: places.map((p) => find("graph-g" + p).dataset.value),
          shownValues: places.map((p) => text(find("graph-v" + p))),
          patterns, leafGradients, problems: all(".problem").map(text).filter((t) => t !== ""),
        };
      });
      find("reset").click();
      controls.reset = shown() === states[count];
      find("digits").click();
      look();
      reports.push({name: page.name, width, errors: view.errors, steps, rounds, controls,
        overhang: [...overhang]});
    }

    (async () => {
      for (const page of PAGES) {
        for (const [width, height] of [[1280, 800], [390, 844]]) {
          const frame = document.createElement("iframe");
          frame.width = width;
          frame.height = height;
          frame.srcdoc = page.html;
          const loaded = new Promise((done) => frame.addEventListener("load", done));
          document.body.append(frame);
          await loaded;
          try { drive(frame, page, width); } catch (error) {
            reports.push({name: page.name, width, errors: [String(error.stack)], steps: [], rounds: [],
              controls: {}, overhang: []});
          }
          frame.remove();
        }
      }
      document.getElementById("report").textContent = encodeURIComponent(JSON.stringify(reports));
    })();
    """#
}

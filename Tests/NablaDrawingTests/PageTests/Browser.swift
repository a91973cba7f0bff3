// A real browser for the page: Chromium from the system's packages, without a window. It loads a file,
// waits for its scripts, and prints the document that they have made.

import Foundation

#if canImport(FoundationXML)
import FoundationXML
#endif

enum Browser {
  static let absence: String =
    "no chromium, chromium-browser or google-chrome in PATH that starts: pages are not run"

  /// The browser, if there is one.
  static let path: String? = {
    let folders = (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":")
    let names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"]
    for name in names {
      for folder in folders {
        let path = "\(folder)/\(name)"
        if FileManager.default.isExecutableFile(atPath: path), starts(path) { return path }
      }
    }
    return nil
  }()

  /// Whether it runs: some systems have a file of that name which only says where to get one.
  private static func starts(_ path: String) -> Bool {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: path)
    process.arguments = ["--version"]
    process.standardOutput = FileHandle.nullDevice
    process.standardError = FileHandle.nullDevice
    guard (try? process.run()) != nil else { return false }
    process.waitUntilExit()
    return process.terminationStatus == 0
  }

  /// What a page became, and what the browser wrote to its console.
  struct Result {
    var document: String
    var console: [String]

    /// What the page's scripts have written into the element `report`, percent-encoded.
    var report: String? {
      guard let start = document.range(of: "<pre id=\"report\">"),
        let end = document.range(of: "</pre>", range: start.upperBound..<document.endIndex)
      else { return nil }
      return String(document[start.upperBound..<end.lowerBound]).removingPercentEncoding
    }
  }

  /// Opens a page from a file, as a reader does.
  static func open(_ html: String, width: Int = 1280, height: Int = 800) throws -> Result {
    let folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("nabla-page-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let page = folder.appendingPathComponent("page.html")
    try Data(html.utf8).write(to: page)
    let (output, log) = (folder.appendingPathComponent("out"), folder.appendingPathComponent("log"))
    for file in [output, log] { try Data().write(to: file) }
    let process = Process()
    process.executableURL = path.map { URL(fileURLWithPath: $0) }
    process.arguments = [
      "--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-extensions",
      "--disable-background-networking", "--user-data-dir=\(folder.path)/profile",
      "--virtual-time-budget=20000", "--window-size=\(width),\(height)",
      "--enable-logging=stderr", "--dump-dom", page.absoluteString,
    ]
    // Into files: a pipe that nobody reads would stop the browser.
    process.standardOutput = try FileHandle(forWritingTo: output)
    process.standardError = try FileHandle(forWritingTo: log)
    try process.run()
    process.waitUntilExit()
    let lines = String(decoding: try Data(contentsOf: log), as: UTF8.self).split(separator: "\n")
    return Result(
      document: String(decoding: try Data(contentsOf: output), as: UTF8.self),
      console: lines.filter { $0.contains("CONSOLE") }.map { String($0) })
  }
}

/// Whether a text is well-formed XML, and what is wrong if it is not.
final class WellFormedness: NSObject, XMLParserDelegate {
  private(set) var problem: String?
  private(set) var elements: [String: Int] = [:]

  init(_ text: String) {
    super.init()
    let parser = XMLParser(data: Data(text.utf8))
    parser.delegate = self
    if !parser.parse() {
      problem = "line \(parser.lineNumber): \(parser.parserError.map { "\($0)" } ?? "")"
    }
  }

  func parser(
    _ parser: XMLParser, didStartElement name: String, namespaceURI: String?,
    qualifiedName: String?, attributes: [String: String] = [:]
  ) {
    elements[name, default: 0] += 1
  }
}

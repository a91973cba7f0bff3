#if !os(iOS) && !os(tvOS) && !os(watchOS)
import Foundation
import NablaNetworks
import Testing

/// Runs Python, to compare with its package `safetensors` (with NumPy).
enum Python {
  static let hasSafetensors = run("import safetensors.numpy", []) != nil

  /// What a program prints, or nil if it fails.
  static func run(_ program: String, _ arguments: [String]) -> String? {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = ["python3", "-c", program] + arguments
    let output = Pipe()
    process.standardOutput = output
    process.standardError = FileHandle.nullDevice
    guard (try? process.run()) != nil else { return nil }
    let bytes = output.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return process.terminationStatus == 0 ? String(decoding: bytes, as: UTF8.self) : nil
  }
}

@Suite(
  "safetensors, as Python's package has it",
  .enabled(
    if: Python.hasSafetensors, "python3 has no package safetensors: pip install safetensors numpy"))
struct SafetensorsPythonTests {
  static let parameters = [
    SavedParameters(name: "layers.0.weight", shape: [2, 3], values: [0.1, -0.0, 1e300, 3, 4, 5]),
    SavedParameters(name: "layers.0.bias", shape: [], values: [0.5]),
    SavedParameters(name: "none", shape: [0, 2], values: []),
  ]

  @Test("what is written here is read there, bit for bit")
  func written() throws {
    let folder = try TestFolder()
    try Safetensors(parameters: Self.parameters, metadata: ["format": "pt"])
      .save(to: folder("file"))
    let program = """
      import sys, safetensors
      with safetensors.safe_open(sys.argv[1], framework="np") as f:
        print(f.metadata())
        for name in sorted(f.keys()):
          t = f.get_tensor(name)
          print(name, t.dtype, t.shape, [x.hex() for x in t.flatten().tolist()])
      """
    let hex =
      "['0x1.999999999999ap-4', '-0x0.0p+0', '0x1.7e43c8800759cp+996', "
      + "'0x1.8000000000000p+1', '0x1.0000000000000p+2', '0x1.4000000000000p+2']"
    #expect(
      Python.run(program, [folder("file")]) == """
        {'format': 'pt'}
        layers.0.bias float64 () ['0x1.0000000000000p-1']
        layers.0.weight float64 (2, 3) \(hex)
        none float64 (0, 2) []

        """)
  }

  @Test("32-bit numbers written here are read there")
  func single() throws {
    let folder = try TestFolder()
    let parameters = [SavedParameters(name: "w", shape: [2], values: [0.1, -3])]
    try Safetensors(parameters: parameters).save(to: folder("file"), as: .float32)
    let program =
      "import sys, safetensors.numpy as s; t = s.load_file(sys.argv[1])['w']; print(t.dtype, t.tolist())"
    #expect(
      Python.run(program, [folder("file")]) == "float32 [0.10000000149011612, -3.0]\n")
  }

  @Test("what is written there is read here, bit for bit")
  func read() throws {
    let folder = try TestFolder()
    let program = """
      import sys, numpy as n, safetensors.numpy as s
      s.save_file({
        "a.double": n.array([[0.1], [-0.0]]),
        "b.single": n.array([0.1, 3], dtype=n.float32),
        "c.half": n.array([0.1, -65504, 6e-8], dtype=n.float16),
        "e\\u00e9\\n": n.array(7, dtype=n.float32),
        "f": n.zeros((0, 3))}, sys.argv[1], {"made": "there"})
      """
    try #require(Python.run(program, [folder("file")]) != nil)
    let loaded = try Safetensors.load(from: folder("file"))
    #expect(loaded.metadata == ["made": "there"])
    let expected = [
      SavedParameters(name: "a.double", shape: [2, 1], values: [0.1, -0.0]),
      // float(numpy.float32(0.1)), float(numpy.float16(0.1)) and float(numpy.float16(6e-8)).
      SavedParameters(name: "b.single", shape: [2], values: [0.10000000149011612, 3]),
      SavedParameters(name: "c.half", shape: [3], values: [0.0999755859375, -65504, 0x1p-24]),
      SavedParameters(name: "e\u{e9}\n", shape: [], values: [7]),
      SavedParameters(name: "f", shape: [0, 3], values: []),
    ]
    #expect(loaded.parameters.sorted { $0.name < $1.name } == expected)
  }

  @Test("what is refused there is refused here")
  func refused() throws {
    let folder = try TestFolder()
    let program =
      "import sys, safetensors\nfor p in sys.argv[1:]:\n"
      + "  try: safetensors.deserialize(open(p, 'rb').read()); print('read')\n"
      + "  except safetensors.SafetensorError: print('refused')"
    let header = SafetensorsTests.header
    let headers = [
      header, header + "  ", "{}", header + "x",
      header.replacingOccurrences(of: "[0,16]", with: "[0,8]"),
      header.replacingOccurrences(of: "[0,16]", with: "[8,24]"),
      header.replacingOccurrences(of: "[2,1]", with: "[3,1]"),
      header.replacingOccurrences(of: "[2,1]", with: "[2.0,1]"),
      header.replacingOccurrences(of: "\"shape\"", with: "\"form\""),
    ]
    var paths: [String] = []
    var ours: [String] = []
    for (i, header) in headers.enumerated() {
      let bytes = SafetensorsTests.file(header, SafetensorsTests.data)
      paths.append(folder("\(i)"))
      try Data(bytes).write(to: URL(fileURLWithPath: paths[i]))
      ours.append((try? Safetensors(bytes: bytes)) == nil ? "refused" : "read")
    }
    #expect(Python.run(program, paths) == ours.joined(separator: "\n") + "\n")
  }
}
#endif

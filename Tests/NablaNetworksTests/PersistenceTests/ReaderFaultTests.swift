import Foundation
import Testing

@testable import NablaNetworks

// Every reader meets 100,000 inputs that are no files of its kind, or files that were damaged. Whatever
// comes, it gives a value or its own typed error; a trap or an endless loop would end the tests.

/// Damages files, from a seed that the failing test prints.
private struct Damage {
  var generator: SeededGenerator

  /// Random bytes, half of them taken from those that mean something to the reader.
  mutating func noise(_ alphabet: [UInt8]) -> [UInt8] {
    (0..<generator.index(below: 40)).map { _ in
      generator.index(below: 2) == 0
        ? UInt8(generator.index(below: 256)) : alphabet[generator.index(below: alphabet.count)]
    }
  }

  /// A file with one to three changes: a byte replaced, a piece cut out, doubled or put elsewhere.
  mutating func mutated(_ file: [UInt8], alphabet: [UInt8]) -> [UInt8] {
    var bytes = file
    for _ in 0...generator.index(below: 3) where !bytes.isEmpty {
      let place = generator.index(below: bytes.count)
      let end = min(bytes.count, place + 1 + generator.index(below: 12))
      switch generator.index(below: 6) {
      case 0: bytes[place] = UInt8(generator.index(below: 256))
      case 1: bytes[place] = alphabet[generator.index(below: alphabet.count)]
      case 2: bytes[place] ^= 1 << generator.index(below: 8)
      case 3: bytes.removeSubrange(place..<end)
      case 4: bytes.insert(contentsOf: bytes[place..<end], at: generator.index(below: bytes.count))
      default: bytes.removeSubrange(end...)
      }
    }
    return bytes
  }
}

@Suite("Readers meet bytes that nobody wrote")
struct ReaderFaultTests {
  static let count = 100_000

  /// Reads noise and damaged files and tells how many were read all the same.
  private func readAll(
    seed: UInt64, alphabet: String, files: [[UInt8]], read: ([UInt8]) -> Bool
  ) -> Int {
    var damage = Damage(generator: SeededGenerator(seed: seed))
    let alphabet = [UInt8](alphabet.utf8) + [0, 0xff]
    var readCount = 0
    for i in 0..<Self.count {
      let bytes =
        i % 4 == 0
        ? damage.noise(alphabet) : damage.mutated(files[i % files.count], alphabet: alphabet)
      if read(bytes) { readCount += 1 }
    }
    print("seed \(seed): \(readCount) of \(Self.count) damaged inputs were read")
    return readCount
  }

  @Test("CSV")
  func csv() {
    let files = [
      "a,b\n1,x\n,y\n", "\"p \"\"q\"\"\",1e5\r\n# no\r\n-.5,?\r\n", "\u{feff}1;2\r3;\u{e9}",
    ]
    let count = readAll(
      seed: 41, alphabet: "\",;\n\r \t#.-+e0159NA?\u{feff}\u{e9}",
      files: files.map { [UInt8]($0.utf8) }
    ) { bytes in
      do throws(CSVError) {
        let table = try Table(csv: bytes, format: CSVFormat(comment: "#"))
        let data = try table.dataset(inputs: [0], classes: 0, missing: .dropRow)
        return data.count <= table.rowCount
      } catch {
        return false
      }
    }
    // Neither all nor none: the inputs reach what is behind the first checks.
    #expect(count > 1000 && count < Self.count - 1000)
  }

  @Test("IDX")
  func idx() {
    let files = IDXArray.ElementType.allCases.map {
      IDXArray([1, 2, 3, 4], shape: [2, 1, 2], elementType: $0).bytes
    }
    let count = readAll(
      seed: 42, alphabet: "\u{1}\u{2}\u{8}\u{9}\u{b}\u{c}\u{d}\u{e}", files: files
    ) {
      bytes in
      do throws(IDXError) {
        let array = try IDXArray(bytes: bytes)
        return array.values.count == array.count
      } catch {
        return false
      }
    }
    #expect(count > 1000 && count < Self.count - 1000)
  }

  @Test("gzip")
  func gzip() {
    // The codes of a dynamic block take long to read, so this one comes less often.
    let quick = [GzipTests.fixed, GzipTests.stored, GzipTests.tinyIDX]
    let files = quick + quick + quick + quick + [GzipTests.dynamic]
    let count = readAll(seed: 43, alphabet: "\u{1f}\u{8}\u{2}\u{1}", files: files) { bytes in
      do throws(GzipError) {
        // Noise as the content of a member, so that the decompressor sees it.
        let start: [UInt8] = [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 0]
        let file = Gzip.isCompressed(bytes) ? bytes : start + bytes
        return try Gzip.decompressed(file, limit: 1000).count <= 1000
      } catch {
        return false
      }
    }
    // The checksum lets through what is not used: time, file name.
    #expect(count > 100 && count < Self.count / 4)
  }

  @Test("checkpoint")
  func checkpoint() throws {
    let parameters = [SavedParameters(name: "w", shape: [1, 2], values: [0.5, -1e-9])]
    let bytes = try Checkpoint(parameters: parameters, state: [0.5: "x"]).bytes()
    let content = [UInt8](try CheckpointEnvelope(bytes).checkedContent())
    func read(_ bytes: [UInt8]) -> Bool {
      do throws(CheckpointError) {
        let loaded = try Checkpoint<[Double: String]>(bytes: bytes)
        return loaded.parameters.allSatisfy {
          SavedParameters.count(of: $0.shape) == $0.values.count
        }
      } catch {
        return false
      }
    }
    // Two of three with a right checksum, so that the inner checks are reached.
    var turn = 0
    let count = readAll(
      seed: 44, alphabet: "{}[]\",:0123456789-+.e\\u", files: [bytes, content, content]
    ) { bytes in
      turn += 1
      return read(
        bytes.starts(with: #"{"format""#.utf8)
          ? bytes : CheckpointEnvelope.bytes(around: bytes, version: 1))
    }
    // Few changes leave JSON of the same form, but some do.
    #expect(count > 100 && count < Self.count / 2)
    #expect(turn == Self.count)
  }

  @Test("safetensors")
  func safetensors() throws {
    let parameters = [SavedParameters(name: "w", shape: [1, 1], values: [0.5])]
    let bytes = try Safetensors(parameters: parameters, metadata: ["a": "some text"]).bytes()
    let header = [UInt8](bytes[8..<bytes.count - 8])
    let data = [UInt8](bytes.suffix(8))
    var turn = 0
    let count = readAll(
      seed: 45, alphabet: "{}[]\",:0123456789-+.e\\uBF_", files: [bytes, header, header]
    ) { bytes in
      turn += 1
      // Two of three with the right length of the header, so that the inner checks are reached.
      let file =
        turn % 3 == 0
        ? bytes
        : SafetensorsTests.file(String(decoding: bytes, as: UTF8.self), data)
      do throws(SafetensorsError) {
        return try Safetensors(bytes: file).parameters.count <= 10
      } catch {
        return false
      }
    }
    // Few changes leave JSON of the same form, but some do.
    #expect(count > 100 && count < Self.count / 2)
  }

  @Test("CSV cut at every byte is a table, or an error that tells where")
  func csvCut() {
    let file = [UInt8]("\u{feff}name,\"a \"\"b\"\"\"\r\n\u{e9},1\r\n# no\n\"x\ny\",-2.5e3\n".utf8)
    for count in file.indices {
      do throws(CSVError) {
        let table = try Table(csv: [UInt8](file[..<count]), format: CSVFormat(comment: "#"))
        #expect(table.columnCount <= 2)
      } catch {
        #expect(error == .empty || error.description.hasPrefix("line "), "\(count): \(error)")
      }
    }
  }
}

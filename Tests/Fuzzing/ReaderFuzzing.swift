// The readers under libFuzzer (https://llvm.org/docs/LibFuzzer.html), which comes with Swift's toolchain on
// Linux. `.ci/fuzz` compiles this with the rules of the tests, ReaderRule.swift; no target of the package
// holds it, since only the fuzzer's own main calls it.

import Foundation

/// The reader that is asked: the variable NABLA_FUZZ_READER names it.
private let rule: ReaderRule = {
  let name = ProcessInfo.processInfo.environment["NABLA_FUZZ_READER"] ?? ""
  guard let rule = ReaderRule(rawValue: name) else {
    fatalError("NABLA_FUZZ_READER: expected \(ReaderRule.allCases.map(\.rawValue)), got '\(name)'")
  }
  return rule
}()

/// Writes the small files from which fuzzing begins to the folder in NABLA_FUZZ_SEEDS.
@_cdecl("LLVMFuzzerInitialize")
public func prepare(
  _ count: UnsafeMutableRawPointer?, _ arguments: UnsafeMutableRawPointer?
) -> Int32 {
  guard let folder = ProcessInfo.processInfo.environment["NABLA_FUZZ_SEEDS"] else { return 0 }
  for (number, seed) in rule.seeds.enumerated() {
    let file = URL(fileURLWithPath: folder).appendingPathComponent("\(rule)-\(number)")
    try? Data(seed).write(to: file)
  }
  return 0
}

/// One input; a rule that does not hold ends the process, and the fuzzer keeps the input.
@_cdecl("LLVMFuzzerTestOneInput")
public func check(_ bytes: UnsafePointer<UInt8>?, _ count: Int) -> Int32 {
  do {
    _ = try rule.check(Array(UnsafeBufferPointer(start: bytes, count: count)))
  } catch {
    fatalError("\(rule): \(error)")
  }
  return 0
}

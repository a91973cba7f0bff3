// Helper threads round as the thread whose rows they share: one answer under each mode, however the rows
// fall to the threads.

import Dispatch
import Testing

@testable import Nabla

#if canImport(Darwin)
import Darwin
#elseif canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Android)
import Android
#endif

#if canImport(Darwin) || canImport(Glibc) || canImport(Musl) || canImport(Android)
@Suite("Rounding modes and threads", .serialized)
struct RoundingModeTests {
  enum Mode: CaseIterable {
    case nearest, down, up, towardZero
    #if arch(x86_64) || arch(arm64) && !canImport(Android)
    /// Subnormal results and, where the processor tells them apart, subnormal operands become 0.
    case flushing
    #endif

    /// Calls the body with this thread in the mode, and returns to the mode it had.
    func run<Result>(_ body: () throws -> Result) rethrows -> Result {
      var own = fenv_t()
      fegetenv(&own)
      defer { fesetenv(&own) }
      switch self {
      case .nearest: fesetround(FE_TONEAREST)
      case .down: fesetround(FE_DOWNWARD)
      case .up: fesetround(FE_UPWARD)
      case .towardZero: fesetround(FE_TOWARDZERO)
      #if arch(x86_64)
      case .flushing:
        // Intel's manual, volume 1, 10.2.3: bit 15 flushes results to zero, bit 6 operands.
        var flushing = own
        flushing.__mxcsr |= 0x8040
        fesetenv(&flushing)
      #elseif arch(arm64) && !canImport(Android)
      case .flushing:
        // FPCR.FZ, bit 24.
        var flushing = own
        flushing.__fpcr |= 1 << 24
        fesetenv(&flushing)
      #endif
      }
      return try body()
    }
  }

  /// A chain of divisions, of subnormal numbers in the even rows.
  ///
  /// Divisions count as ten multiplications, so few rows are enough work to be shared.
  private static func makeProgram(threads: Int) throws -> Program {
    let x = Value(1), y = Value(2)
    var quotient = x
    for _ in 0..<60 { quotient = quotient / y }
    return try Program(
      inputs: [x, y], outputs: [quotient], totals: [.sum(quotient)],
      options: .init(maximumThreads: threads))
  }

  private static let rowCount = 176

  private static let rows: [Double] = (0..<rowCount).flatMap { (row: Int) -> [Double] in
    let size = Double(row + 1)
    // Of both signs, for which rounding down and toward zero differ.
    let x = row % 4 < 2 ? size : -size
    return [row.isMultiple(of: 2) ? x * 1e-156 * 1e-156 : x, 1.001 + size * 1e-5]
  }

  /// The bits of outputs and totals of so many evaluations, one straight after the other.
  private func bits(_ program: Program, evaluations: Int) -> Set<[UInt64]> {
    let workspace = program.makeWorkspace()
    var outputs = [Double](repeating: 0, count: Self.rowCount)
    var totals = [0.0]
    var all: [[Double]] = []
    for _ in 0..<evaluations {
      program.evaluate(rows: Self.rows, outputs: &outputs, totals: &totals, in: workspace)
      all.append(outputs + totals)
    }
    return Set(all.map { $0.map { $0.bitPattern } })
  }

  @Test("200 evaluations on several threads give one answer in each mode, that of one thread")
  func oneAnswer() throws {
    let alone = try Self.makeProgram(threads: 1)
    let shared = try Self.makeProgram(threads: 4)
    let cut = Cut(shared.executable, rowCount: Self.rowCount, options: shared.options)
    #expect(cut.threadCount == 4)
    var answers: Set<[UInt64]> = []
    for mode in Mode.allCases + [.nearest] {
      mode.run {
        let expected = bits(alone, evaluations: 1)
        #expect(bits(shared, evaluations: 200) == expected, "\(mode)")
        answers.formUnion(expected)
      }
    }
    // The modes do make a difference here.
    #expect(answers.count == Mode.allCases.count)
  }

  @Test(
    "a helper takes over the mode of the thread it helps",
    .enabled(if: Spread.coreCount > 1))
  func helper() {
    for mode in Mode.allCases + [.nearest] {
      mode.run {
        nonisolated(unsafe) let modes = UnsafeMutablePointer<Int32>.allocate(capacity: 2)
        defer { modes.deallocate() }
        let expected = fegetround()
        let helperIsHere = DispatchSemaphore(value: 0)
        Spread.run(2, threads: 2, isBrief: false) { index, _ in
          modes[index] = fegetround()
          // Whoever takes the first call leaves the second to another thread, for a while: helpers may
          // be busy with the jobs of other tests, and then one thread does both.
          if index == 0 {
            _ = helperIsHere.wait(timeout: .now() + 1)
          } else {
            helperIsHere.signal()
          }
        }
        #expect([modes[0], modes[1]] == [expected, expected], "\(mode)")
      }
    }
  }

  @Test("what is run in another thread's environment leaves the own one as it was")
  func restored() {
    let upward = Mode.up.run { FloatingPointEnvironment.ofThisThread }
    Mode.down.run {
      let own = fegetround()
      var inside: Int32 = -1
      upward.run { inside = fegetround() }
      #expect(inside == FE_UPWARD)
      #expect(own == FE_DOWNWARD && fegetround() == own)
    }
  }
}
#endif

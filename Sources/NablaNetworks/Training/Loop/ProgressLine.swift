// How far training is, for a person who waits.
//
// On a terminal one line is written over and over, at most ten times a second. Elsewhere, in a file
// or a log, whole lines are written: the first, the last, and in between one for each tenth of the
// epochs or each ten seconds, whichever is more.

/// A line that says how far training is.
struct ProgressLine {
  private let isTerminal: Bool
  private let now: () -> Double
  private let write: (String) -> Void
  private let start: Double
  private var firstSample: Int?
  private var lastWrite: Double
  private var lastTenth = -1
  private var isOpen = false

  /// Creates a line on the standard output, or on something else for tests.
  init(
    isTerminal: Bool = Terminal.isInteractive, now: @escaping () -> Double = Terminal.seconds,
    write: @escaping (String) -> Void = Terminal.write
  ) {
    self.isTerminal = isTerminal
    self.now = now
    self.write = write
    start = now()
    lastWrite = -.infinity
  }

  /// Shows the state within an epoch, on a terminal and not too often.
  mutating func batchEnded(
    samples: Int, ofSamples total: Int, epoch: Int, of epochs: Int, loss: Double
  ) {
    let time = now()
    // Training that goes on begins in the middle: its rate counts from there.
    let first = firstSample ?? samples
    firstSample = first
    rate = time > start ? Double(samples - first) / (time - start) : 0
    secondsLeft = rate > 0 ? Double(total - samples) / rate : .infinity
    guard isTerminal, time - lastWrite >= 0.1 else { return }
    lastWrite = time
    let text = "epoch \(epoch)/\(epochs)  loss \(ReadableNumber.short(loss))" + pace
    rewrite(text)
  }

  /// Writes over the line; a longer one than most terminals' would break, and leave its beginning.
  private mutating func rewrite(_ text: String) {
    write("\r\(text.prefix(79))\u{1B}[K")
    isOpen = true
  }

  private var rate = 0.0
  private var secondsLeft = Double.infinity

  /// Shows the result of an epoch.
  mutating func epochEnded(_ epoch: History.Epoch, of epochs: Int) {
    let line =
      epoch.line(of: epochs) + pace
    let time = now()
    if isTerminal {
      guard time - lastWrite >= 0.1 || epoch.number == epochs else { return }
      rewrite(line)
    } else {
      let tenth = epoch.number * 10 / max(1, epochs)
      guard tenth > lastTenth || time - lastWrite >= 10 else { return }
      lastTenth = tenth
      write(line + "\n")
    }
    lastWrite = time
  }

  /// Leaves the line on the terminal.
  mutating func finish() {
    if isOpen { write("\n") }
    isOpen = false
  }

  private var pace: String {
    guard rate > 0 else { return "" }
    let speed = "  \(ReadableNumber.short(rate)) samples/s"
    guard secondsLeft > 0 else { return speed }
    return speed + "  \(ReadableNumber.duration(seconds: secondsLeft)) left"
  }
}

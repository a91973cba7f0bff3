// What a user's rule may do with the nodes that it meets.
//
// The closures of a custom primitive are called while a graph is made, swept or computed anew, and they
// may build graphs of their own and sweep them. Nodes that they capture, and leaves that they are handed,
// may be part of the graph that the sweep under way is about. So whatever a rule walks through is
// sheltered first: gradients and the marks of walks are kept aside, begin at zero for the rule, and come
// back when it ends. To the rule it looks as if nothing else was under way, and nothing that it does is
// seen outside.

#if canImport(Synchronization)
import Synchronization
#endif

/// How many rules are being tried, on all threads: whoever reads a number asks this first, which costs
/// next to nothing, where asking for what the thread knows would double the time of reading.
enum Trials {
  /// Whether there may be any.
  static var areUnderWay: Bool {
    @inline(__always) get {
      #if canImport(Synchronization)
      if #available(macOS 15, iOS 18, tvOS 18, watchOS 11, visionOS 2, *) {
        return Counter.shared.count.load(ordering: .relaxed) != 0
      }
      #endif
      return true
    }
  }

  static func begin() { add(1) }
  static func end() { add(-1) }

  private static func add(_ number: Int) {
    #if canImport(Synchronization)
    if #available(macOS 15, iOS 18, tvOS 18, watchOS 11, visionOS 2, *) {
      Counter.shared.count.add(number, ordering: .relaxed)
    }
    #endif
  }

  #if canImport(Synchronization)
  @available(macOS 15, iOS 18, tvOS 18, watchOS 11, visionOS 2, *)
  private final class Counter: Sendable {
    static let shared = Counter()
    let count = Atomic<Int>(0)
  }
  #endif
}

/// What a thread knows of the rules that it is calling.
struct RulesUnderWay {
  var count = 0
  var shelter: Shelter?
  /// Whether the innermost rule has read the `data` of a node.
  var hasReadData = false
}

/// The nodes that the innermost rule has walked through, as they were before.
final class Shelter {
  /// Whether the rule has swept a graph, and so may have made numbers of its gradients.
  var hasSwept = false
  private var kept: [Value: (gradient: Double, arrivals: UInt16, marks: UInt16)] = [:]

  /// Keeps aside what the graphs below some nodes hold, if that has not been done.
  func keep(_ roots: [Value]) {
    var stack = roots
    while let node = stack.popLast() {
      guard kept[node] == nil else { continue }
      kept[node] = (node.storedGradient, node.arrivals, node.marks)
      node.storedGradient = 0
      node.arrivals = 0
      Node.passUnretained(node).forEachParent { stack.append($0.takeUnretainedValue()) }
    }
  }

  func restore() {
    for (node, (gradient, arrivals, marks)) in kept {
      node.storedGradient = gradient
      node.arrivals = arrivals
      // A leaf that the rule has made graphs of stays marked.
      if !node.isLeaf { node.marks = marks }
    }
  }
}

enum RuleScope {
  /// What a rule gives, and what else it has done to find it.
  struct Outcome<T> {
    let result: T
    var hasSwept = false
    var hasReadData = false
  }

  /// Calls a user's rule.
  static func run<T>(_ rule: () -> T) -> Outcome<T> {
    guard let thread = SpareNodes.ofThisThread else { return Outcome(result: rule()) }
    let outer = thread.pointee.rules
    thread.pointee.rules = RulesUnderWay(count: outer.count + 1)
    let result = rule()
    let inner = thread.pointee.rules
    thread.pointee.rules = outer
    inner.shelter?.restore()
    return Outcome(
      result: result, hasSwept: inner.shelter?.hasSwept ?? false, hasReadData: inner.hasReadData)
  }

  /// To be called where somebody asks for the number of a node while rules are being tried.
  @inline(never)
  static func noteReading() {
    guard let thread = SpareNodes.ofThisThread, thread.pointee.rules.count > 0 else { return }
    thread.pointee.rules.hasReadData = true
  }

  /// To be called before a walk: within a rule, it keeps aside what the walk is about to change.
  @inline(__always)
  static func shelter(_ roots: @autoclosure () -> [Value], forSweep isSweep: Bool = false) {
    guard let thread = SpareNodes.ofThisThread, thread.pointee.rules.count > 0 else { return }
    let shelter = thread.pointee.rules.shelter ?? Shelter()
    thread.pointee.rules.shelter = shelter
    shelter.keep(roots())
    if isSweep { shelter.hasSwept = true }
  }
}

/// A stack of nodes that begins in a buffer on the call stack, and goes on in an array.
struct NodeStack {
  private let buffer: UnsafeMutableBufferPointer<Node>
  private var count = 0
  private var more: [Node] = []

  init(_ buffer: UnsafeMutableBufferPointer<Node>) { self.buffer = buffer }

  @inline(__always)
  mutating func push(_ node: Node) {
    if count < buffer.count {
      buffer.initializeElement(at: count, to: node)
      count += 1
    } else {
      more.append(node)
    }
  }

  @inline(__always)
  mutating func pop() -> Node? {
    if !more.isEmpty { return more.removeLast() }
    guard count > 0 else { return nil }
    count -= 1
    return buffer[count]
  }
}

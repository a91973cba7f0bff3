import Testing

@Suite("Examples")
struct ExamplesTests {}

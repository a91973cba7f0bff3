// What the page does, in plain JavaScript.
//
// The data (`GRAPH`), the rules (`RULES`) and their functions are written before it. From the leaves'
// numbers it computes all steps at once, forward and backward, exactly as the engine does; a step that
// has not happened yet is only not shown. Texts reach the page as text, never as markup.

/// The script that runs the page.
enum PageScript {
  static let text = sweeps + "\n" + words + "\n" + view + "\n" + control
}

// How the page looks: on a desk, on a phone, light, dark, and on paper.

/// The style sheet of the page.
enum PageStyle {
  static func text(_ appearance: Appearance, pictureWidth: Double) -> String {
    """
    \(appearance.styleSheet(selector: ":root"))
    \(frame)
    \(controls)
    \(steps)
    \(wide)
    @media print {
    \(Appearance.light.styleSheet(selector: ":root,:root .nabla[class]"))
    \(paper)
    \(pictureWidth > widestUpright ? onItsSide : "")
    }
    """
  }

  /// A wider picture lies on its side on paper: its numbers, 13 units high, would be below 6 points on
  /// the 540 or so that an upright sheet has between its margins.
  private static let widestUpright = 1200.0

  private static let onItsSide = "@page { size: landscape; } #picture svg { max-height: 15cm; }"

  private static let frame = """
    * { box-sizing: border-box; }
    html { color-scheme: light dark; }
    body { margin: 0 auto; max-width: 80rem; padding: 0 1rem 7rem; background: var(--background);
      color: var(--text); font: 1rem/1.5 Helvetica, Arial, sans-serif; overflow-wrap: anywhere; }
    h1 { font-size: 1.4rem; line-height: 1.2; margin: 1rem 0 .5rem; }
    h2 { font-size: 1.1rem; margin: 0 0 .5rem; }
    h3 { font-size: 1rem; font-weight: bold; margin: 0; }
    p { margin: .25rem 0; }
    .keys, .note, .hint { color: var(--muted); font-size: .9rem; }
    #picture { overflow: auto; max-height: 50vh; border: 1px solid var(--grid); border-radius: .5rem; }
    #picture svg { display: block; margin: 0 auto; height: auto;
      width: calc(1.25 * var(--width)); max-width: 100%; min-width: calc(.7 * var(--width)); }
    .place { font-size: 10px; text-anchor: middle; }
    #picture .place { fill: var(--muted); }
    #picture .node.active .shape { stroke: var(--active); stroke-width: 4; }
    #picture .node.active .inside, #picture .node.active .name { font-weight: bold; }
    #picture .edge.active, #picture .node.active .wire { stroke: var(--active); stroke-width: 3.5; }
    :focus-visible { outline: 3px solid var(--active); outline-offset: 2px; }
    """

  private static let controls = """
    .controls { position: fixed; z-index: 1; left: 0; right: 0; bottom: 0; display: flex;
      flex-wrap: wrap; align-items: center; justify-content: center; gap: .5rem;
      padding: .5rem 1rem; background: var(--background); border-top: 1px solid var(--line); }
    button { font: inherit; color: var(--text); background: var(--gate); cursor: pointer;
      border: 1px solid var(--line); border-radius: .5rem; min-width: 2.75rem; min-height: 2.75rem;
      padding: 0 .75rem; touch-action: manipulation; }
    button[aria-disabled=true] { opacity: .4; cursor: default; }
    #next { font-weight: bold; border-color: var(--active); border-width: 2px; }
    .range { flex: 1 1 16rem; }
    #slider { display: block; width: 100%; margin: 0; height: 2.25rem; accent-color: var(--active); }
    .bar { display: flex; height: .3rem; margin: 0 .5rem; }
    .bar i { background: var(--value); flex: 0 0 var(--forward); }
    .bar b { background: var(--gradient); flex: 1; }
    #count { min-width: 4.5rem; text-align: center; font-variant-numeric: tabular-nums; }
    .leaf { display: grid; grid-template-columns: minmax(2rem, 1fr) 8rem minmax(0, 1.5fr);
      gap: .25rem .75rem; align-items: center; padding: .25rem 0; }
    .leaf label { text-align: end; }
    .leaf input { font: inherit; color: var(--value); background: var(--background); width: 100%;
      min-height: 2.5rem; border: 1px solid var(--line); border-radius: .35rem; padding: 0 .5rem; }
    .leaf input[aria-invalid=true] { border: 2px solid var(--gradient); }
    .leaf input:disabled { color: var(--muted); background: var(--leaf); }
    .result { font-size: .9375rem; }
    .result data { white-space: normal; }
    .problem { grid-column: 1 / -1; color: var(--gradient); margin: 0; }
    .problem:empty { display: none; }
    """

  private static let steps = """
    .value { color: var(--value); }
    .gradient { color: var(--gradient); }
    .number, .value, .gradient { font-variant-numeric: tabular-nums; white-space: nowrap; }
    .name { font-style: italic; }
    .gate { font-family: monospace; background: var(--gate); padding: 0 .3em; border-radius: .3em; }
    main > section { margin: 1rem 0; }
    #step { min-height: 8rem; }
    #sentence { font-size: 1.1rem; }
    .pattern:empty { display: none; }
    .pattern { border-inline-start: 4px solid var(--active); padding-inline-start: .5rem; }
    #parts { list-style: none; margin: .5rem 0 0; padding: 0; display: grid; gap: .5rem;
      grid-template-columns: repeat(auto-fill, minmax(min(20rem, 100%), 1fr)); }
    #parts li { font-size: .9375rem; border: 1px solid var(--grid); border-radius: .5rem; padding: .5rem .75rem; }
    .sum { border-top: 1px dashed var(--line); }
    .all { border-collapse: collapse; table-layout: fixed; width: 100%; }
    .all td, .all th { border-top: 1px solid var(--grid); padding: .25rem .5rem; text-align: start;
      vertical-align: top; font-weight: normal; }
    .all th:first-child { width: 15rem; }
    .all .gate { white-space: nowrap; }
    .all thead th { color: var(--muted); border: 0; }
    .all p { margin: 0; }
    .all .what p + p { color: var(--muted); font-size: .9rem; }
    .all tr.now { background: var(--gate); }
    .all tr.later .what { visibility: hidden; }
    .all tr.later .what > * { display: none; }
    .jump { width: 100%; min-height: 2rem; text-align: start; border: 0; background: none; padding: 0; }
    """

  private static let wide = """
    @media (min-width: 60rem) {
      body { padding-bottom: 2rem; }
      .controls { position: static; border: 0; padding: .5rem 0; }
      main { display: grid; grid-template-columns: 1fr 24rem; column-gap: 2rem; }
      main > section { margin: .5rem 0; }
      main > .whole { grid-column: 1 / -1; }
    }
    @media (max-width: 59.99rem) {
      .controls .range { order: -1; flex-basis: 100%; }
    }
    @media (max-width: 30rem) {
      .keys { display: none; }
      #picture { max-height: 45vh; }
      .controls { justify-content: space-between; padding: .25rem .75rem; gap: .25rem; }
      .leaf { grid-template-columns: minmax(2rem, 1fr) 6.5rem minmax(0, 1.2fr); }
      .all th:first-child { width: 7rem; }
      .long { display: none; }
    }
    """

  private static let paper = """
    html { font-size: 10pt; }
    body { max-width: none; padding: 0; }
    main { display: block; }
    .controls, .keys, #step, #reset, .hint { display: none; }
    #picture { border: 0; overflow: visible; max-height: none; }
    #picture svg { min-width: 0; max-height: 24cm; }
    #picture .node.active .shape, #picture .edge.active, #picture .node.active .wire
      { stroke: var(--line); stroke-width: 1.5; }
    #picture .node.active .inside, #picture .node.active .name { font-weight: normal; }
    .all tr.later .what, .all tr.later .what > * { visibility: visible; display: revert; }
    .all tr.now { background: none; }
    .all tr, .leaf { break-inside: avoid; }
    .all td, .all th { padding: .1rem .4rem; }
    .jump { min-height: 0; font-weight: bold; }
    .leaf input { border: 0; min-height: 0; }
    .leaf { grid-template-columns: 4rem 13rem 1fr; padding: 0; }
    .list { columns: 2; }
    """
}

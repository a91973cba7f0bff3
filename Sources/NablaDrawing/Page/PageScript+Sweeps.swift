// The forward and the backward sweep.
//
// How a gradient passes an input is told in the engine's `LocalGradient.Passage`: where an input was not
// chosen it lets nothing pass, not even an infinite or undefined gradient.

extension PageScript {
  /// The forward and the backward sweep; how a gradient passes is told in the engine's
  /// `LocalGradient.Passage`.
  static let sweeps = #"""
    const NODES = GRAPH.nodes;
    const ROOT = NODES.length - 1;
    const given = NODES.map((node) => node.value);
    let run;

    function forwardSweep() {
      const values = given.slice();
      NODES.forEach((node, place) => {
        if (node.rule === null || RULES[node.rule].value === null) return;
        values[place] = RULES[node.rule].value(node.parents.map((p) => values[p]));
      });
      return values;
    }

    function localGradients(node, values, place) {
      const rule = RULES[node.rule];
      if (rule.value === null) return node.localGradients;
      return rule.localGradients(node.parents.map((p) => values[p]), values[place]);
    }

    function passOn(upstream, local, passage) {
      if (passage !== "product" && local === 0) return passage === "gated" ? null : 0;
      return upstream * local;
    }

    function backwardSteps(values) {
      const gradients = NODES.map(() => 0);
      const reached = NODES.map((_, place) => place === ROOT);
      gradients[ROOT] = 1;
      return GRAPH.order.map((place) => {
        const node = NODES[place];
        const upstream = gradients[place];
        const locals = localGradients(node, values, place);
        const parts = RULES[node.rule].locals.map((local, k) => {
          const to = node.parents[local.input];
          const product = reached[place] ? passOn(upstream, locals[k], local.passage) : null;
          return {to, input: local.input, cases: local.cases, local: locals[k], product};
        });
        for (const part of parts) {
          part.before = gradients[part.to];
          if (part.product !== null) {
            gradients[part.to] += part.product;
            reached[part.to] = true;
          }
          part.after = gradients[part.to];
        }
        return {kind: "backward", place, upstream, reached: reached[place], parts};
      });
    }

    function compute() {
      const values = forwardSweep();
      const gates = NODES.map((_, place) => place).filter((p) => NODES[p].rule !== null);
      const steps = gates.map((place) => ({kind: "forward", place}));
      steps.push({kind: "seed", place: ROOT});
      run = {values, steps: steps.concat(backwardSteps(values))};
      run.forwardCount = gates.length;
    }

    // The gradients after so many steps, and how many of a node's uses have been passed by.
    function gradientsAfter(count) {
      const gradients = NODES.map(() => 0);
      const arrivals = NODES.map(() => 0);
      const terms = NODES.map(() => []);
      for (const step of run.steps.slice(0, count)) {
        if (step.kind === "seed") gradients[ROOT] = 1;
        if (step.kind !== "backward") continue;
        for (const part of step.parts) {
          gradients[part.to] = part.after;
          if (part.product !== null) terms[part.to].push(part.product);
        }
        for (const parent of NODES[step.place].parents) arrivals[parent] += 1;
      }
      const seeded = count > run.forwardCount;
      const isKnown = (p) => p === ROOT ? seeded : terms[p].length > 0 || isWhole(p);
      const isWhole = (p) => p === ROOT ? seeded : arrivals[p] === GRAPH.uses[p];
      return {gradients, arrivals, terms, isKnown, isWhole};
    }
    """#
}

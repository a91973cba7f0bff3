// What is shown of the step that the reader has come to.

extension PageScript {
  /// What is shown of the step that the reader has come to.
  static let view = #"""
    const find = (id) => document.getElementById(id);
    const inPicture = (kind, place) => find(`graph-${kind}${place}`);
    let position = 0;

    function heading(step, at) {
      if (!step) return ["Start"];
      const gate = NODES[step.place].gate;
      if (step.kind === "forward") {
        return [`Forward ${at} of ${run.forwardCount}: `, element("bdi", "gate", gate)];
      }
      const count = run.steps.length - run.forwardCount;
      const part = `Backward ${at - run.forwardCount} of ${count}: `;
      return step.kind === "seed" ? [part, "the root"] : [part, element("bdi", "gate", gate)];
    }

    function startSentence() {
      const begin = run.forwardCount > 0 ? "The leaves have their numbers. " : "";
      return [begin, "Step on to compute ", name(ROOT), ", and then, going back from it, all gradients."];
    }

    // What one input of a gate gets: local gradient, product, and the sum where there are several.
    function partLines(part, step, isFinal) {
      const lines = [];
      const isPlain = part.formula.length === 1 && typeof part.formula[0] === "string";
      const isName = part.formula.every((piece) => piece === "" || typeof piece !== "string");
      const local = element("p", "local", derivative(step.place, part.to), " = ",
        withNames(part.formula, step.place));
      if (!isPlain && !isName) local.append(" = ", withNumbers(part.formula, step.place));
      if (!isPlain) local.append(" = ", number(part.local, "number"));
      lines.push(local);
      if (part.product === null) {
        lines.push(element("p", "product", step.reached ? "no path leads to it" : "nothing arrives"));
        return lines;
      }
      lines.push(element("p", "product", "local ", number(part.local), " × upstream ",
        number(step.upstream, "gradient"), " = ", number(part.product, "gradient")));
      if (GRAPH.uses[part.to] > 1 && !isFinal) lines.push(sumLine(part));
      return lines;
    }

    function sumLine(part) {
      const line = element("p", "sum", "sum at ", name(part.to), ": ");
      part.terms.forEach((term, k) => {
        if (k > 0) line.append(" + ");
        line.append(k > 0 && term < 0 ? element("span", "", "(", number(term, "gradient"), ")")
          : number(term, "gradient"));
      });
      if (part.terms.length > 1) line.append(" = ", number(part.after, "gradient"));
      const left = GRAPH.uses[part.to] - part.arrived;
      line.append(left > 0 ? `, ${left} more to come` : ", complete");
      return line;
    }

    // Which terms have come to each parent when a part of a step has been added.
    function countTerms() {
      const terms = NODES.map(() => []);
      const arrived = NODES.map(() => 0);
      for (const step of run.steps) {
        if (step.kind !== "backward") continue;
        const silent = NODES[step.place].parents.slice();
        for (const part of step.parts) {
          silent.splice(silent.indexOf(part.to), 1);
          if (part.product !== null) terms[part.to].push(part.product);
          arrived[part.to] += 1;
          part.terms = terms[part.to].slice();
          part.arrived = arrived[part.to];
        }
        for (const parent of silent) arrived[parent] += 1;
      }
    }

    function showPicture(state) {
      const active = run.steps[position - 1];
      const done = new Set(run.steps.slice(0, position)
        .filter((step) => step.kind === "forward").map((step) => step.place));
      NODES.forEach((node, place) => {
        const isComputed = node.isLeaf || done.has(place);
        put(inPicture("v", place), isComputed ? slide(run.values[place]) : "");
        const sum = state.isKnown(place) ? slide(state.gradients[place]) : "";
        const gradient = inPicture("g", place);
        put(gradient, sum && !state.isWhole(place) ? sum + " + …" : sum);
        const group = inPicture("n", place);
        if (!group) return;
        group.classList.toggle("active", Boolean(active) && active.place === place);
        const title = group.querySelector("title");
        if (title) title.textContent = node.gate ? `${node.name}: ${node.gate}` : node.name;
        node.parents.forEach((_, input) => {
          const edge = inPicture("e", `${place}-${input}`);
          if (edge) edge.classList.toggle("active", Boolean(active) && active.kind !== "seed" && active.place === place);
        });
      });
      showActive(active);
    }

    // A number that has become longer than its wire is written smaller.
    function put(text, content) {
      if (!text || text.textContent === content) return;
      text.textContent = content;
      text.style.fontSize = "";
      const wire = text.parentNode.querySelector(".wire");
      if (!content || !wire || !text.getComputedTextLength) return;
      const room = Math.max(wire.getTotalLength(), 30);
      const length = text.getComputedTextLength();
      if (length > room) text.style.fontSize = `${Math.max(13 * room / length, 7)}px`;
    }

    function showActive(active) {
      const scroller = find("picture");
      const group = active && inPicture("n", active.place);
      if (!group || scroller.scrollWidth <= scroller.clientWidth) return;
      const box = group.getBoundingClientRect();
      const frame = scroller.getBoundingClientRect();
      scroller.scrollLeft += box.left + box.width / 2 - frame.left - frame.width / 2;
    }

    function showStep(state) {
      const step = run.steps[position - 1];
      find("heading").replaceChildren(...heading(step, position));
      find("sentence").replaceChildren(...(step ? sentence(step) : startSentence()));
      const pattern = step && step.kind === "backward" ? NODES[step.place].pattern : null;
      find("pattern").textContent = pattern || "";
      const parts = step && step.kind === "backward" && step.reached ? step.parts : [];
      find("parts").replaceChildren(...parts.map((part) =>
        element("li", "", element("h3", "", "To ", name(part.to)), ...partLines(part, step, false))));
    }

    function showControls() {
      const count = run.steps.length;
      // Not `disabled`, which would take the keyboard's focus away.
      const able = (id, is) => find(id).setAttribute("aria-disabled", String(!is));
      ["first", "back"].forEach((id) => able(id, position > 0));
      ["next", "last"].forEach((id) => able(id, position < count));
      const slider = find("slider");
      slider.max = count;
      slider.value = position;
      const part = position === 0 ? "start" : position <= run.forwardCount ? "forward" : "backward";
      slider.setAttribute("aria-valuetext", `step ${position} of ${count}, ${part}`);
      slider.style.setProperty("--forward", `${100 * run.forwardCount / count}%`);
      find("count").textContent = `${position} / ${count}`;
    }

    function showLeaves(state) {
      NODES.forEach((node, place) => {
        if (!node.isLeaf) return;
        const cell = find(`leaf-gradient-${place}`);
        const content = state.isKnown(place) ? [number(state.gradients[place], "gradient")] : ["–"];
        if (state.isKnown(place) && !state.isWhole(place)) content.push(" + …");
        cell.replaceChildren(...content);
      });
    }

    // All steps, of which the screen shows those that have happened and paper all.
    function showAll() {
      find("steps").replaceChildren(...run.steps.map((step, k) => {
        const button = element("button", "jump", ...heading(step, k + 1));
        button.type = "button";
        button.addEventListener("click", () => go(k + 1));
        const what = element("td", "what", element("p", "", ...sentence(step)));
        if (step.kind === "backward" && step.reached) {
          for (const part of step.parts) what.append(...partLines(part, step, false));
        }
        return element("tr", "", element("th", "", button), what);
      }));
      [...find("steps").rows].forEach((row) => { row.cells[0].scope = "row"; });
    }

    function markSteps() {
      [...find("steps").rows].forEach((row, k) => {
        row.classList.toggle("later", k >= position);
        row.classList.toggle("now", k === position - 1);
      });
    }

    function render() {
      const state = gradientsAfter(position);
      showPicture(state);
      showStep(state);
      showControls();
      showLeaves(state);
      markSteps();
    }
    """#
}

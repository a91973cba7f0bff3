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
    function partLines(part, step) {
      const lines = [localLine(part, step.place)];
      if (part.product === null) {
        lines.push(element("p", "product", "no path: the branch is not taken"));
        return lines;
      }
      lines.push(element("p", "product", "local × upstream = ", factor(part.local), " × ",
        factor(step.upstream, "gradient"), " = ", number(part.product, "gradient")));
      if (GRAPH.uses[part.to] > 1) lines.push(sumLine(part));
      return lines;
    }

    function localLine(part, place) {
      const line = element("p", "local", derivative(place, part.to, part.input));
      const numbers = NODES[place].parents.map((p) => run.values[p]);
      const chosen = part.cases.find((c) => !c.test || c.test(numbers));
      if (chosen) {
        const {formula} = chosen;
        line.append(" = ", withNames(formula, place));
        if (formula.length > 1) line.append(" = ", withNumbers(formula, place));
      }
      if (!chosen || !isNumber(chosen.formula)) line.append(" = ", number(part.local));
      if (chosen && chosen.where) line.append(", as ", withNames(chosen.where, place));
      return line;
    }

    function isNumber(formula) { return formula.length === 1 && typeof formula[0] === "string"; }

    function sumLine(part) {
      const line = element("p", "sum", "gradients add at ", name(part.to), ": ");
      part.terms.forEach((term, k) => {
        if (k > 0) line.append(" + ");
        line.append(k > 0 && term < 0 ? element("span", "", "(", number(term, "gradient"), ")")
          : number(term, "gradient"));
      });
      if (part.terms.length > 1) line.append(" = ", number(part.after, "gradient"));
      const left = GRAPH.uses[part.to] - part.arrived;
      line.append(left > 0 ? `, ${left} more to come` : ", and no more to come");
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
      const computed = new Set(run.steps.slice(0, position).map((step) => step.place));
      const changed = [];
      NODES.forEach((node, place) => {
        const hasValue = node.rule === null || computed.has(place);
        const hasGradient = state.isKnown(place);
        changed.push(...put(inPicture("v", place), hasValue ? run.values[place] : null, ""),
          ...put(inPicture("g", place), hasGradient ? state.gradients[place] : null,
            state.isWhole(place) ? "" : " + …"));
        const isActive = Boolean(active) && active.place === place;
        light(place, isActive, isActive && active.kind !== "seed");
        const title = inPicture("n", place) && inPicture("n", place).querySelector("title");
        if (title) title.textContent = tip(node, place, hasValue, hasGradient && state.gradients[place]);
      });
      fit(changed);
      showActive(active);
    }

    function light(place, isActive, lightsEdges) {
      const group = inPicture("n", place);
      if (group) group.classList.toggle("active", isActive);
      NODES[place].parents.forEach((_, input) => {
        const edge = inPicture("e", `${place}-${input}`);
        if (edge) edge.classList.toggle("active", lightsEdges);
      });
    }

    function tip(node, place, hasValue, gradient) {
      const words = [node.gate ? `${node.name}, ${node.gate}` : node.name];
      if (hasValue) words.push(`value ${full(run.values[place])}`);
      if (gradient !== false) words.push(`gradient ${full(gradient)}`);
      return words.join("\n");
    }

    // Gates without a name of their own, and nodes that share one, are found by their number.
    function nameGates() {
      NODES.forEach((node, place) => {
        const group = inPicture("n", place);
        const shape = group && group.querySelector(".shape");
        const label = group && group.querySelector(".name, .label");
        if (label && node.name.endsWith(`#${place + 1}`)) label.textContent = node.name;
        if (!shape || label) return;
        const text = document.createElementNS("http://www.w3.org/2000/svg", "text");
        const at = (name) => Number(shape.getAttribute(name));
        text.setAttribute("class", "place");
        text.setAttribute("x", at("x") + at("width") / 2);
        text.setAttribute("y", at("y") - 4);
        text.textContent = node.name;
        group.append(text);
      });
    }

    function put(text, x, more) {
      if (!text) return [];
      const content = x === null ? "" : slide(x) + more;
      text.dataset.value = x === null ? "" : full(x);
      if (text.textContent === content) return [];
      text.textContent = content;
      text.style.fontSize = "";
      return content ? [text] : [];
    }

    // Numbers that have become longer than their wires are written smaller; all are measured before one
    // is changed, so that the picture is laid out once.
    function fit(texts) {
      const sizes = texts.map((text) => {
        const wire = text.parentNode.querySelector(".wire");
        const room = wire ? Math.max(0.95 * wire.getTotalLength(), 30) : Infinity;
        return 13 * room / text.getComputedTextLength();
      });
      texts.forEach((text, k) => {
        if (sizes[k] < 13) text.style.fontSize = `${Math.max(sizes[k], 7)}px`;
      });
    }

    function showActive(active) {
      const scroller = find("picture");
      const group = active && inPicture("n", active.place);
      if (!group) return;
      const box = group.getBoundingClientRect();
      const frame = scroller.getBoundingClientRect();
      scroller.scrollLeft += box.left + box.width / 2 - frame.left - frame.width / 2;
      scroller.scrollTop += box.top + box.height / 2 - frame.top - frame.height / 2;
    }

    function showStep(state) {
      const step = run.steps[position - 1];
      find("heading").replaceChildren(...heading(step, position));
      find("sentence").replaceChildren(...(step ? sentence(step) : startSentence()));
      find("pattern").replaceChildren(
        ...(step && step.kind === "backward" ? patternSentence(step) : []));
      const parts = step && step.kind === "backward" && step.reached ? step.parts : [];
      find("parts").replaceChildren(...parts.map((part) =>
        element("li", "", element("h3", "", "To ", name(part.to)), ...partLines(part, step))));
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
      find("bar").style.setProperty("--forward", `${100 * run.forwardCount / count}%`);
      find("count").textContent = `${position} / ${count}`;
    }

    function showLeaves(state) {
      NODES.forEach((node, place) => {
        if (node.rule !== null) return;
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
          const pattern = patternSentence(step);
          if (pattern.length > 0) what.append(element("p", "words", ...pattern));
          for (const part of step.parts) what.append(...partLines(part, step));
        }
        const row = element("tr", step.kind, element("th", "", button), what);
        row.dataset.place = step.place;
        return row;
      }));
      [...find("steps").rows].forEach((row) => { row.cells[0].scope = "row"; });
    }

    function markSteps() {
      [...find("steps").rows].forEach((row, k) => {
        row.classList.toggle("later", k >= position);
        row.classList.toggle("now", k === position - 1);
        const button = row.querySelector("button");
        if (k === position - 1) button.setAttribute("aria-current", "step");
        else button.removeAttribute("aria-current");
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

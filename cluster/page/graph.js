// The processes of a task as a graph: a column for each step, arrows for what must have succeeded before.
import {el, keyed, svg} from "/page/dom.js";
import {badge, span, toneOf, words} from "/page/parts.js";

export const lastRun = (process) => process.runs.at(-1);

export function endOf(run) {
  if (run.return_code === undefined) return "";
  return run.return_code < 0 ? `signal ${-run.return_code}` : `exit ${run.return_code}`;
}

// The column of each process: the first that is right of all that must come before it. What needs nothing stands as far
// right as those that need it allow, so that arrows are short.
function depths(processes) {
  const byName = new Map(processes.map((process) => [process.name, process]));
  const known = new Map();
  const depth = (name) => {
    if (known.has(name)) return known.get(name);
    known.set(name, 0);
    const before = byName.get(name)?.after.filter((other) => byName.has(other)) ?? [];
    const found = before.length ? 1 + Math.max(...before.map(depth)) : 0;
    known.set(name, found);
    return found;
  };
  for (const {name} of processes) depth(name);
  for (const {name, after} of processes) {
    const later = processes.filter((other) => other.after.includes(name)).map((other) => known.get(other.name));
    if (!after.length && later.length) known.set(name, Math.max(0, Math.min(...later) - 1));
  }
  return known;
}

export class Graph {
  constructor(linkOf) {
    this.linkOf = linkOf;
    this.lines = svg("svg", {class: "lines", "aria-hidden": "true"});
    this.columns = el("ol", {class: "columns"});
    this.root = el("div", {class: "graph"}, this.lines, this.columns);
    this.resize = new ResizeObserver(() => this.draw());
    this.resize.observe(this.root);
  }

  end() {
    this.resize.disconnect();
  }

  take(processes, chosen) {
    this.processes = processes;
    const depth = depths(processes);
    const columns = [];
    for (const process of processes) {
      // Final processes run when all others are done.
      const at = process.final ? -1 : depth.get(process.name);
      (columns[at + 1] ??= []).push(process);
    }
    const ordered = [...columns.slice(1), columns[0]].filter(Boolean);
    keyed(this.columns, ordered.map((column, index) => ({index, column, chosen})), (one) => one.index,
          ({column}) => el("li", {}, el("ol", {}, column.map((process) => this.node(process, chosen)))));
    this.draw();
  }

  node(process, chosen) {
    const run = lastRun(process);
    const state = run?.state ?? "WAITING";
    const marks = [process.daemon && "daemon", process.ephemeral && "ephemeral", process.final && "final"].filter(Boolean);
    const took = run?.started ? span((run.stopped || Date.now()) - run.started) : "";
    const details = [run ? endOf(run) : "", run?.stopped ? took : "", process.runs.length > 1 ? `run ${process.runs.length}` : "", ...marks];
    const said = [process.name, run ? words(state) : "not started", ...details.filter(Boolean),
                  process.after.length ? `after ${process.after.join(", ")}` : ""].filter(Boolean).join(", ");
    return el("li", {}, el("a", {
      href: this.linkOf(process), class: `process ${run ? toneOf(state) : "off"}`, "data-process": process.name,
      "aria-label": `${said}; show its log`, "aria-current": process.name === chosen ? "true" : null},
      el("span", {class: "name"}, process.name),
      el("span", {}, run ? badge(state) : el("span", {class: "badge off"}, "not started")),
      el("span", {class: "dim"}, details.filter(Boolean).join(" · ")),
      process.after.length > 0 && el("span", {class: "dim after"}, `after ${process.after.join(", ")}`)));
  }

  draw() {
    const box = this.root.getBoundingClientRect();
    const nodes = new Map([...this.columns.querySelectorAll("[data-process]")].map((node) => [node.dataset.process, node]));
    const scrolled = this.root.scrollLeft;
    this.lines.setAttribute("width", this.columns.scrollWidth);
    this.lines.setAttribute("height", this.columns.scrollHeight);
    const paths = [];
    for (const process of this.processes ?? []) {
      for (const name of process.after) {
        if (!nodes.has(name)) continue;
        const from = nodes.get(name).getBoundingClientRect();
        const to = nodes.get(process.name).getBoundingClientRect();
        paths.push(svg("path", {d: curve(from, to, box.left - scrolled, box.top)}));
      }
    }
    this.lines.replaceChildren(...paths);
  }
}

function curve(from, to, left, top) {
  if (to.left >= from.right) {
    const [x1, y1, x2, y2] = [from.right - left, (from.top + from.bottom) / 2 - top, to.left - left, (to.top + to.bottom) / 2 - top];
    const bend = (x2 - x1) / 2;
    return `M${x1} ${y1} C${x1 + bend} ${y1} ${x2 - bend} ${y2} ${x2} ${y2} m-5 -4 l5 4 l-5 4`;
  }
  const [x1, y1, x2, y2] = [(from.left + from.right) / 2 - left, from.bottom - top, (to.left + to.right) / 2 - left, to.top - top];
  const bend = (y2 - y1) / 2;
  return `M${x1} ${y1} C${x1} ${y1 + bend} ${x2} ${y2 - bend} ${x2} ${y2} m-4 -5 l4 5 l4 -5`;
}

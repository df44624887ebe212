// A task: where it stands, how it came there, its processes and their logs.
import {el, fill, keyed} from "/page/dom.js";
import {endOf, Graph, lastRun} from "/page/graph.js";
import {LogView} from "/page/logs.js";
import {address, at, badge, clock, configFacts, facts, keyOf, section, since, span, tableHead, words} from "/page/parts.js";

export class TaskView {
  constructor(root, route, app) {
    this.route = route;
    this.app = app;
    const job = ["role", "environment", "name"].map((part) => encodeURIComponent(route[part] ?? "")).join("/");
    this.url = route.task ? "/page/v1/task/" + encodeURIComponent(route.task) : `/page/v1/instance/${job}/${route.instance}`;
    this.heading = el("h1", {}, "Task");
    this.head = el("div");
    this.events = el("ol", {class: "events"});
    this.others = el("tbody");
    this.graph = new Graph((process) => this.link({process: process.name}));
    this.rows = el("tbody");
    this.log = new LogView(app);
    this.choice = el("div", {class: "bar", role: "group", "aria-label": "Which log"});
    this.config = el("div");
    this.othersPart = section("Tasks of this instance",
      el("table", {class: "list"}, tableHead(["Task", "State", "For", "Message"]), this.others));
    root.append(
      this.heading, this.head,
      section("Processes", this.graph.root,
              el("table", {class: "list"}, tableHead(["Process", "State", "Ended with", "Started", "Took", "Runs", "Log"]), this.rows)),
      section("Log", this.choice, this.log.root),
      section("History", this.events),
      this.othersPart, section("Configuration", this.config));
  }

  title() {
    if (this.data) return `${keyOf(this.data)}/${this.data.instance}`;
    return this.route.task ?? `${keyOf(this.route)}/${this.route.instance}`;
  }

  // The address of this page with another log chosen.
  link(choice) {
    return location.pathname + "?" + new URLSearchParams(choice);
  }

  query(query) {
    this.route.query = query;
    if (this.data) this.showProcesses();
  }

  take(data) {
    this.data = data;
    fill(this.heading, keyOf(data), () => [el("a", {href: address.job(data)}, keyOf(data)), ` / ${data.instance}`]);
    const ports = Object.entries(data.ports);
    fill(this.head, [data.status, data.since, data.reason, data.message, data.host, ports, data.directory, data.user], () => [
      el("p", {class: "card"}, badge(data.status), el("span", {class: "dim"}, " for "), since(data.since),
         (data.reason || data.message) && [" · ", el("span", {class: "message"}, data.reason || data.message)]),
      facts([["Task", el("a", {href: address.task(data.task), class: "mono"}, data.task)], ["Host", data.host], ["User", data.user],
             ["Ports", ports.length ? ports.map(([name, port]) => [portLink(name, port), " "]) : ""],
             ["Failures so far", data.failures || ""],
             ["Directory", data.directory && el("span", {class: "mono"}, data.directory), true]])]);
    keyed(this.events, data.events.map((event, index) => ({...event, index})), (event) => event.index, (event) =>
      el("li", {}, at(event.time), badge(event.status), event.message && el("span", {class: "message"}, event.message)));
    keyed(this.others, data.generations, (one) => one.task, (one) => el("tr", {},
      el("th", {scope: "row"}, one.task === data.task ? el("span", {class: "mono", "aria-current": "true"}, short(one.task), " (this one)")
                                                        : el("a", {href: address.task(one.task), class: "mono"}, short(one.task))),
      el("td", {"data-label": "State"}, badge(one.status)),
      el("td", {"data-label": "For", class: "num"}, since(one.since)),
      el("td", {"data-label": "Message", class: "message"}, one.reason || one.message)));
    this.othersPart.hidden = data.generations.length < 2;
    fill(this.config, data.config, configFacts);
    this.showProcesses();
    this.app.retitle();
    this.app.tell(`${words(data.status)}${data.reason ? ": " + data.reason : data.message ? ": " + data.message : ""}`);
  }

  showProcesses() {
    const {processes} = this.data;
    const source = this.source();
    this.graph.take(processes, source?.process);
    keyed(this.rows, processes, (process) => process.name, (process) => this.row(process));
    fill(this.choice, [source, processes.map((process) => [process.name, process.runs.length])], () => this.choices(source));
    this.log.show(source && {task: this.data.task, ...source});
  }

  // The log that was asked for, else the one that tells most: of what failed, else of what runs.
  source() {
    const {processes} = this.data;
    const asked = this.route.query;
    const begun = processes.filter((process) => process.runs.length);
    const last = (wanted) => begun.findLast(wanted);
    const is = (state) => (one) => lastRun(one).state === state;
    const process = processes.find(({name}) => name === asked.get("process")) ?? last(is("FAILED")) ??
      last((one) => is("RUNNING")(one) && !one.ephemeral) ?? last(is("RUNNING")) ?? begun.at(-1);
    if (!process?.runs.length) return null;
    const newest = process.runs.length - 1;
    const run = asked.has("run") ? Math.max(0, Math.min(Math.floor(Number(asked.get("run")) || 0), newest)) : newest;
    const usual = process.runs[run].state === "FAILED" ? "stderr" : "stdout";
    const stream = ["stdout", "stderr"].includes(asked.get("stream")) ? asked.get("stream") : usual;
    return {process: process.name, run, stream};
  }

  choices(source) {
    if (!source) return null;
    const {processes} = this.data;
    const runs = processes.find(({name}) => name === source.process).runs;
    const choose = (change) => this.app.go(this.link({...source, ...change}));
    return [
      select("Process", processes.filter((one) => one.runs.length).map(({name}) => [name, name]), source.process,
             (name) => this.app.go(this.link({process: name}))),
      select("Run", runs.map((run, index) => [index, `${index + 1}, ${words(run.state)}`]), source.run, (run) => choose({run})),
      select("Stream", [["stdout", "stdout"], ["stderr", "stderr"]], source.stream, (stream) => choose({stream}))];
  }

  row(process) {
    const run = lastRun(process);
    const logs = run ? ["stdout", "stderr"].map((stream) =>
      [el("a", {href: this.link({process: process.name, stream}), "aria-label": `${stream} of ${process.name}`}, stream), " "]) : null;
    return el("tr", {},
              el("th", {scope: "row"}, el("details", {}, el("summary", {}, process.name), el("pre", {class: "cmdline"}, process.cmdline))),
              el("td", {"data-label": "State"}, run ? badge(run.state) : el("span", {class: "dim"}, "not started")),
              el("td", {"data-label": "Ended with"}, run ? endOf(run) : ""),
              el("td", {"data-label": "Started"}, run?.started ? clock(run.started) : ""),
              el("td", {"data-label": "Took", class: "num"}, took(run)),
              el("td", {"data-label": "Runs", class: "num"}, process.runs.length),
              el("td", {"data-label": "Log"}, logs));
  }

  end() {
    this.log.end();
    this.graph.end();
  }
}

const took = (run) => (!run?.started ? "" : run.stopped ? span(run.stopped - run.started) : since(run.started));

// The end of a task's id tells it from its neighbours.
const short = (id) => "…" + id.slice(-13);

function portLink(name, port) {
  return el("a", {href: `http://127.0.0.1:${Number(port)}/`, target: "_blank", rel: "noreferrer"}, `${name}=${port}`);
}

function select(label, options, chosen, changed) {
  const id = "choose-" + label.toLowerCase();
  const node = el("select", {id, onchange: () => changed(node.value)}, options.map(([value, text]) =>
    el("option", {value, selected: String(value) === String(chosen)}, text)));
  return [el("label", {for: id}, label), node];
}

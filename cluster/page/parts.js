// Small parts that all views share.
import {el} from "/page/dom.js";

export const address = {
  job: (o) => "/scheduler/" + [o.role, o.environment, o.name].map(encodeURIComponent).join("/"),
  instance: (o, instance) => `${address.job(o)}/${instance}`,
  update: (o) => `${address.job(o)}/update/${encodeURIComponent(o.id)}`,
  task: (id) => `/task/${encodeURIComponent(id)}`,
};

export const keyOf = (o) => `${o.role}/${o.environment}/${o.name}`;

const TONES = {
  ok: ["RUNNING", "SUCCESS", "ROLLED_FORWARD", "INSTANCE_UPDATED", "ACTIVE"],
  done: ["FINISHED"],
  busy: ["ASSIGNED", "STARTING", "RESTARTING", "PREEMPTING", "DRAINING", "KILLING", "FORKED", "CLEANING", "FINALIZING",
         "ROLLING_FORWARD", "INSTANCE_UPDATING"],
  wait: ["PENDING", "THROTTLED", "INIT", "WAITING", "PARTITIONED", "ROLL_FORWARD_PAUSED", "ROLL_BACK_PAUSED",
         "ROLL_FORWARD_AWAITING_PULSE", "ROLL_BACK_AWAITING_PULSE"],
  bad: ["FAILED", "LOST", "ERROR", "ROLLING_BACK", "ROLLED_BACK", "INSTANCE_ROLLING_BACK", "INSTANCE_ROLLED_BACK",
        "INSTANCE_UPDATE_FAILED", "INSTANCE_ROLLBACK_FAILED"],
};
const TONE_OF = new Map(Object.entries(TONES).flatMap(([tone, names]) => names.map((name) => [name, tone])));
export const toneOf = (status) => TONE_OF.get(status) ?? "off";

export const words = (status) => status.replace(/^INSTANCE_/, "").replaceAll("_", " ").toLowerCase();

export function badge(status, count) {
  return el("span", {class: `badge ${toneOf(status)}`}, words(status), count === undefined ? null : [" ", el("b", {}, count)]);
}

export function badges(counts) {
  const entries = Object.entries(counts);
  return entries.length ? entries.map(([status, count]) => [badge(status, count), " "]) : el("span", {class: "dim"}, "none");
}

// "3 running, 1 pending"
export const inWords = (counts) =>
  Object.entries(counts).map(([status, count]) => `${count} ${words(status)}`).join(", ") || "none";

// ---- times ----

const UNITS = [[86400, "d"], [3600, "h"], [60, "m"], [1, "s"]];
export function span(ms) {
  const seconds = Math.max(0, Math.round(ms / 1000));
  const at = UNITS.findIndex(([size]) => seconds >= size);
  if (at < 0) return "0s";
  const [size, unit] = UNITS[at];
  const rest = at + 1 < UNITS.length ? Math.floor((seconds % size) / UNITS[at + 1][0]) : 0;
  return `${Math.floor(seconds / size)}${unit}` + (rest && at < 3 ? ` ${rest}${UNITS[at + 1][1]}` : "");
}

const CLOCK = new Intl.DateTimeFormat(undefined, {hour: "2-digit", minute: "2-digit", second: "2-digit", hour12: false});
const DAY = new Intl.DateTimeFormat(undefined, {month: "short", day: "numeric"});
export function clock(ms) {
  const date = new Date(ms);
  const today = new Date().toDateString() === date.toDateString();
  return (today ? "" : DAY.format(date) + " ") + CLOCK.format(date);
}

export function at(ms) {
  return el("time", {datetime: new Date(ms).toISOString(), title: new Date(ms).toString()}, clock(ms));
}

// For how long, kept up to date by tick().
export function since(ms, after = "") {
  return el("time", {datetime: new Date(ms).toISOString(), title: new Date(ms).toString(), "data-since": ms, "data-after": after},
            span(Date.now() - ms) + after);
}
export const ago = (ms) => since(ms, " ago");

export function tick() {
  const now = Date.now();
  for (const time of document.querySelectorAll("time[data-since]")) {
    const text = span(now - Number(time.dataset.since)) + time.dataset.after;
    if (time.textContent !== text) time.textContent = text;
  }
}

// ---- updates ----

const DONE = {forward: ["INSTANCE_UPDATED"], back: ["INSTANCE_ROLLED_BACK"]};
export function doneOf(update) {
  const back = update.status.includes("BACK");
  const done = (back ? DONE.back : DONE.forward).reduce((sum, name) => sum + (update.actions[name] ?? 0), 0);
  return {done, back, text: `${done} of ${update.instances} ${back ? "rolled back" : "updated"}`};
}

export function progress(update) {
  const {done, text, back} = doneOf(update);
  return el("span", {class: "progress"},
            el("progress", {max: Math.max(1, update.instances), value: done, "aria-label": text, class: back ? "bad" : null}),
            el("span", {class: "dim"}, text));
}

export function updateRow(update, withJob) {
  return el("tr", {},
            withJob && el("th", {scope: "row"}, el("a", {href: address.job(update)}, keyOf(update))),
            el("td", {"data-label": "State"}, el("a", {href: address.update(update)}, badge(update.status))),
            el("td", {"data-label": "Progress"}, progress(update)),
            el("td", {"data-label": "By"}, update.user),
            el("td", {"data-label": "Started"}, at(update.created)),
            el("td", {"data-label": "Changed", class: "num"}, ago(update.modified)));
}

export function updateHead(withJob) {
  return tableHead([withJob && "Job", "State", "Progress", "By", "Started", "Changed"]);
}

// ---- tables and facts ----

export function tableHead(names) {
  return el("thead", {}, el("tr", {}, names.filter(Boolean).map((name) => el("th", {scope: "col"}, name))));
}

export function facts(pairs) {
  return el("dl", {class: "facts"},
            pairs.filter((pair) => pair && pair[1] !== "" && pair[1] !== null)
              .map(([name, value, wide]) => el("div", {class: wide && "wide"}, el("dt", {}, name), el("dd", {}, value))));
}

export function section(title, ...children) {
  const id = "h-" + title.toLowerCase().replaceAll(" ", "-");
  return el("section", {"aria-labelledby": id}, el("h2", {id}, title), children);
}

export const megabytes = (mb) => (mb >= 1024 ? `${Math.round(mb / 102.4) / 10} GiB` : `${mb} MiB`);

export function configFacts(config) {
  return facts([
    ["Each instance", `${config.cpus} cores, ${megabytes(config.ram_mb)} memory, ${megabytes(config.disk_mb)} disk`],
    ["Kind", config.service ? "service" : "ad hoc"], ["Tier", config.tier], ["Priority", config.priority || ""],
    ["Ports", config.ports.join(", ")], ["Owner", config.owner], ["Contact", config.contact],
    ...Object.entries(config.metadata).map(([name, value]) => [name, value]),
  ]);
}

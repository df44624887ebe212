// The first page: what there is. And /updates: what was changed of late.
import {el, fill, keyed} from "/page/dom.js";
import {address, ago, badge, badges, inWords, keyOf, megabytes, progress, section, tableHead, updateHead, updateRow}
  from "/page/parts.js";

function jobRow(job) {
  return el("tr", {},
            el("th", {scope: "row"}, el("a", {href: address.job(job)},
                                        el("span", {class: "dim"}, `${job.role}/${job.environment}/`), job.name)),
            el("td", {"data-label": "Instances"}, badges(job.states), job.cron && cronNote(job.cron)),
            el("td", {"data-label": "Failed", class: "num"}, job.failed ? badge("FAILED", job.failed) : el("span", {class: "dim"}, "0")),
            el("td", {"data-label": "Update"},
               job.update ? el("a", {href: address.update(job.update), class: "plain"}, badge(job.update.status), " ", progress(job.update))
                          : el("span", {class: "dim"}, "none")),
            el("td", {"data-label": "Changed", class: "num"}, job.changed ? ago(job.changed) : el("span", {class: "dim"}, "not yet")));
}

const cronNote = (cron) => el("span", {class: "dim"}, ` cron ${cron.schedule}`);

const matches = (job, text) => text.split(/\s+/).every((word) => keyOf(job).includes(word) ||
  Object.keys(job.states).some((status) => status.toLowerCase() === word.toLowerCase()));

export class HomeView {
  constructor(root, route, app) {
    this.route = route;
    this.app = app;
    this.url = "/page/v1/cluster";
    this.top = el("div", {class: "figures"});
    this.filter = el("input", {type: "search", id: "filter", placeholder: "role, name or state", autocomplete: "off",
                               spellcheck: "false", oninput: () => this.show()});
    this.jobs = el("tbody");
    this.updates = el("tbody");
    this.none = el("p", {class: "empty", hidden: true});
    this.count = el("span", {class: "dim"});
    const updates = section("Updates", el("table", {class: "list"}, updateHead(true), this.updates));
    this.noUpdates = el("p", {class: "empty", hidden: true}, "Nothing was updated yet.");
    updates.append(this.noUpdates);
    if (route.kind === "updates") {
      root.append(el("h1", {}, "Updates"), updates);
      return;
    }
    const jobs = section("Jobs",
      el("div", {class: "bar"}, el("label", {for: "filter"}, "Filter"), this.filter, this.count),
      el("table", {class: "list"}, tableHead(["Job", "Instances", "Failed", "Update", "Changed"]), this.jobs), this.none);
    root.append(el("h1", {class: route.role ? null : "hidden"}, this.title()), this.top, jobs, updates);
  }

  title() {
    if (this.route.kind === "updates") return "Updates";
    return [this.route.role, this.route.environment].filter(Boolean).join("/") || "Jobs";
  }

  take(data) {
    this.data = data;
    this.show();
  }

  ours(o) {
    const {role, environment} = this.route;
    return (!role || o.role === role) && (!environment || o.environment === environment);
  }

  show() {
    if (!this.data) return;
    const {data} = this;
    const text = this.filter.value.trim();
    const jobs = data.jobs.filter((job) => this.ours(job));
    const shown = text ? jobs.filter((job) => matches(job, text)) : jobs;
    fill(this.top, [data.hosts, data.used, data.total, data.tasks], () => [
      figure("Tasks", badges(data.tasks)),
      figure("Hosts", data.hosts),
      figure("Cores", `${Math.round(data.used.cpus * 100) / 100} of ${data.total.cpus}`),
      figure("Memory", `${megabytes(data.used.ram_mb)} of ${megabytes(data.total.ram_mb)}`),
    ]);
    keyed(this.jobs, shown, keyOf, jobRow);
    this.count.textContent = text ? `${shown.length} of ${jobs.length}` : jobs.length === 1 ? "1 job" : `${jobs.length} jobs`;
    this.none.hidden = shown.length > 0;
    this.none.textContent = jobs.length ? "No job matches." : "No jobs yet. `borealis job deploy FILE` starts one.";
    const updates = data.updates.filter((update) => this.ours(update));
    keyed(this.updates, updates, (update) => update.id, (update) => updateRow(update, true));
    this.noUpdates.hidden = updates.length > 0;
    this.app.tell(`${jobs.length} jobs; tasks: ${inWords(data.tasks)}`);
  }

  end() {}
}

function figure(name, value) {
  return el("div", {class: "figure"}, el("span", {class: "dim"}, name), el("span", {}, value));
}

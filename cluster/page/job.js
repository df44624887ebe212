// A job: its instances, its updates, what it asks for.
import {el, fill, keyed} from "/page/dom.js";
import {address, at, badge, configFacts, inWords, keyOf, progress, section, since, tableHead, toneOf, updateHead, updateRow, words}
  from "/page/parts.js";

// Below so many instances a picture of them says no more than the table.
const PICTURE_FROM = 8;

const portsOf = (ports) => Object.entries(ports).map(([name, port]) => `${name}=${port}`).join(" ");

export class JobView {
  constructor(root, route, app) {
    this.route = route;
    this.app = app;
    this.url = "/page/v1/job/" + [route.role, route.environment, route.name].map(encodeURIComponent).join("/");
    this.chosen = "";
    this.states = el("div", {class: "chips", role: "group", "aria-label": "Show instances by state"});
    this.picture = el("div", {class: "picture", role: "img", onclick: (event) => this.pick(event)});
    this.filter = el("input", {type: "search", id: "filter", placeholder: "number, host or message", autocomplete: "off",
                               spellcheck: "false", oninput: () => this.show()});
    this.rows = el("tbody");
    this.none = el("p", {class: "empty", hidden: true}, "No instance matches.");
    this.update = el("div");
    this.cron = el("div");
    this.updates = el("tbody");
    this.config = el("div");
    this.updatesPart = section("Updates", el("table", {class: "list"}, updateHead(false), this.updates));
    this.configPart = section("Configuration", this.config);
    root.append(
      el("h1", {}, keyOf(route)), this.cron, this.update,
      section("Instances",
              el("div", {class: "bar"}, this.states, el("label", {for: "filter"}, "Filter"), this.filter),
              this.picture,
              el("table", {class: "list instances"}, tableHead(["Instance", "State", "Host", "Ports", "For", "Message"]), this.rows),
              this.none),
      this.updatesPart,
      this.configPart);
  }

  title() {
    return keyOf(this.route);
  }

  take(data) {
    this.data = data;
    this.show();
  }

  pick(event) {
    const instance = event.target.dataset?.instance;
    if (instance !== undefined) this.app.go(address.instance(this.route, instance));
  }

  choose(status) {
    this.chosen = this.chosen === status ? "" : status;
    this.states.madeOf = "";
    this.show();
    [...this.states.children].find((chip) => chip.dataset.status === status)?.focus();
  }

  show() {
    if (!this.data) return;
    const {data} = this;
    const counts = {};
    for (const instance of data.instances) counts[instance.status] = (counts[instance.status] ?? 0) + 1;
    fill(this.states, counts, () => Object.entries(counts).map(([status, count]) =>
      el("button", {type: "button", class: "chip", "aria-pressed": String(this.chosen === status), "data-status": status,
                    onclick: () => this.choose(status)}, badge(status, count))));
    this.showPicture(data.instances, counts);
    const text = this.filter.value.trim().toLowerCase();
    const shown = data.instances.filter((one) => (!this.chosen || one.status === this.chosen) && (!text || says(one, text)));
    keyed(this.rows, shown, (one) => one.instance, (one) => this.row(one));
    this.none.hidden = shown.length > 0;
    this.none.textContent = data.instances.length ? "No instance matches." : "Nothing has run yet.";
    fill(this.update, data.update ?? null, (update) => update && el("p", {class: "card"},
      el("a", {href: address.update(update)}, "Update in progress"), " ", badge(update.status), " ", progress(update)));
    fill(this.cron, data.cron ?? null, (cron) => cron && el("p", {class: "card"},
      `Cron job: ${cron.schedule} (UTC), ${cron.instances} ${cron.instances === 1 ? "instance" : "instances"} a run. Next: `,
      cron.next ? at(cron.next) : "never"));
    keyed(this.updates, data.updates, (update) => update.id, (update) => updateRow(update, false));
    this.updatesPart.hidden = data.updates.length === 0;
    fill(this.config, data.config ?? null, (config) => config && configFacts(config));
    this.configPart.hidden = !data.config;
    this.app.tell(`${keyOf(data)}: ${inWords(counts)}`);
  }

  showPicture(instances, counts) {
    this.picture.hidden = instances.length < PICTURE_FROM;
    if (this.picture.hidden) return;
    this.picture.setAttribute("aria-label", `${instances.length} instances: ${inWords(counts)}`);
    keyed(this.picture, instances.map(({instance, status}) => ({instance, status})), (one) => one.instance,
          (one) => el("i", {class: toneOf(one.status), "data-instance": one.instance, title: `${one.instance} ${words(one.status)}`}));
  }

  row(one) {
    return el("tr", {},
              el("th", {scope: "row"}, el("a", {href: address.instance(this.route, one.instance), "aria-label": `Instance ${one.instance}`}, one.instance)),
              el("td", {"data-label": "State"}, badge(one.status)),
              el("td", {"data-label": "Host"}, one.host),
              el("td", {"data-label": "Ports", class: "mono"}, portsOf(one.ports)),
              el("td", {"data-label": "For", class: "num"}, since(one.since)),
              el("td", {"data-label": "Message", class: "message"}, messageOf(one),
                 one.earlier > 0 && el("span", {class: "dim"}, ` (${one.earlier} earlier)`)));
  }

  end() {}
}

const messageOf = (one) => (one.status === "PENDING" && one.reason ? one.reason : one.message);

function says(one, text) {
  return String(one.instance) === text ||
    [one.host, one.task, messageOf(one), portsOf(one.ports), words(one.status)].some((field) => field.toLowerCase().includes(text));
}

// A job update: how far it is, and what happened.
import {el, fill, keyed} from "/page/dom.js";
import {address, at, badge, doneOf, facts, keyOf, progress, section, span, tableHead, toneOf, words} from "/page/parts.js";

export class UpdateView {
  constructor(root, route, app) {
    this.route = route;
    this.app = app;
    this.url = "/page/v1/update/" + [route.role, route.environment, route.name, route.id].map(encodeURIComponent).join("/");
    this.head = el("div", {class: "card"});
    this.picture = el("div", {class: "picture", role: "img", onclick: (event) => this.pick(event)});
    this.rows = el("tbody");
    this.events = el("ol", {class: "events long", tabindex: "0", "aria-label": "History, newest first"});
    this.facts = el("div");
    root.append(
      el("h1", {}, "Update of ", el("a", {href: address.job(route)}, keyOf(route))), this.head, this.picture,
      section("History", this.events),
      section("Instances", el("table", {class: "list"}, tableHead(["Instance", "State", "At"]), this.rows)),
      section("Settings", this.facts));
  }

  title() {
    return `Update of ${keyOf(this.route)}`;
  }

  pick(event) {
    const instance = event.target.dataset?.instance;
    if (instance !== undefined) this.app.go(address.instance(this.route, instance));
  }

  take(data) {
    const states = data.instance_states;
    fill(this.head, [data.status, data.actions, data.modified], () => [
      el("p", {}, badge(data.status), " ", progress(data)),
      el("p", {class: "dim"}, `by ${data.user}, begun `, at(data.created),
         data.active ? null : [", took ", span(data.modified - data.created)], data.id ? [", ", el("span", {class: "mono"}, data.id)] : null)]);
    this.picture.setAttribute("aria-label", doneOf(data).text);
    keyed(this.picture, states.map(({instance, action}) => ({instance, action})), (one) => one.instance,
          (one) => el("i", {class: one.action ? toneOf(one.action) : "off", "data-instance": one.instance,
                            title: `${one.instance} ${one.action ? words(one.action) : "waiting"}`}));
    keyed(this.rows, states, (one) => one.instance, (one) => el("tr", {},
      el("th", {scope: "row"}, el("a", {href: address.instance(this.route, one.instance), "aria-label": `Instance ${one.instance}`}, one.instance)),
      el("td", {"data-label": "State"}, one.action ? badge(one.action) : el("span", {class: "dim"}, "waiting")),
      el("td", {"data-label": "At"}, one.since ? at(one.since) : null)));
    keyed(this.events, timeline(data), (event) => `${event.time} ${event.status ?? event.action} ${event.instance ?? ""}`, (event) => el("li", {},
      at(event.time), event.instance === undefined ? badge(event.status) : badge(event.action),
      event.instance === undefined ? null : el("span", {}, `instance ${event.instance}`),
      event.message && el("span", {class: "message"}, event.message)));
    const {settings, metadata} = data;
    fill(this.facts, [settings, metadata], () => facts([
      ["Batch size", settings.batch_size], ["Watched for", `${settings.watch_secs} s`],
      ["Failures an instance may have", settings.max_per_shard_failures],
      ["Instances that may fail", settings.max_total_failures],
      ["Rolled back on failure", settings.rollback_on_failure ? "yes" : "no"],
      ["Waits for each batch", settings.wait_for_batch_completion ? "yes" : "no"],
      ...Object.entries(metadata)]));
    this.app.tell(`${words(data.status)}, ${doneOf(data).text}`);
  }

  end() {}
}

// Newest first: with many instances it is long.
function timeline(data) {
  return [...data.events, ...data.instance_events].reverse().sort((a, b) => b.time - a.time);
}

// Which view is shown is said by the address alone, so that a link leads there and the back button works.
import {el} from "/page/dom.js";
import {HomeView} from "/page/home.js";
import {JobView} from "/page/job.js";
import {tick} from "/page/parts.js";
import {Poller} from "/page/poll.js";
import {TaskView} from "/page/task.js";
import {UpdateView} from "/page/update.js";

// What changes is told to screen readers at most so often.
const TELL_EVERY_MS = 5000;

// The addresses of a scheduler's own pages.
function routeOf(url) {
  const parts = url.pathname.split("/").filter(Boolean).map(decode);
  const query = url.searchParams;
  if (parts[0] === "updates") return {kind: "updates", View: HomeView};
  if (parts[0] === "task" && parts.length === 2) return {kind: "task", View: TaskView, task: parts[1], query};
  const [, role, environment, name, fifth, id] = parts;
  if (parts.length === 4) return {kind: "job", View: JobView, role, environment, name};
  if (parts.length === 5) return {kind: "instance", View: TaskView, role, environment, name, instance: fifth, query};
  if (parts.length === 6 && fifth === "update") return {kind: "update", View: UpdateView, role, environment, name, id};
  return {kind: "home", View: HomeView, role, environment};
}

function decode(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

class App {
  constructor() {
    this.main = document.getElementById("content");
    this.linkText = document.getElementById("link");
    this.lost = document.getElementById("lost");
    this.news = document.getElementById("news");
    this.told = 0;
    document.addEventListener("click", (event) => this.clicked(event));
    document.addEventListener("keydown", (event) => this.pressed(event));
    addEventListener("popstate", () => this.show());
    setInterval(() => { if (!document.hidden) tick(); }, 1000);
    this.show();
  }

  go(address) {
    history.pushState(null, "", address);
    this.show(true);
  }

  show(moved) {
    const route = routeOf(new URL(location.href));
    if (this.view?.query && this.path === location.pathname) {
      this.view.query(route.query);
      return;
    }
    this.poller?.end();
    this.view?.end();
    this.path = location.pathname;
    this.main.replaceChildren();
    this.waiting = el("p", {class: "empty"}, "Loading");
    this.body = el("div", {hidden: true});
    this.main.append(this.waiting, this.body);
    this.view = new route.View(this.body, route, this);
    this.crumbs(route);
    this.retitle();
    this.tellNow("");
    this.poller = new Poller(this.view.url, (data) => this.take(data), (problem) => this.link(problem));
    if (moved) {
      scrollTo(0, 0);
      this.main.focus({preventScroll: true});
    }
  }

  take(data) {
    this.waiting.hidden = data !== null;
    this.body.hidden = data === null;
    if (data === null) this.waiting.textContent = `There is no ${this.view.title()} (any more).`;
    else {
      this.name(data.cluster);
      this.view.take(data);
    }
  }

  retitle() {
    document.title = `${this.view.title()} – ${this.cluster ?? "Borealis"}`;
  }

  name(cluster) {
    if (cluster === this.cluster) return;
    this.cluster = cluster;
    document.getElementById("cluster").textContent = cluster;
    this.retitle();
  }

  link(problem) {
    document.body.classList.toggle("stale", problem !== "");
    this.lost.hidden = problem === "";
    if (this.lost.textContent !== problem) this.lost.textContent = problem;
    const text = problem ? "Not connected" : "Live";
    if (this.linkText.textContent !== text) this.linkText.textContent = text;
  }

  // For screen readers: the state of what is shown, when it changed.
  tell(text) {
    this.toTell = text;
    if (this.telling || text === this.news.textContent) return;
    this.telling = setTimeout(() => this.tellNow(this.toTell), Math.max(0, this.told + TELL_EVERY_MS - Date.now()));
  }

  tellNow(text) {
    clearTimeout(this.telling);
    this.telling = 0;
    this.told = Date.now();
    this.toTell = text;
    if (this.news.textContent !== text) this.news.textContent = text;
  }

  crumbs(route) {
    const {role, environment, name} = route;
    const steps = [["Jobs", "/"], ["Updates", "/updates"]];
    if (role) steps.push([role, `/scheduler/${encodeURIComponent(role)}`]);
    if (environment) steps.push([environment, `/scheduler/${[role, environment].map(encodeURIComponent).join("/")}`]);
    if (name) steps.push([name, `/scheduler/${[role, environment, name].map(encodeURIComponent).join("/")}`]);
    if (route.instance !== undefined) steps.push([route.instance, location.pathname]);
    if (route.kind === "update") steps.push(["update", location.pathname]);
    document.getElementById("crumbs").replaceChildren(...steps.map(([text, href], index) =>
      el("li", {class: index < 2 ? "place" : "crumb"},
         el("a", {href, "aria-current": href === location.pathname ? "page" : null}, text))));
  }

  clicked(event) {
    const link = event.target.closest?.("a[href]");
    if (!link || event.defaultPrevented || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    const url = new URL(link.href);
    if (link.target || url.origin !== location.origin || url.hash || url.pathname.startsWith("/page/")) return;
    event.preventDefault();
    if (url.href !== location.href) this.go(url.href);
  }

  pressed(event) {
    if (event.key !== "/" || event.target.closest("input, select, textarea")) return;
    const filter = document.getElementById("filter");
    if (!filter) return;
    event.preventDefault();
    filter.focus();
  }
}

new App();

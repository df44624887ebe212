// A log that grows: pieces are asked for by offset, also through rotation, and only the end of it is kept.
import {el} from "/page/dom.js";

const POLL_MS = 1000;
const FIRST_BYTES = 128 * 1024;
const KEPT_CHARACTERS = 1 << 20;
// Colours and cursor movements of terminals.
const ESCAPES = /\x1b(?:\[[0-?]*[ -/]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\)|[@-_])/g;

export class LogView {
  constructor(app) {
    this.app = app;
    this.source = null;
    this.text = el("pre", {class: "log", tabindex: "0", role: "log", "aria-live": "off", "aria-label": "Log"});
    this.note = el("p", {class: "dim note"});
    this.follow = el("input", {type: "checkbox", id: "follow", checked: true, onchange: () => this.scroll()});
    this.raw = el("a", {target: "_blank", rel: "noreferrer"}, "raw");
    this.root = el("div", {class: "logs"}, this.text,
                   el("div", {class: "bar"}, this.note, el("span", {class: "grow"}),
                      el("label", {for: "follow"}, this.follow, " Follow"), this.raw));
    this.text.addEventListener("scroll", () => this.scrolled());
    this.onVisible = () => { if (!document.hidden) this.soon(); };
    document.addEventListener("visibilitychange", this.onVisible);
  }

  // {task, process, run, stream}; null: nothing to show.
  show(source) {
    const key = JSON.stringify(source);
    if (key === this.key) return;
    this.key = key;
    this.source = source;
    this.text.replaceChildren();
    this.kept = 0;
    this.place = {offset: -FIRST_BYTES, file: 0};
    this.decoder = new TextDecoder();
    this.note.textContent = source ? "Reading" : "Nothing was started yet.";
    this.raw.hidden = !source;
    this.text.setAttribute("aria-label", source ? `${source.stream} of ${source.process}, run ${source.run}` : "Log");
    if (source) this.raw.href = this.url({offset: -(1 << 20), limit: 1 << 20});
    this.soon();
  }

  end() {
    this.ended = true;
    clearTimeout(this.timer);
    document.removeEventListener("visibilitychange", this.onVisible);
  }

  url(more) {
    return "/page/v1/log?" + new URLSearchParams({...this.source, ...more});
  }

  soon() {
    clearTimeout(this.timer);
    if (!this.asking && !this.ended && this.source) this.ask();
  }

  async ask() {
    this.asking = true;
    const key = this.key;
    let more = false;
    try {
      const answer = await fetch(this.url(this.place), {cache: "no-store", signal: AbortSignal.timeout(10000)});
      const bytes = answer.ok ? await answer.arrayBuffer() : null;
      if (key === this.key && !this.ended) more = this.take(answer, bytes);
    } catch {
      // The page's own poll says that the cluster can't be reached.
    }
    this.asking = false;
    if (this.ended || document.hidden) return;
    this.timer = setTimeout(() => this.soon(), more || key !== this.key ? 0 : POLL_MS);
  }

  take(answer, bytes) {
    if (!bytes) {
      this.note.textContent = answer.status === 404 ? "There is no such log (yet, or any more)." : `The cluster answered ${answer.status}.`;
      return false;
    }
    const head = (name) => answer.headers.get(name);
    const first = this.place.offset < 0;
    const skipped = first && Number(head("Log-Offset")) > 0;
    if (head("Log-Gap") === "1") this.add("\n… some lines are lost here …\n");
    let text = this.decoder.decode(bytes, {stream: true});
    if (skipped) text = "… earlier lines are left out …\n" + text.slice(text.indexOf("\n") + 1);
    this.place = {offset: Number(head("Log-Next")), file: head("Log-File")};
    this.add(text);
    const size = Number(head("Log-Size"));
    this.note.textContent = size === 0 ? "Nothing was written yet." : `${size.toLocaleString()} bytes`;
    return head("Log-More") === "1";
  }

  add(text) {
    if (!text) return;
    const clean = text.replace(ESCAPES, "");
    this.text.append(document.createTextNode(clean));
    this.kept += clean.length;
    while (this.kept > KEPT_CHARACTERS && this.text.childNodes.length > 1) {
      this.kept -= this.text.firstChild.data.length;
      this.text.firstChild.remove();
    }
    this.scroll();
  }

  scroll() {
    if (this.follow.checked) this.text.scrollTop = this.text.scrollHeight;
  }

  // Whoever scrolls up wants to read; whoever comes back to the end wants to follow.
  scrolled() {
    this.follow.checked = this.text.scrollHeight - this.text.scrollTop - this.text.clientHeight < 24;
  }
}

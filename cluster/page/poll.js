// Asks again and again, cheaply: the server answers 304 as long as nothing changed. Asks less often when nothing does,
// and not at all while the page is hidden.

const BUSY_MS = 1000;
const QUIET_MS = 2500;
const QUIET_AFTER = 15;
const TIMEOUT_MS = 10000;

export class Poller {
  // `take(data)` is called with new data, with null when there is none of it (any more); `link(problem)` after each
  // attempt, with "" when the cluster answered.
  constructor(url, take, link) {
    Object.assign(this, {url, take, link, tag: "", same: 0, timer: 0, ended: false, asking: false});
    this.onVisible = () => { if (!document.hidden) this.soon(); };
    document.addEventListener("visibilitychange", this.onVisible);
    this.soon();
  }

  soon() {
    clearTimeout(this.timer);
    if (!this.asking && !this.ended) this.ask();
  }

  end() {
    this.ended = true;
    clearTimeout(this.timer);
    document.removeEventListener("visibilitychange", this.onVisible);
  }

  async ask() {
    this.asking = true;
    try {
      const answer = await fetch(this.url, {
        cache: "no-store", headers: this.tag ? {"If-None-Match": this.tag} : {}, signal: AbortSignal.timeout(TIMEOUT_MS)});
      await this.heard(answer);
    } catch (error) {
      if (!this.ended) this.link(error instanceof TypeError || error.name === "TimeoutError"
        ? "The cluster can't be reached; trying again." : `This page failed: ${error.message}`);
    }
    this.asking = false;
    if (!this.ended && !document.hidden) {
      this.timer = setTimeout(() => this.soon(), this.same < QUIET_AFTER ? BUSY_MS : QUIET_MS);
    }
  }

  async heard(answer) {
    if (answer.status === 304) {
      this.same += 1;
    } else if (answer.ok) {
      const data = await answer.json();
      if (this.ended) return;
      this.tag = answer.headers.get("ETag") ?? "";
      this.same = 0;
      this.take(data);
    } else if (answer.status === 404) {
      this.tag = "";
      this.same += 1;
      if (!this.ended) this.take(null);
    } else {
      throw new Error(`the cluster answered ${answer.status}`);
    }
    if (!this.ended) this.link("");
  }
}

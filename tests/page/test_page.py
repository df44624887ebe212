"""The page as a person sees it: in a real browser, on a real cluster (docs/web-page.md)."""

import os
import subprocess

import pytest

from cluster.conftest import service, wait_until
from conftest import BUILD

from .webdriver import ENTER, TAB

SLEEP = "exec sleep 100000"
KEY = "devcluster/demo/prod/web"
JOB = "/scheduler/demo/prod/web"

FAILING = service("", 1, processes="[Process(name = 'stage', cmdline = 'echo no such package >&2; exit 9'), "
                                   "Process(name = 'run', cmdline = 'sleep 1000')]").replace("Service(", "Job(")


def create(cluster, config):
    (cluster.directory / "job.aurora").write_text(config)
    done = cluster("job", "create", KEY, "job.aurora")
    assert done.code == 0, done


def test_jobs_appear_and_go(cluster, page):
    page.go()
    page.sees("No jobs yet")
    page.js("window.sameDocument = true")
    assert cluster.deploy(service(SLEEP, 3)).code == 0
    page.sees("demo/prod/web")
    page.sees("running 3")
    assert cluster("job", "kill", KEY + "/1", "--yes").code == 0
    page.sees("running 2")
    assert page.js("return window.sameDocument"), "nobody reloaded the page"
    assert "devcluster" in page.js("return document.title")


def test_a_cron_job_is_there_before_it_runs(cluster, page):
    config = service("echo ran", 1).replace("Service(", "Job(cron_schedule = '0 0 1 1 *', ").replace(
        "update_config = UpdateConfig(watch_secs = 1, batch_size = 2), ", "")
    (cluster.directory / "cron.aurora").write_text(config)
    page.go()
    page.sees("No jobs yet")
    done = cluster("cron", "schedule", KEY, "cron.aurora")
    assert done.code == 0, done
    page.sees("demo/prod/web")
    page.sees("cron 0 0 1 1 *")
    page.click("a", "web")
    page.sees("Cron job: 0 0 1 1 *")
    page.sees("Nothing has run yet")
    assert cluster("cron", "start", KEY).code == 0
    page.sees("finished", "tbody")
    assert cluster("cron", "deschedule", KEY).code == 0


def test_from_the_jobs_to_an_instance_and_back(cluster, page):
    assert cluster.deploy(service(SLEEP, 3)).code == 0
    page.go()
    page.sees("demo/prod/web")
    page.click("a", "web")
    page.sees("INSTANCES", "h2")
    assert page.path() == JOB
    page.sees("1", "tbody tr:nth-child(2)")
    page.click("tbody tr:nth-child(2) a")
    page.sees("demo/prod/web / 1", "h1")
    assert page.path() == JOB + "/1"
    page.back()
    page.sees("INSTANCES", "h2")
    page.back()
    page.sees("Filter")
    assert page.path() == "/"


def test_an_update_progresses(cluster, page):
    assert cluster.deploy(service(SLEEP, 3)).code == 0
    page.go(JOB)
    config = service("exec sleep 200000", 3).replace("watch_secs = 1, batch_size = 2", "watch_secs = 3, batch_size = 1")
    (cluster.directory / "job.aurora").write_text(config)
    with subprocess.Popen([BUILD / "borealis", "job", "deploy", "job.aurora"], cwd=cluster.directory, stdin=subprocess.DEVNULL,
                          stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env={**os.environ, **cluster.home}) as deploy:
        page.sees("Update in progress")
        page.click("a", "Update in progress")
        page.sees("rolling forward")
        page.js("""window.seen = []; const look = () => seen.push(document.querySelector('progress')?.value);
                   new MutationObserver(look).observe(document.getElementById('content'), {subtree: true, childList: true, attributes: true});""")
        page.sees("3 of 3 updated", timeout=120)
        page.sees("rolled forward")
        assert deploy.wait(300) == 0
    seen = {int(value) for value in page.js("return window.seen.filter(value => value !== undefined && value !== null)")}
    assert 3 in seen and seen & {1, 2}, "progress was shown on the way"
    history = page.text(".events")
    assert "rolling forward" in history and "rolled forward" in history and "instance 2" in history


def test_a_failed_task_tells_its_history_and_reason(cluster, page):
    create(cluster, FAILING)
    page.go(JOB + "/0")
    page.sees("failed", ".card")
    reason = page.text(".card")
    assert "stage" in reason and "9" in reason
    history = page.text(".events")
    for state in ("pending", "assigned", "starting", "running", "failed"):
        assert state in history
    assert history.index("pending") < history.index("failed")
    graph = page.js("return [...document.querySelectorAll('.process')].map(e => e.getAttribute('aria-label'))")
    assert len(graph) == 2 and graph[0].startswith("stage, failed, exit 9"), graph
    assert graph[1] == "run, not started, after stage; show its log"
    page.sees("no such package", ".log")
    assert page.js("return document.getElementById('choose-stream').value") == "stderr"


def test_a_pending_task_says_why(cluster, page):
    create(cluster, service(SLEEP, 1).replace("cpu = 0.1", "cpu = 1000"))
    page.go(JOB + "/0")
    page.sees("CPU", ".card")
    page.go(JOB)
    page.sees("CPU", ".instances")


def test_a_log_grows(cluster, page):
    assert cluster.deploy(service("for i in $(seq 100000); do echo line $i; echo fault $i >&2; sleep 0.2; done", 1)).code == 0
    page.go(JOB + "/0")
    page.sees("line 1 ", ".log")
    seen = page.text(".log").count("line")
    page.browser.wait(lambda: page.text(".log").count("line") > seen + 3, "more lines", 60)
    assert "… earlier" not in page.text(".log") and "line 1 line 2 line 3" in page.text(".log"), "nothing is lost or doubled"
    page.js("const s = document.getElementById('choose-stream'); s.value = 'stderr'; s.dispatchEvent(new Event('change'))")
    page.sees("fault 1 ", ".log")
    assert "line" not in page.text(".log") and "stream=stderr" in page.path()
    page.back()
    page.sees("line 1 ", ".log")
    address = JOB + "/0?process=run&stream=stderr"
    page.go(address)
    page.sees("fault 1 ", ".log")
    assert page.path() == address


def test_nothing_of_a_job_is_run_as_a_script(cluster, page):
    trap = "<img src=x onerror=\"window.owned=1\"><script>window.owned=1;<\\/script>".replace("\\/", "\u2044")
    process = "<img src=x onerror=window.owned=1>"
    config = service("", 1, f"metadata = [Metadata(key = '<b>key', value = {trap!r})], contact = {trap!r},",
                     processes=f"[Process(name = {process!r}, cmdline = {'cat <<X' + chr(10) + trap + chr(10) + 'X' + chr(10) + SLEEP!r})]")
    assert cluster.deploy(config).code == 0
    for path, there in (("/", "demo/prod/web"), (JOB, trap), (JOB + "/0", trap), ("/updates", "Updates")):
        page.go(path)
        page.sees(there)
    page.go(JOB + "/0")
    page.sees(trap, ".log")
    page.sees(process, ".process")
    for hash in ("/scheduler/<img src=x onerror=window.owned=1>", "/scheduler/a/b/<script>window.owned=1<script>",
                 "/task/<svg onload=window.owned=1>", "/scheduler/a/b/c/0?process=<img src=x onerror=window.owned=1>"):
        page.go(hash.replace("<", "%3C").replace(">", "%3E").replace(" ", "%20"))
        assert page.js("return document.querySelectorAll('#content img, script:not([src]), svg:not(.lines), b:not(.badge *)').length") == 0
        assert page.js("return window.owned") is None
    assert page.js("try { document.body.innerHTML = '<i>'; return 'taken' } catch (e) { return e.name }") == "TypeError"
    assert any("TrustedHTML" in entry["message"] for entry in page.log()), "the browser itself refuses markup"


def test_the_keyboard_leads_everywhere(cluster, page):
    assert cluster.deploy(service(SLEEP, 2)).code == 0
    page.go()
    page.sees("demo/prod/web")

    def focus():
        return page.js("const e = document.activeElement; return (e.getAttribute('aria-label') || e.id || e.textContent).trim()")

    reached = []
    for _ in range(8):
        page.press(TAB)
        reached.append(focus())
    assert reached[0] == "Skip to the content"
    assert reached.index("Jobs") < reached.index("Updates") < reached.index("filter") < reached.index("demo/prod/web")
    page.js("document.activeElement.blur()")
    page.press("/")
    assert focus() == "filter"
    page.press(*"nosuch")
    page.sees("No job matches")
    page.js("document.getElementById('filter').value = ''; document.getElementById('filter').dispatchEvent(new Event('input'))")
    page.sees("demo/prod/web")
    page.press(TAB)
    assert focus() == "demo/prod/web"
    page.press(ENTER)
    page.sees("INSTANCES", "h2")
    assert page.js("return document.activeElement.id") == "content", "the reader is led to the new content"
    for _ in range(20):
        page.press(TAB)
        if focus() == "Instance 1":
            break
    assert focus() == "Instance 1"
    page.press(ENTER)
    page.sees("demo/prod/web / 1", "h1")


def test_what_has_the_focus_keeps_it_when_something_changes(cluster, page):
    assert cluster.deploy(service(SLEEP, 2)).code == 0
    page.go(JOB)
    page.sees("running 2")
    page.js("document.querySelector('a[aria-label=\"Instance 1\"]').focus()")
    before = cluster.running()[1]
    assert cluster("job", "kill", KEY + "/0", "--yes").code == 0
    page.sees("killed 1")
    assert page.js("return document.activeElement.getAttribute('aria-label')") == "Instance 1"
    assert cluster("job", "kill", KEY + "/1", "--yes").code == 0
    page.sees("killed 2")
    assert page.js("return document.activeElement.getAttribute('aria-label')") == "Instance 1", before


# The lowest contrast of any text that can be seen, and where it is. (WCAG 2.1, 1.4.3)
CONTRAST = """
const parse = (text) => text.match(/[\\d.]+/g).map(Number);
const light = ([r, g, b]) => [r, g, b].map(v => v / 255).map(v => v <= .03928 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4)
  .reduce((sum, v, i) => sum + v * [.2126, .7152, .0722][i], 0);
const back = (node) => {
  for (; node; node = node.parentElement) {
    const color = parse(getComputedStyle(node).backgroundColor);
    if (color.length < 4 || color[3] > 0) return color;
  }
  return [255, 255, 255];
};
let worst = [99, ''];
for (const node of document.querySelectorAll('body *')) {
  const own = [...node.childNodes].some(child => child.nodeType === 3 && child.data.trim());
  if (!own || !node.checkVisibility() || node.closest('.hidden, .skip')) continue;
  const [a, b] = [light(parse(getComputedStyle(node).color)), light(back(node))];
  const ratio = (Math.max(a, b) + .05) / (Math.min(a, b) + .05);
  if (ratio < worst[0]) worst = [ratio, node.outerHTML.slice(0, 200)];
}
return worst;
"""


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_light_and_dark_are_readable(cluster, page, scheme):
    assert cluster.deploy(service(SLEEP, 2)).code == 0
    assert cluster.deploy(FAILING.replace("'web'", "'batch'", 1).replace("name = 'web', instances", "name = 'batch', instances"),
                          "--no-watch-secs").code in (0, 1)
    page.media(scheme)
    backs = {}
    for path in ("/", JOB, JOB + "/0", "/scheduler/demo/prod/batch/0"):
        page.go(path)
        page.sees("demo/prod/")
        ratio, where = page.js(CONTRAST)
        assert ratio >= 4.5, where
        backs[path] = page.js("return getComputedStyle(document.body).backgroundColor.match(/\\d+/g).map(Number)")
    assert all((sum(back) > 600) == (scheme == "light") for back in backs.values()), backs


def test_a_narrow_window_needs_no_sideways_scrolling(cluster, page):
    assert cluster.deploy(service(SLEEP, 12)).code == 0
    page.width(400)
    for path in ("/", "/updates", JOB, JOB + "/0"):
        page.go(path)
        page.sees("pdates" if path == "/updates" else "demo/prod/web")
        assert page.js("return document.documentElement.scrollWidth") <= 400, path


def test_a_cluster_that_is_gone_is_missed_and_found_again(cluster, page):
    assert cluster.deploy(service(SLEEP, 2)).code == 0
    page.go()
    page.sees("running 2")
    port = cluster.status()["url"].rsplit(":", 1)[1]
    cluster.kill_daemon()
    page.sees("can't be reached", "#lost")
    assert page.js("return document.getElementById('lost').getAttribute('role')") == "alert"
    page.sees("running 2"), "what was known stays"
    wait_until(lambda: cluster("cluster", "up", "--port", port).code == 0, what="the port to be free")
    page.sees("Live", "#link")
    assert page.text("#lost") == ""


def test_a_hidden_page_asks_nothing(cluster, page):
    page.go()
    page.sees("No jobs yet")
    hide = """Object.defineProperty(document, 'hidden', {value: arguments[0], configurable: true});
              document.dispatchEvent(new Event('visibilitychange'));"""
    page.js(hide, True)
    # What was asked before may still be answered.
    page.js_later("await new Promise(done => setTimeout(done, 1500))")
    page.js("window.asked = 0; const real = window.fetch; window.fetch = (...all) => { window.asked += 1; return real(...all); }")
    assert cluster.deploy(service(SLEEP, 1)).code == 0
    assert page.js("return window.asked") == 0 and "demo/prod/web" not in page.text()
    page.js(hide, False)
    page.sees("demo/prod/web")


def test_a_change_of_one_row_in_a_thousand_touches_that_row(cluster, page):
    page.go()
    changed = page.js_later("""
        const {el, keyed} = await import('/page/dom.js');
        const list = document.createElement('ul');
        const items = Array.from({length: 1000}, (_, id) => ({id, text: 'same'}));
        const show = () => keyed(list, items, item => item.id, item => el('li', {}, `${item.id} ${item.text}`));
        show();
        const before = [...list.children];
        items[500] = {id: 500, text: 'new'};
        items.splice(10, 1);
        let touched = 0;
        new MutationObserver(records => { touched += records.length; }).observe(list, {childList: true});
        show();
        await Promise.resolve();
        const after = [...list.children];
        return {same: after.filter(node => before.includes(node)).length, count: after.length, touched,
                text: after[499].textContent, first: after[10].textContent};""")
    assert changed == {"same": 998, "count": 999, "touched": 2, "text": "500 new", "first": "11 same"}


def test_what_changes_is_announced(cluster, page):
    assert cluster.deploy(service(SLEEP, 2)).code == 0
    page.go(JOB)
    news = "return document.getElementById('news').textContent"
    page.browser.wait(lambda: "2 running" in page.js(news), "the announcement", 60)
    assert page.js("return document.getElementById('news').getAttribute('aria-live')") == "polite"
    assert cluster("job", "kill", KEY + "/1", "--yes").code == 0
    page.browser.wait(lambda: "1 killed" in page.js(news), "the announcement", 60)


def test_every_field_has_a_label_and_every_page_its_headings(cluster, page):
    assert cluster.deploy(service(SLEEP, 2)).code == 0
    for path in ("/", JOB, JOB + "/0", "/updates"):
        page.go(path)
        page.sees("pdates" if path == "/updates" else "demo/prod/web")
        page.browser.wait(lambda: page.js("return !document.querySelector('#content > div').hidden"), "the view", 60)
        assert page.js("return [...document.querySelectorAll('input, select, button')].every(e => e.labels.length || e.textContent)")
        assert page.js("return document.querySelectorAll('h1').length") == 1, path
        assert page.js("return document.documentElement.lang") == "en"
        assert page.js("return [...document.querySelectorAll('section')].every(s => document.getElementById(s.getAttribute('aria-labelledby')))")
        assert page.js("""return [...document.querySelectorAll('a')].every(e => (e.getAttribute('aria-label') || e.textContent).trim())""")

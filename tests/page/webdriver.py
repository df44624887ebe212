"""A small client of the WebDriver protocol (W3C), enough to drive a headless Chromium through chromedriver."""

import http.client
import json
import os
import re
import subprocess
import time

ELEMENT = "element-6066-11e4-a52e-4f735466cecf"
TAB, ENTER, SHIFT = "\ue004", "\ue007", "\ue008"


class WebDriverError(Exception):
    pass


class Browser:
    def __init__(self, driver, browser, profile):
        self.process = subprocess.Popen([driver, "--port=0"], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                                        stderr=subprocess.DEVNULL, text=True, env={**os.environ, "HOME": str(profile)})
        self.port = self._port()
        self.session = None
        words = ["--headless=new", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run", "--mute-audio",
                 "--disable-background-networking", "--disable-component-update", "--window-size=1280,900",
                 f"--user-data-dir={profile}/chromium"]
        if os.geteuid() == 0:
            words.append("--no-sandbox")
        options = {"binary": browser, "args": words}
        made = self.call("POST", "/session", {"capabilities": {"alwaysMatch": {
            "goog:chromeOptions": options, "goog:loggingPrefs": {"browser": "ALL"}, "timeouts": {"script": 120_000}}}})
        self.session = made["sessionId"]

    def _port(self):
        for line in self.process.stdout:
            if found := re.search(r"started successfully on port (\d+)", line):
                return int(found[1])
        raise WebDriverError("chromedriver did not start")

    def call(self, method, path, body=None):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=300)
        try:
            prefix = f"/session/{self.session}" if self.session else ""
            payload = json.dumps(body if body is not None else {}) if method == "POST" else None
            connection.request(method, prefix + path, payload, {"Content-Type": "application/json"})
            value = json.loads(connection.getresponse().read())["value"]
        finally:
            connection.close()
        if isinstance(value, dict) and "error" in value:
            raise WebDriverError(f"{value['error']}: {value['message']}")
        return value

    def quit(self):
        try:
            if self.session:
                self.call("DELETE", "")
        finally:
            self.process.terminate()
            self.process.wait(60)
            self.process.stdout.close()

    # ---- what a person does ----

    def open(self, url):
        self.call("POST", "/url", {"url": url})

    def back(self):
        self.call("POST", "/back")

    def press(self, *keys):
        """Presses and releases each key; a tuple is held together."""
        actions = []
        for key in keys:
            chord = key if isinstance(key, tuple) else (key,)
            actions += [{"type": "keyDown", "value": one} for one in chord]
            actions += [{"type": "keyUp", "value": one} for one in reversed(chord)]
        self.call("POST", "/actions", {"actions": [{"type": "key", "id": "keyboard", "actions": actions}]})

    def click(self, selector, text=""):
        element = self.js("return [...document.querySelectorAll(arguments[0])].find(e => e.textContent.includes(arguments[1]))",
                          selector, text)
        assert element, f"there is no {selector} with '{text}'"
        self.call("POST", f"/element/{element[ELEMENT]}/click")

    def media(self, scheme):
        self.devtools("Emulation.setEmulatedMedia", features=[{"name": "prefers-color-scheme", "value": scheme}])

    def width(self, pixels):
        if pixels:
            self.devtools("Emulation.setDeviceMetricsOverride", width=pixels, height=900, deviceScaleFactor=1, mobile=False)
        else:
            self.devtools("Emulation.clearDeviceMetricsOverride")

    def devtools(self, command, **parameters):
        return self.call("POST", "/goog/cdp/execute", {"cmd": command, "params": parameters})

    # ---- what a person sees ----

    def js(self, script, *arguments):
        return self.call("POST", "/execute/sync", {"script": script, "args": list(arguments)})

    def js_later(self, script, *arguments):
        """The script is the body of an async function."""
        outcome = self.call("POST", "/execute/async", {"script": f"""
            const done = arguments[arguments.length - 1];
            (async (...arguments_) => {{ {script} }})(...arguments).then(value => done([value]), error => done(String(error)))""",
            "args": list(arguments)})
        assert isinstance(outcome, list), outcome
        return outcome[0]

    def text(self, selector="#content"):
        """What can be read of the first match; white space as one blank."""
        return re.sub(r"\s+", " ", self.js("return document.querySelector(arguments[0])?.innerText ?? ''", selector)).strip()

    def log(self):
        return self.call("POST", "/se/log", {"type": "browser"})

    def screenshot(self):
        return self.call("GET", "/screenshot")

    def wait(self, condition, what, timeout):
        deadline = time.monotonic() + timeout
        while time.monotonic() < deadline:
            if value := condition():
                return value
            time.sleep(0.1)
        raise AssertionError(f"{what} did not come true; the page says: {self.text('body')}")

"""A real browser that looks at a real cluster. Debian's chromium and chromium-driver; `./dev test --page` installs them."""

import os
import shutil

import pytest

from cluster.conftest import Cluster, processes_in  # noqa: F401
from cluster.conftest import cluster  # noqa: F401
from conftest import SLOWNESS

from .webdriver import Browser


def give_up(reason):
    """Skips, but never in CI."""
    if os.environ.get("CI"):
        pytest.fail(f"{reason}, and in CI these tests are not skipped")
    pytest.skip(f"{reason}; `./dev test --page` installs it")


@pytest.fixture(scope="session")
def chromium(tmp_path_factory):
    driver, browser = shutil.which("chromedriver"), shutil.which("chromium")
    if not driver or not browser:
        give_up("chromium or chromium-driver is missing")
    made = Browser(driver, browser, tmp_path_factory.mktemp("browser"))
    yield made
    made.quit()


class Page:
    """The browser at the page of one cluster."""

    def __init__(self, browser, url):
        self.browser, self.url = browser, url

    def __getattr__(self, name):
        return getattr(self.browser, name)

    def go(self, path="/"):
        self.browser.open(self.url + path)
        self.sees("Live", "#link")

    def sees(self, text, selector="#content", timeout=60):
        self.browser.wait(lambda: text in self.browser.text(selector), f"'{text}' in {selector}", timeout * SLOWNESS)

    def path(self):
        return self.browser.js("return location.pathname + location.search")


# What a browser says by itself when a server can't be reached, or does not have something.
EXPECTED = ("net::ERR_", "status of 404")


@pytest.fixture
def page(chromium, cluster):  # noqa: F811
    yield Page(chromium, cluster.up()["url"])
    said = [entry["message"] for entry in chromium.log() if entry["level"] in ("SEVERE", "WARNING")]
    chromium.width(None)
    chromium.media("light")
    chromium.open("about:blank")
    assert not [message for message in said if not any(known in message for known in EXPECTED)]

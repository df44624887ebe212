"""The pages of docs/rules: their examples bring what they say, and none is missing."""

import pathlib
import re
import shlex

import pytest

from conftest import ROOT, run_borealis

FOLDER = ROOT / "docs" / "rules"
PAGES = sorted(path for path in FOLDER.glob("*.md") if path.name != "README.md")
# No config brings these: their pages are about the project file and about bugs.
WITHOUT_CONFIG = {"internal-error", "project-file"}
WITH_CONFIG = [path for path in PAGES if path.stem not in WITHOUT_CONFIG]
MARK = "# here"


def summary_of(path):
    return path.read_text().splitlines()[2]


def severity_of(path):
    return re.match(r"\*\*(Error|Warning)\.\*\* ", summary_of(path))[1].lower()


class Example:
    """A config of a page and the options of `config validate` that go with it."""

    def __init__(self, text):
        blocks = dict(re.findall(r"```(sh|python)\n(.*?)```", text, re.S))
        self.config = blocks["python"]
        words = shlex.split(blocks.get("sh", "borealis config validate web.aurora"))
        assert words[:4] == ["borealis", "config", "validate", "web.aurora"]
        self.options = words[4:]
        self.marked = [n for n, line in enumerate(self.config.splitlines(), 1) if line.endswith(MARK)]
        self.file = None
        self.findings = []


class Page:
    def __init__(self, path):
        self.id = path.stem
        text = path.read_text()
        self.severity = severity_of(path)
        intro, bad_text, good_text = re.split(r"^(?:Bad|Good):$", text, flags=re.M)
        also = re.search(r"^Also found.*?:(.*)$", intro, re.M)
        self.also = set(re.findall(r"\[([a-z0-9-]+)\]", also[1])) if also else set()
        self.bad, self.good = Example(bad_text), Example(good_text)


def validate(files, options):
    """All findings of the files, by file."""
    done = run_borealis("config", "validate", *files, "--format", "json", *options, timeout=120)
    assert done.code in (0, 1, 3), done
    return done.json()["diagnostics"]


@pytest.fixture(scope="session")
def pages(tmp_path_factory):
    """Every page with the findings of its examples: two or three runs of the program in all."""
    folder = tmp_path_factory.mktemp("pages")
    read = {path.stem: Page(path) for path in WITH_CONFIG}
    runs = {}
    for page in read.values():
        for kind, example in (("bad", page.bad), ("good", page.good)):
            example.file = folder / f"{page.id}.{kind}.aurora"
            example.file.write_text(example.config)
            runs.setdefault(tuple(example.options), []).append(example)
    for options, examples in runs.items():
        by_file = {}
        for finding in validate([example.file for example in examples], options):
            by_file.setdefault(pathlib.Path(finding.get("file") or "").name, []).append(finding)
        for example in examples:
            # What is about the command line has no place; such examples run alone.
            example.findings = by_file.get(example.file.name, []) + (by_file.get("", []) if len(examples) == 1 else [])
    return read


@pytest.mark.parametrize("rule", [path.stem for path in WITH_CONFIG])
def test_bad_example_brings_the_rule_and_nothing_else(pages, rule):
    page = pages[rule]
    found = page.bad.findings
    assert {f["rule"] for f in found} == {rule} | page.also
    own = [f for f in found if f["rule"] == rule]
    assert {f["severity"] for f in own} == {page.severity}
    if page.bad.marked:
        assert sorted({f["line"] for f in own}) == page.bad.marked


@pytest.mark.parametrize("rule", [path.stem for path in WITH_CONFIG])
def test_good_example_brings_nothing(pages, rule):
    assert pages[rule].good.findings == []


@pytest.mark.parametrize("rule", [path.stem for path in WITH_CONFIG])
def test_examples_differ_and_are_short(pages, rule):
    page = pages[rule]
    assert (page.bad.config, page.bad.options) != (page.good.config, page.good.options)
    assert "..." not in page.bad.config.replace("'''", "") + page.good.config.replace("'''", "")
    assert len(page.bad.config.splitlines()) <= 30
    assert max(len(line) for line in page.bad.config.splitlines() + page.good.config.splitlines()) <= 110


def test_most_examples_mark_the_place():
    unmarked = {page.id for page in map(Page, WITH_CONFIG) if not page.bad.marked}
    # The finding is about the file as a whole, the command line, or a text of several lines.
    assert unmarked <= {"bad-bind", "limit-exceeded", "line-continuation", "no-jobs", "no-such-job", "template-cycle",
                        "nothing-to-run", "bad-ignore", "unused-ignore"}


def test_the_index_lists_every_page():
    rows = re.findall(r"^\| \[([a-z0-9-]+)\]\((.*?)\) \| (\w+) \| (.*) \|$", (FOLDER / "README.md").read_text(), re.M)
    wanted = []
    for path in PAGES:
        wanted.append((path.stem, path.name, severity_of(path), summary_of(path).split("** ", 1)[1]))
    assert rows == wanted


def test_every_rule_that_the_sources_name_has_a_page():
    """Of those about jobs a unit test says the same from the registry itself."""
    named = set()
    for folder in ("lang", "interp", "schema", "client"):
        for path in (ROOT / folder).rglob("*.cc"):
            named |= set(re.findall(r'\brule = "([^"]+)"', path.read_text()))
    assert len(named) > 10
    assert named <= {path.stem for path in PAGES}


def test_the_examples_of_project_files(tmp_path):
    (tmp_path / "web.aurora").write_text(Page(FOLDER / "tier.md").good.config)
    bad, good = re.findall(r"```toml\n(.*?)```", (FOLDER / "project-file.md").read_text(), re.S)
    (tmp_path / "borealis.toml").write_text(bad)
    done = run_borealis("config", "validate", "web.aurora", cwd=tmp_path)
    line = [line.endswith(MARK) for line in bad.splitlines()].index(True) + 1
    assert done.code == 64 and "error[project-file]" in done.err and f"--> borealis.toml:{line}:" in done.err
    (tmp_path / "borealis.toml").write_text(good)
    assert run_borealis("config", "validate", "web.aurora", cwd=tmp_path).code == 0


def test_examples_of_the_project_are_clean():
    done = run_borealis("config", "validate", ROOT / "examples", "--strict", "--format", "json")
    assert done.code == 0, done
    assert done.json()["diagnostics"] == []

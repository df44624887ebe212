"""The dependency arrows between the folders: who may include whom (docs/architecture.md)."""

import pathlib
import re

import pytest

ROOT = pathlib.Path(__file__).resolve().parents[2]

# The first folder of a quoted include that each part may name, itself aside.
ARROWS = {
    "lang": set(),
    "schema": {"lang"},
    "interp": {"lang", "schema"},
    "client/api": {"lang", "schema"},
    "client": {"lang", "schema", "client/api"},
    "cluster": {"lang", "schema", "client/api"},
    "cluster/runner": {"lang", "schema"},
}

# Libraries that only some parts may know.
LIBRARIES = {
    r"Python\.h|internal/pycore": {"interp"},
    r"pybind11/": {"interp"},
    r"nlohmann/": {"client", "client/api", "cluster"},
    r"httplib\.h": {"client", "cluster"},
    r"thrift/": {"client", "client/api", "cluster"},
    r"sqlite3\.h": {"cluster"},
    r"CLI/": {"client"},
    r"toml\+\+/": {"client"},
    r"zookeeper/": {"client"},
}

# These cost seconds in every file that includes them.
ONCE = [r"pybind11/", r"toml\+\+/"]
# The verbs declare their options with it, and nothing else sees it.
PARSING_OF_OPTIONS = re.compile(r"client/(nouns/|command_line\.cc$)")

INCLUDE = re.compile(r'^\s*#\s*include\s*(?:"([^"]+)"|<([^>]+)>)', re.M)


def part_of(path):
    """The longest part that `path` (relative, posix) lies in."""
    found = [part for part in ARROWS if path.startswith(part + "/")]
    return max(found, key=len) if found else None


def source_files():
    for part in ("lang", "schema", "interp", "client", "cluster"):
        for path in sorted((ROOT / part).rglob("*")):
            if path.suffix in (".h", ".cc"):
                yield path.relative_to(ROOT).as_posix()


FILES = list(source_files())


@pytest.mark.parametrize("part", sorted(ARROWS))
def test_arrows(part):
    wrong = []
    for name in FILES:
        if part_of(name) != part:
            continue
        for quoted, angled in INCLUDE.findall((ROOT / name).read_text()):
            target = part_of(quoted) if quoted else None
            if target and target != part and target not in ARROWS[part]:
                wrong.append(f"{name} includes {quoted}")
            for pattern, allowed in LIBRARIES.items():
                if re.match(pattern, quoted or angled) and part not in allowed:
                    wrong.append(f"{name} includes {quoted or angled}")
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("pattern", ONCE)
def test_costly_headers_are_included_once(pattern):
    users = [name for name in FILES
             if any(re.match(pattern, quoted or angled) for quoted, angled in INCLUDE.findall((ROOT / name).read_text()))]
    assert len(users) <= 1, users


def test_options_are_parsed_in_one_place():
    users = [name for name in FILES
             if any((quoted or angled).startswith("CLI/") for quoted, angled in INCLUDE.findall((ROOT / name).read_text()))]
    assert users and not [name for name in users if not PARSING_OF_OPTIONS.match(name)], users


def test_only_main_knows_client_and_interp():
    """Whoever includes both sides is the wiring, and there is one of it."""
    includes = [quoted for quoted, _ in INCLUDE.findall((ROOT / "main.cc").read_text())]
    parts = {part_of(name) for name in includes if name}
    assert {"client", "interp"} <= parts


def test_files_stay_readable():
    long = [f"{name}: {lines} lines" for name in FILES
            if (lines := len((ROOT / name).read_text().splitlines())) > 600]
    assert not long, "\n".join(long)


def test_the_project_speaks_of_itself_alone():
    """No path of the machine that it was written on."""
    pattern = re.compile(r"(?<![\w.])/(?:work|root|home)/\w")
    wrong = []
    for name in FILES + ["main.cc", "meson.build", "dev", "README.md"]:
        if pattern.search((ROOT / name).read_text()):
            wrong.append(name)
    assert not wrong, wrong

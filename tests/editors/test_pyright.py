"""Configs in an editor: the recipe of docs/editors.md, with the real Pyright."""

import ast
import json
import re
import shutil
import subprocess

import pytest

from conftest import ROOT, run_borealis
from .language_server import LanguageServer

HERE = ROOT / "tests" / "editors"
RECIPE = (ROOT / "docs" / "editors.md").read_text()
GOLDEN = ROOT / "tests" / "golden"
EXAMPLES = sorted((ROOT / "examples").glob("*/*.aurora"))
TIMEOUT = 600

# What Pyright says of configs that are good: the limits that docs/editors.md names, and mistakes made on purpose.
COMPLAINTS = {
    # Names that an included file defines.
    "lang/include-one-file": {"reportUndefinedVariable", "reportCallIssue"},
    "lang/include-recursive-conditional": {"reportUndefinedVariable"},
    "lang/py-namespace-and-main": {"reportUndefinedVariable"},
    "schema/real-release-manifest": {"reportUndefinedVariable"},
    # `**` of a dict with values of several types.
    "schema/job-kwargs-layers": {"reportArgumentType"},
    "schema/real-shared-task-many-wrappers": {"reportArgumentType"},
    # A struct of the config's own with fields called get, bind and check.
    "lang/struct-awkward-field-names": {"reportAssignmentType"},
    # Imports from a folder that the config adds to sys.path.
    "lang/py-import-local-module": {"reportMissingImports"},
    # Mistakes: wrong types whose check() is looked at, assignments without effect, an unchecked re.match().
    "lang/py-check-messages": {"reportArgumentType"},
    "lang/struct-attribute-assignment-ignored": {"reportAttributeAccessIssue"},
    "lang/py-stdlib-json-re-itertools": {"reportOptionalMemberAccess"},
}


def block(language):
    """The recipe's one block of code in this language."""
    found, = re.findall(rf"^```{language}\n(.*?)^```", RECIPE, re.M | re.S)
    return found


@pytest.fixture(scope="module")
def project(tmp_path_factory):
    """A folder made as the recipe says."""
    folder = tmp_path_factory.mktemp("project").resolve()
    (folder / "pyrightconfig.json").write_text(block("json"))
    command = next(line for line in block("console").splitlines() if line.startswith("$ borealis schema export"))
    done = run_borealis(*command.split()[2:], cwd=folder)
    assert done.code == 0, done
    return folder


@pytest.fixture(scope="module")
def names(tmp_path_factory):
    """Every name that a config finds, said by a config."""
    folder = tmp_path_factory.mktemp("names")
    (folder / "names.aurora").write_text(
        "print('\\n'.join(sorted(n for n in globals() if not n.startswith('__'))))\n"
        "jobs = [Job(cluster = 'c', role = 'r', environment = 'prod', task = SimpleTask('n', 'true'))]\n")
    done = run_borealis("config", "render", "names.aurora", cwd=folder)
    assert done.code == 0, done
    found = done.err.split()
    assert {"Process", "include", "KB", "order", "Service", "sys"} <= set(found)
    return found


@pytest.fixture(scope="module")
def report(project, names, pyright_package):
    """What Pyright says of all files below, by their names: {name: [(line, rule, message)]}. One run, since it is slow."""
    for kind in ("lang", "schema"):
        for case in sorted((GOLDEN / kind).iterdir()):
            if case.is_dir():
                shutil.copytree(case, project / "golden" / kind / case.name, ignore=shutil.ignore_patterns("*.json"))
    for path in EXAMPLES:
        (project / "examples" / path.parent.name).mkdir(parents=True, exist_ok=True)
        shutil.copy(path, project / "examples" / path.parent.name)
    for name in ("good", "bad", "imports"):
        shutil.copy(HERE / f"{name}.aurora", project)
    (project / "names.aurora").write_text("all_names = [" + ", ".join([*names, "jobs", "hooks"]) + "]\n")
    files = [path.relative_to(project).as_posix() for pattern in ("*.aurora", "*.pyi")
             for path in sorted(project.rglob(pattern))]
    done = subprocess.run(["node", str(pyright_package / "index.js"), "--outputjson", *files], cwd=project, text=True,
                          stdin=subprocess.DEVNULL, capture_output=True, timeout=TIMEOUT)
    answer = json.loads(done.stdout)
    assert answer["summary"]["filesAnalyzed"] == len(files), "Pyright looked at each of them"
    found = {name: [] for name in files}
    for diagnostic in answer["generalDiagnostics"]:
        if diagnostic["severity"] == "information":
            continue
        name = diagnostic["file"].removeprefix(str(project) + "/")
        found[name].append((diagnostic["range"]["start"]["line"] + 1, diagnostic.get("rule"), diagnostic["message"]))
    return found


def test_the_stubs_are_clean(report):
    stubs = [name for name in report if name.endswith(".pyi")]
    assert len(stubs) > 20
    assert not {name: report[name] for name in stubs if report[name]}


def test_examples_are_clean(report):
    examples = [name for name in report if name.startswith("examples/")]
    assert len(examples) == len(EXAMPLES)
    assert not {name: report[name] for name in examples if report[name]}


@pytest.mark.parametrize("name", ["good", "imports"])
def test_what_the_language_accepts_is_clean(report, name):
    assert not report[f"{name}.aurora"]


def test_the_good_file_is_good(tmp_path):
    """What is called good here is what the evaluator accepts."""
    for name in ("good", "imports"):
        shutil.copy(HERE / f"{name}.aurora", tmp_path)
        done = run_borealis("config", "render", f"{name}.aurora", cwd=tmp_path)
        assert done.code == 0, done


def test_every_name_of_a_config_is_known(report):
    assert not report["names.aurora"]


def test_nothing_is_declared_that_a_config_does_not_find(project, names):
    """Also when a name is gone from the language, the stubs must not promise it."""
    declared = set()
    for name in ("pystachio/__init__", "apache/thermos/config/schema_base", "apache/thermos/config/schema_helpers",
                 "apache/aurora/config/schema/base", "__builtins__"):
        for node in ast.parse((project / "typings" / f"{name}.pyi").read_text()).body:
            if isinstance(node, (ast.ClassDef, ast.FunctionDef)):
                declared.add(node.name)
            elif isinstance(node, ast.AnnAssign):
                declared.add(node.target.id)
            elif isinstance(node, ast.Assign):
                declared |= {target.id for target in node.targets}
            elif isinstance(node, (ast.Import, ast.ImportFrom)):
                declared |= {alias.asname for alias in node.names if alias.asname}
    private = {name for name in declared if name.startswith("_")}
    assert declared - private - {"jobs", "hooks"} == set(names)


def marked_lines():
    """Line number -> the word that its message must contain, from the comments of bad.aurora."""
    marks = {}
    for number, line in enumerate((HERE / "bad.aurora").read_text().splitlines(), 1):
        if "# red:" in line:
            marks[number] = line.split("# red:")[1].strip()
    return marks


def test_mistakes_are_red_at_their_lines(report):
    marks = marked_lines()
    found = {}
    for line, _, message in report["bad.aurora"]:
        found.setdefault(line, []).append(message)
    assert len(marks) > 25
    assert sorted(found) == sorted(marks), {line: found.get(line) for line in set(found) ^ set(marks)}
    for line, word in marks.items():
        assert any(word in message for message in found[line]), (line, word, found[line])


def test_good_configs_are_clean_but_for_known_limits(report):
    complaints = {}
    for name, found in report.items():
        if name.startswith("golden/") and name.endswith("/config.aurora") and found:
            complaints[name.removeprefix("golden/").removesuffix("/config.aurora")] = {rule for _, rule, _ in found}
    assert complaints == COMPLAINTS


def test_the_switch_for_included_names_works(report, project, pyright_package):
    """The comment that the recipe recommends for files that include others."""
    comment = re.search(r"^ +(# pyright: .*)$", RECIPE, re.M).group(1)
    path = project / "including.aurora"
    path.write_text(f"{comment}\ninclude('common.aurora')\njobs = [Service(task = common_task, nam = 'x')]\n")
    done = subprocess.run(["node", str(pyright_package / "index.js"), "--outputjson", path.name], cwd=project, text=True,
                          stdin=subprocess.DEVNULL, capture_output=True, timeout=TIMEOUT)
    said = [diagnostic["message"] for diagnostic in json.loads(done.stdout)["generalDiagnostics"]]
    assert said == ['No parameter named "nam"']


# ---- An editor ------------------------------------------------------------------------------------------------------

@pytest.fixture(scope="module")
def editor(project, pyright_package):
    server = LanguageServer(["node", str(pyright_package / "langserver.index.js"), "--stdio"], project, TIMEOUT)
    yield server
    server.close()


def open_text(editor, project, name, text):
    path = project / f"{name}.aurora"
    path.write_text(text)
    return path, editor.open(path)


def test_an_open_config_shows_red_lines(editor, project):
    _, red = open_text(editor, project, "open", "p = Process(\n  name = 'x',\n  nam = 'y')\nt = Task(processes = p)\nq = p\n")
    assert [(item["range"]["start"]["line"], item["range"]["start"]["character"]) for item in red] == [(2, 2), (3, 21)]
    assert "nam" in red[0]["message"]


def test_an_open_example_is_clean(editor, project):
    _, red = open_text(editor, project, "hello", EXAMPLES[0].read_text())
    assert not red


def test_completion(editor, project):
    path, _ = open_text(editor, project, "complete", "Process(max_failures = 3, n)\nPro\nSequentialTask().na\n")

    def offered(place):
        return [item["label"] for item in editor.ask("completion", path, place)["items"]]
    fields = offered((0, 27))
    assert "name=" in fields and "max_failures=" not in fields
    assert "Process" in offered((1, 3))
    assert "name" in offered((2, 19))


def test_hover_says_what_a_field_is(editor, project):
    path, _ = open_text(editor, project, "hover", "p = Process(min_duration = 3)\n")
    text = editor.ask("hover", path, (0, 16))["contents"]["value"]
    assert "Pause between two runs. Unit: seconds." in text
    assert "One command, run by a shell" in editor.ask("hover", path, (0, 6))["contents"]["value"]


# ---- The lock file --------------------------------------------------------------------------------------------------

def test_the_lock_file_names_no_registry():
    text = (HERE / "package-lock.json").read_text()
    assert "://" not in text and "resolved" not in text
    lock = json.loads(text)
    wanted = json.loads((HERE / "package.json").read_text())["devDependencies"]
    assert lock["packages"][""]["devDependencies"] == wanted
    for name, version in wanted.items():
        package = lock["packages"][f"node_modules/{name}"]
        assert package["version"] == version and package["integrity"].startswith("sha512-")

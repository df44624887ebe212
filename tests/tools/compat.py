"""Runs a suite that was written for another implementation of the language against build/python: ./dev compat DIR."""

import argparse
import os
import pathlib
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as ET

KINDS = ("passed", "failed", "skipped", "expected failure")


def kind_of(case):
    if case.find("failure") is not None or case.find("error") is not None:
        return "failed"
    skipped = case.find("skipped")
    if skipped is None:
        return "passed"
    return "expected failure" if skipped.get("type") == "pytest.xfail" else "skipped"


def name_of(case):
    return f"{case.get('classname', '')}.{case.get('name', '')}".strip(".")


def die(message):
    print(f"compat: {message}", file=sys.stderr)
    sys.exit(2)


def run(suite, package, junit):
    """-> pytest's exit code. Nothing is written beside the tests."""
    env = {**os.environ, "PYTHONPATH": str(package), "PYTHONDONTWRITEBYTECODE": "1"}
    # Whatever else is set for some Python, the suite is to see Debian's and our package alone.
    for name in ("PYTHONHOME", "PYTHONSTARTUP", "PYTEST_ADDOPTS", "PYTEST_PLUGINS"):
        env.pop(name, None)
    command = ["/usr/bin/python3", "-m", "pytest", "-q", "--tb=short", "-p", "no:cacheprovider", f"--rootdir={suite}",
               f"--junitxml={junit}", str(suite)]
    return subprocess.run(command, cwd=junit.parent, env=env, stdin=subprocess.DEVNULL).returncode


def main():
    parser = argparse.ArgumentParser(prog="./dev compat")
    parser.add_argument("--package", type=pathlib.Path, required=True)
    parser.add_argument("suite", type=pathlib.Path)
    args = parser.parse_args()
    suite, package = args.suite.resolve(), args.package.resolve()
    if not suite.exists():
        die(f"there is no {args.suite}")
    if not suite.is_dir():
        die(f"{args.suite} is no folder of tests")
    with tempfile.TemporaryDirectory(prefix="borealis-compat-") as scratch:
        junit = pathlib.Path(scratch) / "results.xml"
        code = run(suite, package, junit)
        if code == 5:
            die(f"there are no tests in {args.suite}: pytest takes test_*.py and *_test.py")
        try:
            cases = list(ET.parse(junit).getroot().iter("testcase"))
        except (OSError, ET.ParseError):
            die(f"pytest ended with {code} and left no results")
    counts = dict.fromkeys(KINDS, 0)
    for case in cases:
        counts[kind_of(case)] += 1
        if kind_of(case) == "failed":
            print(f"failed: {name_of(case)}")
    if code != 0 and not counts["failed"]:
        die(f"pytest ended with {code}, see above")
    print(", ".join(f"{count} {kind}{'s' if kind == KINDS[3] and count != 1 else ''}"
                    for kind, count in counts.items()))
    return 1 if counts["failed"] else 0


if __name__ == "__main__":
    sys.exit(main())

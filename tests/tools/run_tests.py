"""Runs every suite and ends with the line "N passed, N failed, N skipped". Called by ./dev test."""

import argparse
import os
import pathlib
import re
import signal
import subprocess
import sys
import tempfile
import time
import xml.etree.ElementTree as ET

import behind
import run_fuzzers

ROOT = pathlib.Path(__file__).resolve().parents[2]
# Folder and name of each unit test program.
UNITS = [("lang", "lang"), ("schema", "schema"), ("interp", "interp"), ("interp", "evaluator"), ("api", "api"),
         ("api", "aurora"), ("client", "client"), ("runner", "runner"), ("cluster", "cluster")]
SUITES = ["structure", "golden", "language", "rules", "package", "editors", "cli", "sandbox", "cluster", "page"]
# The suites whose tests share nothing: they run on all cores.
PARALLEL_SUITES = {"golden", "language", "rules", "package", "cli", "sandbox", "cluster"}
# The suites that run the programs, which are run a second time under AddressSanitizer and UBSan.
SANITIZED_SUITES = ["golden", "language", "rules", "cli", "cluster"]
# For how long each fuzzer runs.
FUZZ_SECONDS = 20

# CPython itself leaks by design at exit; everything else that a sanitizer can say is an error.
SANITIZER_ENV = {
    "ASAN_OPTIONS": "detect_leaks=0:abort_on_error=1:detect_stack_use_after_return=0:allocator_may_return_null=1",
    "UBSAN_OPTIONS": "halt_on_error=1:abort_on_error=1:print_stacktrace=1",
}


class Tally:
    def __init__(self):
        self.passed = self.failed = self.skipped = 0
        self.troubled = []

    def add(self, title, passed, failed, skipped, seconds):
        self.passed += passed
        self.failed += failed
        self.skipped += skipped
        line = f"{title}: {passed} passed, {failed} failed, {skipped} skipped"
        print(f"    {line} ({seconds:.0f} s)", flush=True)
        if failed:
            self.troubled.append(line)


def from_junit(path):
    """Counts of a junit file; None when it can't be read."""
    try:
        root = ET.parse(path).getroot()
    except (OSError, ET.ParseError):
        return None
    passed = failed = skipped = 0
    for case in root.iter("testcase"):
        if case.find("failure") is not None or case.find("error") is not None:
            failed += 1
        elif case.find("skipped") is not None:
            skipped += 1
        else:
            passed += 1
    return passed, failed, skipped


def run(title, command, junit, tally, env, timeout):
    start = time.monotonic()
    print(f"==> {title}", flush=True)
    try:
        code = subprocess.run(command, cwd=ROOT, env=env, stdin=subprocess.DEVNULL, timeout=timeout).returncode
    except (subprocess.TimeoutExpired, OSError) as error:
        code = -1
        print(f"    {error}", flush=True)
    counts = from_junit(junit) or (0, 0, 0)
    if code != 0 and counts[1] == 0:
        counts = (counts[0], 1, counts[2])  # it crashed, or could not be started
    tally.add(title, *counts, time.monotonic() - start)


def units(build, tally, env, scratch, label, programs):
    for folder, name in programs:
        binary = ROOT / build / "tests" / "unit" / folder / f"{name}_tests"
        junit = scratch / f"{label}{name}.xml"
        env = {**env, "BOREALIS_RUNNER": str(ROOT / build / "borealis-runner")}
        run(f"{label}unit: {name}", [str(binary), "-r=junit", f"-o={junit}"], junit, tally, env, 1200)
        if junit.exists() and from_junit(junit) and from_junit(junit)[1]:
            # The junit reporter keeps what failed to itself: say it again for people.
            subprocess.run([str(binary), "-m"], cwd=ROOT, env=env, stdin=subprocess.DEVNULL)


def pytests(build, tally, env, scratch, label, suites, extra):
    for suite in suites:
        junit = scratch / f"{label}{suite}-py.xml"
        workers = ["-n", str(os.cpu_count() or 1)] if suite in PARALLEL_SUITES else []
        command = ["/usr/bin/python3", "-m", "pytest", "-q", "-p", "no:cacheprovider", f"--junitxml={junit}", *workers,
                   str(ROOT / "tests" / suite), *extra]
        start = time.monotonic()
        print(f"==> {label}{suite}", flush=True)
        code = subprocess.run(command, cwd=ROOT, env={**env, "BOREALIS_BUILD": str(ROOT / build)},
                              stdin=subprocess.DEVNULL).returncode
        counts = from_junit(junit) or (0, 0, 0)
        if code not in (0, 5) and counts[1] == 0:
            counts = (counts[0], 1, counts[2])
        tally.add(f"{label}{suite}", *counts, time.monotonic() - start)


def built(piece, what, tally):
    """Whether a build that was made behind the tests succeeded; one that did not counts as a failed test."""
    start = time.monotonic()
    code, output = piece.wait()
    waited = time.monotonic() - start
    if waited > 1:
        print(f"    waited {waited:.0f} s for the {what}", flush=True)
    if code:
        print("\n".join(output.splitlines()[-60:]), flush=True)
        tally.add(what, 0, 1, 0, waited)
    return code == 0


def lint(piece, tally):
    start = time.monotonic()
    print("==> lint: clang-format, clang-tidy", flush=True)
    _, output = piece.wait()
    *findings, last = output.splitlines() or [""]
    print("\n".join(findings), flush=True)
    counts = re.fullmatch(r"lint: (\d+) passed, (\d+) failed", last)
    if not counts:
        print(last)
    good, bad = map(int, counts.groups()) if counts else (0, 1)
    tally.add("lint", good, bad, 0, time.monotonic() - start)


def fuzz(build, tally):
    start = time.monotonic()
    print(f"==> fuzzers, {FUZZ_SECONDS} s each", flush=True)
    good, bad = run_fuzzers.run(ROOT / build, run_fuzzers.targets(), FUZZ_SECONDS)
    tally.add("fuzzers", good, bad, 0, time.monotonic() - start)


def run_suites(args, tally, scratch):
    env = {**os.environ, "PYTHONDONTWRITEBYTECODE": "1"}
    units(args.build, tally, {**env, "BOREALIS_BUILD": str(ROOT / args.build)}, scratch, "", UNITS)
    pytests(args.build, tally, env, scratch, "", SUITES, args.pytest)


def run_sanitized_suites(args, tally, scratch):
    env = {**os.environ, "PYTHONDONTWRITEBYTECODE": "1", **SANITIZER_ENV,
           "BOREALIS_BUILD": str(ROOT / args.sanitized), "BOREALIS_SANITIZED": "1"}
    units(args.sanitized, tally, env, scratch, "sanitized ", UNITS)
    pytests(args.sanitized, tally, env, scratch, "sanitized ", SANITIZED_SUITES,
            ["-m", "not plain_build", *args.pytest])


def run_everything(args, tally, scratch):
    # The suites mostly wait for processes that wait: the compilers fill the gaps.
    work = behind.Behind(ROOT)
    sanitized = work.add(["./dev", "build", "--sanitized"])
    fuzzers = work.add(["./dev", "build", "--fuzzers"])
    linted = work.add([sys.executable, "tests/tools/lint.py", args.build])
    with work:
        run_suites(args, tally, scratch)
        if built(sanitized, "sanitized build", tally):
            run_sanitized_suites(args, tally, scratch)
        fuzzers_built = built(fuzzers, "build of the fuzzers", tally)
        lint(linted, tally)
        if fuzzers_built:
            fuzz(args.fuzzers, tally)


def main():
    # Whoever starts this in the background of a script passes on that interrupts are ignored; tests send some.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    parser = argparse.ArgumentParser()
    parser.add_argument("--build", required=True)
    parser.add_argument("--sanitized", required=True)
    parser.add_argument("--fuzzers", required=True)
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("pytest", nargs="*")
    args = parser.parse_args()

    tally = Tally()
    with tempfile.TemporaryDirectory(prefix="borealis-tests-") as scratch:
        (run_suites if args.quick else run_everything)(args, tally, pathlib.Path(scratch))
    for line in tally.troubled:
        print(f"    failed in {line}")
    print(f"{tally.passed} passed, {tally.failed} failed, {tally.skipped} skipped", flush=True)
    return 1 if tally.failed else 0


if __name__ == "__main__":
    sys.exit(main())

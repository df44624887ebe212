"""clang-format over all sources and clang-tidy over those of the programs that changed since it last passed."""

import concurrent.futures
import functools
import hashlib
import json
import os
import pathlib
import re
import shlex
import subprocess
import sys


def sources(root):
    listed = subprocess.run(["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard", "--", "*.cc", "*.h"],
                            cwd=root, capture_output=True, text=True, check=True).stdout
    return [name for name in listed.split("\0") if name and (root / name).exists()]


def check_format(root):
    names = sources(root)
    result = subprocess.run(["clang-format", "--dry-run", "-Werror", *names], cwd=root, capture_output=True, text=True)
    if result.returncode:
        wrong = sorted({line.split(":")[0] for line in result.stderr.splitlines() if "error:" in line})
        print("    not formatted (./dev fmt does it): " + ", ".join(wrong))
    return result.returncode == 0


def dependencies(root, build):
    """Object file -> the project's own files that it was made from."""
    out = subprocess.run(["ninja", "-C", str(build), "-t", "deps"], capture_output=True, text=True, check=True).stdout
    found, target = {}, None
    for line in out.splitlines():
        if line and not line.startswith(" "):
            target = line.split(":")[0]
            found[target] = []
        elif line.strip() and target:
            path = (build / line.strip()).resolve()
            if root in path.parents and build not in path.parents:
                found[target].append(path)
    return found


@functools.cache
def tidy_version():
    return subprocess.run(["clang-tidy", "--version"], capture_output=True, text=True, check=True).stdout


def fingerprint(root, command, files):
    digest = hashlib.sha256()
    digest.update(tidy_version().encode())
    digest.update((root / ".clang-tidy").read_bytes())
    digest.update(command.encode())
    for path in sorted(set(files)):
        digest.update(str(path.relative_to(root)).encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()


def tidy(root, build, name):
    # Warnings of g++ alone stand in the compile commands.
    return subprocess.run(["clang-tidy", "--quiet", "-p", str(build), "--extra-arg=-Wno-unknown-warning-option", name],
                          cwd=root, capture_output=True, text=True)


def stamps_dir():
    """Where the marks of clean files are kept: they are of use to every clone, as ccache's objects are."""
    cache = pathlib.Path(os.environ.get("XDG_CACHE_HOME") or pathlib.Path.home() / ".cache") / "borealis" / "lint"
    cache.mkdir(parents=True, exist_ok=True)
    return cache


def check_tidy(root, build):
    """Returns the number of clean files and of those with findings."""
    stamps = stamps_dir()
    deps = dependencies(root, build)
    jobs = {}
    for entry in json.loads((build / "compile_commands.json").read_text()):
        path = (pathlib.Path(entry["directory"]) / entry["file"]).resolve()
        if root not in path.parents or build in path.parents:
            continue  # generated
        if root / "tests" in path.parents:
            continue  # the compiler's warnings and the sanitizers answer for the tests
        if str(path.relative_to(root)) in jobs:
            continue  # compiled a second time with other options, for the small runner
        files = deps.get(entry.get("output", ""), []) + [path]
        jobs[str(path.relative_to(root))] = fingerprint(root, shlex.join(shlex.split(entry["command"])[1:]), files)

    clean = sum((stamps / mark).exists() for mark in jobs.values())
    todo = {name: mark for name, mark in jobs.items() if not (stamps / mark).exists()}
    bad = 0
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count() or 1) as pool:
        results = pool.map(lambda name: (name, tidy(root, build, name)), sorted(todo))
        for name, result in results:
            if result.returncode == 0 and not re.search(r"warning:|error:", result.stdout):
                (stamps / todo[name]).touch()
                clean += 1
            else:
                bad += 1
                print(result.stdout.rstrip() or result.stderr.rstrip(), flush=True)
    return clean, bad


def check(root, build):
    formatted = check_format(root)
    clean, bad = check_tidy(root, build)
    return clean + formatted, bad + (not formatted)


if __name__ == "__main__":
    here = pathlib.Path(__file__).resolve().parents[2]
    passed, failed = check(here, here / sys.argv[1])
    print(f"lint: {passed} passed, {failed} failed")
    sys.exit(1 if failed else 0)

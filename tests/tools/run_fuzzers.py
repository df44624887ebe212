"""Runs fuzzers for a bounded time each, from a copy of their seeds. Called by run_tests.py and by ./dev fuzz."""

import argparse
import concurrent.futures
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]
FUZZ = ROOT / "tests" / "fuzz"
ENV = {"ASAN_OPTIONS": "detect_leaks=1:allocator_may_return_null=1:detect_stack_use_after_return=0",
       "UBSAN_OPTIONS": "halt_on_error=1:print_stacktrace=1"}
# No input that the fuzzers think of is longer, takes longer, or needs more memory.
MAX_BYTES = 4096
MAX_SECONDS_AN_INPUT = 20
MAX_MEGABYTES = 1500


def targets():
    return sorted(path.name for path in (FUZZ / "corpus").iterdir() if path.is_dir())


def shown(data):
    """The bytes as a C string, which a shell's printf and a dictionary of libFuzzer understand."""
    return "".join(chr(b) if 0x20 <= b < 0x7F and chr(b) not in "\\\"" else f"\\x{b:02x}" for b in data)


def fuzz(build, name, seconds, keep):
    """Returns whether nothing was found, and what there is to say."""
    binary = pathlib.Path(build).resolve() / "tests" / "fuzz" / f"{name}_fuzz"
    with tempfile.TemporaryDirectory(prefix=f"borealis-fuzz-{name}-") as scratch_name:
        scratch = pathlib.Path(scratch_name)
        grown = pathlib.Path(keep) if keep else scratch / "corpus"
        grown.mkdir(parents=True, exist_ok=True)
        command = [str(binary), f"-max_total_time={seconds}", "-seed=1", f"-max_len={MAX_BYTES}", "-len_control=0",
                   f"-timeout={MAX_SECONDS_AN_INPUT}", f"-rss_limit_mb={MAX_MEGABYTES}", "-print_final_stats=1",
                   f"-artifact_prefix={scratch}/found-"]
        dictionary = FUZZ / f"{name}.dict"
        if dictionary.exists():
            command.append(f"-dict={dictionary}")
        start = time.monotonic()
        try:
            done = subprocess.run([*command, str(grown), str(FUZZ / "corpus" / name)], env={**os.environ, **ENV},
                                  cwd=scratch, stdin=subprocess.DEVNULL, capture_output=True, timeout=seconds + 300)
            code, log = done.returncode, done.stderr.decode(errors="replace")
        except (OSError, subprocess.TimeoutExpired) as error:
            code, log = -1, str(error)
        runs = re.search(r"stat::number_of_executed_units: (\d+)", log)
        spent = f"{int(time.monotonic() - start)} s"
        if code == 0 and runs:
            return True, f"    {name}: {runs.group(1)} inputs in {spent}"
        lines = [f"    {name}: failed after {spent}"]
        for path in sorted(scratch.glob("found-*")):
            lost = pathlib.Path(tempfile.gettempdir()) / f"borealis-{name}-{path.name.removeprefix('found-')}"
            shutil.copyfile(path, lost)
            data = path.read_bytes()
            lines += [f"    the input, kept as {lost}:", f'      "{shown(data)}"', f"      hex: {data.hex()}",
                      f"    run it again: {binary} {lost}"]
        told = [line for line in log.splitlines() if not re.match(r"#\d+\s|\tNEW_|INFO:|stat::", line)]
        return False, "\n".join(lines + ["      " + line[:400] for line in told[-40:]])


def run(build, names, seconds, keep=None):
    """Fuzzes each for so many seconds, as many at a time as there are processors. Returns (passed, failed)."""
    good = bad = 0
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count() or 1) as pool:
        for held, text in pool.map(lambda name: fuzz(build, name, seconds, keep and f"{keep}/{name}"), names):
            print(text, flush=True)
            good, bad = good + held, bad + (not held)
    return good, bad


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--build", required=True)
    parser.add_argument("--keep", help="a folder where what the fuzzers learn is kept from run to run")
    parser.add_argument("target", nargs="?")
    parser.add_argument("seconds", nargs="?", type=int, default=60)
    args = parser.parse_args()
    if args.target not in (None, "all", *targets()):
        sys.exit(f"there is no fuzzer '{args.target}'; there are: all, {', '.join(targets())}")
    names = targets() if args.target in (None, "all") else [args.target]
    return 1 if run(args.build, names, args.seconds, args.keep)[1] else 0


if __name__ == "__main__":
    sys.exit(main())

"""Measures the programs on the workloads of this folder, beside bare CPython (and jsonnet when it is installed): ./dev bench.

Wall times of a busy machine mean little by themselves: the ratios compare runs of one round, which come one after the
other. --instructions counts what the programs execute, which hardly depends on the machine's load.
"""

import argparse
import contextlib
import json
import os
import pathlib
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

HERE = pathlib.Path(__file__).resolve().parent
PYTHON = "/usr/bin/python3"


def fleet(folder, jobs):
    """A fleet of that many jobs (10 in each environment; fewer than 10: as 10); its config and its jsonnet twin."""
    environments = str(max(1, jobs // 10))
    for suffix in ("aurora", "jsonnet"):
        text = (HERE / f"fleet.{suffix}.in").read_text().replace("ENVIRONMENTS", environments)
        (folder / f"fleet{jobs}.{suffix}").write_text(text)
    return str(folder / f"fleet{jobs}.aurora")


def processes(folder, count):
    text = (HERE / "procs.aurora.in").read_text().replace("PROCESSES", str(count))
    path = folder / f"procs{count}.aurora"
    path.write_text(text)
    return str(path)


def evaluation(folder, jobs):
    """The fleet, all of it evaluated and one job resolved: what the Python side costs."""
    path = folder / f"evaluation{jobs}.aurora"
    path.write_text(pathlib.Path(fleet(folder, jobs)).read_text() + "jobs = jobs[:1]\n")
    return str(path)


def deployable(folder, jobs):
    """The fleet without what `validate` finds in it."""
    path = folder / f"deployable{jobs}.aurora"
    text = pathlib.Path(fleet(folder, jobs)).read_text()
    path.write_text(text.replace("UpdateConfig(batch_size = 2, ", "UpdateConfig("))
    return str(path)


JOB = """jobs = [Job(cluster='c', role='r', environment='prod', name='n', task=Task(name='n', processes=[p],
  resources=Resources(cpu=1, ram=1*GB, disk=1*GB))){bind}]
"""


def references(folder, count):
    """One command with that many references to names of one binding."""
    path = folder / f"references{count}.aurora"
    path.write_text(f"p = Process(name='p', cmdline='echo ' + ' '.join('{{{{a%d}}}}' % i for i in range({count})))\n"
                    + JOB.format(bind=f".bind(**{{'a%d' % i: 'v%d' % i for i in range({count})}})"))
    return str(path)


def bindings(folder, count):
    """The same, each name in a binding of its own."""
    path = folder / f"bindings{count}.aurora"
    path.write_text(f"p = Process(name='p', cmdline='echo ' + ' '.join('{{{{a%d}}}}' % i for i in range({count})))\n"
                    + JOB.format(bind="")
                    + f"for i in range({count}): jobs[0] = jobs[0].bind(**{{'a%d' % i: 'v%d' % i}})\n")
    return str(path)


def long_reference(folder, count):
    """One reference of that many components, which one binding answers as a whole."""
    path = folder / f"long{count}.aurora"
    path.write_text(f"ADDRESS = '.'.join(['a'] * {count})\np = Process(name='p', cmdline='echo {{{{' + ADDRESS + '}}}}')\n"
                    + JOB.format(bind=".bind({ADDRESS: 'x'})"))
    return str(path)


class Clusters:
    """An embedded cluster for each build that is measured, with no jobs, as long as the with block lasts."""

    def __init__(self, folder, builds):
        self.folder, self.builds = folder, builds

    def environment(self, label):
        return {**os.environ, "XDG_STATE_HOME": str(self.folder / f"state-{label}")}

    def tell(self, words):
        for label, build in self.builds.items():
            subprocess.run([str(build / "borealis"), "cluster", *words], env=self.environment(label), check=True,
                           stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    def __enter__(self):
        self.tell(["up", "--port", "0"])
        return self

    def __exit__(self, *why):
        self.tell(["down"])


def run(command, cwd, env):
    """Seconds, CPU seconds of it and all below it, and the largest process among them in MB."""
    start = time.perf_counter()
    with open(os.devnull, "r+b") as null:
        child = subprocess.Popen(command, cwd=cwd, env=env, stdin=null, stdout=null, stderr=null)
        _, _, used = os.wait4(child.pid, 0)
        child.returncode = 0
    return time.perf_counter() - start, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024


def count_instructions(command, cwd, env):
    """Millions of instructions of the program and its children, as callgrind counts them."""
    with tempfile.TemporaryDirectory() as out:
        # The evaluating child is ended by its parent: what it has counted must be out before.
        subprocess.run(["valgrind", "--tool=callgrind", "--dump-before=borealis::interp::encode_outcome*",
                        f"--callgrind-out-file={out}/%p", *command], cwd=cwd, env=env, stdin=subprocess.DEVNULL,
                       stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False)
        total = 0
        for path in pathlib.Path(out).iterdir():
            found = re.findall(r"^totals: (\d+)", path.read_text(errors="replace"), re.M)
            total += int(found[-1]) if found else 0
    return total / 1e6


class Workload:
    def __init__(self, name, arguments, reference="python"):
        self.name = name
        self.arguments = arguments  # of borealis
        self.reference = reference  # a key of the references that its ratio is taken to


def workloads(folder, quick):
    fleets = [10, 100, 1000] if quick else [10, 100, 1000, 10000]
    largest = fleets[-1]
    rows = [Workload("version", ["--version"]), Workload("validate hello", ["config", "validate", str(HERE / "hello.aurora")])]
    rows += [Workload(f"validate fleet {n}", ["config", "validate", fleet(folder, n)], f"stub {n}") for n in fleets]
    path = fleet(folder, largest)
    rows.append(Workload(f"render fleet {largest}", ["config", "render", path], f"stub {largest}"))
    rows.append(Workload(f"render fleet {largest} thrift", ["config", "render", "--as", "thrift", path], f"stub {largest}"))
    rows.append(Workload(f"evaluation alone {largest}", ["config", "list", evaluation(folder, largest)], f"stub {largest}"))
    rows.append(Workload("validate deep", ["config", "validate", str(HERE / "deep.aurora")]))
    for make, counts in ((processes, (125, 250, 500)), (references, (1000, 2000, 4000)), (bindings, (1000, 2000, 4000)),
                         (long_reference, (1000, 2000, 4000))):
        rows += [Workload(f"{make.__name__.replace('_', ' ')} {n}", ["config", "validate", make(folder, n)]) for n in counts]
    tree = folder / "tree"
    count = 200 if quick else 2000
    subprocess.run([PYTHON, str(HERE / "tree.py"), str(tree), str(count)], check=True)
    for cores in (1, 2):
        rows.append(Workload(f"tree of {count}, -j {cores}", ["config", "validate", "--jobs", str(cores), str(tree / "teams")]))
    rows.append(Workload("job diff 1000", ["job", "diff", deployable(folder, 1000)]))
    references_of = {"python": [PYTHON, "-I", "-S", "-c", "pass"]}
    for n in fleets:
        references_of[f"stub {n}"] = [PYTHON, "-I", "-S", str(HERE / "stub.py"), fleet(folder, n)]
    if shutil.which("jsonnet"):
        for n in fleets[:-1]:
            references_of[f"jsonnet {n}"] = ["jsonnet", "-o", os.devnull, str(folder / f"fleet{n}.jsonnet")]
    return rows, references_of


def show(table, columns):
    widths = [max(len(str(row[i])) for row in [columns, *table]) for i in range(len(columns))]
    for row in [columns, *table]:
        cells = [str(cell).ljust(width) if i == 0 else str(cell).rjust(width) for i, (cell, width) in enumerate(zip(row, widths))]
        print("  ".join(cells).rstrip())


def measure_all(commands, args, folder, clusters):
    """The figures of each command, and which of them ratios are made of."""
    if args.instructions:
        return {key: {"instructions_millions": count_instructions(command, folder, clusters.environment(key[0]))}
                for key, command in commands.items() if key[1] == "python" or key[0] != "reference"}, "instructions_millions"
    samples = {key: [] for key in commands}
    for _ in range(args.rounds):
        for key, command in commands.items():
            samples[key].append(run(command, folder, clusters.environment(key[0])))
    figures = {}
    for key, taken in samples.items():
        wall, cpu, memory = zip(*taken)
        figures[key] = {"wall_seconds": statistics.median(wall), "cpu_seconds": statistics.median(cpu),
                        "memory_mb": max(memory)}
    return figures, "cpu_seconds"


def main():
    parser = argparse.ArgumentParser(prog="./dev bench")
    parser.add_argument("--build", required=True, help=argparse.SUPPRESS)
    parser.add_argument("--compare", metavar="DIR", help="measure the programs of another build directory, too")
    parser.add_argument("--rounds", type=int, default=5, help="so many rounds; the medians are shown (5)")
    parser.add_argument("--quick", action="store_true", help="fleets up to 1,000 jobs, a tree of 200 files")
    parser.add_argument("--instructions", action="store_true", help="count instructions with valgrind in place of time")
    parser.add_argument("--only", metavar="WORD", help="workloads whose name holds this")
    parser.add_argument("--record", metavar="FILE", help="where the figures are written (bench.json in the build directory)")
    args = parser.parse_args()

    builds = {"": pathlib.Path(args.build).resolve()}
    if args.compare:
        builds["other"] = pathlib.Path(args.compare).resolve()
    for build in builds.values():
        if not os.access(build / "borealis", os.X_OK):
            parser.error(f"there is no program `borealis` in {build}")
    if args.instructions and not shutil.which("valgrind"):
        parser.error("--instructions needs valgrind")

    with tempfile.TemporaryDirectory(prefix="borealis-bench-") as name:
        folder = pathlib.Path(name)
        rows, references_of = workloads(folder, args.quick)
        rows = [row for row in rows if not args.only or args.only in row.name]
        if not rows:
            parser.error(f"no workload has {args.only!r} in its name")
        needed = {row.reference for row in rows} | {r for r in references_of if r.startswith("jsonnet") and not args.only}
        commands = {("reference", key): references_of[key] for key in sorted(needed)}
        for row in rows:
            for label, build in builds.items():
                commands[(label, row.name)] = [str(build / "borealis"), *row.arguments]
        clusters = Clusters(folder, builds)
        with clusters if any(row.arguments[0] == "job" for row in rows) else contextlib.nullcontext():
            figures, measure = measure_all(commands, args, folder, clusters)

    table = []
    for row in rows:
        mine = figures[("", row.name)]
        cells = [row.name] + [f"{mine[key]:.4g}" for key in mine]
        reference = figures.get(("reference", row.reference))
        cells.append(f"{mine[measure] / reference[measure]:.2f} x {row.reference}" if reference and reference[measure] else "")
        if args.compare:
            other = figures[("other", row.name)]
            cells.append(f"{mine[measure] / other[measure]:.3f}" if other[measure] else "")
        table.append(cells)
    for (kind, key), figure in figures.items():
        if kind == "reference":
            table.append([key] + [f"{value:.4g}" for value in figure.values()] + [""] * (2 if args.compare else 1))
    columns = ["workload"] + [key.replace("_", " ") for key in next(iter(figures.values()))] + ["ratio"]
    show(table, columns + ["of other"] if args.compare else columns)

    record = pathlib.Path(args.record) if args.record else builds[""] / "bench.json"
    record.write_text(json.dumps({f"{kind or 'this'}: {key}": figure for (kind, key), figure in figures.items()}, indent=2) + "\n")
    print(f"written to {record}", file=sys.stderr)


if __name__ == "__main__":
    main()

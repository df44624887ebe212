#!/usr/bin/python3
"""Measures the embedded cluster with simulated tasks: creates, updates and kills many, and asks for a job's status.

  tests/bench/cluster_scale.py [--hosts 10000] [--sizes 1000,10000,100000] [--build DIRECTORY]

Prints a JSON object: seconds of processor time that the cluster's process took (user and system, of all its threads, as
the kernel's scheduler counts them), and what that is per task; of status calls, seconds as a caller sees them. Time stands
still but when it is set, so what is measured is work, not waiting, and not what else runs on the machine. Each size is
measured with and without a constraint; the small ones several times, of which the median is taken.
"""

import argparse
import json
import os
import pathlib
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]


def arguments():
    parser = argparse.ArgumentParser()
    parser.add_argument("--hosts", type=int, default=10_000)
    parser.add_argument("--sizes", type=lambda text: [int(part) for part in text.split(",")],
                        default=[1000, 3000, 10_000, 30_000, 100_000])
    parser.add_argument("--build", default=str(ROOT / "build"))
    return parser.parse_args()


MOST = 4000  # instances of a job
START = 1_700_000_000_000


def key(name):
    return {1: (11, "www"), 2: (11, "prod"), 3: (11, name)}


# No more than so many of a job in a rack, of which there are hosts / 40.
LIMIT = {1: (11, "rack"), 2: (12, {2: (12, {1: (8, 40)})})}


def task_config(name, data, constrained=False):
    resources = [{1: (4, 0.1)}, {2: (10, 64)}, {3: (10, 64)}]
    return {28: (12, key(name)), 7: (2, 1), 13: (8, 1), 11: (8, 0), 32: (14, ("set", 12, resources)),
            20: (14, ("set", 12, [LIMIT] if constrained else [])), 25: (12, {1: (11, "AuroraExecutor"), 2: (11, data)}), 29: (12, {1: (12, {})})}


class Bench:
    def __init__(self, replay, pid):
        self.replay, self.now, self.pid = replay, START, pid

    def processor_seconds(self):
        """Nanoseconds on a processor, of each thread; the threads live as long as the process."""
        total = 0
        for thread in os.listdir(f"/proc/{self.pid}/task"):
            with open(f"/proc/{self.pid}/task/{thread}/schedstat") as file:
                total += int(file.read().split()[0])
        return total / 1e9

    def work(self, action):
        before = self.processor_seconds()
        action()
        return self.processor_seconds() - before

    def call(self, method, fields):
        reply = self.replay.call(method, fields)
        assert reply[0][1] == 1, (method, reply[0])
        return reply

    def let_pass(self, span):
        self.now += span
        self.replay.advance(self.now)

    def create(self, name, count, constrained=False):
        self.call("createJob", {1: (12, {9: (12, key(name)), 6: (12, task_config(name, "{}", constrained)),
                                         8: (8, count)})})

    def update(self, name, count, group, constrained):
        settings = {1: (8, group), 2: (8, 0), 3: (8, 0), 5: (8, 1000), 6: (2, 1), 7: (14, ("set", 12, [])), 8: (2, 0)}
        self.call("startJobUpdate", {1: (12, {1: (12, task_config(name, '{"v":2}', constrained)), 2: (8, count),
                                              3: (12, settings)})})

    def kill(self, name):
        self.call("killTasks", {4: (12, key(name))})

    def status(self, name):
        """Without reading the answer, which takes longer here than making it."""
        from cluster.replay import ask
        from cluster.thrift_wire import encode
        query = {1: (12, {14: (11, "www"), 9: (11, "prod"), 2: (11, name)})}
        body = encode(("getTasksWithoutConfigs", 1, 1, query), True)
        kind = "application/vnd.apache.thrift.binary"
        status, _, answer = ask(self.replay.connection, "POST", "/api",
                                {"Content-Type": kind, "Accept": kind, "Content-Length": str(len(body))}, body)
        assert status == 200 and len(answer) > 100_000

    def count(self, state):
        reply = self.call("getJobSummary", {1: (11, "www")})
        return sum(summary[2][state] for summary in reply[0][3][18][1])


def timed(action):
    began = time.perf_counter()
    action()
    return time.perf_counter() - began


def measure(bench, tasks, constrained, prefix):
    jobs = [(f"{prefix}{i}", min(MOST, tasks - i * MOST)) for i in range((tasks + MOST - 1) // MOST)]
    out = {"create": bench.work(lambda: [bench.create(*job, constrained) for job in jobs])}
    out["schedule"] = bench.work(lambda: bench.let_pass(1))
    out["start"] = bench.work(lambda: bench.let_pass(2000))
    assert bench.count(1) == tasks, bench.count(1)

    def roll():
        for name, count in jobs:
            bench.update(name, count, max(1, count // 10), constrained)
        bench.let_pass(60_000)
    out["update"] = bench.work(roll)
    reply = bench.call("getJobUpdateSummaries", {1: (12, {2: (11, "www"), 5: (14, ("set", 8, [4]))})})
    done = [s for s in reply[0][3][23].get(1, []) if s[5][1][3].startswith(prefix)]
    assert len(done) == len(jobs), f"{len(done)} of {len(jobs)} updates done"

    def end():
        for name, _ in jobs:
            bench.kill(name)
        bench.let_pass(1000)
    out["kill"] = bench.work(end)
    return out


def median_of(bench, tasks, constrained):
    """Microseconds per task of each step."""
    times = max(1, min(7, 10_000 // tasks))
    runs = [measure(bench, tasks, constrained, f"{'c' if constrained else 'u'}{tasks}-{n}-") for n in range(times)]
    return {step: round(sorted(run[step] for run in runs)[times // 2] / tasks * 1e6, 1) for step in runs[0]}


def statuses(bench):
    bench.create("status", 1000)
    bench.let_pass(2000)
    taken = sorted(timed(lambda: bench.status("status")) for _ in range(20))
    bench.kill("status")
    bench.let_pass(1000)
    return {"median": round(taken[10], 4), "worst": round(taken[-1], 4)}


def main():
    args = arguments()
    os.environ["BOREALIS_BUILD"] = args.build
    sys.path[:0] = [str(ROOT / "tests")]
    from cluster.replay import Replay, ask, simulated_cluster
    hosts = [{"name": f"host-{n}", "attributes": {"rack": [f"rack-{n // 40}"]}} for n in range(args.hosts)]
    with tempfile.TemporaryDirectory() as directory:
        with simulated_cluster(pathlib.Path(directory), START, hosts_file=hosts) as connection:
            pid = json.loads(ask(connection, "GET", "/borealis/status", {}, b"")[2])["pid"]
            bench = Bench(Replay(connection), pid)
            bench.create("warm", 1)
            bench.let_pass(2000)
            bench.kill("warm")
            bench.let_pass(1000)
            curves = {name: {str(size): median_of(bench, size, name == "constrained") for size in args.sizes}
                      for name in ("unconstrained", "constrained")}
            status = statuses(bench)
    print(json.dumps({"microseconds_per_task": curves, "status_of_1000_instances_seconds": status}, indent=2))


if __name__ == "__main__":
    main()

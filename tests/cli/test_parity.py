"""Who knows the original client finds its nouns, verbs and options here, in its spelling."""

import re

import pytest

# What several verbs have, each option with a value as one would write it.
COMMON = ["--verbose", "-v", "--skip-hooks all"]
CONFIG = ["--bind profile.version=7", "--read-json"]
HOOKS = [*CONFIG, "--config web.aurora"]
BROWSER = ["--open-browser"]
BATCHES = ["--batch-size 2", "--max-total-failures 1"]
MESSAGE = ["--message text", "-m text"]
JSON = ["--write-json"]
SSH = ["--ssh-user ann", "-l ann", "--ssh-options '-p 22'", "--executor-sandbox"]
HOSTS = ["--filename hosts.txt", "--hosts a,b"]

VERBS = {
    "config list": CONFIG,
    "cron schedule": CONFIG,
    "cron deschedule": [],
    "cron start": [*HOOKS, *BROWSER],
    "cron show": [],
    "job create": [*CONFIG, *BROWSER, "--wait-until RUNNING"],
    "job diff": [*CONFIG, "--from west/www/prod/web"],
    "job inspect": [*CONFIG, *JSON, "--raw"],
    "job kill": [*HOOKS, *BROWSER, *BATCHES, *MESSAGE, "--no-batching", "--strict"],
    "job killall": [*HOOKS, *BROWSER, *BATCHES, *MESSAGE, "--no-batching"],
    "job add": [*HOOKS, *BROWSER, "--wait-until FINISHED"],
    "job list": [],
    "job open": [],
    "job restart": [*HOOKS, *BROWSER, *BATCHES, "--max-per-instance-failures 2", "--watch-secs 30", "--strict",
                    "--force", "--healthcheck-interval-seconds 3"],
    "job status": JSON,
    "quota get": JSON,
    "sla get-task-up-count": ["--durations 1m,10m,2d6h"],
    "sla get-job-uptime": ["--percentiles 99,50"],
    "task run": [*SSH, "--threads 2", "-t 2"],
    "task ssh": [*SSH, "--tunnels 8080:http", "-L 8080:http", "--command ls", "-c ls", "--pid-file pid", "-p pid"],
    "task scp": ["--scp-options '-l 100'", "--executor-sandbox"],
    "update start": [*CONFIG, *BROWSER, *MESSAGE, "--strict", "--wait", "--healthcheck-interval-seconds 3"],
    "update pause": MESSAGE,
    "update resume": MESSAGE,
    "update abort": MESSAGE,
    "update rollback": [*MESSAGE, "--wait"],
    "update list": [*JSON, "--status active --status failed", "--user ann"],
    "update info": JSON,
    "update wait": [],
}

GROUPING = ["--grouping by_host"]
ADMIN_COMMON = ["-v", "-q", "--bypass-leader-redirect"]
ADMIN = {
    "prune_tasks": ["--states FAILED,LOST", "--role www", "--env prod", "--limit 10"],
    "query": ["--force", "--shards 0,2", "--states RUNNING", "-l %role%"],
    "set_quota": [],
    "increase_quota": [],
    "scheduler_backup_now": [],
    "scheduler_list_backups": [],
    "scheduler_stage_recovery": [],
    "scheduler_print_recovery_tasks": [],
    "scheduler_delete_recovery_tasks": [],
    "scheduler_commit_recovery": [],
    "scheduler_unload_recovery": [],
    "scheduler_snapshot": [],
    "reconcile_tasks": ["-t implicit", "-b 100"],
    "get_cluster_config": ["--sh", "--export"],
    "get_scheduler": [],
    "host_deactivate": HOSTS,
    "host_activate": HOSTS,
    "host_status": HOSTS,
    "host_drain": [*HOSTS, *GROUPING, "--post_drain_script reboot.sh", "--override_percentage 50",
                   "--override_duration 10m", "--override_reason fire", "--unsafe_hosts_file unsafe.txt"],
    "sla_host_drain": [*HOSTS, "--default_percentage 95", "--default_duration 30m", "--force_drain_timeout 7d"],
    "sla_list_safe_domain": [*GROUPING, "-X out.txt", "-x a,b", "-I in.txt", "-i a,b", "-l",
                             "--min_job_instance_count 10", "-o overrides.txt"],
    "sla_probe_hosts": [*HOSTS, *GROUPING, "--min_job_instance_count 10"],
}

# A help of every option would bury the others: these are taken and have no effect (docs/jobs.md).
NOT_IN_HELP = {"--skip-hooks"}
# They ask no cluster, so there is no call to name.
OFFLINE = {"config list", "job inspect"}

ALL = ([(verb, [*COMMON, *options]) for verb, options in VERBS.items()] +
       [(f"admin {verb}", [*ADMIN_COMMON, *options]) for verb, options in ADMIN.items()])


def words(options):
    import shlex
    return [word for option in options for word in shlex.split(option)]


@pytest.mark.parametrize("verb, options", ALL, ids=lambda value: value if isinstance(value, str) else "")
def test_options_of_the_original_are_known(borealis, verb, options):
    # All of them are read before the first one that is unknown is complained of.
    done = borealis(*verb.split(), *words(options), "--no-such-option")
    assert done.code == 64 and "has no option --no-such-option" in done.err, done
    shown = set(re.findall(r"(?<![\w-])--?[\w-]+", borealis(*verb.split(), "--help").out.split("Options:")[1]))
    for option in options:
        name = option.split()[0].replace("_", "-")
        if name in NOT_IN_HELP or (verb in OFFLINE and name in ("--verbose", "-v")):
            continue
        assert name in shown, f"{verb} {name}"


def test_admin_commands_in_both_spellings(borealis):
    for verb in ADMIN:
        for words in (["admin", verb, "--help"], ["admin", "help", verb], ["help", "admin", verb.replace("_", "-")],
                      ["admin", verb, "--long-help"]):
            done = borealis(*words)
            assert done.code == 0 and f"borealis admin {verb.replace('_', '-')}" in done.out, done


@pytest.mark.parametrize("old, now", [
    (["update", "status", "c/r/e/n"], "update info"),
    (["beta-update", "list"], "borealis update"),
    (["job", "update", "c/r/e/n", "f"], "update start"),
    (["job", "cancel-update", "c/r/e/n"], "update abort"),
    (["job", "run", "c/r/e/n", "ls"], "task run"),
    (["aurora_admin", "query"], "borealis admin"),
    (["job", "kill", "c/r/e/n/0", "--max-total", "2"], "--max-total-failures"),
    (["--verbose", "job", "list"], "after the verb"),
])
def test_old_names_lead_to_the_new_ones(borealis, old, now):
    done = borealis(*old)
    assert done.code == 64 and not done.out and now in done.err, done

"""A config's hooks, called around what is asked of a cluster."""

import pytest

from .conftest import service

KEY = "devcluster/demo/prod/web"
SLEEP = "exec sleep 100000"


def with_hooks(body, enable="True"):
    return body + "\n" + service(SLEEP, 2, extra=f"enable_hooks = {enable},")


SPY = """
import json, sys
class Spy:
  def generic_hook(self, hook_config, event, method, outcome, args, kw):
    config, key = hook_config
    print('spy', event, method, key, key.cluster, key.role, key.env, key.name, config['instances'], len(args), sorted(kw))
    print('outcome', json.dumps(outcome))
    return True
"""


def create(cluster, text, *words):
    (cluster.directory / "job.aurora").write_text(text)
    return cluster("job", "create", KEY, "job.aurora", *words)


@pytest.fixture
def up(cluster):
    cluster.up()
    return cluster


def test_hooks_see_a_call_and_its_end(up):
    done = create(up, with_hooks(SPY + "hooks = [Spy()]"))
    assert done.code == 0, done
    said = [line for line in done.err.splitlines() if line.startswith(("spy", "outcome"))]
    what = f"create_job {KEY} devcluster demo prod web 2 1 []"
    assert said == [f"spy pre {what}", "outcome false", f"spy post {what}", "outcome {}"], done
    assert "spy" not in done.out
    done = create(up, with_hooks(SPY + "hooks = [Spy()]"))
    assert done.code == 4, done
    assert f"spy err {what}" in done.err and "is there already" in done.err.split("spy err")[1]


@pytest.mark.parametrize("body", [
    "class H:\n  def pre_create_job(self, config): return False\nhooks = [H()]",
    "class H:\n  def pre_create_job(self, config): pass\nhooks = [H()]",
    "class H:\n  def pre_create_job(self, config): raise ValueError('not today')\nhooks = [H()]",
    "class H:\n  def pre_create_job(self): return True\nhooks = [H()]",
    "class H:\n  def generic_hook(self, *args): return 0\nhooks = [H()]",
    "class H:\n  def pre_create_job(self, config):\n    import os; os._exit(0)\nhooks = [H()]",
    "hooks = 7",
])
def test_a_hook_stops_a_call(up, body):
    done = create(up, with_hooks(body))
    assert done.code == 1 and "stopped create_job" in done.err, done
    assert up("job", "list", "devcluster").out == "", "nothing was sent"
    if "not today" in body:
        assert "ValueError: not today" in done.err


def test_all_hooks_are_called_and_one_is_enough_to_stop(up):
    body = ("class H:\n  def __init__(self, n, answer): self.n, self.answer = n, answer\n"
            "  def pre_create_job(self, config):\n    print('hook', self.n, config.name(), config.instances())\n    return self.answer\n"
            "hooks = [H(1, False), H(2, True)]")
    done = create(up, with_hooks(body))
    assert done.code == 1
    assert [line for line in done.err.splitlines() if line.startswith("hook")] == ["hook 1 web 2", "hook 2 web 2"]


def test_what_post_hooks_do_changes_nothing(up):
    body = "class H:\n  def post_create_job(self, result, config): raise RuntimeError('late')\nhooks = [H()]"
    done = create(up, with_hooks(body))
    assert done.code == 0 and "RuntimeError: late" in done.err, done


def test_a_job_that_does_not_enable_hooks_has_none(up):
    body = "class H:\n  def pre_create_job(self, config): return False\nhooks = [H()]"
    done = create(up, with_hooks(body, enable="False"))
    assert done.code == 0, done


def test_a_deploy_and_its_update(up):
    def deploy(cmdline, *words):
        (up.directory / "job.aurora").write_text(SPY + "hooks = [Spy()]\n" + service(cmdline, 2, extra="enable_hooks = True,"))
        return up("job", "deploy", "job.aurora", "-m", "seven", *words)
    done = deploy(SLEEP)
    assert done.code == 0, done
    assert [line.split()[1:3] for line in done.err.splitlines() if line.startswith("spy")] == [["pre", "create_job"], ["post", "create_job"]]
    done = deploy(SLEEP)
    assert done.code == 0 and "spy" not in done.err, "nothing is asked when nothing changes"
    done = deploy("exec sleep 200000")
    assert done.code == 0, done
    assert [line.split()[1:3] for line in done.err.splitlines() if line.startswith("spy")] == [["pre", "start_job_update"], ["post", "start_job_update"]]
    assert '"update_id": "' in done.err


def test_a_hook_stops_a_deploy_and_an_update(up):
    body = ("class H:\n  def pre_create_job(self, config): return True\n"
            "  def pre_start_job_update(self, config, message, instances=None, metadata=None):\n    print('message', message)\nhooks = [H()]")
    assert create(up, with_hooks(body)).code == 0
    (up.directory / "job.aurora").write_text(with_hooks(body).replace("100000", "200000"))
    for words in (["job", "deploy", "job.aurora"], ["update", "start", KEY, "job.aurora"]):
        done = up(*words, "-m", "seven")
        assert done.code == 1 and "stopped start_job_update" in done.err and "message seven" in done.err, done
    assert up("update", "list", KEY).out == ""


CALL_SPY = """
class Spy:
  def generic_hook(self, hook_config, event, method, outcome, args, kw):
    print('spy', event, method, list(args[1:]), sorted((name, value) for name, value in kw.items() if name != 'config'))
    return True
hooks = [Spy()]
"""


def spied(done):
    assert done.code == 0, done
    return [line.removeprefix("spy ") for line in done.err.splitlines() if line.startswith("spy ")]


def test_commands_that_need_no_config_call_the_hooks_of_one(up):
    assert create(up, with_hooks(CALL_SPY), "--wait-until", "RUNNING").code == 0
    assert spied(up("job", "add", f"{KEY}/0", "2", "--wait-until", "RUNNING")) == [], "without --config there are none"
    config = ["--config", "job.aurora"]
    assert spied(up("job", "add", f"{KEY}/0", "1", *config)) == [f"{event} add_instances [0, 1] []" for event in ("pre", "post")]
    done = up("job", "restart", f"{KEY}/0-1", "--watch-secs", "1", "--healthcheck-interval-seconds", "1", *config)
    settings = {"batch_size": 1, "watch_secs": 1, "max_per_instance_failures": 0, "max_total_failures": 0,
                "health_check_interval_seconds": 1}
    assert spied(done) == [f"{event} restart [[0, 1], {settings}] []" for event in ("pre", "post")], "once around all batches"
    done = up("job", "kill", f"{KEY}/2-3", "--yes", "-m", "enough", *config)
    assert spied(done) == [f"{event} kill_job [] [('instances', [{i}]), ('message', 'enough')]" for i in (2, 3) for event in ("pre", "post")], \
        "once a batch"
    done = up("job", "killall", KEY, "--yes", "--no-batching", *config)
    assert spied(done) == [f"{event} kill_job [] [('instances', None), ('message', None)]" for event in ("pre", "post")]


@pytest.mark.parametrize("words", [["job", "add", f"{KEY}/0", "1"], ["job", "restart", KEY], ["job", "kill", f"{KEY}/0", "--yes"],
                                   ["job", "killall", KEY, "--yes"]], ids=lambda words: words[1])
def test_hooks_stop_what_needs_no_config(up, words):
    body = "class H:\n  def generic_hook(self, *args): return args[1] != 'pre' or args[2] == 'create_job'\nhooks = [H()]"
    assert create(up, with_hooks(body), "--wait-until", "RUNNING").code == 0
    before = up.running()
    done = up(*words, "--config", "job.aurora")
    assert done.code == 1 and not done.out and "stopped" in done.err and "not sent" in done.err, done
    assert up.running() == before


def test_a_config_without_the_job_stops_a_call(up):
    assert create(up, with_hooks(CALL_SPY)).code == 0
    (up.directory / "other.aurora").write_text(service(SLEEP, 1, name="other"))
    before = up.tasks()[0]
    done = up("job", "killall", KEY, "--yes", "--config", "other.aurora")
    assert done.code == 3 and KEY in done.err and not done.out, done
    assert up("job", "killall", KEY, "--yes", "--config", "nowhere.aurora").code == 3
    assert [task["assignedTask"]["taskId"] for task in up.tasks()[0]] == [task["assignedTask"]["taskId"] for task in before]


def test_an_error_hook_is_told_of_a_failed_restart(up):
    body = CALL_SPY.replace("print('spy', event, method", "print('spy', event, method, outcome")
    assert create(up, with_hooks(body), "--wait-until", "RUNNING").code == 0
    done = up("job", "restart", KEY, "--watch-secs", "60", "--timeout", "2", "--config", "job.aurora")
    assert done.code == 5, done
    assert "spy err restart" in done.err and "did not become healthy" in done.err.split("spy err restart")[1], done

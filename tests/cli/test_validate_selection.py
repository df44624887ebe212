"""Which findings are reported: --select, --ignore, --strict, comments in the config, borealis.toml."""

import pytest

from validate_cases import DAEMON, GOOD, MISSPELLED, REFUSED, rules_of, write


def validate(borealis, config, *words, name="a.aurora", **files):
    files = {name: config, **files}
    import pathlib
    write(pathlib.Path(borealis.directory), files)
    return borealis("config", "validate", name, "--format", "json", *words)


@pytest.fixture(autouse=True)
def directory(borealis, tmp_path):
    borealis.directory = tmp_path


BOTH = DAEMON.replace("'prod'", "'uat'")


# ---- the command line ---------------------------------------------------------------------------------------------

def test_strict_makes_warnings_errors(borealis):
    assert validate(borealis, DAEMON).code == 0
    done = validate(borealis, DAEMON, "--strict")
    assert done.code == 1
    assert done.json()["diagnostics"][0]["severity"] == "error"
    assert done.json()["summary"]["errors"] == 1


@pytest.mark.parametrize("words, rules, code", [
    ([], ["daemonizing-command", "environment"], 1),
    (["--ignore", "environment"], ["daemonizing-command"], 0),
    (["--ignore", "environment,daemonizing-command"], [], 0),
    (["--ignore", "environment", "--ignore", "daemonizing-command"], [], 0),
    (["--select", "daemonizing-command"], ["daemonizing-command"], 0),
    (["--select", "daemonizing-command, environment"], ["daemonizing-command", "environment"], 1),
    (["--select", "environment", "--ignore", "environment"], [], 0),
    (["--select", "tier"], [], 0),
])
def test_select_and_ignore(borealis, words, rules, code):
    done = validate(borealis, BOTH, *words)
    assert rules_of(done) == rules
    assert done.code == code


def test_what_is_ignored_is_counted_for_people(borealis):
    assert validate(borealis, BOTH, "--ignore", "environment").err.strip() == "1 warning in 1 job (1 ignored)"


def test_select_does_not_hide_that_there_is_no_job(borealis):
    done = validate(borealis, MISSPELLED, "--select", "tier")
    assert rules_of(done) == ["unknown-field"]
    assert done.code == 1


@pytest.mark.parametrize("option", ["--select", "--ignore"])
def test_an_unknown_rule_is_wrong_usage(borealis, option):
    done = validate(borealis, GOOD, option, "enviroment")
    assert done.code == 64 and done.out == ""
    assert "enviroment" in done.err and "did you mean environment?" in done.err


@pytest.mark.parametrize("rule", ["wrong-type", "syntax-error", "unbound-reference"])
def test_an_error_without_which_there_is_no_job_cannot_be_ignored(borealis, rule):
    done = validate(borealis, GOOD, "--ignore", rule)
    assert done.code == 64 and done.out == ""
    assert "cannot be ignored" in done.err


# ---- comments -----------------------------------------------------------------------------------------------------

SERVICE = '''\
hello = Process(
  name = 'hello',
  cmdline = 'nginx'){at_process}

jobs = [
{above_job}
  Service({at_job}
    cluster = 'devcluster', role = 'demo', name = 'hello',
    environment = 'uat',{at_field}
    task = Task(processes = [hello], resources = Resources(cpu = 0.5, ram = 64*MB, disk = 64*MB)))
]
'''


def service(**comments):
    return SERVICE.format(**{**dict.fromkeys(["at_process", "above_job", "at_job", "at_field"], ""),
                             **{name: f"# borealis: ignore[{text}" for name, text in comments.items()}})


@pytest.mark.parametrize("comments, rules", [
    ({}, ["daemonizing-command", "environment"]),
    ({"at_field": "environment]"}, ["daemonizing-command"]),
    ({"at_field": "environment] the test cluster has it"}, ["daemonizing-command"]),
    ({"at_job": "environment]"}, ["daemonizing-command"]),
    ({"above_job": "environment]"}, ["daemonizing-command"]),
    ({"at_process": "daemonizing-command] it is told to stay"}, ["environment"]),
    ({"at_process": "daemonizing-command]", "at_field": "environment, tier]"}, ["unused-ignore"]),
    ({"at_field": "tier]"}, ["daemonizing-command", "environment", "unused-ignore"]),
    # On the wrong line: it says nothing of the other process.
    ({"at_process": "environment]"}, ["daemonizing-command", "unused-ignore", "environment"]),
])
def test_comments_silence_rules_where_they_stand(borealis, comments, rules):
    assert rules_of(validate(borealis, service(**comments))) == rules


def test_other_comments_may_stand_on_the_line(borealis):
    config = GOOD.replace("name = 'hello',\n", "name = 'hello', # noqa  # borealis: ignore[environment]\n").replace("prod", "uat")
    assert rules_of(validate(borealis, config)) == []


def test_comments_stack_above_a_line(borealis):
    config = DAEMON.replace("hello = ", "# borealis: ignore[tier]\n# why not\n# borealis: ignore[daemonizing-command]\nhello = ")
    assert rules_of(validate(borealis, config)) == ["unused-ignore"]


def test_a_blank_line_parts_a_comment_from_the_code(borealis):
    config = DAEMON.replace("hello = ", "# borealis: ignore[daemonizing-command]\n\nhello = ")
    assert rules_of(validate(borealis, config)) == ["unused-ignore", "daemonizing-command"]


def test_a_text_of_several_lines_has_its_comment_behind_its_end(borealis):
    config = DAEMON.replace("'nginx'", "'''\n  set -e\n  nginx\n'''").replace("''')", "''')  # borealis: ignore[daemonizing-command]")
    assert rules_of(validate(borealis, config)) == []


def test_what_looks_like_a_comment_in_a_text_is_none(borealis):
    config = DAEMON.replace("'nginx'", "'nginx # borealis: ignore[daemonizing-command]'")
    assert rules_of(validate(borealis, config)) == ["daemonizing-command"]


def test_an_unknown_rule_in_a_comment(borealis):
    found = validate(borealis, service(at_field="enviroment]")).json()["diagnostics"]
    bad = next(d for d in found if d["rule"] == "bad-ignore")
    assert bad["severity"] == "warning" and "enviroment" in bad["message"]
    assert bad["hint"] == "did you mean `environment`?"
    assert bad["line"] == 9 and bad["end_column"] - bad["column"] == len("enviroment")
    assert "environment" in [d["rule"] for d in found]


@pytest.mark.parametrize("comment", ["# borealis: ignore", "# borealis: ignore[]", "# borealis: ignor[tier]", "# borealis: ignore tier",
                                     "# borealis: ignore[wrong-type]"])
def test_a_comment_that_cannot_be_obeyed(borealis, comment):
    done = validate(borealis, comment + "\n" + GOOD)
    assert rules_of(done) == ["bad-ignore"]
    assert done.code == 0


def test_an_error_without_which_there_is_no_job_is_not_silenced(borealis):
    done = validate(borealis, MISSPELLED.replace("\n", "  # borealis: ignore[unknown-field, missing-field]\n", 1))
    assert "unknown-field" in rules_of(done) and done.code == 1


def test_comments_in_included_files(borealis):
    base = "hello = Process(name = 'hello', cmdline = 'nginx')  # borealis: ignore[daemonizing-command, tier]\n"
    config = "include('base.aurora')\n" + GOOD.split("\n", 1)[1]
    # What an included file ignores in vain here another file may need.
    assert rules_of(validate(borealis, config, **{"base.aurora": base})) == []
    done = borealis("config", "validate", ".", "--format", "json")
    assert [(d["rule"], d["file"]) for d in done.json()["diagnostics"]] == [("unused-ignore", "base.aurora")]


def test_an_ignore_that_one_of_several_files_needs_is_used(borealis, tmp_path):
    base = "hello = Process(name = 'hello', cmdline = 'nginx')  # borealis: ignore[daemonizing-command]\n"
    user = "include('base.aurora')\n" + GOOD.split("\n", 1)[1]
    other = "include('base.aurora')\nhello = Process(name = 'hello', cmdline = 'ls')\n" + GOOD.split("\n", 1)[1]
    write(tmp_path, {"base.aurora": base, "a.aurora": user, "b.aurora": other})
    assert rules_of(borealis("config", "validate", ".", "--format", "json")) == []


def test_no_ignore_is_called_unused_when_jobs_are_missing(borealis):
    config = GOOD.replace("hello = ", "hello = ", 1) + "1 / 0  # borealis: ignore[tier]\n"
    assert rules_of(validate(borealis, config)) == ["python-error"]
    config = GOOD + "# borealis: ignore[tier]\nx = 1\n"
    assert rules_of(validate(borealis, config, "--job", "devcluster/demo/prod/hello")) == []
    assert rules_of(validate(borealis, config)) == ["unused-ignore"]
    assert rules_of(validate(borealis, config, "--ignore", "unused-ignore")) == []


def test_a_deploy_refuses_what_is_only_ignored(borealis):
    config = REFUSED.replace("'uat',", "'uat',  # borealis: ignore[environment]\n")
    assert validate(borealis, config).code == 0
    done = borealis("job", "deploy", "a.aurora")
    assert done.code == 1 and "environment" in done.err


# ---- borealis.toml ------------------------------------------------------------------------------------------------

def project(borealis, tmp_path, toml, config=BOTH, *words, file="services/web/a.aurora"):
    write(tmp_path, {"borealis.toml": toml, file: config})
    return borealis("config", "validate", file, "--format", "json", *words)


@pytest.mark.parametrize("toml, rules, code", [
    ("", ["daemonizing-command", "environment"], 1),
    ('ignore = ["environment"]', ["daemonizing-command"], 0),
    ('select = ["environment"]', ["environment"], 1),
    ('ignore = ["environment"]\nstrict = true', ["daemonizing-command"], 1),
    ('[[files]]\npath = "services/**"\nignore = ["environment"]', ["daemonizing-command"], 0),
    ('[[files]]\npath = "services"\nignore = ["environment"]', ["daemonizing-command"], 0),
    ('[[files]]\npath = "*/web/*.aurora"\nignore = ["environment"]', ["daemonizing-command"], 0),
    ('[[files]]\npath = "web/**"\nignore = ["environment"]', ["daemonizing-command", "environment"], 1),
    ('[[files]]\npath = "**/web/**"\nignore = ["environment"]', ["daemonizing-command"], 0),
    ('strict = true\nignore = ["environment"]\n[[files]]\npath = "services/**"\nstrict = false', ["daemonizing-command"], 0),
    ('select = ["tier"]\n[[files]]\npath = "services/**"\nselect = ["environment"]', ["environment"], 1),
])
def test_project_settings(borealis, tmp_path, toml, rules, code):
    done = project(borealis, tmp_path, toml)
    assert rules_of(done) == rules
    assert done.code == code


def test_options_come_before_the_project(borealis, tmp_path):
    assert rules_of(project(borealis, tmp_path, 'select = ["tier"]', BOTH, "--select", "environment")) == ["environment"]
    assert rules_of(project(borealis, tmp_path, 'ignore = ["environment"]', BOTH, "--ignore", "daemonizing-command")) == []


def test_the_nearest_root_counts(borealis, tmp_path):
    ignoring = 'ignore = ["environment"]'
    write(tmp_path, {"services/borealis.toml": ""})
    assert "environment" in rules_of(project(borealis, tmp_path, ignoring))
    (tmp_path / "services/borealis.toml").unlink()
    write(tmp_path, {"services/web/.git/HEAD": ""})
    assert "environment" in rules_of(project(borealis, tmp_path, ignoring))
    assert "environment" not in rules_of(project(borealis, tmp_path, ignoring, BOTH, "--root", "."))
    assert borealis("config", "validate", "services/web/a.aurora", "--root", "nowhere").code == 64


def test_rules_are_chosen_by_the_file_of_the_finding(borealis, tmp_path):
    base = "hello = Process(name = 'hello', cmdline = 'nginx')\n"
    config = "include('../../legacy/base.aurora')\n" + REFUSED.split("\n", 1)[1]
    write(tmp_path, {"legacy/base.aurora": base})
    done = project(borealis, tmp_path, '[[files]]\npath = "legacy"\nignore = ["daemonizing-command", "environment"]', config)
    assert rules_of(done) == ["environment"]


@pytest.mark.parametrize("toml, line, column, words", [
    ('ignor = ["tier"]', 1, 1, ["ignor", "did you mean `ignore`?"]),
    ('ignore = ["teir"]', 1, 11, ["teir", "did you mean tier?"]),
    ('ignore = ["tier",\n  "wrong-type"]', 2, 3, ["wrong-type", "cannot be ignored"]),
    ('ignore = "tier"', 1, 10, ["a list of rules"]),
    ('strict = "yes"', 1, 10, ["true or false"]),
    ('time_limit = "soon"', 1, 14, ["a duration", "5m"]),
    ('memory_limit = -1', 1, 16, ["MB"]),
    ('[[files]]\nignore = []', 1, None, ["path"]),
    ('[[files]]\npath = "a"\nstric = true', 3, 1, ["did you mean `strict`?"]),
    ('[clusters.prod]\nmax_task_per_job = 1', 2, 1, ["did you mean `max_tasks_per_job`?"]),
    ('[clusters.prod]\nallowed_container_types = ["docker"]', 2, 1, ["docker", "DOCKER"]),
    ('[clusters.prod]\nallow_gpu_resource = 1', 2, 1, ["true or false"]),
    ('[clusters.prod]\nallowed_job_environments = "(prod"', 2, 1, ["regular expression"]),
    ('rule_pages = "docs"', 1, 14, ["absolute URI"]),
    ('strict = true\nstrict = false', 2, None, ["strict"]),
    ('strict = ', 1, None, []),
])
def test_a_mistake_in_the_project_file(borealis, tmp_path, toml, line, column, words):
    done = project(borealis, tmp_path, toml)
    assert done.code == 64 and done.out == ""
    place = f"borealis.toml:{line}:" + (f"{column}\n" if column else "")
    assert place in done.err
    assert "error[project-file]" in done.err
    for word in words:
        assert word in done.err


def test_all_mistakes_of_the_project_file_are_told(borealis, tmp_path):
    done = project(borealis, tmp_path, 'ignor = []\nstrict = 1\n')
    assert "borealis.toml:1:1" in done.err and "borealis.toml:2:10" in done.err


def test_limits_of_the_project(borealis, tmp_path):
    loop = "while True: pass\n"
    done = project(borealis, tmp_path, 'time_limit = "90s"\n[[files]]\npath = "services"\ntime_limit = 1', loop)
    assert rules_of(done) == ["limit-exceeded"] and done.code == 3
    # Other commands hear of it, too.
    assert borealis("config", "render", "services/web/a.aurora").code == 3


# ---- what a cluster accepts ---------------------------------------------------------------------------------------

GPU = GOOD.replace("cpu = 0.5", "cpu = 0.5, gpu = 1")


@pytest.mark.parametrize("flag, config, rule", [
    ("allow_gpu_resource = true", GPU, "disabled-feature"),
    ('allowed_job_environments = "^(prod|uat)$"', REFUSED, "environment"),
    ("max_tasks_per_job = 5000", GOOD.replace("cluster =", "instances = 4500, cluster ="), "instance-count"),
    ('allowed_container_types = ["MESOS", "DOCKER"]', GOOD.replace("cluster =", "container = Docker(image = 'x'), cluster ="),
     "container-type"),
    ("tier_config = { gold = { preemptible = false } }", GOOD.replace("cluster =", "tier = 'gold', cluster ="), "tier"),
])
def test_a_cluster_may_accept_more(borealis, tmp_path, flag, config, rule):
    assert rule in rules_of(project(borealis, tmp_path, "", config))
    for cluster in ("devcluster", '"*"'):
        assert rule not in rules_of(project(borealis, tmp_path, f"[clusters.{cluster}]\n{flag}\n", config))
    assert rule in rules_of(project(borealis, tmp_path, f"[clusters.other]\n{flag}\n", config))


def test_a_cluster_may_accept_less(borealis, tmp_path):
    config = GOOD.replace("cluster =", "instances = 50, cluster =")
    found = project(borealis, tmp_path, "[clusters.devcluster]\nmax_tasks_per_job = 10\n", config).json()["diagnostics"]
    assert [d["rule"] for d in found] == ["instance-count"]
    assert "10" in found[0]["message"]


def test_clusters_json_tells_flags(borealis, tmp_path):
    flags = '[{"name": "devcluster", "scheduler_flags": {"allow_gpu_resource": true}}]'
    write(tmp_path, {"home/.aurora/clusters.json": flags})
    assert rules_of(validate(borealis, GPU)) == []
    # The project knows better.
    assert rules_of(project(borealis, tmp_path, "[clusters.devcluster]\nallow_gpu_resource = false\n", GPU)) == ["disabled-feature"]


def test_a_flag_in_clusters_json_that_is_not_understood_is_a_warning(borealis, tmp_path):
    flags = '[{"name": "devcluster", "scheduler_flags": {"allow_gpu_resorce": true}}]'
    write(tmp_path, {"home/.aurora/clusters.json": flags})
    done = validate(borealis, GPU)
    assert rules_of(done) == ["disabled-feature"]
    assert "allow_gpu_resorce" in done.err and "did you mean `allow_gpu_resource`?" in done.err


def test_a_deploy_knows_what_the_cluster_accepts(borealis, tmp_path):
    write(tmp_path, {"a.aurora": GPU})
    assert "disabled-feature" in borealis("job", "deploy", "a.aurora").err
    write(tmp_path, {"borealis.toml": "[clusters.devcluster]\nallow_gpu_resource = true\n"})
    done = borealis("job", "deploy", "a.aurora")
    assert "disabled-feature" not in done.err and done.code == 6, done

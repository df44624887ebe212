"""The noun `schema`: the field reference, the exports, and that what they say is true of rendered jobs."""

import copy
import json

import jsonschema
import pytest

from conftest import ROOT, run_borealis

GOLDEN = ROOT / "tests" / "golden"

# The structs as the original has them: `!` required, `=` default (JSON), otherwise unset.
STRUCTS = {
    "Process": """cmdline String !; name String !; resources Resources; max_failures Integer =1; daemon Boolean =false;
        ephemeral Boolean =false; min_duration Integer =5 seconds; final Boolean =false; logger Logger""",
    "Task": """name String ="{{processes[0].name}}"; processes List(Process); constraints List(Constraint) =[];
        resources Resources; max_failures Integer =1; max_concurrency Integer =0; finalization_wait Integer =30 seconds;
        user String""",
    "Resources": "cpu Float ! cores; ram Integer ! bytes; disk Integer ! bytes; gpu Integer =0",
    "Constraint": "order List(String)",
    "RotatePolicy": "log_size Integer =104857600 bytes; backups Integer =5",
    "Logger": 'destination LoggerDestination ="file"; mode LoggerMode ="standard"; rotate RotatePolicy',
    "ThermosContext": "ports Map(String, Integer); task_id String; user String",
    "MesosContext": "instance Integer !; hostname String !",
    "QueueUpdateStrategy": "batch_size Integer =1",
    "BatchUpdateStrategy": "batch_size Integer =1; autopause_after_batch Boolean =false",
    "VariableBatchUpdateStrategy": "batch_sizes List(Integer) !; autopause_after_batch Boolean =false",
    "UpdateConfig": """batch_size Integer =1; watch_secs Integer =45 seconds; max_per_shard_failures Integer =0;
        max_total_failures Integer =0; rollback_on_failure Boolean =true; wait_for_batch_completion Boolean =false;
        pulse_interval_secs Integer seconds; sla_aware Boolean =false;
        update_strategy Choice(QueueUpdateStrategy, BatchUpdateStrategy, VariableBatchUpdateStrategy)""",
    "HttpHealthChecker": """endpoint String ="/health"; expected_response String ="ok";
        expected_response_code Integer =0""",
    "ShellHealthChecker": "shell_command String !",
    "HealthCheckerConfig": "http HttpHealthChecker; shell ShellHealthChecker",
    "HealthCheckConfig": """health_checker HealthCheckerConfig
        ={"http":{"endpoint":"/health","expected_response":"ok","expected_response_code":0}};
        initial_interval_secs Float =15.0 seconds; interval_secs Float =10.0 seconds; max_consecutive_failures Integer =0;
        min_consecutive_successes Integer =1; timeout_secs Float =1.0 seconds""",
    "HttpLifecycleConfig": """port String ="health"; graceful_shutdown_endpoint String ="/quitquitquit";
        shutdown_endpoint String ="/abortabortabort"; graceful_shutdown_wait_secs Integer =5 seconds;
        shutdown_wait_secs Integer =5 seconds""",
    "LifecycleConfig": "http HttpLifecycleConfig",
    "Announcer": 'primary_port String ="http"; portmap Map(String, String) ={"aurora":"{{primary_port}}"}; zk_path String',
    "MesosTaskInstance": """task Task !; instance Integer !; role String !; announce Announcer; environment String !;
        health_check_config HealthCheckConfig =HealthCheckConfig; lifecycle LifecycleConfig""",
    "Parameter": "name String !; value String !",
    "Docker": "image String !; parameters List(Parameter) =[]",
    "AppcImage": "name String !; image_id String !",
    "DockerImage": "name String !; tag String !",
    "Volume": "container_path String !; host_path String !; mode Mode !",
    "Mesos": "image Choice(AppcImage, DockerImage); volumes List(Volume) =[]",
    "Container": "docker Docker",
    "PartitionPolicy": "reschedule Boolean =true; delay_secs Integer =0 seconds",
    "Metadata": "key String !; value String !",
    "ExecutorConfig": 'name String ="AuroraExecutor"; data String =""',
    "PercentageSlaPolicy": "percentage Float ! percent; duration_secs Integer ! seconds",
    "CountSlaPolicy": "count Integer !; duration_secs Integer ! seconds",
    "CoordinatorSlaPolicy": 'coordinator_url String !; status_key String ="drain"',
    "MesosJob": """name String ="{{task.name}}"; role String !; contact String; cluster String !; environment String !;
        instances Integer =1; task Task !; announce Announcer; tier String; cron_schedule String;
        cron_collision_policy String ="KILL_EXISTING"; update_config UpdateConfig =UpdateConfig;
        constraints Map(String, String); metadata List(Metadata) =[]; service Boolean =false;
        max_task_failures Integer =1; production Boolean =false; priority Integer =0;
        health_check_config HealthCheckConfig =HealthCheckConfig;
        lifecycle LifecycleConfig ={"http":HttpLifecycleConfig}; task_links Map(String, String);
        executor_config ExecutorConfig =ExecutorConfig; enable_hooks Boolean =false; partition_policy PartitionPolicy;
        sla_policy Choice(CoordinatorSlaPolicy, CountSlaPolicy, PercentageSlaPolicy);
        container Choice(Container, Docker, Mesos)""",
}
UNITS = {"seconds", "bytes", "cores", "percent"}


def shown(name):
    done = run_borealis("schema", "show", name, "--output", "json")
    assert done.code == 0, done
    return done.json()


def described(field):
    """A field as STRUCTS writes it."""
    text = f"{field['name']} {field['type']}"
    if field["required"]:
        text += " !"
    if field["default"] is not None:
        text += " =" + json.dumps(field["default"], separators=(",", ":"))
    return text + (f" {field['unit']}" if field["unit"] else "")


def defaults_of(name):
    """The struct with its defaults, as JSON: what stands for its name in the defaults of STRUCTS."""
    fields = {field["name"]: field["default"] for field in shown(name)["fields"] if field["default"] is not None}
    return json.dumps(fields, separators=(",", ":"))


@pytest.mark.parametrize("name", STRUCTS)
def test_fields_are_those_of_the_original(name):
    expected = [" ".join(line.split()) for line in STRUCTS[name].split(";")]
    for struct in ("HealthCheckConfig", "UpdateConfig", "HttpLifecycleConfig", "ExecutorConfig"):
        for mark in ("=", ":"):
            if any(mark + struct in line for line in expected):
                expected = [line.replace(mark + struct, mark + defaults_of(struct)) for line in expected]
    assert [described(field) for field in shown(name)["fields"]] == expected


def test_every_struct_is_listed():
    listed = run_borealis("schema", "show", "--output", "json").json()
    assert {struct["name"] for struct in listed["structs"]} == set(STRUCTS)
    assert {enum["name"]: enum["values"] for enum in listed["enums"]} == {
        "LoggerDestination": ["file", "console", "both", "none"], "LoggerMode": ["standard", "rotate"],
        "Mode": ["RO", "RW"]}
    text = run_borealis("schema", "show")
    assert text.code == 0
    for name in STRUCTS:
        assert f"\n{name} " in text.out


def test_show_a_struct():
    done = run_borealis("schema", "show", "Process")
    assert done.code == 0, done
    lines = {line.split()[0]: line for line in done.out.splitlines() if line.split()}
    assert "required" in lines["cmdline"] and "/bin/bash -c" in lines["cmdline"]
    assert lines["min_duration"].split()[1:4] == ["Integer", "5", "seconds"]
    assert lines["Used"] == "Used in Task.processes."


@pytest.mark.parametrize("alias", ["Job", "Service", "MesosJob"])
def test_aliases(alias):
    assert shown(alias)["name"] == "MesosJob" and shown(alias)["aliases"] == ["Job", "Service"]


def test_show_a_field():
    done = run_borealis("schema", "show", "Process.max_failures")
    assert done.code == 0
    assert "Integer, default 1" in done.out and "Failed runs" in done.out
    assert shown("Process.max_failures")["default"] == 1
    assert shown("Job.task.processes.logger.destination")["type"] == "LoggerDestination"
    assert "one of file, console, both, none" in run_borealis("schema", "show", "Logger.destination").out


def test_show_an_enumeration():
    assert shown("Mode") == {"name": "Mode", "values": ["RO", "RW"], "used_in": ["Volume.mode"]}
    assert "RO, RW" in run_borealis("schema", "show", "Mode").out


def test_defaults_are_shown_as_a_config_writes_them():
    job = run_borealis("schema", "show", "Job").out
    assert "LifecycleConfig(http = HttpLifecycleConfig())" in job and "'{{task.name}}'" in job
    assert "100 * MB" in run_borealis("schema", "show", "RotatePolicy.log_size").out


@pytest.mark.parametrize("name, said", [
    ("Proces", "did you mean Process?"),
    ("task", "did you mean Task?"),
    ("Process.max_failure", "did you mean max_failures?"),
    ("Job.task.resource", "did you mean resources?"),
    ("Process.name.length", "has no fields"),
    ("SequentialTask", "schema show Task"),
    ("Bogus", "`borealis schema show` lists them"),
    ("Mode.RO", "there is no struct"),
    ("Process.", "Process has no field ''"),
    ("", "there is no struct ''"),
])
def test_a_misspelled_name_is_not_found(name, said):
    done = run_borealis("schema", "show", name)
    assert done.code == 6 and not done.out, done
    assert said in done.err, done


@pytest.mark.parametrize("words, said", [
    (["show", "Process", "Task"], "one argument too many"),
    (["export"], "--as"),
    (["export", "--as", "pyi"], "--out"),
    (["export", "--as", "json_schema"], "did you mean json-schema?"),
    (["export", "--as", "markdown", "--force"], "--out"),
    (["export", "--as", "markdown", "--out", ""], "--out"),
    (["export", "--as", "markdown", "docs"], "one argument too many"),
    (["shwo"], "did you mean `borealis schema show`?"),
])
def test_wrong_usage(words, said):
    done = run_borealis("schema", *words)
    assert done.code == 64 and not done.out, done
    assert said in done.err, done


def test_help_leads_with_examples():
    assert "schema" in run_borealis("--help").out
    for words in (["schema"], ["schema", "show"], ["schema", "export"]):
        lines = run_borealis(*words, "--help").out.splitlines()
        assert lines[0] == "Examples:" and lines[1].startswith("  borealis schema "), lines[:3]


# ---- Files ----------------------------------------------------------------------------------------------------------

def tree(folder):
    return {path.relative_to(folder).as_posix(): path.read_text() for path in folder.rglob("*") if path.is_file()}


def test_export_into_a_folder(tmp_path):
    first = run_borealis("schema", "export", "--as", "pyi", "--out", tmp_path / "a" / "typings")
    assert first.code == 0 and not first.out, first
    files = tree(tmp_path / "a" / "typings")
    assert {"__builtins__.pyi", "pystachio/__init__.pyi", "apache/aurora/config/schema/base.pyi",
            "apache/thermos/config/schema.pyi"} <= set(files)
    assert all(f"typings/{name} written" in first.err for name in files)
    assert not [name for name in files if not name.endswith(".pyi")], "no temporary file stays"

    again = run_borealis("schema", "export", "--as", "pyi", "--out", tmp_path / "a" / "typings")
    assert again.code == 0 and "up to date" in again.err and "written" not in again.err
    run_borealis("schema", "export", "--as", "pyi", "--out", "typings", cwd=tmp_path, env={"LANG": "C", "HOME": "/nowhere"})
    assert tree(tmp_path / "typings") == files


def test_an_earlier_export_is_replaced(tmp_path):
    run_borealis("schema", "export", "--as", "json-schema", "--out", tmp_path)
    path = tmp_path / "jobs.schema.json"
    path.write_text(path.read_text().replace('"Memory', '"Old words'))
    done = run_borealis("schema", "export", "--as", "json-schema", "--out", tmp_path)
    assert done.code == 0 and "Old words" not in path.read_text()


@pytest.mark.parametrize("form, name", [("pyi", "pystachio/typing.pyi"), ("json-schema", "jobs.schema.json"),
                                        ("markdown", "schema.md")])
def test_a_foreign_file_is_not_replaced(tmp_path, form, name):
    path = tmp_path / name
    path.parent.mkdir(exist_ok=True)
    path.write_text("mine\n")
    done = run_borealis("schema", "export", "--as", form, "--out", tmp_path)
    assert done.code == 4 and name in done.err and "--force" in done.err, done
    assert tree(tmp_path) == {name: "mine\n"}, "nothing was written"
    assert run_borealis("schema", "export", "--as", form, "--out", tmp_path, "--force").code == 0
    assert "Generated by" in path.read_text()


def test_unwritable_folders_are_74(tmp_path):
    (tmp_path / "file").write_text("")
    (tmp_path / "taken" / "schema.md").mkdir(parents=True)
    assert run_borealis("schema", "export", "--as", "markdown", "--out", tmp_path / "file").code == 74
    assert run_borealis("schema", "export", "--as", "markdown", "--out", "/proc/nowhere").code == 74
    done = run_borealis("schema", "export", "--as", "markdown", "--out", tmp_path / "taken", "--force")
    assert done.code == 74 and (tmp_path / "taken" / "schema.md").is_dir()
    assert run_borealis("schema", "export", "--as", "markdown", "--out", tmp_path / "taken").code == 4


def test_the_field_reference_in_the_docs_is_up_to_date():
    generated = run_borealis("schema", "export", "--as", "markdown").out
    assert (ROOT / "docs" / "schema.md").read_text() == generated, \
        "regenerate it: build/borealis schema export --as markdown --out docs"


# ---- JSON Schema ----------------------------------------------------------------------------------------------------

@pytest.fixture(scope="module")
def validator():
    schema = run_borealis("schema", "export", "--as", "json-schema").json()
    jsonschema.Draft202012Validator.check_schema(schema)
    assert set(schema["$defs"]) == set(STRUCTS)
    return jsonschema.Draft202012Validator(schema)


def golden_cases():
    return sorted(path for kind in ("lang", "schema") for path in (GOLDEN / kind).iterdir() if path.is_dir())


@pytest.mark.parametrize("case", golden_cases(), ids=lambda case: f"{case.parent.name}/{case.name}")
def test_rendered_jobs_are_valid(validator, case):
    args_file = case / "args.json"
    args = json.loads(args_file.read_text()) if args_file.exists() else {}
    words = [word for bind in args.get("bind") or [] for word in ("--bind", bind)]
    done = run_borealis("config", "render", "config.aurora", *([args["key"]] if args.get("key") else []), *words, cwd=case)
    assert done.code == 0, done
    assert not [error.message for error in validator.iter_errors(done.json())]


# A job in which every struct that a job can hold is there, each choice by one of its alternatives.
EVERYTHING = """
resources = Resources(cpu = 0.5, ram = 128*MB, disk = 64*MB)
serve = Process(name = 'serve', cmdline = 'serve {{thermos.ports[http]}} {{mesos.instance}}', resources = resources,
  logger = Logger(mode = 'rotate', rotate = RotatePolicy()))
jobs = [Service(
  name = 'web', role = 'www', cluster = 'c', environment = 'prod', contact = 'www@example.org', tier = 'preferred',
  instances = 30, task = SequentialTask(processes = [serve], resources = resources, user = 'www'),
  announce = Announcer(zk_path = '/x'), constraints = {'rack': 'limit:1'}, metadata = [Metadata(key = 'k', value = 'v')],
  update_config = UpdateConfig(pulse_interval_secs = 60, update_strategy = strategy),
  health_check_config = HealthCheckConfig(health_checker = HealthCheckerConfig(
    http = HttpHealthChecker(), shell = ShellHealthChecker(shell_command = 'true'))),
  task_links = {'a': 'b'}, partition_policy = PartitionPolicy(), sla_policy = sla, container = container)]
"""
CHOICES = [
    ("QueueUpdateStrategy()", "CoordinatorSlaPolicy(coordinator_url = 'http://x')", "Docker(image = 'i', parameters = [Parameter(name = 'n', value = 'v')])"),
    ("BatchUpdateStrategy()", "CountSlaPolicy(count = 20, duration_secs = 60)", "Mesos(image = AppcImage(name = 'n', image_id = 'i'), volumes = [Volume(container_path = '/c', host_path = '/h', mode = 'RO')])"),
    ("VariableBatchUpdateStrategy(batch_sizes = [1, 2])", "PercentageSlaPolicy(percentage = 90, duration_secs = 60)", "Mesos(image = DockerImage(name = 'n', tag = 't'))"),
    ("QueueUpdateStrategy()", "CountSlaPolicy(count = 20, duration_secs = 60)", "Container(docker = Docker(image = 'i'))"),
]


def render(tmp_path, text):
    (tmp_path / "web.aurora").write_text(text)
    done = run_borealis("config", "render", "web.aurora", cwd=tmp_path)
    assert done.code == 0, done
    return done.json()


@pytest.fixture(params=CHOICES, ids=lambda choice: choice[0].split("(")[0] + "-" + choice[2].split("(")[0])
def everything(tmp_path, request):
    strategy, sla, container = request.param
    return render(tmp_path, f"strategy = {strategy}\nsla = {sla}\ncontainer = {container}\n{EVERYTHING}")


def places(value, path=()):
    """Every value below, with the keys that lead to it."""
    yield path, value
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, item in items:
        yield from places(item, path + (key,))


def changed(document, path, change):
    """A copy in which change(holder, key) was made at the path."""
    document = copy.deepcopy(document)
    holder = document
    for key in path[:-1]:
        holder = holder[key]
    change(holder, path[-1])
    return document


# Maps of the user's own keys: no key is unknown there, and none is required.
MAPS = {"constraints", "task_links", "portmap"}


def is_map(path, value):
    return isinstance(value, dict) and path and path[-1] in MAPS


def test_all_is_valid_and_every_mutation_is_not(validator, everything):
    assert not list(validator.iter_errors(everything))
    survived = []

    def must_fail(what, path, change):
        if validator.is_valid(changed(everything, path, change)):
            survived.append(f"{what} at {'.'.join(map(str, path))}")

    for path, value in places(everything):
        if isinstance(value, dict) and not is_map(path, value) and path:
            must_fail("an unknown field", path + ("bogus",), lambda holder, key: holder.update({key: 1}))
        if path:
            must_fail("null", path, lambda holder, key: holder.__setitem__(key, None))
        if isinstance(value, bool):
            must_fail("a text for a boolean", path, lambda holder, key: holder.__setitem__(key, "true"))
            must_fail("a number for a boolean", path, lambda holder, key: holder.__setitem__(key, 1))
        elif isinstance(value, (int, float)):
            must_fail("a text for a number", path, lambda holder, key: holder.__setitem__(key, "{{mesos.instance}}"))
            must_fail("a boolean for a number", path, lambda holder, key: holder.__setitem__(key, True))
            if isinstance(value, int):
                must_fail("a fraction for an integer", path, lambda holder, key: holder.__setitem__(key, 1.5))
        elif isinstance(value, str):
            must_fail("a number for a text", path, lambda holder, key: holder.__setitem__(key, 7))
            if path[-1] in ("destination", "mode"):
                must_fail("another text for an enumeration", path, lambda holder, key: holder.__setitem__(key, "ro"))
        elif path:
            must_fail("a text for a struct, list or map", path, lambda holder, key: holder.__setitem__(key, "x"))
            must_fail("the other kind", path,
                      lambda holder, key: holder.__setitem__(key, [] if isinstance(holder[key], dict) else {"a": []}))
    assert not survived, "\n".join(survived)


REQUIRED = [("jobs",), *(("jobs", 0, key) for key in ("name", "role", "cluster", "environment", "task")),
            *(("jobs", 0, "task", key) for key in ("processes", "resources")),
            *(("jobs", 0, "task", "processes", 0, key) for key in ("name", "cmdline")),
            *(("jobs", 0, "task", "resources", key) for key in ("cpu", "ram", "disk")),
            ("jobs", 0, "health_check_config", "health_checker", "shell", "shell_command"),
            ("jobs", 0, "metadata", 0, "key"), ("jobs", 0, "metadata", 0, "value")]


@pytest.mark.parametrize("everything", CHOICES[:1], indirect=True)
@pytest.mark.parametrize("path", REQUIRED, ids=lambda path: ".".join(map(str, path)))
def test_what_is_required_must_be_there(validator, everything, path):
    assert not validator.is_valid(changed(everything, path, lambda holder, key: holder.pop(key)))


@pytest.mark.parametrize("path", [
    ("container", "parameters", 0, "value"), ("container", "image", "image_id"), ("container", "image", "tag"),
    ("container", "volumes", 0, "mode"), ("container", "docker", "image"), ("sla_policy", "count"),
    ("sla_policy", "percentage"), ("sla_policy", "coordinator_url"), ("update_config", "update_strategy", "batch_sizes")])
def test_what_an_alternative_requires_must_be_there(validator, tmp_path, path):
    for strategy, sla, container in CHOICES:
        document = render(tmp_path, f"strategy = {strategy}\nsla = {sla}\ncontainer = {container}\n{EVERYTHING}")
        try:
            without = changed(document, ("jobs", 0, *path), lambda holder, key: holder.pop(key))
        except (KeyError, IndexError, TypeError, AttributeError):
            continue  # another alternative
        # Batch sizes aside, BatchUpdateStrategy is all that is left, and may be.
        assert validator.is_valid(without) == (path[-1] == "batch_sizes")
        return
    pytest.fail("no alternative has this field")


@pytest.mark.parametrize("field", ["instances", "priority", "service"])
def test_late_references_stand_in_texts_only(validator, tmp_path, field):
    """Why the schema wants numbers where numbers belong: the language refuses a late reference there."""
    text = f"strategy = sla = container = Empty\n{EVERYTHING}"
    assert "{{mesos.instance}}" in render(tmp_path, text)["jobs"][0]["task"]["processes"][0]["cmdline"]
    (tmp_path / "web.aurora").write_text(text + f"jobs = [jobs[0]({field} = '{{{{mesos.instance}}}}')]\n")
    done = run_borealis("config", "render", "web.aurora", cwd=tmp_path)
    assert done.code == 1 and field in done.err, done


def test_defaults_may_be_unset(validator, tmp_path):
    """`Empty` takes a default away, and the rendered job is still one."""
    text = EVERYTHING.replace("Service(", "Service(priority = Empty, lifecycle = Empty, executor_config = Empty, "
                              "cron_collision_policy = Empty, ")
    document = render(tmp_path, "strategy = QueueUpdateStrategy(batch_size = Empty)\nsla = Empty\ncontainer = Empty\n" + text)
    assert "priority" not in document["jobs"][0] and "lifecycle" not in document["jobs"][0]
    assert not list(validator.iter_errors(document))

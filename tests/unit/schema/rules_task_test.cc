// Rules about tasks: processes and their commands, ports, health checks, resources.
#include <doctest/doctest.h>

#include "rules_found.h"

using namespace borealis;
using namespace borealis::schema;

TEST_CASE("texts") {
  const auto with = [](const char* cmdline) {
    return found_after([&](Job& j) { j.task.processes->front().cmdline = cmdline; });
  };
  CHECK(with("./n {{seeds[{{mesos.instance}}]}}") == Ids{"nested-reference"});
  CHECK(with("./n {{thermos.ports[p{{mesos.instance}}]}}") == Ids{"computed-port"});
  CHECK(with("./run {{thermos.task_id} x") == Ids{"unclosed-reference"});
  CHECK(with("./run {{profile.version && touch done") == Ids{"unclosed-reference"});
  CHECK(with("./run {{name") == Ids{"unclosed-reference"});
  CHECK(with("./run {{ name") == Ids{"unclosed-reference"});
  CHECK(with("./run {{name} --flag '{}'") == Ids{"unclosed-reference"});
  CHECK(with("printf '{{1'") == Ids{});
  CHECK(with("docker inspect -f '{{ range .Mounts }}{{ .Source }}{{ end }}' x") == Ids{});
  CHECK(with("./run {mesos.instance}") == Ids{"lost-braces"});
  CHECK(with("awk '{{print $1}}' ${thermos.x} {{").empty());
}

TEST_CASE("resources and sizes") {
  CHECK(found_after([](Job& j) { j.task.resources.reset(); }) == Ids{"missing-field"});
  CHECK(found_after([](Job& j) { j.task.processes.reset(); }) == Ids{"missing-field"});
  CHECK(found_after([](Job& j) { j.task.resources->cpu = 0; }) == Ids{"resources-positive"});
  CHECK(found_after([](Job& j) { j.task.resources->ram = -1; }) == Ids{"resources-positive"});
  CHECK(found_after([](Job& j) { j.task.resources->ram = 128; }) == Ids{"size-without-unit"});
  CHECK(found_after([](Job& j) { j.task.resources->disk = (1 << 20) - 1; }) == Ids{"size-without-unit"});
  CHECK(found_after([](Job& j) { j.task.resources->disk = 1 << 20; }).empty());
  CHECK(found_after([](Job& j) { j.task.resources->gpu = 1; }) == Ids{"disabled-feature"});
  CHECK(found_after([](Job& j) { j.instances = 0; }) == Ids{"instance-count"});
  CHECK(found_after([](Job& j) { j.instances = 4001; }) == Ids{"instance-count"});
  CHECK(found_after([](Job& j) { j.instances = 4000; }).empty());
  CHECK(found_after([](Job& j) { j.priority = 3000000000; }) == Ids{"number-range"});
}

TEST_CASE("processes") {
  CHECK(found_after([](Job& j) {
          j.task.constraints = {{std::vector<std::string>{"web", "web"}}};
        }) == Ids{"process-order"});
  CHECK(found_after([](Job& j) { j.task.constraints = {{std::vector<std::string>{"x", "y"}}}; }) == Ids{"idle-order"});
  CHECK(found_after([](Job& j) { j.task.processes->push_back(j.task.processes->front()); }) ==
        Ids{"duplicate-process"});
  CHECK(found_after([](Job& j) { j.task.processes->front().max_failures = 500; }) == Ids{"run-limit"});
  CHECK(found_after([](Job& j) { j.task.finalization_wait = 120; }) == Ids{"finalization-wait"});
  CHECK(found_after([](Job& j) { j.task.finalization_wait = 0; }).empty());
  CHECK(found_after([](Job& j) {
          j.task.finalization_wait = 0;
          j.task.processes->push_back(j.task.processes->front());
          j.task.processes->back().name = "clean";
          j.task.processes->back().final = true;
        }) == Ids{"finalization-wait"});
}

TEST_CASE("processes that do not do what they look like") {
  const auto process = [](const std::function<void(Process&)>& spoil) {
    return found_after([&](Job& j) { spoil(j.task.processes->front()); });
  };
  CHECK(process([](Process& p) { p.min_duration = p.max_failures = 0; }) == Ids{"tight-restart"});
  CHECK(process([](Process& p) {
          p.min_duration = 0;
          p.daemon = true;
        }) == Ids{"tight-restart"});
  CHECK(process([](Process& p) { p.min_duration = 0; }).empty());
  CHECK(process([](Process& p) { p.max_failures = -1; }) == Ids{"negative-limit"});
  CHECK(process([](Process& p) { p.min_duration = -1; }) == Ids{"negative-limit"});
  CHECK(process([](Process& p) { p.ephemeral = true; }) == Ids{"nothing-to-run"});
  CHECK(found_after([](Job& j) { j.task.processes->clear(); }) == Ids{"nothing-to-run"});
  CHECK(found_after([](Job& j) {
          j.task.processes->push_back(j.task.processes->front());
          j.task.processes->back().name = "clean";
          j.task.processes->back().final = j.task.processes->back().daemon = true;
        }) == Ids{"final-daemon"});
  const auto rotating = [&](LoggerMode mode, RotatePolicy policy) {
    return process([&](Process& p) { p.logger = Logger{LoggerDestination::file, mode, policy}; });
  };
  CHECK(rotating(LoggerMode::rotate, {0, 5}) == Ids{"log-rotation"});
  CHECK(rotating(LoggerMode::rotate, {100, 0}) == Ids{"log-rotation"});
  CHECK(rotating(LoggerMode::rotate, {1, 1}).empty());
  CHECK(rotating(LoggerMode::standard, {0, 0}) == Ids{"unused-setting"});
  CHECK(found_after([](Job& j) { j.task.max_failures = -1; }) == Ids{"negative-limit"});
  CHECK(found_after([](Job& j) { j.task.max_concurrency = -1; }) == Ids{"negative-limit"});
  CHECK(found_after([](Job& j) { j.task.finalization_wait = -1; }) == Ids{"negative-limit"});
  CHECK(found_after([](Job& j) { j.partition_policy = PartitionPolicy{true, -1}; }) == Ids{"negative-limit"});
  CHECK(found_after([](Job& j) { j.max_task_failures = -2; }) == Ids{"max-task-failures"});
  CHECK(found_after([](Job& j) { j.max_task_failures = -1; }).empty());
}

TEST_CASE("health checks") {
  const auto health = [](const std::function<void(HealthCheckConfig&)>& spoil, std::int64_t watch = 45) {
    return found_after([&](Job& j) {
      j.task.processes->front().cmdline += " {{thermos.ports[health]}}";
      j.update_config->watch_secs = watch;
      spoil(*j.health_check_config);
    });
  };
  CHECK(health([](HealthCheckConfig& h) { h.interval_secs = 0; }) == Ids{"health-interval"});
  CHECK(health([](HealthCheckConfig& h) { h.timeout_secs = 0; }) == Ids{"health-timeout"});
  CHECK(health([](HealthCheckConfig&) {}, 10).empty());
  CHECK(health([](HealthCheckConfig&) {}, 9) == Ids{"short-watch"});
  CHECK(health([](HealthCheckConfig&) {}, 0).empty());
  CHECK(health([](HealthCheckConfig& h) { h.max_consecutive_failures = 4; }) == Ids{"short-watch"});
  CHECK(health([](HealthCheckConfig& h) { h.max_consecutive_failures = 3; }).empty());
  // Nothing is checked without a port.
  CHECK(found_after([](Job& j) { j.health_check_config->interval_secs = 0; }).empty());

  const auto shell = [](const char* command) {
    return found_after([&](Job& j) {
      j.health_check_config->health_checker = HealthCheckerConfig{std::nullopt, ShellHealthChecker{command}};
    });
  };
  CHECK(shell("curl localhost:{{thermos.ports[http]}}").empty());
  CHECK(shell("curl localhost:{{thermos.ports[admin]}}") == Ids{"health-check-command"});
  CHECK(shell("curl {{mesos.hostname}}:{{thermos.ports[http]}}") == Ids{"health-check-command"});
}

TEST_CASE("commands") {
  const auto with = [](const char* cmdline) {
    return found_after([&](Job& j) { j.task.processes->front().cmdline = cmdline; });
  };
  CHECK(with("nginx -c $PWD/nginx.conf -g \"daemon on;\"") == Ids{"daemonizing-command"});
  CHECK(with("cd conf && exec /usr/sbin/nginx -c nginx.conf") == Ids{"daemonizing-command"});
  CHECK(with("nginx -g 'daemon off;'").empty());
  CHECK(with("nginx -t && echo fine").empty());
  CHECK(with("tar xf nginx.tar").empty());
  CHECK(with("redis-server --daemonize yes") == Ids{"daemonizing-command"});
  CHECK(with("redis-server --port 1").empty());
  CHECK(with("mysqldump --password=Tr0ub4dor-3 orders") == Ids{"secret-in-command"});
  CHECK(with("export AWS_SECRET_ACCESS_KEY=wJalrXUtnFEMIK7MDENG") == Ids{"secret-in-command"});
  CHECK(with("pg_dump \"postgres://root:hunter2@db1/orders\"") == Ids{"secret-in-command"});
  CHECK(with("curl -H \"Authorization: Bearer ghp_16C7e42F292c6912E7710c838347Ae178B4a\"") == Ids{"secret-in-command"});
  CHECK(with("export VAULT_SECRET_ID=\"IBrmzX4KqGc6JlObQAygGx\"") == Ids{"secret-in-command"});
  CHECK(with("mysqldump --password=$PASSWORD --token-file=/etc/token x://u:$P@h https://h:80/a@b").empty());
}

TEST_CASE("work that is left in the background") {
  const auto with = [](const char* cmdline) {
    return found_after([&](Job& j) { j.task.processes->front().cmdline = cmdline; });
  };
  for (const char* bad : {"./web &", "nohup ./web > log 2>&1 &", "./web & disown", "cd app\nnohup ./web&\necho started",
                          "(./web &)", "./web -u 'a;b' &  # in the background"}) {
    INFO(bad);
    CHECK(with(bad) == Ids{"background-command"});
  }
  for (const char* good :
       {"./web & wait", "./a & ./b", "make && ./web", "./web &> log", "./web 2>&1", "./a & P=$!; ./b; kill $P",
        "curl 'http://h/?a=1&b=2'", "echo a # b &", "cat > f <<EOF\nx &\nEOF", "echo \\&", "echo \"a &\""}) {
    INFO(good);
    CHECK(with(good).empty());
  }
}

TEST_CASE("lines that are not continued") {
  const auto with = [](const char* cmdline) {
    return found_after([&](Job& j) { j.task.processes->front().cmdline = cmdline; });
  };
  CHECK(with("./web --port 80 \\ \n  --name x") == Ids{"line-continuation"});
  CHECK(with("./web \\") == Ids{"line-continuation"});
  CHECK(with("./web \\\n  --name x").empty());
  CHECK(with("find . -exec rm {} \\; -o -name a\\ b").empty());
  CHECK(with("printf 'a\\\\ \n'").empty());
}

TEST_CASE("a secret is never repeated") {
  Job job = sample_job();
  job.task.processes->front().cmdline = "./x --password=Tr0ub4dor-3";
  for (const lang::Diagnostic& d : check(record_of(job))) {
    CHECK((d.message + d.hint + d.place.text).find("Tr0ub") == std::string::npos);
  }
}

TEST_CASE("ports") {
  const auto announce = [](const char* primary, StringMap portmap) {
    Job job = sample_job();
    job.announce.emplace();
    job.announce->primary_port = primary;
    job.announce->portmap = std::move(portmap);
    JobRecord record = record_of(job);
    record.data.field("announce");
    // As if the author had written the portmap.
    auto* entries = record.data.entries();
    for (lang::Entry& entry : *entries) {
      if (entry.name != "announce") continue;
      for (lang::Entry& inner : *entry.value.entries()) inner.site = 2;
    }
    return rules_of(check(record));
  };
  CHECK(announce("http", {{"aurora", "http"}}).empty());
  CHECK(announce("thrift", {{"aurora", "thrift"}}) == Ids{"announce-port"});
  CHECK(announce("http", {{"metrics", "prometheus"}}) == Ids{"unused-portmap"});
  CHECK(announce("http", {{"http", "aurora"}, {"aurora", "http"}}) == Ids{"portmap-cycle"});
  CHECK(announce("http", {{"admin", "8080"}}) == Ids{"static-port"});
}

TEST_CASE("a path of its own for announcements") {
  CHECK(found_after([](Job& j) {
          j.announce = Announcer{"http", {{"aurora", "http"}}, "/a"};
        }) == Ids{"custom-announce-path"});
}

TEST_CASE("settings that wait for a port") {
  JobRecord record = record_of(sample_job());
  for (lang::Entry& entry : *record.data.entries()) {
    if (entry.name == "health_check_config" || entry.name == "lifecycle") entry.site = 2;
  }
  CHECK(rules_of(check(record)) == Ids{"health-port", "lifecycle-port"});
}

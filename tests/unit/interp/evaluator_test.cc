// Whole evaluations, each in a child of its own.
#include "interp/evaluator.h"

#include <doctest/doctest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "lang/json.h"

using namespace borealis;

namespace {

// A directory of its own, which is the current one as long as this lives.
class Folder {
 public:
  Folder() : before_(std::filesystem::current_path()) {
    char name[] = "/tmp/borealis-interp-XXXXXX";
    REQUIRE(mkdtemp(name) != nullptr);
    path_ = name;
    std::filesystem::current_path(path_);
  }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;
  ~Folder() {
    std::filesystem::current_path(before_);
    std::filesystem::remove_all(path_);
  }

  void write(const std::string& name, const std::string& text) const {
    std::filesystem::create_directories((path_ / name).parent_path());
    std::ofstream(path_ / name, std::ios::binary) << text;
  }

 private:
  std::filesystem::path before_;
  std::filesystem::path path_;
};

struct Evaluated {
  std::vector<schema::JobRecord> jobs;
  std::vector<lang::Location> open_refs;
  schema::Session::Outcome outcome;

  const lang::Diagnostic& only() const {
    REQUIRE(outcome.diagnostics.size() == 1);
    return outcome.diagnostics[0];
  }
};

Evaluated evaluate(const std::string& text, schema::EvaluationOptions options = {}) {
  if (!text.empty()) std::ofstream("config.aurora", std::ios::binary) << text;
  if (options.file.empty()) options.file = "config.aurora";
  const auto session = interp::make_evaluator()->open(options);
  Evaluated evaluated;
  while (auto job = session->next()) {
    for (const schema::OpenRef& ref : job->open_refs) evaluated.open_refs.push_back(session->locate(ref.place));
    lang::locate_all(job->diagnostics, *session);
    evaluated.jobs.push_back(std::move(*job));
  }
  evaluated.outcome = session->finish();
  lang::locate_all(evaluated.outcome.diagnostics, *session);
  return evaluated;
}

lang::Span span_of(const Evaluated& evaluated) {
  return evaluated.only().span;
}

std::string name_of(const schema::JobRecord& job) {
  const lang::Data* name = job.data.field("name");
  return name == nullptr || name->text() == nullptr ? "?" : *name->text();
}

const std::string kTask = "SimpleTask('t', 'run')";

}  // namespace

TEST_CASE("jobs stream in their order, bound and resolved") {
  const Folder folder;
  schema::EvaluationOptions options;
  options.binds = {{"v", "1"}, {"v", "2"}, {"profile.zone", "z"}};
  const Evaluated e =
      evaluate("jobs = [Job(name='j%d-{{v}}' % i, role='r', cluster='c', environment='test', task=" + kTask +
                   ", contact='{{mesos.role}}@{{profile.zone}}') for i in range(3)]\n",
               options);
  CHECK(e.outcome.has_jobs);
  CHECK(e.outcome.diagnostics.empty());
  REQUIRE(e.jobs.size() == 3);
  CHECK(name_of(e.jobs[0]) == "j0-2");
  CHECK(name_of(e.jobs[2]) == "j2-2");
  CHECK(*e.jobs[1].data.field("contact")->text() == "r@z");
  CHECK(e.jobs[1].index == 1);
}

TEST_CASE("a bind without an address is told before anything runs") {
  const Folder folder;
  schema::EvaluationOptions options;
  options.binds = {{"a b", "1"}};
  const Evaluated e = evaluate("open('ran', 'w')\njobs = []\n", options);
  CHECK_FALSE(e.outcome.has_jobs);
  CHECK(e.only().rule == "bad-bind");
  CHECK_FALSE(std::filesystem::exists("ran"));
}

TEST_CASE("an exception stands at its expression, with the calls that led there") {
  const Folder folder;
  const Evaluated e = evaluate("def half(n):\n  return 1 // n\n\nx = half(0)\n");
  CHECK_FALSE(e.outcome.has_jobs);
  CHECK(e.only().rule == "python-error");
  CHECK(e.only().message.find("ZeroDivisionError") == 0);
  CHECK(span_of(e) == lang::Span{"config.aurora", 2, 10, 2, 16});
  REQUIRE(e.only().notes.size() == 1);
  CHECK(e.only().notes[0].span.line == 4);
}

TEST_CASE("includes share one namespace, resolve against the file that runs, and are told of") {
  const Folder folder;
  folder.write("lib/a.aurora", "include('b.aurora')\n");
  folder.write("lib/b.aurora", "B = 1\nboom()\n");
  const Evaluated e = evaluate("def boom(): return undefined\ninclude('lib/a.aurora')\n");
  CHECK(e.only().message.find("undefined") != std::string::npos);
  CHECK(span_of(e).file == "config.aurora");
  folder.write("lib/b.aurora", "B = 1\nB + 'x'\n");
  const Evaluated in_b = evaluate("");
  CHECK(span_of(in_b) == lang::Span{"lib/b.aurora", 2, 1, 2, 8});
  CHECK(in_b.only().includes == std::vector<lang::IncludeFrame>{{"lib/a.aurora", 1}, {"config.aurora", 2}});
}

TEST_CASE("after an include that failed and was caught, paths are relative to the caller again") {
  const Folder folder;
  folder.write("lib/bad.aurora", "raise ValueError('x')\n");
  folder.write("good.aurora", "jobs = [Job(name='n', task=" + kTask + ")]\n");
  const Evaluated e =
      evaluate("try:\n  include('lib/bad.aurora')\nexcept ValueError:\n  pass\ninclude('good.aurora')\n");
  CHECK(e.outcome.has_jobs);
  CHECK(e.jobs.size() == 1);
}

TEST_CASE("what a config read is known, however its evaluation ends") {
  const Folder folder;
  folder.write("base.aurora", "import json\n");
  const Evaluated done = evaluate("import os\ninclude('base.aurora')\nos.environ.get('SOME')\nos._exit(3)\n");
  CHECK(done.outcome.inputs.files == std::vector<std::string>{"config.aurora", "base.aurora"});
  CHECK(done.outcome.inputs.modules == std::vector<std::string>{"os", "json"});
  CHECK(done.outcome.inputs.env == std::vector<std::string>{"SOME"});
}

TEST_CASE("all unknown fields are told in one run, at their keywords, and the jobs still come") {
  const Folder folder;
  const Evaluated e = evaluate("p = Process(nam='p', cmdline='x')\njobs = [\n  Job(rol='r',\n      name='n')]\n");
  CHECK(e.outcome.has_jobs);
  REQUIRE(e.outcome.diagnostics.size() == 2);
  CHECK(e.outcome.diagnostics[0].rule == "unknown-field");
  CHECK(e.outcome.diagnostics[0].span == lang::Span{"config.aurora", 1, 13, 1, 16});
  CHECK(e.outcome.diagnostics[0].hint.find("`name`") != std::string::npos);
  CHECK(e.outcome.diagnostics[1].span == lang::Span{"config.aurora", 3, 7, 3, 10});
  REQUIRE(e.jobs.size() == 1);
  CHECK(name_of(e.jobs[0]) == "n");
}

TEST_CASE("a mistake that the config itself catches is none, even when another one is made") {
  const Folder folder;
  const Evaluated e = evaluate(
      "try:\n  p = Process(daemn=True)\nexcept AttributeError:\n  p = Process(name='old', cmdline='x')\n"
      "q = Process(naem='q')\njobs = [Job(name=str(p.name()), task=Task(processes=[p]))]\n");
  CHECK(e.only().message.find("naem") != std::string::npos);
  REQUIRE(e.jobs.size() == 1);
  CHECK(name_of(e.jobs[0]) == "old");
}

TEST_CASE("places of references: in literals, lines of long texts, variables, f-strings, dict literals") {
  const Folder folder;
  const Evaluated e = evaluate(
      "CMD = 'run {{one}}'\n"
      "a = Process(name='a', cmdline=CMD)\n"
      "b = Process(name='b', cmdline='''\n"
      "  first\n"
      "  x {{two}}\n"
      "''')\n"
      "c = Process(name='c', cmdline=f'{a.name()} {{{{three}}}}')\n"
      "t = Task({'processes': [a, b, c], 'name': 't{{four}}'})\n"
      "jobs = [Job(name='n', task=t)]\n");
  REQUIRE(e.open_refs.size() == 4);
  std::vector<lang::Span> spans;
  for (const lang::Location& location : e.open_refs) spans.push_back(location.span);
  const auto has = [&](const lang::Span& span) { return std::find(spans.begin(), spans.end(), span) != spans.end(); };
  CHECK(has({"config.aurora", 1, 12, 1, 19}));
  CHECK(has({"config.aurora", 5, 5, 5, 12}));
  CHECK(has({"config.aurora", 7, 46, 7, 55}));
  CHECK(has({"config.aurora", 8, 45, 8, 53}));
}

TEST_CASE("without a list of jobs it is said why, at the assignment") {
  const Folder folder;
  const Evaluated missing = evaluate("Jobs = []\n");
  CHECK(missing.only().rule == "no-jobs");
  CHECK(span_of(missing).line == 1);
  const Evaluated empty = evaluate("x = 1\njobs = []\n");
  CHECK_FALSE(empty.outcome.has_jobs);
  CHECK(span_of(empty) == lang::Span{"config.aurora", 2, 1, 2, 5});
  const Evaluated single = evaluate("jobs = Job(name='n')\n");
  CHECK(single.only().message.find("list") != std::string::npos);
  CHECK(single.jobs.empty());
}

TEST_CASE("elements that are no jobs come as they are, with the place in the list") {
  const Folder folder;
  const Evaluated e = evaluate("jobs = [\n  Job(name='n'),\n  None,\n  5]\n");
  CHECK(e.outcome.has_jobs);
  REQUIRE(e.jobs.size() == 3);
  CHECK(e.jobs[1].data.get<lang::Foreign>() != nullptr);
  CHECK(e.jobs[2].site != 0);
}

TEST_CASE("files that can't be read or parsed") {
  const Folder folder;
  schema::EvaluationOptions options;
  options.file = "nothing.aurora";
  CHECK(evaluate("", options).only().rule == "unreadable-file");
  options.file = ".";
  CHECK(evaluate("", options).only().rule == "unreadable-file");
  const Evaluated syntax = evaluate("x = 1\nfor y in x\n  pass\n");
  CHECK(syntax.only().rule == "syntax-error");
  CHECK(span_of(syntax).line == 2);
  CHECK(span_of(syntax).column == 11);
  const Evaluated old = evaluate("print 'x'\n");
  CHECK(old.only().rule == "python2-syntax");
  CHECK(old.only().hint == "write `print('x')`");
  CHECK(span_of(evaluate("x = '\xe9'\n")) == lang::Span{"config.aurora", 1, 6, 1, 7});
  CHECK(evaluate("\xEF\xBB\xBFjobs = [Job(name='n')]\r\n").outcome.has_jobs);
}

TEST_CASE("endless loops end at their line, in Python and out of it") {
  const Folder folder;
  schema::EvaluationOptions options;
  options.limits.wall = std::chrono::seconds(1);
  const Evaluated loop = evaluate("def spin():\n  while True:\n    pass\nspin()\n", options);
  CHECK(loop.only().rule == "limit-exceeded");
  CHECK(span_of(loop).line >= 2);
  CHECK(span_of(loop).line <= 3);
  const Evaluated deaf = evaluate("import itertools\n\nsum(itertools.repeat(1))\n", options);
  CHECK(deaf.only().rule == "limit-exceeded");
  CHECK(span_of(deaf).line == 3);
}

TEST_CASE("a config that ends its process is told of, and where") {
  const Folder folder;
  const Evaluated hard = evaluate("import os\nos._exit(3)\n");
  CHECK(hard.only().message.find("status 3") != std::string::npos);
  CHECK(span_of(hard).line == 2);
  const Evaluated soft = evaluate("import sys\nif True:\n  sys.exit('no release given')\n");
  CHECK(soft.only().message.find("no release given") != std::string::npos);
  CHECK(span_of(soft).line == 3);
}

TEST_CASE("what a config starts ends with it") {
  const Folder folder;
  evaluate("import subprocess\np = subprocess.Popen(['sleep', '600'])\nopen('pid', 'w').write(str(p.pid))\n");
  int pid = 0;
  std::ifstream("pid") >> pid;
  REQUIRE(pid > 0);
  // Killed with the group; whoever inherits it reaps it.
  bool gone = false;
  for (int i = 0; i < 100 && !gone; ++i) {
    std::ifstream stat("/proc/" + std::to_string(pid) + "/stat");
    std::string id, name, state;
    gone = !(stat >> id >> name >> state) || state == "Z" || name != "(sleep)";
    if (!gone) usleep(20'000);
  }
  CHECK(gone);
}

TEST_CASE("what a config read is listed") {
  const Folder folder;
  folder.write("part.aurora", "import json\n");
  folder.write("data.txt", "x");
  setenv("BOREALIS_TEST_VARIABLE", "1", 1);
  const Evaluated e = evaluate(
      "import os\ninclude('part.aurora')\nx = open('data.txt').read()\nos.environ.get('BOREALIS_TEST_VARIABLE')\n"
      "jobs = [Job(name=x)]\nhooks = []\n");
  CHECK(e.outcome.inputs.files == std::vector<std::string>{"config.aurora", "part.aurora", "data.txt"});
  CHECK(e.outcome.inputs.modules == std::vector<std::string>{"os", "json"});
  CHECK(e.outcome.inputs.env == std::vector<std::string>{"BOREALIS_TEST_VARIABLE"});
  CHECK(e.outcome.hooks_defined);
}

TEST_CASE("a JSON config is a list of jobs, or a single one; mistakes in it have their places") {
  const Folder folder;
  schema::EvaluationOptions options;
  options.json = true;
  options.file = "config.json";
  folder.write("config.json", R"({"jobs": [{"name": "a"}, {"name": "b"}], "note": 1})");
  CHECK(evaluate("", options).jobs.size() == 2);
  folder.write("config.json", R"({"name": "a", "cron_schedule": "{{x}}"})");
  const Evaluated single = evaluate("", options);
  REQUIRE(single.jobs.size() == 1);
  CHECK(name_of(single.jobs[0]) == "a");
  REQUIRE(single.open_refs.size() == 1);
  CHECK(single.open_refs[0].span == lang::Span{"config.json", 1, 33, 1, 38});
  folder.write("config.json", "{\"jobs\": [\n  {\"name\": \"a\",\n   \"task\": {\"nmae\": \"t\"}}]}");
  const Evaluated wrong = evaluate("", options);
  CHECK(wrong.only().rule == "unknown-field");
  CHECK(span_of(wrong) == lang::Span{"config.json", 3, 13, 3, 19});
  folder.write("config.json", "{\"jobs\": [\n  1,]}");
  CHECK(span_of(evaluate("", options)).line == 2);
}

TEST_CASE("places may be asked for while jobs still come") {
  const Folder folder;
  std::ofstream("config.aurora") << "jobs = [Job(name='j%d' % i) for i in range(2000)]\n";
  schema::EvaluationOptions options;
  options.file = "config.aurora";
  const auto session = interp::make_evaluator()->open(options);
  int jobs = 0;
  while (auto job = session->next()) {
    CHECK(job->index == jobs++);
    if (jobs % 500 == 1) {
      CHECK(session->locate({job->site, "name", ""}).span == lang::Span{"config.aurora", 1, 18, 1, 27});
    }
  }
  CHECK(jobs == 2000);
  CHECK(session->finish().has_jobs);
}

TEST_CASE("a session that is dropped takes its child with it") {
  const Folder folder;
  std::ofstream("config.aurora") << "import time\ntime.sleep(600)\n";
  schema::EvaluationOptions options;
  options.file = "config.aurora";
  interp::make_evaluator()->open(options).reset();
  CHECK(waitpid(-1, nullptr, WNOHANG) == -1);
}

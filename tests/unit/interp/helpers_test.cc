#include "tests/unit/interp/python_fixture.h"

namespace borealis::interp {

TEST_CASE("SequentialTask orders its processes") {
  CHECK(eval("SequentialTask(processes=[Process(name='a'), Process(name='{{x}}')]).constraints()[0].order().get()") ==
        "('a', '{{x}}')");
  CHECK(eval("SequentialTask(processes=[Process(name='a')], constraints=order('a'))") ==
        "ValueError: Cannot turn a Task with existing constraints into a SequentialTask!");
  CHECK(eval("SequentialTask().has_processes()") == "False");
  CHECK(eval("order(5)") == "ValueError: Unknown value for process order: 5");
}

TEST_CASE("SimpleTask has one process and default resources") {
  CHECK(eval("SimpleTask('n', 'echo').processes()[0].cmdline()") == "echo");
  CHECK(eval("SimpleTask('n', 'echo').resources().get()") ==
        "frozendict({'cpu': 1.0, 'ram': 1073741824, 'disk': 1073741824, 'gpu': 0})");
}

TEST_CASE("tasks are combined in the order given, duplicates once") {
  exec("a, b = SimpleTask('a', 'x')(finalization_wait=5), SimpleTask('b', 'y')(finalization_wait=7)\n");
  CHECK(eval("[str(p.name()) for p in Tasks.combine(a, b, a).processes()]") == "['a', 'b']");
  CHECK(eval("Tasks.combine(a, b).name()") == "b");
  CHECK(eval("Tasks.combine(a, b).resources().cpu()") == "2.0");
  CHECK(eval("Tasks.combine(a, b).finalization_wait(), Tasks.concat(a, b).finalization_wait()") ==
        "(Integer(7), Integer(12))");
  CHECK(eval("Tasks.concat(a, b).constraints()[0].order().get()") == "('a', 'b')");
  CHECK(eval("combine_tasks(a, resources=Resources())").starts_with("TypeError"));
}

TEST_CASE("options are rendered in call order") {
  CHECK(eval("java_options('server', Xmx='2g', a=0)") == "-server -Xmx 2g -a");
  CHECK(eval("python_options({'foo_bar': 1}, v=2)") == "--foo_bar 1 -v 2");
  CHECK(eval("java_options(5)") == "ValueError: Got an unexpected argument to render_options: 5");
}

TEST_CASE("a config finds these names and modules") {
  CHECK(eval("MB, AURORA_EXECUTOR_NAME, 'export' in globals(), 'sys' in globals()") ==
        "(1048576, 'AuroraExecutor', False, True)");
  CHECK(exec("import pystachio.config, pystachio.matcher\n"
             "from pystachio.naming import frozendict\n"
             "from pystachio.composite import Structural, TypeSignature, IsNotMappingError\n"
             "from pystachio.config import Config\n"
             "from apache.aurora.config.schema.base import MesosJob as AuroraJob\n"
             "from apache.thermos.config.schema import Task as ThermosTask\n"
             "import apache.thermos.config.schema_base\n") == "None");
  CHECK(eval("AuroraJob is Job, ThermosTask is Task, hasattr(typing, 'TypeFactory')") == "(True, True, True)");
  CHECK(eval("'names' in globals() or 'drop_unknown' in globals()") == "False");
}

}  // namespace borealis::interp

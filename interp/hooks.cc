#include "interp/hooks.h"

#include <string>

#include "interp/errors.h"
#include "interp/interpreter.h"
#include "lang/json.h"

namespace borealis::interp {
namespace {

// What hooks are given, and how they are found. The arguments are those of the original's calls. (cli.md §2.1)
constexpr const char* kSource = R"python(
import json


class JobKey(str):
    """CLUSTER/ROLE/ENVIRONMENT/NAME, and its parts."""
    cluster = property(lambda self: self.split('/')[0])
    role = property(lambda self: self.split('/')[1])
    environment = env = property(lambda self: self.split('/')[2])
    name = property(lambda self: self.split('/')[3])


class Config(dict):
    """A job as plain data; methods name its main parts."""
    def __init__(self, data, key):
        super().__init__(data)
        self._key = key

    def job_key(self):
        return self._key

    def cluster(self):
        return self._key.cluster

    def role(self):
        return self._key.role

    def environment(self):
        return self._key.environment

    def name(self):
        return self._key.name

    def instances(self):
        return self['instances']

    def raw(self):
        return self


def arguments_of(method, config, key, values):
    get = values.get
    return {
        'create_job': lambda: ((config,), {}),
        'add_instances': lambda: ((key, get('instance_id'), get('count')), {'config': config}),
        'kill_job': lambda: ((key,), {'instances': get('instances'), 'config': config, 'message': get('message')}),
        'restart': lambda: ((key, get('shards'), get('restart_settings')), {'config': config}),
        'start_cronjob': lambda: ((key,), {'config': config}),
        'start_job_update': lambda: ((config, get('message')),
                                     {'instances': get('instances'), 'metadata': get('metadata')}),
    }[method]()


def call_hook(hook, event, method, outcome, config, key, args, kw):
    specific = getattr(hook, event + '_' + method, None)
    if callable(specific):
        return specific(*args, **kw) if event == 'pre' else specific(outcome, *args, **kw)
    generic = getattr(hook, 'generic_hook', None)
    if callable(generic):
        return generic((config, key), event, method, outcome, args, kw)
    return True


def call_hooks(hooks, event, method, key, config, values, outcome):
    key = JobKey(key)
    config = Config(json.loads(config), key)
    args, kw = arguments_of(method, config, key, json.loads(values))
    outcome = json.loads(outcome)
    go_on, messages = True, []
    for hook in hooks:
        try:
            if not call_hook(hook, event, method, outcome, config, key, args, kw):
                go_on = False
        except BaseException as error:
            go_on = False
            messages.append('%s of %s: %s: %s' % (event + '_' + method, type(hook).__name__, type(error).__name__, error))
    return go_on, messages
)python";

const char* prefix_of(schema::HookEvent event) {
  if (event == schema::HookEvent::before) return "pre";
  return event == schema::HookEvent::done ? "post" : "err";
}

// Not a word of it is seen by the config: a namespace of its own.
PyRef make_caller() {
  PyRef names = PyRef::steal(PyDict_New());
  if (!names || PyDict_SetItemString(names.get(), "__builtins__", PyEval_GetBuiltins()) < 0) return {};
  const PyRef done = PyRef::steal(PyRun_String(kSource, Py_file_input, names.get(), names.get()));
  if (!done) return {};
  return PyRef::borrow(PyDict_GetItemString(names.get(), "call_hooks"));
}

schema::HookAnswer take_failure() {
  PyObject* type = nullptr;
  PyObject* value = nullptr;
  PyObject* traceback = nullptr;
  PyErr_Fetch(&type, &value, &traceback);
  const PyRef owned[] = {PyRef::steal(type), PyRef::steal(value), PyRef::steal(traceback)};
  return {false, {"`hooks` can't be called: " + describe_exception(type, value)}};
}

schema::HookAnswer read_answer(PyObject* answer) {
  schema::HookAnswer result;
  PyObject* messages = nullptr;
  int go_on = 0;
  if (!PyArg_ParseTuple(answer, "pO", &go_on, &messages)) return take_failure();
  result.go_on = go_on != 0;
  for (Py_ssize_t i = 0; i < PyList_GET_SIZE(messages); ++i) {
    const char* text = PyUnicode_AsUTF8(PyList_GET_ITEM(messages, i));
    if (text == nullptr) PyErr_Clear();
    result.messages.emplace_back(text == nullptr ? "an error without a text" : text);
  }
  return result;
}

}  // namespace

schema::HookAnswer run_hooks(PyObject* globals, const schema::HookCall& call) {
  PyObject* hooks = globals == nullptr ? nullptr : PyDict_GetItemString(globals, "hooks");
  if (hooks == nullptr) return {};
  const PyRef caller = make_caller();
  if (!caller) return take_failure();
  const std::string config = lang::to_json(call.config);
  const std::string values = lang::to_json(call.values);
  const std::string outcome = lang::to_json(call.outcome);
  const PyRef answer =
      PyRef::steal(PyObject_CallFunction(caller.get(), "Ossssss", hooks, prefix_of(call.event), call.method.c_str(),
                                         call.job_key.c_str(), config.c_str(), values.c_str(), outcome.c_str()));
  schema::HookAnswer result = answer ? read_answer(answer.get()) : take_failure();
  flush_output();
  return result;
}

}  // namespace borealis::interp

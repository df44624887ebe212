#include "interp/syntax_tree.h"

#include <algorithm>

#include "interp/python.h"

namespace borealis::interp {
namespace {

constexpr int kMaxDepth = 400;

PyRef attribute(PyObject* node, const char* name) {
  PyRef found = PyRef::steal(PyObject_GetAttrString(node, name));
  if (!found) PyErr_Clear();
  return found;
}

int integer(PyObject* node, const char* name) {
  const PyRef found = attribute(node, name);
  if (!found || !PyLong_Check(found.get())) return 0;
  return static_cast<int>(PyLong_AsLong(found.get()));
}

std::string text_of(PyObject* object) {
  if (object == nullptr || !PyUnicode_Check(object)) return {};
  const char* text = PyUnicode_AsUTF8(object);
  if (text == nullptr) PyErr_Clear();
  return text == nullptr ? std::string() : std::string(text);
}

ByteRange range_of(PyObject* node) {
  return {integer(node, "lineno"), integer(node, "col_offset"), integer(node, "end_lineno"),
          integer(node, "end_col_offset")};
}

bool is(PyObject* node, std::string_view kind) {
  return std::string_view(Py_TYPE(node)->tp_name) == kind;
}

std::vector<PyRef> items(PyObject* node, const char* name) {
  std::vector<PyRef> found;
  const PyRef list = attribute(node, name);
  if (!list || !PyList_Check(list.get())) return found;
  for (Py_ssize_t i = 0; i < PyList_GET_SIZE(list.get()); ++i) {
    found.push_back(PyRef::borrow(PyList_GET_ITEM(list.get(), i)));
  }
  return found;
}

// Calls `visit` with every child node.
template <class Visit>
void for_each_child(PyObject* node, const Visit& visit) {
  const PyRef fields = attribute(node, "_fields");
  if (!fields || !PyTuple_Check(fields.get())) return;
  for (Py_ssize_t i = 0; i < PyTuple_GET_SIZE(fields.get()); ++i) {
    PyRef value = PyRef::steal(PyObject_GetAttr(node, PyTuple_GET_ITEM(fields.get(), i)));
    if (!value) {
      PyErr_Clear();
      continue;
    }
    if (PyList_Check(value.get())) {
      for (Py_ssize_t k = 0; k < PyList_GET_SIZE(value.get()); ++k) visit(PyList_GET_ITEM(value.get(), k));
    } else if (PyObject_HasAttrString(value.get(), "_fields")) {
      visit(value.get());
    }
  }
}

class Walker {
 public:
  explicit Walker(SyntaxTree& tree) : tree_(tree) { tree_.scopes.emplace_back(); }

  void walk(PyObject* node, int scope, int depth = 0) {
    if (depth > kMaxDepth || node == Py_None) return;
    if (is(node, "Call")) note_call(node, scope);
    if (is(node, "Constant") || is(node, "JoinedStr")) note_text(node);
    if (is(node, "Dict")) note_entries(node, tree_.entries);
    note_assignment(node, scope);
    const int inner = opens_scope(node) ? add_scope(node, scope) : scope;
    for_each_child(node, [&](PyObject* child) { walk(child, inner, depth + 1); });
  }

 private:
  static bool opens_scope(PyObject* node) {
    for (const char* kind :
         {"FunctionDef", "AsyncFunctionDef", "Lambda", "ListComp", "SetComp", "DictComp", "GeneratorExp"}) {
      if (is(node, kind)) return true;
    }
    return false;
  }

  int add_scope(PyObject* node, int parent) {
    const int scope = static_cast<int>(tree_.scopes.size());
    tree_.scopes.push_back({parent, {}});
    const PyRef arguments = attribute(node, "args");
    if (arguments && is(arguments.get(), "arguments")) {
      for (const char* list : {"posonlyargs", "args", "kwonlyargs"}) {
        for (const PyRef& each : items(arguments.get(), list)) {
          const PyRef name = attribute(each.get(), "arg");
          assign(scope, text_of(name.get()), {range_of(each.get()), {}, {}, {}});
        }
      }
    }
    return scope;
  }

  void assign(int scope, const std::string& name, Assignment assignment) {
    if (!name.empty()) tree_.scopes[scope].assigned[name].push_back(std::move(assignment));
  }

  void assign_target(PyObject* target, PyObject* value, int scope) {
    if (is(target, "Name")) {
      Assignment made{range_of(target), {}, {}, {}};
      if (value != nullptr) {
        made.value = range_of(value);
        collect_names(value, made.names_used);
        if (is(value, "List") || is(value, "Tuple")) made.elements = elements_of(value);
      }
      const PyRef name = attribute(target, "id");
      assign(scope, text_of(name.get()), std::move(made));
    } else if (is(target, "Tuple") || is(target, "List")) {
      for (const PyRef& each : items(target, "elts")) assign_target(each.get(), nullptr, scope);
    }
  }

  static std::vector<ByteRange> elements_of(PyObject* display) {
    std::vector<ByteRange> ranges;
    for (const PyRef& each : items(display, "elts")) {
      if (is(each.get(), "Starred")) return {};
      ranges.push_back(range_of(each.get()));
    }
    return ranges;
  }

  void note_assignment(PyObject* node, int scope) {
    if (is(node, "Assign")) {
      const PyRef value = attribute(node, "value");
      for (const PyRef& target : items(node, "targets")) assign_target(target.get(), value.get(), scope);
    } else if (is(node, "AnnAssign") || is(node, "AugAssign") || is(node, "NamedExpr")) {
      const PyRef target = attribute(node, "target");
      const PyRef value = attribute(node, "value");
      if (target) assign_target(target.get(), value && value.get() != Py_None ? value.get() : nullptr, scope);
    } else if (is(node, "For") || is(node, "AsyncFor") || is(node, "comprehension")) {
      const PyRef target = attribute(node, "target");
      if (target) assign_target(target.get(), nullptr, scope);
    }
  }

  static void collect_names(PyObject* node, std::vector<std::string>& names, int depth = 0) {
    if (depth > kMaxDepth || node == Py_None) return;
    if (is(node, "Name")) {
      const PyRef id = attribute(node, "id");
      std::string name = text_of(id.get());
      if (std::find(names.begin(), names.end(), name) == names.end()) names.push_back(std::move(name));
    }
    for_each_child(node, [&](PyObject* child) { collect_names(child, names, depth + 1); });
  }

  void note_text(PyObject* node) {
    const PyRef value = attribute(node, "value");
    if (is(node, "JoinedStr") || (value && PyUnicode_Check(value.get()))) tree_.texts.push_back(range_of(node));
  }

  static void note_entries(PyObject* dict, std::vector<Argument>& entries) {
    const std::vector<PyRef> keys = items(dict, "keys");
    const std::vector<PyRef> values = items(dict, "values");
    for (std::size_t i = 0; i < keys.size() && i < values.size(); ++i) {
      const PyRef key = attribute(keys[i].get(), "value");
      if (!is(keys[i].get(), "Constant") || !key || !PyUnicode_Check(key.get())) continue;
      entries.push_back({text_of(key.get()), range_of(keys[i].get()), range_of(values[i].get()), {}});
      collect_names(values[i].get(), entries.back().names_used);
    }
  }

  static void collect_dict_entries(PyObject* node, std::vector<Argument>& entries, int depth = 0) {
    if (depth > kMaxDepth || node == Py_None) return;
    if (is(node, "Call")) return;  // its entries are its own
    if (is(node, "Dict")) note_entries(node, entries);
    for_each_child(node, [&](PyObject* child) { collect_dict_entries(child, entries, depth + 1); });
  }

  void note_call(PyObject* node, int scope) {
    Call call;
    call.range = range_of(node);
    call.scope = scope;
    int rests = 0;
    for (const PyRef& keyword : items(node, "keywords")) {
      const PyRef name = attribute(keyword.get(), "arg");
      const PyRef value = attribute(keyword.get(), "value");
      if (!value) continue;
      collect_names(value.get(), call.names_used);
      collect_dict_entries(value.get(), call.dict_entries);
      if (!name || !PyUnicode_Check(name.get())) {
        call.rest = rests++ == 0 ? range_of(keyword.get()) : ByteRange();
        continue;
      }
      ByteRange name_range = range_of(keyword.get());
      Argument argument{text_of(name.get()), name_range, range_of(value.get()), {}};
      argument.name_range.end_line = name_range.line;
      argument.name_range.end_column = name_range.column + static_cast<int>(argument.name.size());
      collect_names(value.get(), argument.names_used);
      call.keywords.push_back(std::move(argument));
    }
    for (const PyRef& positional : items(node, "args")) {
      collect_names(positional.get(), call.names_used);
      collect_dict_entries(positional.get(), call.dict_entries);
    }
    tree_.entries.insert(tree_.entries.end(), call.keywords.begin(), call.keywords.end());
    tree_.calls.push_back(std::move(call));
  }

  SyntaxTree& tree_;
};

}  // namespace

const Call* SyntaxTree::call_ending_at(int line, int column) const {
  for (const Call& call : calls) {
    if (call.range.end_line == line && call.range.end_column == column) return &call;
  }
  return nullptr;
}

const std::vector<Assignment>* SyntaxTree::assignments(std::string_view name, int scope) const {
  for (; scope >= 0; scope = scopes[scope].parent) {
    const auto it = scopes[scope].assigned.find(name);
    if (it != scopes[scope].assigned.end()) return &it->second;
  }
  return nullptr;
}

std::optional<SyntaxTree> parse_syntax(const std::string& text, const std::string& file) {
  PyCompilerFlags flags = _PyCompilerFlags_INIT;
  flags.cf_flags = PyCF_ONLY_AST | PyCF_IGNORE_COOKIE;
  const PyRef tree = PyRef::steal(Py_CompileStringExFlags(text.c_str(), file.c_str(), Py_file_input, &flags, -1));
  if (!tree) {
    PyErr_Clear();
    return std::nullopt;
  }
  SyntaxTree found;
  Walker(found).walk(tree.get(), 0);
  return found;
}

}  // namespace borealis::interp

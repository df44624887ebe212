#include "interp/json_config.h"

#include <cstdlib>
#include <map>
#include <memory>

#include "interp/json_tree.h"
#include "interp/site_table.h"
#include "interp/source.h"

namespace borealis::interp {
namespace {

// The config as read; kept for places, as long as the child lives.
struct JsonConfig {
  std::string file;
  int run = -1;
  JsonNode root;
  std::unique_ptr<SourceText> source;
  std::map<lang::SiteId, const JsonNode*> objects;

  lang::Span span(std::size_t begin, std::size_t end) const {
    const ByteRange range = source->range_of(begin, end - begin);
    return source->span(file, source->first_line(range));
  }
};

JsonConfig*& current() {
  static JsonConfig* config = nullptr;
  return config;
}

PyRef to_object(JsonConfig& config, const JsonNode& node);

PyRef to_dict(JsonConfig& config, const JsonNode& node) {
  PyRef dict = PyRef::steal(PyDict_New());
  for (const JsonNode::Member& member : node.members) {
    const PyRef name = PyRef::steal(
        PyUnicode_DecodeUTF8(member.name.data(), static_cast<Py_ssize_t>(member.name.size()), "surrogatepass"));
    const PyRef value = to_object(config, member.value);
    if (!dict || !name || !value || PyDict_SetItem(dict.get(), name.get(), value.get()) < 0) return {};
  }
  if (!dict) return {};
  const lang::SiteId site = site_of_span(config.span(node.begin, node.end), config.run);
  config.objects[site] = &node;
  set_mapping_site(dict.get(), site);
  Py_INCREF(dict.get());  // sites go by address: no other mapping may get this one
  return dict;
}

PyRef to_list(JsonConfig& config, const JsonNode& node) {
  PyRef list = PyRef::steal(PyList_New(0));
  for (const JsonNode& item : node.items) {
    const PyRef value = to_object(config, item);
    if (!list || !value || PyList_Append(list.get(), value.get()) < 0) return {};
  }
  return list;
}

PyRef to_object(JsonConfig& config, const JsonNode& node) {
  switch (node.kind) {
    case JsonNode::Kind::null:
      return PyRef::borrow(Py_None);
    case JsonNode::Kind::yes:
      return PyRef::borrow(Py_True);
    case JsonNode::Kind::no:
      return PyRef::borrow(Py_False);
    case JsonNode::Kind::integer:
      return PyRef::steal(PyLong_FromString(node.text.c_str(), nullptr, 10));
    case JsonNode::Kind::real:
      return PyRef::steal(PyFloat_FromDouble(std::strtod(node.text.c_str(), nullptr)));
    case JsonNode::Kind::text:
      return PyRef::steal(
          PyUnicode_DecodeUTF8(node.text.data(), static_cast<Py_ssize_t>(node.text.size()), "surrogatepass"));
    case JsonNode::Kind::array:
      return to_list(config, node);
    case JsonNode::Kind::object:
      return to_dict(config, node);
  }
  return {};
}

bool raise_bad_json(const JsonConfig& config, const JsonError& error) {
  const lang::Span at = config.source->span(config.file, config.source->range_of(error.at, 0));
  const std::string message = "this is no JSON: " + error.message;
  const PyRef args = PyRef::steal(PyObject_CallFunction(PyExc_SyntaxError, "s(siiO)", message.c_str(),
                                                        config.file.c_str(), at.line, at.column, Py_None));
  if (args) PyErr_SetObject(PyExc_SyntaxError, args.get());
  return false;
}

// Replaces each element by Job(element).
bool make_jobs(PyObject* jobs, PyObject* job_class) {
  if (!PyList_Check(jobs)) return true;  // it is said later that this is no list
  for (Py_ssize_t i = 0; i < PyList_GET_SIZE(jobs); ++i) {
    PyObject* item = PyList_GET_ITEM(jobs, i);
    if (!PyDict_Check(item)) continue;
    PyObject* job = PyObject_CallOneArg(job_class, item);
    if (job == nullptr || PyList_SetItem(jobs, i, job) < 0) return false;
  }
  return true;
}

}  // namespace

bool load_json_config(const std::string& file, std::string text, PyObject* globals) {
  auto* config = new JsonConfig;
  current() = config;
  config->file = file;
  config->run = add_run({file, std::move(text), {}});
  const std::string& kept = file_run(config->run).text;
  config->source = std::make_unique<SourceText>(kept);
  JsonError error;
  auto root = parse_json(kept, error);
  if (!root) return raise_bad_json(*config, error);
  config->root = std::move(*root);
  if (config->root.kind != JsonNode::Kind::object) {
    return raise_bad_json(*config, {"an object is expected at the top", config->root.begin});
  }
  const PyRef job_class = PyRef::borrow(PyDict_GetItemString(globals, "Job"));
  const bool single = config->root.member("jobs") == nullptr;
  const PyRef top = to_object(*config, config->root);
  if (!top) return false;
  PyRef jobs;
  if (single) {
    jobs = PyRef::steal(PyList_New(0));
    if (!jobs || PyList_Append(jobs.get(), top.get()) < 0) return false;
  } else {
    if (PyDict_Update(globals, top.get()) < 0) return false;
    jobs = PyRef::borrow(PyDict_GetItemString(top.get(), "jobs"));
  }
  return make_jobs(jobs.get(), job_class.get()) && PyDict_SetItemString(globals, "jobs", jobs.get()) == 0;
}

std::optional<lang::Span> locate_in_json(const lang::Place& place) {
  const JsonConfig* config = current();
  if (config == nullptr) return std::nullopt;
  const auto object = config->objects.find(place.site);
  if (object == config->objects.end()) return std::nullopt;
  const JsonNode::Member* member = object->second->member(place.field);
  if (member == nullptr) return std::nullopt;
  if (place.text == "=") return config->span(member->begin, member->end);
  if (!place.text.empty()) {
    const std::string_view slice = std::string_view(file_run(config->run).text)
                                       .substr(member->value.begin, member->value.end - member->value.begin);
    if (const std::size_t at = slice.find(place.text); at != std::string_view::npos) {
      return config->span(member->value.begin + at, member->value.begin + at + place.text.size());
    }
  }
  return config->span(member->value.begin, member->value.end);
}

}  // namespace borealis::interp

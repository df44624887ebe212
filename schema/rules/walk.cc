#include "schema/rules/walk.h"

#include <algorithm>

#include "lang/ref.h"
#include "schema/late_refs.h"
#include "schema/ports.h"

namespace borealis::schema::rules {

namespace {

// Where one stands, put into words only for a text with a brace.
struct Step {
  const Step* outer = nullptr;
  std::string_view name = {};  // of a field, or a map's key
  std::size_t index = 0;
  enum class Kind : std::uint8_t { root, field, key, index } kind = Kind::root;
};

void append_path(const Step& step, std::string& path) {
  if (step.kind == Step::Kind::root) return;
  append_path(*step.outer, path);
  switch (step.kind) {
    case Step::Kind::field:
      path.append(path.empty() ? "" : ".").append(step.name);
      break;
    case Step::Kind::key:
      path.append(1, '[').append(step.name).append(1, ']');
      break;
    default:
      path.append(1, '[').append(std::to_string(step.index)).append(1, ']');
  }
}

void collect_braced(const lang::Data& data, const Step& at, std::vector<BracedText>& found) {
  if (const std::string* text = data.text()) {
    if (text->find('{') == std::string::npos) return;
    std::string path;
    append_path(at, path);
    found.push_back({std::move(path), *text});
  } else if (const lang::Data::List* list = data.list()) {
    for (std::size_t i = 0; i < list->size(); ++i) {
      collect_braced((*list)[i], {&at, {}, i, Step::Kind::index}, found);
    }
  } else if (const std::vector<lang::Entry>* entries = data.entries()) {
    const Step::Kind kind = data.map() != nullptr ? Step::Kind::key : Step::Kind::field;
    for (const lang::Entry& entry : *entries) collect_braced(entry.value, {&at, entry.name, 0, kind}, found);
  }
}

}  // namespace

std::vector<BracedText> braced_texts(const lang::Data& data) {
  std::vector<BracedText> found;
  collect_braced(data, {}, found);
  return found;
}

std::string_view field_of(std::string_view path) {
  return path.substr(0, path.find_first_of(".["));
}

std::string path_in_job(std::string_view path) {
  if (path.starts_with("jobs[")) {
    const std::size_t end = path.find(']');
    path.remove_prefix(end == std::string_view::npos ? path.size() : end + 1);
    if (path.starts_with('.')) path.remove_prefix(1);
  }
  return std::string(path);
}

std::string name_place(const JobUnderCheck& job) {
  return !job.written("name") && job.written("task.name") ? "task.name" : "name";
}

const std::string* dedicated_of(const Job& job) {
  if (!job.constraints) return nullptr;
  for (const auto& [attribute, value] : *job.constraints) {
    if (attribute == "dedicated") return &value;
  }
  return nullptr;
}

bool is_dedicated(const Job& job) {
  return dedicated_of(job) != nullptr;
}

const Docker* docker_of(const Job& job) {
  if (!job.container) return nullptr;
  if (const auto* docker = std::get_if<Docker>(&*job.container)) return docker;
  const auto* wrapper = std::get_if<Container>(&*job.container);
  return wrapper != nullptr && wrapper->docker ? &*wrapper->docker : nullptr;
}

bool has_port(const JobUnderCheck& job, const std::string& name) {
  static const StringMap none;
  const auto target = follow_port(job.job.announce ? job.job.announce->portmap : none, name);
  return target && (target->number || job.used_ports().contains(target->name));
}

bool knows_ports(const JobUnderCheck& job) {
  const auto is_odd = [](const OpenRef& open) {
    const std::optional<lang::Ref>& ref = parsed_ref(open.ref);
    return ref && ref->components()[0].value == "thermos" && !is_late_ref(*ref, RefScope::task);
  };
  if (job.knows_ports_) return *job.knows_ports_;
  const std::vector<OpenRef>& open = job.record.open_refs;
  job.knows_ports_ =
      job.good("task.processes") && job.job.task.processes && std::none_of(open.begin(), open.end(), is_odd);
  return *job.knows_ports_;
}

bool has_refused_reference(const JobUnderCheck& job, std::string_view path) {
  const std::vector<OpenRef>& open = job.record.open_refs;
  return std::any_of(open.begin(), open.end(), [&](const OpenRef& one) {
    const std::optional<lang::Ref>& ref = parsed_ref(one.ref);
    return path_in_job(one.path) == path && !(ref && is_late_ref(*ref, ref_scope_of(path)));
  });
}

void for_each_command(const JobUnderCheck& job, const TextVisitor& f) {
  if (!job.job.task.processes) return;
  for (std::size_t i = 0; i < job.job.task.processes->size(); ++i) {
    f("task.processes[" + std::to_string(i) + "].cmdline", (*job.job.task.processes)[i].cmdline);
  }
}

bool makes_health_checks(const JobUnderCheck& job) {
  if (!job.job.health_check_config || !knows_ports(job)) return false;
  const std::optional<HealthCheckerConfig>& checker = job.job.health_check_config->health_checker;
  return (checker && checker->shell) || has_port(job, "health");
}

std::string upper_case(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(),
                 [](char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c; });
  return text;
}

std::string lower_case(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
  return text;
}

}  // namespace borealis::schema::rules

#include "cluster/runner/bindings.h"

#include <algorithm>
#include <iterator>
#include <optional>
#include <set>
#include <utility>
#include <vector>

#include "lang/template.h"
#include "schema/late_refs.h"
#include "schema/ports.h"

namespace borealis::runner {

namespace {

// Fills in the texts of a tree of data and gathers what could not be.
class Binder {
 public:
  explicit Binder(lang::TextLookup lookup) : lookup_(std::move(lookup)) {}

  void bind(lang::Data& data) {
    if (std::string* text = data.get<std::string>()) bind_text(*text);
    if (auto* list = data.get<lang::Data::List>()) {
      for (lang::Data& element : *list) bind(element);
    }
    if (auto* entries = data.entries()) {
      for (lang::Entry& entry : *entries) bind(entry.value);
    }
  }

  const std::vector<lang::Ref>& unbound() const { return unbound_; }
  const std::vector<std::string>& malformed() const { return malformed_; }

 private:
  void bind_text(std::string& text) {
    if (!lang::may_have_tags(text)) return;
    lang::Substitution done = lang::substitute(text, lookup_);
    text = std::move(done.text);
    std::move(done.unbound.begin(), done.unbound.end(), std::back_inserter(unbound_));
    std::move(done.malformed.begin(), done.malformed.end(), std::back_inserter(malformed_));
  }

  lang::TextLookup lookup_;
  std::vector<lang::Ref> unbound_;
  std::vector<std::string> malformed_;
};

lang::TextLookup mesos_names(const schema::LaunchSpec& spec) {
  return [&spec](const lang::Ref& ref) -> std::optional<std::string> {
    if (ref.address() == "mesos.instance") return std::to_string(spec.instance);
    if (ref.address() == "mesos.hostname") return spec.hostname;
    return std::nullopt;
  };
}

lang::TextLookup thermos_names(const schema::LaunchSpec& spec, const Ports& ports, const std::string& user) {
  return [&](const lang::Ref& ref) -> std::optional<std::string> {
    if (ref.address() == "thermos.task_id") return spec.task_id;
    if (ref.address() == "thermos.user") return user;
    const auto port = ports.find(schema::port_of(ref));
    return port != ports.end() ? std::optional(std::to_string(port->second)) : std::nullopt;
  };
}

bool of_the_second_round(const lang::Ref& ref) {
  return !ref.empty() && ref.components()[0].value == "thermos";
}

lang::Error unbound_error(const std::vector<std::string>& names) {
  std::string message = "Unexpected unbound refs:";
  std::set<std::string> seen;
  for (const std::string& name : names) {
    if (seen.insert(name).second) message += " " + name;
  }
  return {lang::ErrorClass::findings, std::move(message), "", {}};
}

}  // namespace

Ports resolve_ports(const schema::LaunchSpec& spec) {
  const auto known = schema::ports_at_run_time(spec.portmap, spec.ports);
  return {known.begin(), known.end()};
}

lang::Result<lang::Data> bind_task(const schema::LaunchSpec& spec, const Ports& ports, const std::string& user) {
  lang::Data task = spec.task;
  Binder first(mesos_names(spec));
  first.bind(task);
  std::vector<std::string> open = first.malformed();
  for (const lang::Ref& ref : first.unbound()) {
    if (!of_the_second_round(ref)) open.push_back(ref.str());
  }
  if (!open.empty()) return unbound_error(open);

  Binder second(thermos_names(spec, ports, user));
  second.bind(task);
  open = second.malformed();
  for (const lang::Ref& ref : second.unbound()) {
    if (const std::string name = schema::port_of(ref); !name.empty()) {
      return lang::Error{lang::ErrorClass::findings, "Task requires unbound port " + name + "!", "", {}};
    }
    open.push_back(ref.str());
  }
  if (!open.empty()) return unbound_error(open);
  return task;
}

lang::Data bind_health_check(const schema::LaunchSpec& spec, const Ports& ports, const std::string& user) {
  lang::Data check = spec.health_check;
  Binder(mesos_names(spec)).bind(check);
  Binder(thermos_names(spec, ports, user)).bind(check);
  return check;
}

}  // namespace borealis::runner

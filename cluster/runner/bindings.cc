#include "cluster/runner/bindings.h"

#include <algorithm>
#include <charconv>
#include <optional>
#include <set>
#include <utility>
#include <vector>

#include "lang/template.h"

namespace borealis::runner {

namespace {

std::optional<int> port_number(const std::string& text) {
  int number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return number;
}

// NAME of thermos.ports[NAME]
std::optional<std::string> port_name(const lang::Ref& ref) {
  const auto parts = ref.components();
  if (parts.size() != 3 || parts[0].value != "thermos" || parts[1].value != "ports" || !parts[2].index)
    return std::nullopt;
  return parts[2].value;
}

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
    const auto name = port_name(ref);
    const auto port = name ? ports.find(*name) : ports.end();
    return port != ports.end() ? std::optional(std::to_string(port->second)) : std::nullopt;
  };
}

bool of_the_second_round(const lang::Ref& ref) {
  return !ref.empty() && ref.components()[0].value == "thermos";
}

lang::Error unbound_error(std::vector<std::string> names) {
  std::string message = "Unexpected unbound refs:";
  std::set<std::string> seen;
  for (const std::string& name : names) {
    if (seen.insert(name).second) message += " " + name;
  }
  return {lang::ErrorClass::findings, std::move(message), "", {}};
}

}  // namespace

lang::Result<Ports> resolve_ports(const schema::LaunchSpec& spec) {
  Ports ports(spec.ports.begin(), spec.ports.end());
  const std::map<std::string, std::string> aliases(spec.portmap.begin(), spec.portmap.end());
  for (const auto& [name, first_target] : aliases) {
    std::string target = name;
    std::optional<int> number;
    for (std::size_t steps = 0; !number; ++steps) {
      if (steps > aliases.size()) {
        return lang::Error{lang::ErrorClass::findings, "The ports of the announcer lead in a circle: " + name, "", {}};
      }
      const auto assigned =
          std::find_if(spec.ports.begin(), spec.ports.end(), [&](const auto& p) { return p.first == target; });
      if (assigned != spec.ports.end()) {
        number = assigned->second;
      } else if (const auto next = aliases.find(target); next != aliases.end()) {
        target = next->second;
        number = port_number(target);
      } else {
        break;  // an unknown name
      }
    }
    if (number) ports[name] = *number;
  }
  return ports;
}

lang::Result<lang::Data> bind_task(const schema::LaunchSpec& spec, const Ports& ports, const std::string& user) {
  lang::Data task = spec.task;
  Binder first(mesos_names(spec));
  first.bind(task);
  std::vector<std::string> open = first.malformed();
  for (const lang::Ref& ref : first.unbound()) {
    if (!of_the_second_round(ref)) open.push_back(ref.str());
  }
  if (!open.empty()) return unbound_error(std::move(open));

  Binder second(thermos_names(spec, ports, user));
  second.bind(task);
  open = second.malformed();
  for (const lang::Ref& ref : second.unbound()) {
    if (const auto name = port_name(ref)) {
      return lang::Error{lang::ErrorClass::findings, "Task requires unbound port " + *name + "!", "", {}};
    }
    open.push_back(ref.str());
  }
  if (!open.empty()) return unbound_error(std::move(open));
  return task;
}

lang::Data bind_health_check(const schema::LaunchSpec& spec, const Ports& ports, const std::string& user) {
  lang::Data check = spec.health_check;
  Binder(mesos_names(spec)).bind(check);
  Binder(thermos_names(spec, ports, user)).bind(check);
  return check;
}

}  // namespace borealis::runner

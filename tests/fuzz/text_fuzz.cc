// The small languages of a job: cron schedules, job keys, identifiers, late references, port maps. What is read and
// printed is read the same way again.
#include <algorithm>
#include <set>

#include "fuzz.h"
#include "lang/path.h"
#include "lang/template.h"
#include "schema/cron.h"
#include "schema/identifiers.h"
#include "schema/job_key.h"
#include "schema/late_refs.h"
#include "schema/ports.h"

namespace {

using namespace borealis;
using borealis::fuzz::expect;

std::string numbers_of(std::uint64_t bits) {
  std::string out;
  for (int n = 0; n < 64; ++n) {
    if ((bits >> n & 1) != 0) out += (out.empty() ? "" : ",") + std::to_string(n);
  }
  return out;
}

void try_cron(std::string_view text) {
  const lang::Result<schema::CronSchedule> schedule = schema::parse_cron(text);
  if (!schedule) {
    expect(!schedule.error().message.empty(), "a bad schedule is refused without a reason");
    return;
  }
  expect(schedule->minutes != 0 && schedule->minutes < std::uint64_t{1} << 60, "minutes out of range");
  expect(schedule->hours != 0 && schedule->hours < std::uint64_t{1} << 24, "hours out of range");
  expect(schedule->months != 0 && schedule->months < std::uint64_t{1} << 13, "months out of range");
  // Days of the month and of the week can't both be limited: one of them is printed as what it is, everything.
  const bool all_days = schedule->days == (std::uint64_t{1} << 32) - 2;
  const bool all_weekdays = schedule->weekdays == (std::uint64_t{1} << 7) - 1;
  expect(all_days || all_weekdays, "both kinds of days are limited");
  const std::string printed = numbers_of(schedule->minutes) + " " + numbers_of(schedule->hours) + " " +
                              (all_days ? "*" : numbers_of(schedule->days)) + " " + numbers_of(schedule->months) + " " +
                              (all_weekdays ? "*" : numbers_of(schedule->weekdays));
  const lang::Result<schema::CronSchedule> again = schema::parse_cron(printed);
  expect(again.ok() && *again == *schedule, "a schedule reads differently when it was printed: " + printed);
}

void try_names(std::string_view text) {
  expect(schema::is_identifier(text) == schema::identifier_problem(text).empty(), "an identifier with a problem");
  expect(!schema::is_identifier(text) || schema::has_identifier_characters(text), "an identifier of other characters");
  if (const lang::Result<schema::JobKey> key = schema::parse_job_key(text)) {
    const std::string printed = key->cluster + "/" + key->role + "/" + key->environment + "/" + key->name;
    expect(printed == text, "a job key is printed as " + printed);
  }
  if (const auto port = schema::port_number(text)) {
    expect(schema::port_number(std::to_string(*port)) == port, "a port's number reads differently when it was printed");
  }
  int steps = 0;
  for (lang::PathReader path(text); !path.at_end(); path.next()) {
    expect(++steps <= static_cast<int>(text.size()) + 1, "a path without end");
  }
}

void try_references(std::string_view text) {
  for (const lang::Ref& ref : lang::references(text).refs) {
    const bool in_task = schema::is_late_ref(ref, schema::RefScope::task);
    const std::string port = schema::port_of(ref);
    // What goes on behind the port's name asks for the port all the same (schema.md §9), and stays open.
    expect(port.empty() || in_task || ref.size() > 3, "a port that no running task knows: " + ref.address());
  }
  schema::nested_refs(text);
  schema::computed_ports(text);
}

// NAME=TARGET, one a line.
schema::StringMap portmap_of(std::string_view text) {
  schema::StringMap out;
  while (!text.empty()) {
    const std::string_view line = text.substr(0, text.find('\n'));
    text.remove_prefix(std::min(text.size(), line.size() + 1));
    const std::size_t equals = line.find('=');
    if (equals == std::string_view::npos) continue;
    const std::string_view name = line.substr(0, equals);
    const bool known = std::any_of(out.begin(), out.end(), [&](const auto& entry) { return entry.first == name; });
    if (!known) out.emplace_back(name, line.substr(equals + 1));
  }
  return out;
}

void try_portmap(std::string_view text) {
  const schema::StringMap portmap = portmap_of(text);
  const std::vector<std::string> cycle = schema::portmap_cycle(portmap);
  expect(cycle.empty() || (cycle.size() > 1 && cycle.front() == cycle.back()), "a circle of ports that does not close");
  for (const auto& [name, target] : portmap) {
    const auto found = schema::follow_port(portmap, name);
    expect(found.has_value() || !cycle.empty(), "a port leads nowhere, and there is no circle");
  }
  std::set<std::string> seen;
  for (const auto& [name, number] : schema::ports_at_run_time(portmap, {{"http", 80}})) {
    expect(seen.insert(name).second, "a port has two numbers: " + name);
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text = borealis::fuzz::text_of(data, size);
  const borealis::fuzz::AllocationLimit limit((std::size_t{16} << 20) + 65536 * size);
  try_cron(text);
  try_names(text);
  try_references(text);
  try_portmap(text);
  return 0;
}

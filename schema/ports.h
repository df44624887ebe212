// Named ports: which ones a job asks for, and what names stand for at run time. (schema.md §9, runner.md §2.2)
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "lang/result.h"
#include "schema/job.h"

namespace borealis::schema {

// The number that a portmap's value is, read as Python's int() does (blanks around it, a sign); nothing for a name.
std::optional<std::int64_t> port_number(std::string_view text);

// What a name stands for after following the portmap: a number, or the last name.
struct PortTarget {
  std::string name;
  std::optional<std::int64_t> number;
};
// Nothing when the names go round in a circle.
std::optional<PortTarget> follow_port(const StringMap& portmap, const std::string& name);

// The same for many names, each way gone once. The portmap and the names outlive it.
class PortWays {
 public:
  explicit PortWays(const StringMap& portmap);

  // Nothing: round in a circle.
  const std::optional<PortTarget>& end_of(std::string_view name);
  // `name`, what it stands for, what that stands for: until a number, an unknown name, or a name met before.
  std::vector<std::string_view> from(std::string_view name) const;

 private:
  std::unordered_map<std::string_view, std::string_view> values_;
  std::unordered_map<std::string_view, std::optional<PortTarget>> ends_;
};

// The names on a circle of the portmap, first one repeated at the end; empty when there is none.
std::vector<std::string> portmap_cycle(const StringMap& portmap);

// The ports that the processes of a task mention as {{thermos.ports[NAME]}}, sorted.
std::vector<std::string> referenced_ports(const Task& task);
// References to ports in the dotted form, {{thermos.ports.http}}, which is refused: (index of the process, address).
std::vector<std::pair<int, std::string>> dotted_ports(const Task& task);

// The named ports that an instance of the job needs, sorted. An error when the portmap goes round in a circle or a
// port is written with a dot.
lang::Result<std::vector<std::string>> requested_ports(const Job& job);

// All names that have a number at run time: the portmap overlaid by the assigned ports, aliases followed. Names that
// lead nowhere or round in a circle are left out.
std::vector<std::pair<std::string, int>> ports_at_run_time(const StringMap& portmap,
                                                           const std::vector<std::pair<std::string, int>>& assigned);

}  // namespace borealis::schema

#include "cluster/runner/account.h"

#include <sys/fsuid.h>
#include <unistd.h>

#include <charconv>
#include <string_view>

#include "cluster/runner/file_io.h"

namespace borealis::runner {

namespace {

// Cuts the part before `mark` (or all of it) off `rest`.
std::string_view next_part(std::string_view& rest, char mark) {
  const std::size_t end = rest.find(mark);
  const std::string_view part = rest.substr(0, end);
  rest.remove_prefix(end == std::string_view::npos ? rest.size() : end + 1);
  return part;
}

std::optional<unsigned> number(std::string_view text) {
  unsigned value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return value;
}

std::vector<gid_t> groups_of(std::string_view name, gid_t primary) {
  std::vector<gid_t> groups = {primary};
  const std::string file = read_whole_file("/etc/group").value_or("");
  std::string_view rest = file;
  while (!rest.empty()) {
    std::string_view line = next_part(rest, '\n');
    next_part(line, ':');
    next_part(line, ':');
    const auto gid = number(next_part(line, ':'));
    while (!line.empty()) {
      if (next_part(line, ',') == name && gid && *gid != primary) groups.push_back(*gid);
    }
  }
  return groups;
}

template <class Wanted>
std::optional<Account> find_account(Wanted wanted) {
  const std::string file = read_whole_file("/etc/passwd").value_or("");
  std::string_view rest = file;
  while (!rest.empty()) {
    std::string_view line = next_part(rest, '\n');
    const std::string_view name = next_part(line, ':');
    next_part(line, ':');
    const auto uid = number(next_part(line, ':'));
    const auto gid = number(next_part(line, ':'));
    if (!uid || !gid || !wanted(name, *uid)) continue;
    return Account{std::string(name), *uid, *gid, groups_of(name, *gid)};
  }
  return std::nullopt;
}

}  // namespace

std::optional<Account> account_named(const std::string& name) {
  if (name.empty()) return std::nullopt;
  return find_account([&](std::string_view found, uid_t) { return found == name; });
}

Account own_account() {
  const uid_t own = geteuid();
  if (auto found = find_account([&](std::string_view, uid_t uid) { return uid == own; })) return std::move(*found);
  return {std::to_string(own), own, getegid(), {getegid()}};
}

ActingAs::ActingAs(const Account& account) : former_uid_(0), former_gid_(0) {
  former_gid_ = setfsgid(account.gid);
  former_uid_ = setfsuid(account.uid);
}

ActingAs::~ActingAs() {
  setfsuid(static_cast<uid_t>(former_uid_));
  setfsgid(static_cast<gid_t>(former_gid_));
}

}  // namespace borealis::runner

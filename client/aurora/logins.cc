#include "client/aurora/logins.h"

#include <fmt/format.h>
#include <sys/stat.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fstream>
#include <sstream>

namespace borealis::client::aurora {
namespace {

lang::Error unusable(const std::string& path, const std::string& why, std::string hint) {
  return {lang::ErrorClass::denied, fmt::format("the credentials file {} {}", path, why), std::move(hint), {}};
}

std::optional<std::string> contents(const std::string& path) {
  std::ifstream in(path);
  if (!in) return std::nullopt;
  std::ostringstream text;
  text << in.rdbuf();
  if (in.bad() || text.fail()) return in.peek() == EOF && !in.bad() ? std::optional<std::string>("") : std::nullopt;
  return text.str();
}

void warn_if_open(const std::string& path, const std::function<void(const std::string&)>& warn) {
  struct stat about {};
  if (!warn || stat(path.c_str(), &about) != 0 || (about.st_mode & S_IROTH) == 0) return;
  warn(fmt::format("{} holds a password and every user of this machine can read it; `chmod 600 {}` ends that", path,
                   path));
}

std::string without_end_of_line(std::string line) {
  while (!line.empty() && (line.back() == '\r' || line.back() == '\n')) line.pop_back();
  return line;
}

lang::Result<Credentials> read_credentials(const std::string& path) {
  const auto text = contents(path);
  if (!text) return unusable(path, fmt::format("cannot be read: {}", std::strerror(errno)), "");
  std::istringstream lines(*text);
  std::string line;
  while (std::getline(lines, line)) {
    line = without_end_of_line(line);
    if (line.empty() || line.front() == '#') continue;
    const auto colon = line.find(':');
    if (colon == std::string::npos || colon == 0) break;
    return Credentials{line.substr(0, colon), line.substr(colon + 1), path};
  }
  return unusable(path, "holds no login", "its first line is USER:PASSWORD; lines that begin with # don't count");
}

// The words of a .netrc. A word in double quotes may hold blanks; a backslash takes the next character as it is.
class NetrcWords {
 public:
  explicit NetrcWords(std::string_view text) : text_(text) {}

  // Nothing at the end.
  std::optional<std::string> next() {
    while (at_ < text_.size() && is_blank(text_[at_])) ++at_;
    if (at_ == text_.size()) return std::nullopt;
    std::string word;
    const bool quoted = text_[at_] == '"';
    if (quoted) ++at_;
    for (; at_ < text_.size() && !(quoted ? text_[at_] == '"' : is_blank(text_[at_])); ++at_) {
      if (text_[at_] == '\\' && at_ + 1 < text_.size()) ++at_;
      word += text_[at_];
    }
    if (quoted && at_ < text_.size()) ++at_;
    return word;
  }
  void skip_line() { skip_past("\n"); }
  // A macro ends with an empty line.
  void skip_macro() { skip_past("\n\n"); }

 private:
  static bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }
  void skip_past(std::string_view end) {
    const auto found = text_.find(end, at_);
    at_ = found == std::string_view::npos ? text_.size() : found + end.size();
  }
  std::string_view text_;
  std::size_t at_ = 0;
};

bool names(const std::string& allowed, const Url& url) {
  return allowed == url.host || allowed == url.bare_host() || allowed == fmt::format("{}:{}", url.host, url.port);
}

}  // namespace

std::vector<Logins::Machine> Logins::parse_netrc(std::string_view text, const std::string& source) {
  std::vector<Machine> machines;
  NetrcWords words(text);
  while (auto word = words.next()) {
    if (*word == "machine") {
      machines.push_back({words.next().value_or("?"), {"", "", source}});
    } else if (*word == "default") {
      machines.push_back({"", {"", "", source}});
    } else if (*word == "login" && !machines.empty()) {
      machines.back().login.user = words.next().value_or("");
    } else if (*word == "password" && !machines.empty()) {
      machines.back().login.password = words.next().value_or("");
    } else if (*word == "account") {
      words.next();
    } else if (*word == "macdef") {
      words.skip_macro();
    } else if (word->starts_with('#')) {
      words.skip_line();
    }
  }
  return machines;
}

lang::Result<Logins> Logins::read(const LoginSources& sources, const std::function<void(const std::string&)>& warn) {
  Logins logins;
  logins.hosts_ = sources.hosts;
  if (!sources.credentials_file.empty()) {
    auto login = read_credentials(sources.credentials_file);
    if (!login) return login.error();
    warn_if_open(sources.credentials_file, warn);
    logins.cluster_ = std::move(*login);
  }
  for (const std::string& path : sources.netrc_files) {
    const auto text = contents(path);
    if (!text) continue;
    logins.machines_ = parse_netrc(*text, path);
    if (!logins.machines_.empty()) warn_if_open(path, warn);
    break;
  }
  return logins;
}

std::optional<Credentials> Logins::for_url(const Url& url, const Url& first) const {
  if (cluster_) {
    const bool allowed = url.origin() == first.origin() ||
                         std::any_of(hosts_.begin(), hosts_.end(), [&](const auto& host) { return names(host, url); });
    return allowed ? cluster_ : std::nullopt;
  }
  for (const Machine& machine : machines_) {
    // `default` speaks of no host in particular: it is for the address that the user has named.
    if (machine.host.empty() ? url.origin() == first.origin() : machine.host == url.bare_host()) return machine.login;
  }
  return std::nullopt;
}

}  // namespace borealis::client::aurora

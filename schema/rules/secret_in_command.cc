#include <algorithm>
#include <utility>

#include "schema/rules/joined.h"
#include "schema/rules/rules.h"
#include "schema/rules/walk.h"
#include "schema/secret_words.h"

namespace borealis::schema::rules {

namespace {

bool is_word_character(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-';
}

// What is given, as far as it could be a secret: not a shell variable, a reference, a path or a placeholder.
std::string_view given(std::string_view rest) {
  while (!rest.empty() && (rest.front() == '"' || rest.front() == '\'')) rest.remove_prefix(1);
  std::size_t end = 0;
  while (end < rest.size() && std::string_view(" \t\n\"';&|)").find(rest[end]) == std::string_view::npos) ++end;
  const std::string_view value = rest.substr(0, end);
  const bool indirect = value.empty() || std::string_view("$<{/%*`.@").find(value.front()) != std::string_view::npos;
  return indirect ? "" : value;
}

// Whether a `=` follows one of the words: seldom, and quicker to see than where each of them stands.
bool assigns_any(const std::string& lower) {
  for (std::size_t at = lower.find('='); at != std::string::npos; at = lower.find('=', at + 1)) {
    const std::string_view before = std::string_view(lower).substr(0, at);
    if (std::ranges::any_of(kSecretWords, [&](std::string_view word) { return before.ends_with(word); })) return true;
  }
  return false;
}

// `--password=...`, `AWS_SECRET_ACCESS_KEY=...`
std::string assigned(const std::string& lower, const std::string& text) {
  if (!assigns_any(lower)) return "";
  for (std::string_view word : kSecretWords) {
    for (std::size_t at = lower.find(word); at != std::string::npos; at = lower.find(word, at + 1)) {
      const std::size_t end = at + word.size();
      if (end >= text.size() || text[end] != '=') continue;
      if (given(std::string_view(text).substr(end + 1)).size() < 6) continue;
      std::size_t begin = at;
      while (begin > 0 && is_word_character(text[begin - 1])) --begin;
      return text.substr(begin, end - begin) + "=";
    }
  }
  return "";
}

// `Bearer ...`, keys that are known by how they begin.
std::string known_form(const std::string& text) {
  for (const auto& [prefix, least] : kSecretForms) {
    const std::size_t at = text.find(prefix);
    if (at == std::string::npos) continue;
    if (given(std::string_view(text).substr(at + prefix.size())).size() >= least) return std::string(prefix);
  }
  return text.find("PRIVATE KEY-----") != std::string::npos ? "PRIVATE KEY" : "";
}

// `://user:password@`
std::string in_address(const std::string& text) {
  for (std::size_t at = text.find("://"); at != std::string::npos; at = text.find("://", at + 3)) {
    const std::size_t end = text.find_first_of("/ \t\n\"'", at + 3);
    const std::string_view host = std::string_view(text).substr(at + 3, end == std::string::npos ? end : end - at - 3);
    const std::size_t sign = host.find('@');
    const std::size_t colon = host.find(':');
    if (sign == std::string_view::npos || colon == std::string_view::npos || colon > sign) continue;
    if (!given(host.substr(colon + 1, sign - colon - 1)).empty()) return "://";
  }
  return "";
}

void check(const JobUnderCheck& job, Findings& findings) {
  if (!job.job.task.processes) return;
  for (std::size_t i = 0; i < job.job.task.processes->size(); ++i) {
    const std::string& text = (*job.job.task.processes)[i].cmdline;
    std::string sign = text.find('=') == std::string::npos ? std::string() : assigned(lower_case(text), text);
    if (sign.empty()) sign = known_form(text);
    if (sign.empty()) sign = in_address(text);
    if (sign.empty()) continue;
    findings.add(
        joined("task.processes[", i, "].cmdline"),
        joined("the command seems to hold a secret, after `", sign, "`, which everybody who can see the job can read"),
        "let the command read it from a file or ask a store of secrets", sign);
  }
}

}  // namespace

const Rule secret_in_command = {"secret-in-command", lang::Severity::warning, RuleStage::lint,
                                "A password, key or token that everybody can read.", check};

}  // namespace borealis::schema::rules

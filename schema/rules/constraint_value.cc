#include <vector>

#include "schema/rules/joined.h"
#include "schema/rules/rules.h"
#include "schema/rules/walk.h"

namespace borealis::schema::rules {

namespace {

std::vector<std::string_view> values_of(std::string_view list) {
  std::vector<std::string_view> values;
  for (std::size_t at = 0; at <= list.size();) {
    const std::size_t comma = std::min(list.find(',', at), list.size());
    values.push_back(list.substr(at, comma - at));
    at = comma + 1;
  }
  return values;
}

bool has_blank_around(std::string_view value) {
  return !value.empty() && (value.front() == ' ' || value.back() == ' ' || value.front() == '\t');
}

// Whether it was to be a limit: `Limit:2`, ` limit:2`, `!limit:2`, `limit=2`.
bool is_near_limit(std::string_view value) {
  const std::size_t begin = value.find_first_not_of(" \t!");
  if (begin == std::string_view::npos) return false;
  const std::string word = lower_case(std::string(value.substr(begin, 6)));
  return word == "limit:" || word == "limit=" || word == "limit ";
}

void check_value(Findings& findings, const std::string& attribute, const std::string& text) {
  const std::string path = "constraints[" + attribute + "]";
  const auto say = [&](const std::string& message, const char* hint) {
    findings.add(path, joined("the constraint on `", attribute, "` ", message), hint, text);
  };
  if (is_near_limit(text)) {
    say(joined("is ", lang::Data(text).quote(), ", which is a value to be equal to, not a limit"),
        "a limit is written `limit:2`, in lower case and with nothing before it");
    return;
  }
  const bool negated = text.starts_with('!');
  for (std::string_view value : values_of(std::string_view(text).substr(negated ? 1 : 0))) {
    const std::string quoted = lang::Data(std::string(value)).quote();
    if (value.empty()) {
      say("has an empty value, which no machine has", "leave out the comma that stands for it");
    } else if (has_blank_around(value)) {
      say(joined("has the value ", quoted, ": the blank is part of it"), "write no blank after a comma");
    } else if (value.starts_with('!')) {
      say(joined("has the value ", quoted, ": the `!` is part of it"), "one `!` in front negates all values: `'!a,b'`");
    }
  }
}

void check(const JobUnderCheck& job, Findings& findings) {
  if (!job.job.constraints) return;
  for (const auto& [attribute, value] : *job.job.constraints) {
    if (!value.starts_with("limit:")) check_value(findings, attribute, value);
  }
}

}  // namespace

const Rule constraint_value = {"constraint-value", lang::Severity::warning, RuleStage::lint,
                               "A constraint that does not say what it looks like.", check};

}  // namespace borealis::schema::rules

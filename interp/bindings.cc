#include "interp/bindings.h"

#include "lang/ref.h"
#include "lang/scope.h"

namespace borealis::interp {
namespace {

lang::Binding standard_bindings() {
  lang::EnvironmentBuilder builder;
  builder.add(lang::Ref::parse("mesos.role"), "{{role}}");
  builder.add(lang::Ref::parse("mesos.cluster"), "{{cluster}}");
  builder.add(lang::Ref::parse("thermos.user"), "{{role}}");
  return builder.build();
}

}  // namespace

JobBindings::JobBindings(const std::vector<std::pair<std::string, std::string>>& binds)
    : standard_(standard_bindings()) {
  for (const auto& [name, value] : binds) {
    std::string why;
    const auto ref = lang::Ref::try_parse(name, &why);
    if (!ref) {
      lang::Diagnostic diagnostic;
      diagnostic.rule = "bad-bind";
      diagnostic.message.append("`--bind ")
          .append(name)
          .append("=")
          .append(value)
          .append("` names no address: ")
          .append(why);
      diagnostic.hint = "write `--bind NAME=VALUE`, with a name such as `profile.version` or `thermos.ports[http]`";
      diagnostics_.push_back(std::move(diagnostic));
      continue;
    }
    lang::EnvironmentBuilder builder;
    builder.add(*ref, value);
    given_.emplace_back(builder.build());
  }
}

lang::ValuePtr JobBindings::bind(const lang::Value& job) const {
  if (given_.empty()) return lang::bind(job, {standard_});
  return lang::bind(*lang::bind(job, given_), {standard_});
}

}  // namespace borealis::interp

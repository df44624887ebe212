// The hooks of a config around what a command asks of a cluster. (cli.md §2.1, docs/hooks.md)
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "client/context.h"
#include "lang/data.h"
#include "schema/evaluator.h"
#include "schema/hooks.h"
#include "schema/job.h"

namespace borealis::client {

// The hooks of one job. The evaluation lives as long as these.
class JobHooks {
 public:
  JobHooks(std::shared_ptr<schema::Session> session, std::string file, schema::JobKey key, lang::Data config)
      : session_(std::move(session)), file_(std::move(file)), key_(std::move(key)), config_(std::move(config)) {}

  // Calls the pre_ hooks. ErrorClass::findings: one of them didn't let it pass.
  lang::Status before(const std::string& method, const lang::Data::Map& values, Context& context);
  // Calls the post_ hooks, or the err_ hooks when there is an error. What they answer changes nothing.
  void after(const std::string& method, const lang::Data::Map& values, const lang::Error* error, lang::Data outcome,
             Context& context);

 private:
  schema::HookAnswer call(schema::HookEvent event, const std::string& method, const lang::Data::Map& values,
                          lang::Data outcome, Context& context);

  std::shared_ptr<schema::Session> session_;
  std::string file_;
  schema::JobKey key_;
  lang::Data config_;
};

// A call of a cluster between the hooks (none: just the call). `outcome_of` makes of its value what post_ hooks get.
template <class Call, class OutcomeOf>
auto with_hooks(const std::shared_ptr<JobHooks>& hooks, const std::string& method, const lang::Data::Map& values,
                Context& context, Call&& call, OutcomeOf&& outcome_of) -> decltype(call()) {
  if (!hooks) return call();
  if (auto status = hooks->before(method, values, context); !status) return std::move(status).error();
  auto result = call();
  if (result) {
    hooks->after(method, values, nullptr, outcome_of(*result), context);
  } else {
    hooks->after(method, values, &result.error(), {}, context);
  }
  return result;
}

template <class Call>
auto with_hooks(const std::shared_ptr<JobHooks>& hooks, const std::string& method, const lang::Data::Map& values,
                Context& context, Call&& call) -> decltype(call()) {
  return with_hooks(hooks, method, values, context, std::forward<Call>(call),
                    [](const auto&) { return lang::Data(lang::Data::Map{}); });
}

}  // namespace borealis::client

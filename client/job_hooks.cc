#include "client/job_hooks.h"

#include <fmt/format.h>

namespace borealis::client {

schema::HookAnswer JobHooks::call(schema::HookEvent event, const std::string& method, const lang::Data::Map& values,
                                  lang::Data outcome, Context& context) {
  auto* hooks = dynamic_cast<schema::Hooks*>(session_.get());
  if (hooks == nullptr) return {};
  context.out.flush();
  schema::HookCall call;
  call.event = event;
  call.method = method;
  call.job_key = key_.text();
  call.config = config_;
  call.values = values;
  call.outcome = std::move(outcome);
  schema::HookAnswer answer = hooks->call_hooks(call);
  for (const std::string& message : answer.messages) warn(context, fmt::format("a hook failed: {}", message));
  return answer;
}

lang::Status JobHooks::before(const std::string& method, const lang::Data::Map& values, Context& context) {
  if (call(schema::HookEvent::before, method, values, {}, context).go_on) return lang::Unit{};
  return lang::Error{lang::ErrorClass::findings,
                     fmt::format("the hooks of {} stopped {} of {}", file_, method, key_.text()),
                     "a pre_ hook lets a call pass by returning something true; this one was not sent",
                     {}};
}

void JobHooks::after(const std::string& method, const lang::Data::Map& values, const lang::Error* error,
                     lang::Data outcome, Context& context) {
  if (error != nullptr) {
    call(schema::HookEvent::failed, method, values, error->message, context);
  } else {
    call(schema::HookEvent::done, method, values, std::move(outcome), context);
  }
}

}  // namespace borealis::client

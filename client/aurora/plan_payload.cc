#include "client/aurora/plan_payload.h"

#include <fmt/format.h>

#include <limits>
#include <string>
#include <string_view>

#include "client/api/codec.h"
#include "client/aurora/base64.h"
#include "client/aurora/tasks.h"

namespace borealis::client::aurora {
namespace {

using lang::Data;

lang::Error no_payload(const JobPlan& plan, std::string_view what) {
  return {lang::ErrorClass::findings, fmt::format("the plan of {} can't be used: {}", plan.key.text(), what), {}, {}};
}

template <class Message>
lang::Result<Message> message_of(const JobPlan& plan, const Data& saved, const char* name) {
  const Data* field = saved.field(name);
  const auto bytes = field != nullptr && field->text() != nullptr ? from_base64(*field->text()) : std::nullopt;
  if (!bytes) return no_payload(plan, fmt::format("its `{}` is missing or damaged", name));
  auto message = api::decode_struct<Message>(*bytes);
  if (!message) return no_payload(plan, fmt::format("its `{}` is damaged", name));
  return message;
}

// A whole number that fits `int` and is not negative.
std::optional<int> number(const Data* object, const char* name) {
  const Data* field = object == nullptr ? nullptr : object->field(name);
  if (field == nullptr || field->integer() == nullptr) return std::nullopt;
  const std::int64_t value = *field->integer();
  if (value < 0 || value > std::numeric_limits<int>::max()) return std::nullopt;
  return static_cast<int>(value);
}

}  // namespace

Data save_payload(const PlanPayload& payload) {
  const Handle& handle = payload.handle;
  Data::Map watched;
  watched.entries.push_back({"instances", handle.wanted_instances});
  watched.entries.push_back({"service", handle.service});
  watched.entries.push_back({"watch_secs", static_cast<std::int64_t>(handle.watch_time.count())});
  watched.entries.push_back({"max_failures_per_instance", handle.max_failures_per_instance});
  watched.entries.push_back({"max_failed_instances", handle.max_failed_instances});
  Data::Map saved;
  saved.entries.push_back({"configuration", to_base64(api::encode_struct(payload.configuration))});
  if (payload.request) saved.entries.push_back({"request", to_base64(api::encode_struct(*payload.request))});
  saved.entries.push_back({"watch", std::move(watched)});
  return saved;
}

lang::Result<std::shared_ptr<const EnginePayload>> load_payload(const JobPlan& plan, const Data& saved) {
  auto configuration = message_of<api::JobConfiguration>(plan, saved, "configuration");
  if (!configuration) return configuration.error();
  auto payload = std::make_shared<PlanPayload>();
  payload->configuration = std::move(*configuration);
  if (!plan.cron) {
    auto request = message_of<api::JobUpdateRequest>(plan, saved, "request");
    if (!request) return request.error();
    payload->request = std::move(*request);
  }
  const api::JobKey key = to_api(plan.key);
  if (!(payload->configuration.key == key) || !(payload->configuration.taskConfig.job == key) ||
      (payload->request && !(payload->request->taskConfig == payload->configuration.taskConfig)))
    return no_payload(plan, "it is about another job");
  const Data* watched = saved.field("watch");
  const auto instances = number(watched, "instances");
  const auto seconds = number(watched, "watch_secs");
  const auto per_instance = number(watched, "max_failures_per_instance");
  const auto failed = number(watched, "max_failed_instances");
  const Data* service = watched == nullptr ? nullptr : watched->field("service");
  if (!instances || !seconds || !per_instance || !failed || service == nullptr || service->boolean() == nullptr)
    return no_payload(plan, "its `watch` is missing or damaged");
  Handle& handle = payload->handle;
  handle.key = plan.key;
  handle.action = plan.action;
  handle.wanted_instances = *instances;
  handle.service = *service->boolean();
  handle.watch_time = std::chrono::seconds(*seconds);
  handle.max_failures_per_instance = *per_instance;
  handle.max_failed_instances = *failed;
  return std::shared_ptr<const EnginePayload>(std::move(payload));
}

}  // namespace borealis::client::aurora

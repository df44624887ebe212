// What a scheduler's answers mean. (api.md §6.1)
#include <fmt/format.h>

#include "client/api/names.h"
#include "client/aurora/calls.h"

namespace borealis::client::aurora {

bool is_ok(const api::Response& response) {
  return response.responseCode == api::ResponseCode::OK || response.responseCode == api::ResponseCode::WARNING;
}

std::vector<std::string> notes(const api::Response& response) {
  std::vector<std::string> result;
  for (const api::ResponseDetail& detail : response.details) {
    if (detail.__isset.message && !detail.message.empty()) result.push_back(detail.message);
  }
  return result;
}

std::string details(const api::Response& response) {
  return fmt::format("{}", fmt::join(notes(response), "; "));
}

lang::Error no_result(const std::string& method) {
  return {lang::ErrorClass::unreachable, fmt::format("the scheduler's answer to {} holds no result", method), {}, {}};
}

lang::Error refusal(const api::Response& response, const std::string& method) {
  lang::ErrorClass kind = lang::ErrorClass::findings;
  if (response.responseCode == api::ResponseCode::AUTH_FAILED) kind = lang::ErrorClass::denied;
  if (response.responseCode == api::ResponseCode::JOB_UPDATING_ERROR) kind = lang::ErrorClass::conflict;
  std::string words = details(response);
  while (words.ends_with('.')) words.pop_back();
  if (words.empty()) words = fmt::format("it answered {} without a reason", api::name_of(response.responseCode));
  lang::Error error = {kind, fmt::format("the scheduler refused {}: {}", method, words), {}, {}};
  if (response.responseCode == api::ResponseCode::JOB_UPDATING_ERROR) {
    error.hint = "wait for the update of this job to end, or abort it";
  }
  return error;
}

lang::Result<api::Response> Connection::accepted(lang::Result<api::Response> reply, const std::string& method) {
  if (reply && !is_ok(*reply)) return refusal(*reply, method);
  return reply;
}

}  // namespace borealis::client::aurora

// Replies in few words. (api.md §6)
#pragma once

#include <string>

#include "client/api/messages.h"

namespace borealis::cluster {

inline api::Response reply(api::ResponseCode::type code, const std::string& message = "") {
  api::Response out;
  out.__set_responseCode(code);
  out.__isset.details = true;
  if (!message.empty()) {
    api::ResponseDetail detail;
    detail.__set_message(message);
    out.details.push_back(detail);
  }
  return out;
}
inline api::Response done(const std::string& note = "") {
  return reply(api::ResponseCode::OK, note);
}
inline api::Response done(const api::Result& result, const std::string& note = "") {
  api::Response out = done(note);
  out.__set_result(result);
  return out;
}
inline api::Response invalid(const std::string& why) {
  return reply(api::ResponseCode::INVALID_REQUEST, why);
}
// A detail is there even when nothing is said.
inline api::Response failed(const std::string& why) {
  api::Response out = reply(api::ResponseCode::ERROR, why);
  if (why.empty()) out.details.emplace_back();
  return out;
}
inline api::Response updating() {
  return reply(api::ResponseCode::JOB_UPDATING_ERROR, "Job is currently updating");
}

}  // namespace borealis::cluster

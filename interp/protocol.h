// The payloads of the messages between the evaluating child and its parent (interp/channel.h).
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "interp/inputs.h"
#include "lang/record.h"
#include "lang/site.h"
#include "schema/evaluator.h"
#include "schema/hooks.h"

namespace borealis::interp {

// `out` is cleared first; who encodes many jobs keeps it.
void encode_job(const schema::JobRecord& job, lang::RecordWriter& out);
std::string encode_outcome(const schema::Session::Outcome& outcome);
std::string encode_question(const lang::Place& place);
std::string encode_location(const lang::Location& location);
std::string encode_input(InputKind kind, const std::string& name);
std::string encode_origins(std::vector<lang::Note> notes);
std::string encode_hook_call(const schema::HookCall& call);
std::string encode_hook_answer(const schema::HookAnswer& answer);

// Nothing when the payload is garbled.
std::optional<schema::JobRecord> decode_job(std::string_view payload);
std::optional<schema::Session::Outcome> decode_outcome(std::string_view payload);
std::optional<lang::Place> decode_question(std::string_view payload);
std::optional<lang::Location> decode_location(std::string_view payload);
std::optional<std::pair<InputKind, std::string>> decode_input(std::string_view payload);
std::optional<std::vector<lang::Note>> decode_origins(std::string_view payload);
std::optional<schema::HookCall> decode_hook_call(std::string_view payload);
std::optional<schema::HookAnswer> decode_hook_answer(std::string_view payload);

}  // namespace borealis::interp

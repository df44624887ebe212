// Calls to a scheduler with the member of the answer that belongs to the method. (api.md §6, §9)
#pragma once

#include <fmt/format.h>

#include <set>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

#include "client/api/messages.h"
#include "client/aurora/connection.h"

namespace borealis::client::aurora {

// OK, and the scheduler's notes with it ("No tasks to kill.").
struct Done {
  std::vector<std::string> notes;
};

// The messages of a response, those without a text left out.
std::vector<std::string> notes(const api::Response& response);
// ErrorClass::unreachable: the answer is OK and holds no result where the method has one.
lang::Error no_result(const std::string& method);

// A call that answers with a member of Result. `select` answers that member, or nullptr when another one is set.
template <class Select, class... P>
auto call_for_result(Connection& connection, Repeat repeat, const std::string& method, Select select,
                     const P&... parameters)
    -> lang::Result<std::remove_pointer_t<decltype(select(std::declval<api::Result&>()))>> {
  auto reply = connection.ask(repeat, method, parameters...);
  if (!reply) return reply.error();
  auto* member = select(reply->result);
  if (!reply->__isset.result || member == nullptr) return no_result(method);
  return std::move(*member);
}

// A call that changes something and answers with nothing but notes. It is not repeated when its outcome is unknown.
template <class... P>
lang::Result<Done> call_for_change(Connection& connection, const std::string& method, const P&... parameters) {
  auto reply = connection.ask(Repeat::unsafe, method, parameters...);
  if (!reply) return reply.error();
  return Done{notes(*reply)};
}

template <class T>
std::vector<T> to_vector(const std::set<T>& set) {
  return {set.begin(), set.end()};
}

}  // namespace borealis::client::aurora

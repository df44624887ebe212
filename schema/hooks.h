// The hooks of a config: objects in its list `hooks`, called around what is asked of a cluster. A Session may be able
// to call them. (cli.md §2.1, schema.md §21)
#pragma once

#include <string>
#include <vector>

#include "lang/data.h"

namespace borealis::schema {

enum class HookEvent : std::uint8_t { before, done, failed };  // pre_, post_, err_

// One call of a cluster, as plain data.
struct HookCall {
  HookEvent event = HookEvent::before;
  std::string method;      // create_job, kill_job ...
  std::string job_key;     // CLUSTER/ROLE/ENVIRONMENT/NAME
  lang::Data config;       // the job
  lang::Data::Map values;  // the call's other arguments, by name
  lang::Data outcome;      // done: a map; failed: the reason, a text
};

struct HookAnswer {
  bool go_on = true;                  // of `before`: every hook answered true and none raised
  std::vector<std::string> messages;  // what hooks raised
};

class Hooks {
 public:
  virtual ~Hooks() = default;
  // Calls every hook, in the list's order. To be asked after Session::finish(). A child that is gone, or that takes
  // longer than an evaluation may, doesn't go on.
  virtual HookAnswer call_hooks(const HookCall& call) = 0;
};

}  // namespace borealis::schema

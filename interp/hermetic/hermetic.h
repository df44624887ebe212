// A world that is the same everywhere: what a config can see of the machine, the moment and its user is fixed
// (docs/hermetic.md). The program defines the functions of the C library by which Python looks around (clock.cc,
// files.cc, machine.cc) and passes each call on, until this process has entered.
#pragma once

#include <ctime>
#include <string>
#include <vector>

namespace borealis::interp {

// 2000-01-01 00:00:00 UTC. The clock stands still.
constexpr std::time_t kHermeticTime = 946'684'800;
// The user's and the group's number: nobody's.
constexpr unsigned kHermeticUser = 65'534;

// Before the interpreter starts: the environment becomes `named` (with the values they have) and six fixed variables.
void fix_environment(const std::vector<std::string>& named);
// Before a config runs, for good. The sandbox must have been entered: what asks the kernel itself, in machine code or
// in another program, is not answered here.
void enter_hermetic();

bool is_hermetic();

}  // namespace borealis::interp

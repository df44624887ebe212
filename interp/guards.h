// What a config may not do to the process that evaluates it.
#pragma once

namespace borealis::interp {

// os._exit says where it was called before it ends the process. To be called once, before a config runs.
void guard_exit();

}  // namespace borealis::interp

// Our children: the processes of the task, our own helpers, and the orphans that the kernel hands to a subreaper.
#pragma once

#include <sys/types.h>

#include <functional>
#include <map>

namespace borealis::runner {

class Children {
 public:
  // Given the status of wait().
  using Handler = std::function<void(int status)>;

  // Makes this process the parent of all orphans among its descendants.
  Children();

  // Calls `handler` once `pid` has ended.
  void expect(pid_t pid, Handler handler);
  // The end of `pid` is no longer of interest.
  void forget(pid_t pid) { handlers_.erase(pid); }
  bool expects(pid_t pid) const { return handlers_.contains(pid); }
  // Collects all dead children.
  void reap();
  // Not one is left, dead or alive; and so, since orphans come to us, no descendant either.
  bool none_left() const;

  // Kills all descendants, the given one (and what is below it), or those of a session, as far as they can be found
  // now. Asks again until nobody new turns up, because they may be forking.
  static void kill_all();
  static void kill_tree(pid_t root);
  static void kill_session(pid_t session);

 private:
  std::map<pid_t, Handler> handlers_;
};

}  // namespace borealis::runner

#include "lang/rc.h"

#include <vector>

namespace borealis::lang {

namespace {

constexpr int kDirect = 64;

thread_local int depth = 0;
// Allocated on demand and freed at once: nodes may be dropped while the thread's own objects go away.
thread_local std::vector<const RefCounted*>* pending = nullptr;

}  // namespace

void RefCounted::dispose(const RefCounted* node) {
  if (depth >= kDirect) {
    if (pending == nullptr) pending = new std::vector<const RefCounted*>;
    pending->push_back(node);
    return;
  }
  ++depth;
  delete node;
  if (depth == 1) {
    while (pending != nullptr) {
      const std::vector<const RefCounted*>* batch = std::exchange(pending, nullptr);
      for (const RefCounted* waiting : *batch) delete waiting;
      delete batch;
    }
  }
  --depth;
}

}  // namespace borealis::lang

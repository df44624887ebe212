#include "lang/depth.h"

#include "lang/error.h"

namespace borealis::lang {

namespace {

constexpr int kDeepest = 400;

thread_local int depth = 0;

}  // namespace

Depth::Depth() {
  if (depth >= kDeepest) throw LanguageError(ErrorKind::depth, "values are nested too deeply");
  ++depth;
}

Depth::~Depth() {
  --depth;
}

}  // namespace borealis::lang

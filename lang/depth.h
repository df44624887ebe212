// How deep the resolution under way has gone: values within answers within values.
//
// A config can nest values as deep as memory lasts (a text bound to a text bound to a text ..., a value given to a
// scalar that was given to a scalar ...). What walks into a value recursively counts its steps here, across all the
// resolvers that take part, and gives an error where Python's stack would have ended and ours is still safe.
#pragma once

namespace borealis::lang {

class Depth {
 public:
  // Throws LanguageError (depth) at the deepest level.
  Depth();
  ~Depth();
  Depth(const Depth&) = delete;
  Depth& operator=(const Depth&) = delete;
};

}  // namespace borealis::lang

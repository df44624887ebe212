// What many evaluations need in common, done once: an Evaluator that can do so is one of these, too.
#pragma once

#include <string>

namespace borealis::schema {

class Preparation {
 public:
  virtual ~Preparation() = default;
  // Does what each evaluation in this process, or in one forked from it, would do by itself. No config runs.
  virtual void prepare() = 0;
  // After prepare(): parses a file that configs include, once for those who include it with the text it has now.
  virtual void keep_parsed(const std::string& file) = 0;
};

}  // namespace borealis::schema

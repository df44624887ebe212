// Reading data into structs, under way: where one stands in the data, and what was found wrong so far.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "lang/data.h"
#include "lang/diagnostic.h"
#include "schema/struct_info.h"

namespace borealis::schema {

// strict: for what the evaluation of a config resolved: every mistake is said. lenient: for the executor data that a
// cluster was handed: keys nobody knows are passed over, what is missing takes its default, structs carry no type and
// numbers may come as text. (schema.md §14)
enum class ReadMode : std::uint8_t { strict, lenient };

class Reading {
 public:
  Reading(lang::Diagnostics& diagnostics, std::string path, ReadMode mode)
      : diagnostics_(diagnostics), root_(std::move(path)), mode_(mode) {}

  bool strict() const { return mode_ == ReadMode::strict; }

  // Where one stands, besides the path.
  struct Position {
    const StructInfo* owner = nullptr;  // the struct whose field this is
    std::string_view field;
    lang::SiteId site = 0;  // the call that gave the value, and its keyword argument
    std::string_view argument;
    bool in_collection = false;  // an element of that field's list or map

    lang::Place place() const { return {site, std::string(argument), ""}; }
  };

  // One step down; stepping back is the destructor's. Nothing is put into words before something is wrong.
  class Step {
   public:
    enum class Kind : unsigned char { field, index, key };

    Step(Reading& reading, Kind kind, std::string_view name, std::size_t index, const Position& next)
        : reading_(reading),
          outer_(std::exchange(reading.innermost_, this)),
          before_(std::exchange(reading.position_, next)),
          kind_(kind),
          name_(name),
          index_(index) {}
    ~Step() {
      reading_.innermost_ = outer_;
      reading_.position_ = before_;
    }
    Step(const Step&) = delete;
    Step& operator=(const Step&) = delete;

    void add_to(std::string& path) const;

   private:
    Reading& reading_;
    const Step* outer_;
    Position before_;
    Kind kind_;
    std::string_view name_;  // of a field or a key
    std::size_t index_;
  };

  // Into the field of a struct that the call `site` made.
  Step into_field(const StructInfo& owner, const lang::Entry& entry, lang::SiteId site);
  Step into_index(std::size_t index);
  Step into_key(std::string_view key);

  // Each says what is wrong where one stands and notes the path as bad; they answer false.
  bool wrong_type(const lang::Data& got, const TypeInfo& expected);
  bool out_of_range(const lang::Data& got);
  bool missing(const StructInfo& owner, const FieldInfo& field, lang::SiteId site);
  bool unknown_field(const StructInfo& owner, const lang::Entry& entry, lang::SiteId site);

  // The paths whose values could not be read.
  const std::vector<std::string>& bad_paths() const { return bad_paths_; }

 private:
  // "`ram` of Resources", "an element of `processes` of Task", "`jobs[0]`".
  std::string subject() const;
  std::string path() const;
  // Of the field that is read.
  Unit unit() const;
  bool say(std::string rule, std::string message, std::string hint, lang::Place place);

  lang::Diagnostics& diagnostics_;
  const std::string root_;
  const ReadMode mode_;
  const Step* innermost_ = nullptr;
  Position position_;
  std::vector<std::string> bad_paths_;
};

}  // namespace borealis::schema

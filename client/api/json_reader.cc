#include "client/api/json_reader.h"

#include <fmt/format.h>

#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

namespace borealis::api {
namespace {

using lang::Data;

lang::Error bad_json(std::string message) {
  lang::Error error;
  error.kind = lang::ErrorClass::findings;
  error.message = std::move(message);
  return error;
}

// Builds Data from the parser's events, so that order and big integers survive.
class Builder : public nlohmann::json_sax<nlohmann::json> {
 public:
  explicit Builder(const JsonLimits& limits) : limits_(limits) {}

  bool null() override {
    if (!open_.empty() && open_.back().key) {
      open_.back().key.reset();
      return true;
    }
    return fail("null stands where a value belongs");
  }
  bool boolean(bool value) override { return put(Data(value)); }
  bool number_integer(number_integer_t value) override { return put(Data(static_cast<std::int64_t>(value))); }
  bool number_unsigned(number_unsigned_t value) override {
    if (value > static_cast<number_unsigned_t>(INT64_MAX)) return put(Data(lang::BigInteger{std::to_string(value)}));
    return put(Data(static_cast<std::int64_t>(value)));
  }
  bool number_float(number_float_t value, const string_t& text) override {
    // The parser hands on an integer beyond 64 bits as a float, with its text.
    if (text.find_first_not_of("0123456789-") == std::string::npos) return put(Data(lang::BigInteger{text}));
    return put(Data(value));
  }
  bool string(string_t& value) override { return put(Data(std::move(value))); }
  bool binary(binary_t& /*value*/) override { return fail("binary data"); }

  bool start_object(std::size_t /*elements*/) override { return push(Data(Data::Map{})); }
  bool key(string_t& value) override {
    open_.back().key = std::move(value);
    return true;
  }
  bool end_object() override { return pop(); }
  bool start_array(std::size_t /*elements*/) override { return push(Data(Data::List{})); }
  bool end_array() override { return pop(); }

  bool parse_error(std::size_t position, const std::string& /*token*/,
                   const nlohmann::json::exception& /*e*/) override {
    return fail(fmt::format("not JSON at byte {}", position));
  }

  Data take() { return std::move(result_); }
  const std::string& fault() const { return fault_; }

 private:
  struct Open {
    Data data;
    std::optional<std::string> key;  // of the member that comes next
  };

  bool fail(std::string why) {
    if (fault_.empty()) fault_ = std::move(why);
    return false;
  }
  bool push(Data data) {
    if (static_cast<int>(open_.size()) >= limits_.max_depth) {
      return fail(fmt::format("nested deeper than {} levels", limits_.max_depth));
    }
    open_.push_back({std::move(data), std::nullopt});
    return true;
  }
  bool pop() {
    Data done = std::move(open_.back().data);
    if (auto* map = done.get<Data::Map>()) drop_repeated(map->entries);
    open_.pop_back();
    return put(std::move(done));
  }
  // Of members with one name the last stands, at the place of the first.
  static void drop_repeated(std::vector<lang::Entry>& entries) {
    std::unordered_map<std::string, std::size_t> seen;
    std::size_t kept = 0;
    for (auto& entry : entries) {
      const auto [at, fresh] = seen.try_emplace(entry.name, kept);
      if (!fresh) {
        entries[at->second].value = std::move(entry.value);
      } else {
        if (&entries[kept] != &entry) entries[kept] = std::move(entry);
        ++kept;
      }
    }
    entries.resize(kept);
  }
  bool put(Data value) {
    if (open_.empty()) {
      result_ = std::move(value);
    } else if (auto* list = open_.back().data.get<Data::List>()) {
      list->push_back(std::move(value));
    } else {
      auto& entries = open_.back().data.get<Data::Map>()->entries;
      entries.push_back({std::move(*open_.back().key), std::move(value), 0});
      open_.back().key.reset();
    }
    return true;
  }

  JsonLimits limits_;
  std::vector<Open> open_;
  Data result_;
  std::string fault_;
};

}  // namespace

lang::Result<Data> parse_json(std::string_view text, const JsonLimits& limits) {
  if (text.size() > limits.max_bytes) {
    return bad_json(fmt::format("the JSON text is longer than {} bytes", limits.max_bytes));
  }
  Builder builder(limits);
  if (!nlohmann::json::sax_parse(text.begin(), text.end(), &builder)) {
    return bad_json(builder.fault().empty() ? "not JSON" : builder.fault());
  }
  return builder.take();
}

}  // namespace borealis::api

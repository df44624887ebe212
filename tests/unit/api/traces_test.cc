// Everything that a real scheduler was seen to read and to answer.
#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>
#include <map>
#include <nlohmann/json.hpp>
#include <set>
#include <sstream>

#include "any_args.h"
#include "client/api/codec.h"
#include "client/api/names.h"
#include "client/api/plain_json.h"
#include "lang/json.h"

using namespace borealis;
using namespace borealis::api;
using Json = nlohmann::json;

namespace {

Json load(const std::filesystem::path& path) {
  std::ifstream in(path);
  REQUIRE(in.good());
  return Json::parse(in);
}

std::string from_base64(const std::string& text) {
  static const std::string digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string out;
  std::uint32_t group = 0;
  int bits = 0;
  for (const char c : text) {
    if (c == '=') break;
    group = group << 6 | static_cast<std::uint32_t>(digits.find(c));
    bits += 6;
    if (bits >= 8) {
      bits -= 8;
      out += static_cast<char>(group >> bits & 0xff);
    }
  }
  return out;
}

std::string body_of(const Json& message) {
  if (message.contains("body_base64")) return from_base64(message["body_base64"]);
  return message.value("body", "");
}

std::string header(const Json& headers, const std::string& name) {
  if (headers.is_object()) return headers.value(name, "");
  for (const Json& pair : headers) {
    if (pair[0] == name) return pair[1];
  }
  return "";
}

std::vector<std::filesystem::path> trace_files() {
  std::vector<std::filesystem::path> files;
  for (const auto& entry : std::filesystem::directory_iterator(BOREALIS_TRACES)) {
    const std::string name = entry.path().filename().string();
    if (name.ends_with(".json") && !name.starts_with("10-")) files.push_back(entry.path());
  }
  std::sort(files.begin(), files.end());
  return files;
}

// What a field that was not on the wire holds after decoding.
bool is_nothing(const Json& value) {
  if (value.is_object()) {
    return std::all_of(value.items().begin(), value.items().end(),
                       [](const auto& member) { return is_nothing(member.value()); });
  }
  return value.is_null() || value == 0 || value == 0.0 || value == false || value == "" ||
         (value.is_array() && std::all_of(value.begin(), value.end(), is_nothing));
}

const std::set<std::string>& names_of_number(int number) {
  static std::map<int, std::set<std::string>> cache;
  std::set<std::string>& names = cache[number];
  if (names.empty()) {
    names.insert(name_of(static_cast<ScheduleStatus::type>(number)));
    names.insert(name_of(static_cast<JobUpdateStatus::type>(number)));
    names.insert(name_of(static_cast<JobUpdateAction::type>(number)));
    names.insert(name_of(static_cast<JobUpdatePulseStatus::type>(number)));
    names.insert(name_of(static_cast<ResponseCode::type>(number)));
    names.insert(name_of(static_cast<MaintenanceMode::type>(number)));
    names.insert(name_of(static_cast<Mode::type>(number)));
    names.insert(name_of(static_cast<CronCollisionPolicy::type>(number)));
  }
  return names;
}

// Whether what we decoded is what was recorded: sets have no order, enums stand as numbers in the record, and fields
// that were absent hold nothing.
bool same(const Json& ours, const Json& recorded) {
  if (recorded.is_object()) {
    if (!ours.is_object()) return false;
    for (const auto& [key, value] : recorded.items()) {
      if (!(ours.contains(key) ? same(ours[key], value) : is_nothing(value))) return false;
    }
    for (const auto& [key, value] : ours.items()) {
      if (!recorded.contains(key) && !is_nothing(Json{{key, value}})) return false;
    }
    return true;
  }
  if (recorded.is_array()) {
    // What was sent twice in a set is there once.
    const std::set<Json> once(recorded.begin(), recorded.end());
    if (!ours.is_array() || (ours.size() != recorded.size() && ours.size() != once.size())) return false;
    std::vector<Json> left(ours.begin(), ours.end());
    for (const Json& value : ours.size() == recorded.size() ? recorded : Json(once)) {
      const auto found = std::find_if(left.begin(), left.end(), [&](const Json& mine) { return same(mine, value); });
      if (found == left.end()) return false;
      left.erase(found);
    }
    return true;
  }
  if (recorded.is_number_integer() && ours.is_string()) return names_of_number(recorded).contains(ours);
  return ours == recorded;
}

Json json_of(const lang::Data& data) {
  return Json::parse(lang::to_json(data));
}

}  // namespace

TEST_CASE("every recorded request reads as its recorded parameters, and writes back to the same") {
  int count = 0;
  for (const auto& file : trace_files()) {
    for (const Json& exchange : load(file)) {
      if (!exchange.contains("request") || !exchange["request"].contains("decoded_args")) continue;
      CAPTURE(file.filename().string());
      CAPTURE(exchange["label"].get<std::string>());
      const Json& request = exchange["request"];
      const auto wire = request_wire(header(request["headers"], "Content-Type").c_str());
      REQUIRE(wire);
      auto reader = CallReader::open(*wire, body_of(request));
      REQUIRE(reader.ok());
      auto args = testing::make_args(reader->method());
      REQUIRE(args != nullptr);
      REQUIRE(args->read(*reader).ok());
      CHECK(same(json_of(args->data()), request["decoded_args"]));
      for (const Wire other : {Wire::binary, Wire::json}) {
        const std::string bytes = args->encode(other, 7);
        auto again = CallReader::open(other, bytes);
        REQUIRE(again.ok());
        auto copy = testing::make_args(again->method());
        REQUIRE(copy->read(*again).ok());
        CHECK(again->sequence() == 7);
        CHECK(copy->equals(*args));
      }
      ++count;
    }
  }
  CHECK(count > 300);
}

TEST_CASE("every recorded reply decodes to what was recorded, and survives our own encoding") {
  int count = 0;
  for (const auto& file : trace_files()) {
    for (const Json& exchange : load(file)) {
      if (!exchange.contains("decoded") || !exchange["decoded"].contains("Response")) continue;
      CAPTURE(file.filename().string());
      CAPTURE(exchange["label"].get<std::string>());
      const Json& decoded = exchange["decoded"];
      const std::string method = decoded["message_name"];
      const std::int32_t sequence = decoded["seqid"];
      const auto wire = body_wire(header(exchange["response"]["headers"], "Content-Type"));
      REQUIRE(wire);
      auto response = decode_reply(*wire, body_of(exchange["response"]), method, sequence);
      if (!response) MESSAGE(response.error().message);
      REQUIRE(response.ok());
      CHECK(same(json_of(to_data(*response)), decoded["Response"]));
      for (const Wire other : {Wire::binary, Wire::json}) {
        auto again = decode_reply(other, encode_reply(other, method, 3, *response), method, 3);
        REQUIRE(again.ok());
        CHECK(*again == *response);
      }
      ++count;
    }
  }
  CHECK(count > 300);
}

TEST_CASE("headers and malformed bodies are taken and refused as a real scheduler does") {
  // A type that is none, where a real scheduler breaks (500) and we say what is wrong (415); and a sequence number
  // beyond 31 bits, which it wraps around.
  const std::set<std::string> told_better = {"content-type garbage", "content-type empty", "json seqid big"};
  int count = 0;
  for (const Json& exchange : load(std::filesystem::path(BOREALIS_TRACES) / "10-wire.json")) {
    if (!exchange.contains("request") || !exchange["request"].contains("path")) continue;
    const Json& request = exchange["request"];
    const std::string label = exchange["label"];
    if (request["path"] != "/api" || request["method"] != "POST" || told_better.contains(label)) continue;
    if (request["headers"].contains("Content-Encoding")) continue;
    CAPTURE(label);
    const int status = exchange["response"]["status"];
    const bool typed = request["headers"].contains("Content-Type");
    const auto wire = request_wire(typed ? header(request["headers"], "Content-Type").c_str() : nullptr);
    CHECK((status == 415) == !wire);
    ++count;
    if (!wire) continue;
    auto reader = CallReader::open(*wire, body_of(request));
    bool good = reader.ok();
    if (good) {
      auto args = testing::make_args(reader->method());
      if (args) good = args->read(*reader).ok();
    }
    CHECK(good == (status == 200));
    if (status != 200) continue;
    const bool accepts = request["headers"].contains("Accept");
    const Wire reply = reply_wire(accepts ? header(request["headers"], "Accept").c_str() : nullptr);
    CHECK(media_type(reply) == header(exchange["response"]["headers"], "Content-Type"));
  }
  CHECK(count > 50);
}

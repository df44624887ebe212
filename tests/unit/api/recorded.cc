#include "recorded.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <stdexcept>

namespace borealis::client::aurora::testing {
namespace {

using Json = nlohmann::json;

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
  return message.contains("body_base64") ? from_base64(message["body_base64"]) : message.value("body", "");
}

std::string header(const Json& headers, const std::string& name) {
  if (headers.is_object()) return headers.value(name, "");
  for (const Json& pair : headers) {
    if (pair[0] == name) return pair[1];
  }
  return "";
}

std::vector<Recorded> read_all() {
  std::vector<Recorded> all;
  for (const auto& entry : std::filesystem::directory_iterator(BOREALIS_TRACES)) {
    const std::string name = entry.path().filename().string();
    if (!name.ends_with(".json") || name.starts_with("10-")) continue;
    std::ifstream in(entry.path());
    for (const Json& exchange : Json::parse(in)) {
      if (!exchange.contains("request") || !exchange["request"].contains("decoded_args")) continue;
      if (!exchange.contains("decoded") || !exchange["decoded"].contains("Response")) continue;
      Recorded recorded;
      recorded.label = name + ": " + exchange["label"].get<std::string>();
      recorded.method = exchange["decoded"]["message_name"];
      recorded.sequence = exchange["decoded"]["seqid"];
      recorded.request_wire = api::request_wire(header(exchange["request"]["headers"], "Content-Type").c_str()).value();
      recorded.request_body = body_of(exchange["request"]);
      recorded.reply_wire = api::body_wire(header(exchange["response"]["headers"], "Content-Type")).value();
      recorded.reply_body = body_of(exchange["response"]);
      all.push_back(std::move(recorded));
    }
  }
  return all;
}

}  // namespace

const std::vector<Recorded>& recorded_exchanges() {
  static const std::vector<Recorded> all = read_all();
  return all;
}

void set_sequence(std::string& message, api::Wire wire, std::int32_t sequence) {
  if (wire == api::Wire::binary) {
    // Version and type, the length of the name, the name, the number.
    const auto byte = [&](std::size_t at) {
      return static_cast<std::size_t>(static_cast<unsigned char>(message.at(at)));
    };
    const std::size_t at = 8 + (byte(4) << 24 | byte(5) << 16 | byte(6) << 8 | byte(7));
    for (std::size_t i = 0; i < 4; ++i) message.at(at + i) = static_cast<char>(sequence >> (24 - 8 * i) & 0xff);
    return;
  }
  // [1,"METHOD",2,NUMBER,
  std::size_t begin = 0;
  for (int commas = 0; commas < 3; ++commas) begin = message.find(',', begin) + 1;
  const std::size_t end = message.find(',', begin);
  if (end == std::string::npos) throw std::runtime_error("no message");
  message.replace(begin, end - begin, std::to_string(sequence));
}

}  // namespace borealis::client::aurora::testing

#include "cluster/http_api.h"

#include <zlib.h>

#include <cstring>
#include <new>

#include "client/api/json_reader.h"
#include "client/api/plain_json.h"
#include "cluster/api_reply.h"
#include "cluster/caller.h"
#include "cluster/named_call.h"
#include "fmt/format.h"
#include "lang/json.h"

namespace borealis::cluster {

namespace {

constexpr const char* kText = "text/plain";
constexpr const char* kJson = "application/json";

const char* header(const httplib::Request& request, const char* name) {
  const auto found = request.headers.find(name);
  return found == request.headers.end() ? nullptr : found->second.c_str();
}

void answer_text(httplib::Response& response, int status, const std::string& text) {
  response.status = status;
  response.set_content(text, kText);
}

// The server compresses text and JSON by itself, but doesn't know Thrift's types.
bool wants_gzip(const httplib::Request& request) {
  const char* accepted = header(request, "Accept-Encoding");
  return accepted != nullptr && std::strstr(accepted, "gzip") != nullptr;
}

std::string gzip(const std::string& text) {
  z_stream stream{};
  constexpr int kGzip = 16;
  if (deflateInit2(&stream, Z_DEFAULT_COMPRESSION, Z_DEFLATED, MAX_WBITS + kGzip, 8, Z_DEFAULT_STRATEGY) != Z_OK) {
    throw std::bad_alloc();
  }
  std::string out(deflateBound(&stream, static_cast<uLong>(text.size())), '\0');
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(text.data()));
  stream.avail_in = static_cast<uInt>(text.size());
  stream.next_out = reinterpret_cast<Bytef*>(out.data());
  stream.avail_out = static_cast<uInt>(out.size());
  deflate(&stream, Z_FINISH);
  out.resize(stream.total_out);
  deflateEnd(&stream);
  return out;
}

bool is_write(const std::string& method) {
  return kind_of(method) != MethodKind::read;
}

void answer_plainly(httplib::Response& response, int status, const api::Response& reply) {
  response.status = status;
  response.set_content(lang::to_json(api::to_data(reply), {.ascii = false}), kJson);
}

}  // namespace

std::optional<std::string> HttpApi::user_of(const httplib::Request& request, httplib::Response& response,
                                            bool needs_login) const {
  const Login login = access_.login(header(request, "Authorization"));
  if (!login.refused && !(login.user.empty() && needs_login)) return login.user;
  response.status = 401;
  response.set_header("WWW-Authenticate", "BASIC realm=\"Apache Aurora Scheduler\"");
  return std::nullopt;
}

void HttpApi::serve(const httplib::Request& request, httplib::Response& response) {
  const char* type = header(request, "Content-Type");
  // What is no media type at all is not even refused.
  if (type != nullptr && std::strchr(type, '/') == nullptr) {
    return answer_text(response, 500, "The Content-Type is no media type.\n");
  }
  const auto in = api::request_wire(type);
  if (!in) return answer_text(response, 415, fmt::format("Unsupported Content-Type: {}", type));
  const api::Wire out = api::reply_wire(header(request, "Accept"));
  bool needs_login = false;
  if (access_.required()) {
    const auto reader = api::CallReader::open(*in, request.body);
    needs_login = reader && is_write(reader->method());
  }
  const auto user = user_of(request, response, needs_login);
  if (!user) return response.set_header("Content-Type", api::media_type(out));
  const Caller caller(access_, *user);
  const auto answer = api_.answer(*in, out, request.body);
  if (!answer) return answer_text(response, 500, answer.error().message + "\n");
  if (!wants_gzip(request)) return response.set_content(*answer, api::media_type(out));
  response.set_content(gzip(*answer), api::media_type(out));
  response.set_header("Content-Encoding", "gzip");
}

void HttpApi::serve_by_name(const httplib::Request& request, httplib::Response& response) {
  const std::string method = request.path.substr(request.path.rfind('/') + 1);
  const auto user = user_of(request, response, access_.required() && is_write(method));
  if (!user) return;
  if (!Api::has(method)) {
    return answer_plainly(response, 404, failed(fmt::format("Method {} does not exist.", method)));
  }
  const auto parameters = api::parse_json(request.body.empty() ? "{}" : request.body);
  if (!parameters) return answer_plainly(response, 400, failed("Request must be valid JSON"));
  if (parameters->map() == nullptr) {
    return answer_plainly(response, 400, failed("Request data must be a JSON object of method parameters."));
  }
  const auto call = named_call(method, *parameters);
  if (!call) return answer_plainly(response, 400, failed(call.error().message));
  if (!call->refusal.empty()) {
    api::Response refused = failed(call->refusal);
    api_.sign(refused);
    return answer_plainly(response, 200, refused);
  }
  const Caller caller(access_, *user);
  const auto done = api_.perform(api::Wire::binary, call->message);
  if (!done || !done->reply) {
    return answer_plainly(response, 400, failed(done ? "there is no such method" : done.error().message));
  }
  answer_plainly(response, 200, *done->reply);
}

}  // namespace borealis::cluster

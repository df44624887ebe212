#include <doctest/doctest.h>

#include <algorithm>

#include "client/aurora/connection.h"
#include "client/aurora/scheduler.h"
#include "fake_scheduler.h"

using namespace borealis;
using namespace borealis::client::aurora;
using namespace borealis::client::aurora::testing;
using api::ResponseCode;
using lang::ErrorClass;

namespace {

api::JobKey key() {
  api::JobKey result;
  result.__set_role("www");
  result.__set_environment("prod");
  result.__set_name("web");
  return result;
}

bool says(const lang::Error& error, const std::string& text) {
  return error.message.find(text) != std::string::npos;
}

lang::Error error_of(ResponseCode::type code) {
  Fake fake;
  fake.answers = {answer(response(code, "The reason."))};
  Connection connection = fake.connect();
  auto result = connection.ask(Repeat::unsafe, "createJob");
  REQUIRE_FALSE(result.ok());
  CHECK(says(result.error(), "The reason"));
  return result.error();
}

}  // namespace

TEST_CASE("response codes become error classes") {
  CHECK(error_of(ResponseCode::INVALID_REQUEST).kind == ErrorClass::findings);
  CHECK(error_of(ResponseCode::ERROR).kind == ErrorClass::findings);
  CHECK(error_of(ResponseCode::AUTH_FAILED).kind == ErrorClass::denied);
  CHECK(error_of(ResponseCode::JOB_UPDATING_ERROR).kind == ErrorClass::conflict);
  Fake fake;
  fake.answers = {answer(response(ResponseCode::ERROR)), answer(response(ResponseCode::WARNING, "careful"))};
  Connection connection = fake.connect();
  auto silent = connection.ask(Repeat::unsafe, "createJob");
  REQUIRE_FALSE(silent.ok());
  CHECK(says(silent.error(), "ERROR without a reason"));
  CHECK(connection.ask(Repeat::unsafe, "createJob").ok());
}

TEST_CASE("HTTP statuses become error classes") {
  const auto kind = [](int status) {
    Fake fake;
    fake.pauses_allowed = 0;
    fake.answers = {http(status)};
    auto result = fake.connect().call(Repeat::unsafe, "createJob");
    REQUIRE_FALSE(result.ok());
    return result.error();
  };
  CHECK(kind(401).kind == ErrorClass::denied);
  CHECK(kind(403).kind == ErrorClass::denied);
  CHECK(kind(404).kind == ErrorClass::unreachable);
  CHECK(kind(500).kind == ErrorClass::unreachable);
  CHECK(says(kind(500), "may have been carried out"));
  CHECK(says(kind(503), "was not carried out"));
  CHECK(kind(200).kind == ErrorClass::unreachable);
  CHECK(says(kind(200), "may have been carried out"));
}

TEST_CASE("a change whose outcome is unknown is never sent twice, and the error says so") {
  Fake fake;
  fake.answers = {failure(false)};
  auto result = fake.connect().call(Repeat::unsafe, "killTasks");
  REQUIRE_FALSE(result.ok());
  CHECK(result.error().kind == ErrorClass::unreachable);
  CHECK(says(result.error(), "may have been carried out"));
  CHECK(fake.sent.size() == 1);
}

TEST_CASE("a read is sent again until it is answered") {
  Fake fake;
  fake.answers = {failure(false), http(500), http(503), answer(response(ResponseCode::ERROR_TRANSIENT)),
                  answer(response(ResponseCode::OK))};
  CHECK(fake.connect().call(Repeat::safe, "getJobs").ok());
  CHECK(fake.sent.size() == 5);
  CHECK(fake.pauses == 4);
}

TEST_CASE("a change is sent again when it is certain that nothing was done") {
  Fake fake;
  fake.answers = {http(503), answer(response(ResponseCode::ERROR_TRANSIENT, "Storage is not READY")),
                  answer(response(ResponseCode::OK))};
  CHECK(fake.connect().call(Repeat::unsafe, "createJob").ok());
  CHECK(fake.sent.size() == 3);
}

TEST_CASE("where nobody listens is told at once; a scheduler that was there a moment ago is waited for") {
  Fake fake;
  fake.answers = {failure(true)};
  Connection connection = fake.connect();
  auto refused = connection.call(Repeat::unsafe, "createJob");
  REQUIRE_FALSE(refused.ok());
  CHECK(refused.error().kind == ErrorClass::unreachable);
  CHECK(says(refused.error(), "was not carried out"));
  CHECK(fake.pauses == 0);

  fake.answers = {answer(response(ResponseCode::OK)), failure(true), failure(true), answer(response(ResponseCode::OK))};
  CHECK(connection.call(Repeat::safe, "getJobs").ok());
  CHECK(connection.call(Repeat::unsafe, "createJob").ok());
  CHECK(fake.pauses == 2);
}

TEST_CASE("Ctrl-C ends the waiting") {
  Fake fake;
  fake.pauses_allowed = 1;
  fake.answers = {http(503), http(503), http(503)};
  auto result = fake.connect().call(Repeat::safe, "getJobs");
  REQUIRE_FALSE(result.ok());
  CHECK(result.error().kind == ErrorClass::interrupted);
}

TEST_CASE("a redirection is followed with headers and body, and the leader remembered until it fails") {
  Fake fake;
  HttpOptions options;
  options.login = [](const Url&, const Url&) { return Credentials{"Aladdin", "open sesame", "a file"}; };
  Connection connection = fake.connect(options);
  fake.answers = {http(307, "http://other:8082/api"), answer(response(ResponseCode::OK)),
                  answer(response(ResponseCode::OK)), failure(true), answer(response(ResponseCode::OK))};
  CHECK(connection.call(Repeat::safe, "getJobs").ok());
  REQUIRE(fake.sent.size() == 2);
  CHECK(fake.sent[1].url == "http://other:8082/api");
  CHECK(fake.sent[1].body == fake.sent[0].body);
  CHECK(fake.sent[1].headers == fake.sent[0].headers);
  const std::pair<std::string, std::string> login = {"Authorization", "Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ=="};
  CHECK(std::count(fake.sent[1].headers.begin(), fake.sent[1].headers.end(), login) == 1);
  CHECK(connection.call(Repeat::safe, "getJobs").ok());
  CHECK(fake.sent[2].url == "http://other:8082/api");
  CHECK(connection.call(Repeat::safe, "getJobs").ok());
  CHECK(fake.sent[4].url == "http://leader:8081/api");
}

TEST_CASE("redirections in a circle and to nowhere end") {
  Fake fake;
  for (int i = 0; i < 20; ++i) fake.answers.push_back(http(307, "http://leader:8081/api"));
  auto circle = fake.connect().call(Repeat::unsafe, "createJob");
  REQUIRE_FALSE(circle.ok());
  CHECK(says(circle.error(), "redirects"));
  fake.answers = {http(307, "")};
  CHECK_FALSE(fake.connect().call(Repeat::unsafe, "createJob").ok());
}

TEST_CASE("a scheduler that answers in JSON is understood as well") {
  Fake fake;
  fake.answers = {[](const Sent& sent, std::int32_t sequence) {
    return HttpReply{200, api::json_media_type,
                     "",  api::encode_reply(api::Wire::json, sent.method, sequence, response(ResponseCode::OK)),
                     {},  {},
                     {}};
  }};
  CHECK(fake.connect().call(Repeat::safe, "getJobs").ok());
}

TEST_CASE("an empty set of instances is never sent: to a scheduler it would mean all of them") {
  Fake fake;
  Scheduler scheduler(fake.connect());
  auto result = scheduler.kill(key(), std::set<std::int32_t>(), std::nullopt);
  REQUIRE_FALSE(result.ok());
  CHECK(result.error().kind == ErrorClass::usage);
  CHECK(fake.sent.empty());
}

TEST_CASE("startJobUpdate: our own update is recognised, another one is a conflict, no change is no update") {
  api::Metadata ours;
  ours.__set_key("org.apache.aurora.client.update_id");
  ours.__set_value("1234");
  api::JobUpdateRequest request;
  request.__set_metadata({ours});
  const auto in_progress = [](const std::set<api::Metadata>& metadata) {
    api::StartJobUpdateResult started;
    started.key.__set_job(key());
    started.key.__set_id("u1");
    api::JobUpdateSummary summary;
    summary.__set_metadata(metadata);
    started.__set_updateSummary(summary);
    api::Result result;
    result.__set_startJobUpdateResult(started);
    api::Response refused = response(ResponseCode::INVALID_REQUEST, "An active update already exists");
    refused.__set_result(result);
    return refused;
  };
  Fake fake;
  Scheduler scheduler(fake.connect());
  const auto known = [](const std::vector<api::JobUpdateSummary>& summaries) {
    api::GetJobUpdateSummariesResult found;
    found.__set_updateSummaries(summaries);
    api::Result result;
    result.__set_getJobUpdateSummariesResult(found);
    api::Response listed = response(ResponseCode::OK);
    listed.__set_result(result);
    return listed;
  };
  // The answer is lost and the scheduler doesn't know the update (yet): it is asked for again.
  fake.answers = {failure(false),
                  answer(known({})),
                  answer(in_progress({ours})),
                  answer(in_progress({})),
                  answer(response(ResponseCode::OK, "Job is unchanged by proposed update.")),
                  answer(response(ResponseCode::INVALID_REQUEST, "Updates are not supported"))};
  auto resumed = scheduler.start_update(request, std::nullopt);
  REQUIRE(resumed.ok());
  CHECK(resumed->key.id == "u1");
  CHECK(fake.sent.size() == 3);
  auto conflict = scheduler.start_update(request, std::nullopt);
  REQUIRE_FALSE(conflict.ok());
  CHECK(conflict.error().kind == ErrorClass::conflict);
  CHECK(says(conflict.error(), "u1"));
  auto unchanged = scheduler.start_update(request, std::nullopt);
  REQUIRE(unchanged.ok());
  CHECK(unchanged->unchanged);
  auto refused = scheduler.start_update(request, std::nullopt);
  REQUIRE_FALSE(refused.ok());
  CHECK(refused.error().kind == ErrorClass::findings);

  // The answer is lost and the update is there, perhaps through already: nothing is sent again.
  api::JobUpdateSummary done;
  done.key.__set_job(key());
  done.key.__set_id("u2");
  done.__set_metadata({ours});
  fake.sent.clear();
  fake.answers = {failure(false), answer(known({done}))};
  auto found = scheduler.start_update(request, std::nullopt);
  REQUIRE(found.ok());
  CHECK(found->key.id == "u2");
  CHECK(fake.sent.size() == 2);

  // Lost again and again: in the end it is said that it may have been carried out.
  fake.answers = {failure(false),    answer(known({})), failure(false),
                  answer(known({})), failure(false),    answer(known({}))};
  auto lost = scheduler.start_update(request, std::nullopt);
  REQUIRE_FALSE(lost.ok());
  CHECK(says(lost.error(), "may have been carried out"));
  CHECK(fake.answers.empty());
}

namespace {

bool has_login(const Sent& sent) {
  return std::any_of(sent.headers.begin(), sent.headers.end(),
                     [](const auto& header) { return header.first == "Authorization"; });
}

}  // namespace

TEST_CASE("a login stays with the origin that it is for") {
  Fake fake;
  HttpOptions options;
  options.login = [](const Url& url, const Url& first) {
    return url.origin() == first.origin() ? std::optional(Credentials{"u", "p", "a file"}) : std::nullopt;
  };
  Connection connection = fake.connect(options);
  fake.answers = {http(307, "http://elsewhere:8081/api"), answer(response(ResponseCode::OK)), http(401)};
  CHECK(connection.call(Repeat::safe, "getJobs").ok());
  CHECK(has_login(fake.sent[0]));
  CHECK_FALSE(has_login(fake.sent[1]));
  auto denied = connection.call(Repeat::unsafe, "createJob");
  REQUIRE_FALSE(denied.ok());
  CHECK(denied.error().kind == ErrorClass::denied);
  CHECK(denied.error().hint.find("http://elsewhere:8081") != std::string::npos);
  CHECK(denied.error().hint.find("credentials_hosts") != std::string::npos);
}

TEST_CASE("a login that goes everywhere still doesn't go from https to http") {
  Fake fake;
  HttpOptions options;
  options.login = [](const Url&, const Url&) { return Credentials{"u", "p", "a file"}; };
  Connection connection("https://leader:8081/api", std::make_unique<FakeHttp>(fake.sent, fake.answers), options);
  fake.answers = {http(307, "http://leader:8081/api"), answer(response(ResponseCode::OK))};
  CHECK(connection.call(Repeat::safe, "getJobs").ok());
  CHECK(has_login(fake.sent[0]));
  CHECK_FALSE(has_login(fake.sent[1]));
}

TEST_CASE("who asks for a Kerberos login gets one, from then on with every request") {
  Fake fake;
  HttpOptions options;
  options.kerberos = true;
  const api::Response ok = response(ResponseCode::OK);
  fake.answers = {answer(ok), wants_ticket(), answer(ok), answer(ok)};
  Connection connection = fake.connect(options);
  CHECK(connection.ask(Repeat::safe, "getQuota").ok());
  CHECK(connection.ask(Repeat::unsafe, "setQuota").ok());
  CHECK(connection.ask(Repeat::safe, "getQuota").ok());
  REQUIRE(fake.sent.size() == 4);
  CHECK_FALSE(fake.sent[0].negotiate);
  CHECK_FALSE(fake.sent[1].negotiate);
  CHECK(fake.sent[2].negotiate);
  CHECK(fake.sent[2].method == "setQuota");
  CHECK(fake.sent[3].negotiate);
}

TEST_CASE("a Kerberos login that is refused is not tried again") {
  Fake fake;
  HttpOptions options;
  options.kerberos = true;
  fake.answers = {wants_ticket(), wants_ticket()};
  auto result = fake.connect(options).ask(Repeat::unsafe, "setQuota");
  REQUIRE_FALSE(result.ok());
  CHECK(result.error().kind == ErrorClass::denied);
  CHECK(says(result.error(), "ann@EXAMPLE.TEST"));
  CHECK(says(result.error(), "was not carried out"));
  CHECK(fake.sent.size() == 2);
}

TEST_CASE("a Kerberos login is not made for a cluster that doesn't say so, nor from https to http") {
  Fake fake;
  fake.answers = {wants_ticket()};
  auto result = fake.connect().ask(Repeat::unsafe, "setQuota");
  REQUIRE_FALSE(result.ok());
  CHECK(result.error().hint.find("KERBEROS") != std::string::npos);
  HttpOptions options;
  options.kerberos = true;
  Fake redirected;
  redirected.answers = {http(307, "http://elsewhere:8081/api"), wants_ticket(), wants_ticket()};
  Connection connection("https://leader:8081/api", std::make_unique<FakeHttp>(redirected.sent, redirected.answers),
                        options, [](std::chrono::milliseconds) { return true; });
  CHECK_FALSE(connection.ask(Repeat::unsafe, "setQuota").ok());
  for (const Sent& sent : redirected.sent) CHECK_FALSE(sent.negotiate);
}

TEST_CASE("a trace shows the exchange in TJSON and hides the login") {
  Fake fake;
  std::string shown;
  HttpOptions options;
  options.login = [](const Url&, const Url&) { return Credentials{"Aladdin", "open sesame", "a file"}; };
  options.trace = [&](const std::string& text) { shown += text; };
  fake.answers = {answer(response(ResponseCode::OK, "fine"))};
  CHECK(fake.connect(options).call(Repeat::safe, "getRoleSummary").ok());
  CHECK(shown.find("--> POST http://leader:8081/api\n") != std::string::npos);
  CHECK(shown.find("[1,\"getRoleSummary\",1,") != std::string::npos);
  CHECK(shown.find("Authorization: Basic ***") != std::string::npos);
  CHECK(shown.find("QWxhZGRpbjpvcGVuIHNlc2FtZQ") == std::string::npos);
}

TEST_CASE("a scheduler that is found by asking: again after it failed, and not while it answers") {
  Fake fake;
  std::vector<std::string> places = {"http://a:1/api", "http://b:2/api"};
  std::size_t asked = 0;
  const Locate locate = [&](auto) -> std::variant<std::string, NotFound> {
    if (asked == places.size()) return NotFound{{ErrorClass::not_found, "no node", {}, {}}, false};
    return places[asked++];
  };
  Connection connection("zk://z:2181/s", locate, std::make_unique<FakeHttp>(fake.sent, fake.answers), {},
                        [](auto) { return true; });
  fake.answers = {answer(response(ResponseCode::OK)), answer(response(ResponseCode::OK)), failure(true),
                  answer(response(ResponseCode::OK)), failure(true)};
  for (int i = 0; i < 3; ++i) CHECK(connection.call(Repeat::unsafe, "createJob").ok());
  CHECK(asked == 2);
  CHECK(fake.sent.back().url == "http://b:2/api");
  auto gone = connection.call(Repeat::unsafe, "createJob");
  REQUIRE_FALSE(gone.ok());
  CHECK(gone.error().kind == ErrorClass::not_found);
}

TEST_CASE("URLs") {
  CHECK(api_url("http://h:8081").value() == "http://h:8081/api");
  CHECK(api_url("http://h:8081/").value() == "http://h:8081/api");
  CHECK(api_url("http://h/x/y").value() == "http://h:80/x/api");
  CHECK(api_url("https://[::1]:99/api").value() == "https://[::1]:99/api");
  for (const char* wrong : {"h:8081", "ftp://h", "http://", "http://h:0", "http://h:x", "http://u:p@h", ""}) {
    CAPTURE(wrong);
    REQUIRE_FALSE(parse_url(wrong).ok());
    CHECK(parse_url(wrong).error().kind == ErrorClass::usage);
  }
}

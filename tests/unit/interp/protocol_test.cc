#include "interp/protocol.h"

#include <doctest/doctest.h>

using namespace borealis;
using namespace borealis::interp;

namespace {

schema::JobRecord sample_job() {
  schema::JobRecord job;
  job.index = 3;
  job.site = 17;
  lang::Data::Object object{"MesosJob", 17, {}};
  object.entries.push_back({"name", lang::Data("web"), 17});
  job.data = lang::Data(std::move(object));
  job.open_refs.push_back(
      {"profile.x", "jobs[3].name", {17, "name", "{{profile.x}}"}, {{"here", {}, {4, "", ""}}}, "y"});
  lang::Diagnostic diagnostic;
  diagnostic.rule = "template-cycle";
  diagnostic.message = "a cycle";
  diagnostic.place = {9, "f", ""};
  job.diagnostics.push_back(diagnostic);
  return job;
}

std::string encoded(const schema::JobRecord& job) {
  lang::RecordWriter out;
  encode_job(job, out);
  return out.take();
}

}  // namespace

TEST_CASE("a job comes through as it was sent") {
  const auto read = decode_job(encoded(sample_job()));
  REQUIRE(read.has_value());
  CHECK(read->index == 3);
  CHECK(read->site == 17);
  CHECK(lang::same_data(read->data, sample_job().data));
  CHECK(read->data.object()->site == 17);
  REQUIRE(read->open_refs.size() == 1);
  CHECK(read->open_refs[0].place == lang::Place{17, "name", "{{profile.x}}"});
  CHECK(read->open_refs[0].near == "y");
  REQUIRE(read->open_refs[0].chain.size() == 1);
  CHECK(read->open_refs[0].chain[0].place.site == 4);
  CHECK(read->diagnostics[0].rule == "template-cycle");
}

TEST_CASE("an outcome comes through as it was sent") {
  schema::Session::Outcome outcome;
  outcome.has_jobs = true;
  outcome.hooks_defined = true;
  outcome.inputs = {{"a", "b"}, {"os"}, {"HOME"}, {"folder"}, {"missing"}};
  const auto read = decode_outcome(encode_outcome(outcome));
  REQUIRE(read.has_value());
  CHECK(read->has_jobs);
  CHECK(read->hooks_defined);
  CHECK(read->inputs.files == std::vector<std::string>{"a", "b"});
  CHECK(read->inputs.env == std::vector<std::string>{"HOME"});
  CHECK(read->inputs.directories == std::vector<std::string>{"folder"});
  CHECK(read->inputs.looked_for == std::vector<std::string>{"missing"});
}

TEST_CASE("a location comes through with its includes") {
  lang::Location location;
  location.span = {"f.aurora", 1, 2, 3, 4};
  location.includes = {{"root.aurora", 7}};
  const auto read = decode_location(encode_location(location));
  REQUIRE(read.has_value());
  CHECK(read->span == location.span);
  CHECK(read->includes == location.includes);
}

TEST_CASE("an input comes through") {
  const auto read = decode_input(encode_input(InputKind::module, "os.path"));
  REQUIRE(read.has_value());
  CHECK(read->first == InputKind::module);
  CHECK(read->second == "os.path");
  CHECK_FALSE(decode_input("").has_value());
  CHECK_FALSE(decode_input(std::string("\x07\0\0\0\0", 5)).has_value());
}

TEST_CASE("a record that is cut short or too long is refused, wherever it ends") {
  const std::string whole = encoded(sample_job());
  for (std::size_t n = 0; n < whole.size(); ++n) CHECK_FALSE(decode_job(whole.substr(0, n)).has_value());
  CHECK_FALSE(decode_job(whole + "x").has_value());
  CHECK_FALSE(decode_outcome("").has_value());
  CHECK_FALSE(decode_location("\xff\xff\xff\xff").has_value());
}

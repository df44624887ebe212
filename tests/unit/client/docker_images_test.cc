#include "client/docker_images.h"

#include "client/docker_registry.h"
#include "doctest/doctest.h"

namespace borealis::client {
namespace {

TEST_CASE("references to images") {
  const auto image = parse_image_ref("docker.image[library/python][3.11]");
  REQUIRE(image);
  CHECK(image->name == "library/python");
  CHECK(image->tag == "3.11");
  for (const char* other : {"docker.image", "docker.image[a]", "docker.image[a][b][c]", "docker.image[][b]",
                            "docker.image[a][]", "docker.images[a][b]", "thermos.ports[http]"}) {
    CAPTURE(other);
    CHECK_FALSE(parse_image_ref(other));
  }
}

TEST_CASE("bearer challenges") {
  const auto challenge = parse_bearer_challenge(
      R"(Bearer realm="https://auth.example.org/token",service="registry, the",scope="repository:a/b:pull")");
  CHECK(challenge.realm == "https://auth.example.org/token");
  CHECK(challenge.service == "registry, the");
  CHECK(challenge.scope == "repository:a/b:pull");
  CHECK(parse_bearer_challenge("bearer service=\"x\", realm=\"y\"").realm == "y");
  CHECK(parse_bearer_challenge("Basic realm=\"x\"").realm.empty());
  CHECK(parse_bearer_challenge("Bearer realm=\"x").realm.empty());
  CHECK(parse_bearer_challenge("").realm.empty());
}

// One job whose image names an open reference twice, and another.
class OneJob : public schema::Session {
 public:
  std::optional<schema::JobRecord> next() override {
    if (done_) return std::nullopt;
    done_ = true;
    schema::JobRecord job;
    lang::Data::Object data{"MesosJob", 0, {}};
    data.entries.push_back({"cluster", "c", 0});
    data.entries.push_back({"image", "{{docker.image[a/b][1]}} {{docker.image[a/b][1]}} {{other}}", 0});
    job.data = data;
    for (const char* ref : {"docker.image[a/b][1]", "docker.image[a/b][1]", "other"}) {
      schema::OpenRef open;
      open.ref = ref;
      job.open_refs.push_back(open);
    }
    return job;
  }
  Outcome finish() override { return {}; }
  lang::Location locate(const lang::Place&) override { return {}; }

 private:
  bool done_ = false;
};

TEST_CASE("open references to images are bound") {
  int asked = 0;
  ImageSession session(
      std::make_unique<OneJob>(),
      [&](const std::string& cluster, const std::string& name, const std::string& tag) -> lang::Result<std::string> {
        ++asked;
        return cluster + "/" + name + "@" + tag;
      });
  const auto job = session.next();
  REQUIRE(job);
  CHECK(*job->data.field("image")->text() == "c/a/b@1 c/a/b@1 {{other}}");
  REQUIRE(job->open_refs.size() == 1);
  CHECK(job->open_refs[0].ref == "other");
  CHECK(asked == 1);
  CHECK_FALSE(session.failure());
}

TEST_CASE("what no registry knows stays open, and is told") {
  ImageSession session(std::make_unique<OneJob>(),
                       [](const std::string&, const std::string&, const std::string&) -> lang::Result<std::string> {
                         return lang::Error{lang::ErrorClass::not_found, "no such image", {}, {}};
                       });
  const auto job = session.next();
  CHECK(job->open_refs.size() == 3);
  REQUIRE(session.failure());
  CHECK(session.failure()->message == "no such image");
}

TEST_CASE("without a registry an image is as good as bound") {
  ImageSession session(std::make_unique<OneJob>(), {});
  const auto job = session.next();
  CHECK(job->open_refs.size() == 1);
  CHECK(job->data.field("image")->text()->starts_with("{{docker.image"));
}

}  // namespace
}  // namespace borealis::client

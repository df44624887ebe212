// `{{docker.image[NAME][TAG]}}` in a config: bound to the digest of the image in the cluster's registry, so that all
// instances run the same image until the next deploy. (cli.md §2.3, language.md §18)
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>

#include "lang/result.h"
#include "schema/evaluator.h"
#include "schema/hooks.h"
#include "schema/origins.h"

namespace borealis::client {

// Answers what NAME and TAG stand for on a cluster.
using ImageResolver = std::function<lang::Result<std::string>(const std::string& cluster, const std::string& name,
                                                              const std::string& tag)>;

struct ImageRef {
  std::string name;
  std::string tag;
};
// NAME and TAG of docker.image[NAME][TAG]; nothing: it is another reference.
std::optional<ImageRef> parse_image_ref(const std::string& ref);

// A session whose jobs have those references bound. Without a resolver they stay as text and count as bound, for checks
// that ask no cluster.
class ImageSession : public schema::Session, public schema::Origins, public schema::Hooks {
 public:
  ImageSession(std::unique_ptr<schema::Session> session, ImageResolver resolver)
      : session_(std::move(session)), resolver_(std::move(resolver)) {}

  std::optional<schema::JobRecord> next() override;
  Outcome finish() override { return session_->finish(); }
  lang::Location locate(const lang::Place& place) override { return session_->locate(place); }
  std::vector<lang::Note> origins(const std::string& path) override;
  schema::HookAnswer call_hooks(const schema::HookCall& call) override;

  const schema::Session& inner() const { return *session_; }
  // The first image that could not be resolved; the job that names it keeps its open reference.
  const std::optional<lang::Error>& failure() const { return failure_; }

 private:
  bool bind(schema::JobRecord& job, const std::string& ref, const ImageRef& image);

  std::unique_ptr<schema::Session> session_;
  ImageResolver resolver_;
  std::map<std::string, std::string> known_;  // by cluster and reference
  std::optional<lang::Error> failure_;
};

}  // namespace borealis::client

#include "lang/template.h"
#include "schema/rules/joined.h"
#include "schema/rules/rules.h"
#include "schema/rules/walk.h"

namespace borealis::schema::rules {

namespace {

// The tag of an image's name, "latest" when there is none; empty when a digest names the image, or an open reference.
std::string_view tag_of(std::string_view image) {
  if (image.find('@') != std::string_view::npos || lang::may_have_tags(image)) return "";
  const std::size_t slash = image.rfind('/');
  const std::size_t colon = image.find(':', slash == std::string_view::npos ? 0 : slash);
  return colon == std::string_view::npos ? "latest" : image.substr(colon + 1);
}

void say(Findings& findings, const char* path, const std::string& image) {
  findings.add(path,
               joined("the image `", image, "` is whatever is the latest when an instance starts, so instances differ"),
               "name a version: `tag='1.4.2'`, or a digest");
}

void check(const JobUnderCheck& job, Findings& findings) {
  if (!job.job.container) return;
  if (const Docker* docker = docker_of(job.job); docker != nullptr && tag_of(docker->image) == "latest") {
    const bool wrapped = std::holds_alternative<Container>(*job.job.container);
    if (!docker->image.empty()) say(findings, wrapped ? "container.docker.image" : "container.image", docker->image);
  }
  const auto* mesos = std::get_if<Mesos>(&*job.job.container);
  if (mesos == nullptr || !mesos->image) return;
  const auto* image = std::get_if<DockerImage>(&*mesos->image);
  if (image != nullptr && image->tag == "latest") say(findings, "container.image.tag", image->name + ":latest");
}

}  // namespace

const Rule latest_image = {"latest-image", lang::Severity::warning, RuleStage::lint,
                           "A container image without a version of its own.", check};

}  // namespace borealis::schema::rules

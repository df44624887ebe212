#include "client/docker_images.h"

#include <algorithm>

namespace borealis::client {

namespace {

void replace_all(std::string& text, const std::string& what, const std::string& with) {
  for (auto at = text.find(what); at != std::string::npos; at = text.find(what, at + with.size()))
    text.replace(at, what.size(), with);
}

void replace_in(lang::Data& data, const std::string& what, const std::string& with) {
  if (auto* text = data.get<std::string>()) replace_all(*text, what, with);
  if (auto* list = data.get<lang::Data::List>()) {
    for (lang::Data& element : *list) replace_in(element, what, with);
  }
  if (auto* entries = data.entries()) {
    for (lang::Entry& entry : *entries) replace_in(entry.value, what, with);
  }
}

std::string cluster_of(const schema::JobRecord& job) {
  const lang::Data* cluster = job.data.field("cluster");
  return cluster != nullptr && cluster->text() != nullptr ? *cluster->text() : "";
}

}  // namespace

std::optional<ImageRef> parse_image_ref(const std::string& ref) {
  constexpr std::string_view start = "docker.image[";
  if (!ref.starts_with(start) || !ref.ends_with("]")) return std::nullopt;
  const auto middle = ref.find("][", start.size());
  if (middle == std::string::npos) return std::nullopt;
  ImageRef image{ref.substr(start.size(), middle - start.size()), ref.substr(middle + 2, ref.size() - middle - 3)};
  const auto plain = [](const std::string& text) {
    return !text.empty() && text.find_first_of("[]{}") == std::string::npos;
  };
  return plain(image.name) && plain(image.tag) ? std::optional(image) : std::nullopt;
}

bool ImageSession::bind(schema::JobRecord& job, const std::string& ref, const ImageRef& image) {
  if (!resolver_) return true;
  const std::string cluster = cluster_of(job);
  auto known = known_.find(cluster + " " + ref);
  if (known == known_.end()) {
    if (failure_) return false;
    auto value = resolver_(cluster, image.name, image.tag);
    if (!value) {
      failure_ = std::move(value).error();
      return false;
    }
    known = known_.emplace(cluster + " " + ref, std::move(*value)).first;
  }
  replace_in(job.data, "{{" + ref + "}}", known->second);
  return true;
}

std::optional<schema::JobRecord> ImageSession::next() {
  auto job = session_->next();
  if (!job) return job;
  std::map<std::string, bool> bound;
  std::erase_if(job->open_refs, [&](const schema::OpenRef& open) {
    const auto image = parse_image_ref(open.ref);
    if (!image) return false;
    const auto known = bound.find(open.ref);
    if (known != bound.end()) return known->second;
    return bound[open.ref] = bind(*job, open.ref, *image);
  });
  return job;
}

std::vector<lang::Note> ImageSession::origins(const std::string& path) {
  auto* origins = dynamic_cast<schema::Origins*>(session_.get());
  return origins == nullptr ? std::vector<lang::Note>() : origins->origins(path);
}

schema::HookAnswer ImageSession::call_hooks(const schema::HookCall& call) {
  auto* hooks = dynamic_cast<schema::Hooks*>(session_.get());
  return hooks == nullptr ? schema::HookAnswer{} : hooks->call_hooks(call);
}

}  // namespace borealis::client

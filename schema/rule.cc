#include "schema/rule.h"

namespace borealis::schema {

bool JobUnderCheck::written(std::string_view path) const {
  const std::size_t dot = path.rfind('.');
  const std::string_view owner = dot == std::string_view::npos ? "" : path.substr(0, dot);
  const lang::Data* object = record.data.find(owner);
  const lang::Entry* entry = object == nullptr ? nullptr : object->entry(path.substr(dot + 1));
  return entry != nullptr && entry->site != 0;
}

lang::Diagnostic& Findings::add(std::string_view path, std::string message, std::string hint, std::string_view text) {
  last_ = job_.good(path) ? &out_.emplace_back() : &dropped_;
  fill(path, std::move(message), std::move(hint), text);
  return *last_;
}

lang::Diagnostic& Findings::add_unread(std::string_view path, std::string message, std::string hint) {
  last_ = &out_.emplace_back();
  fill(path, std::move(message), std::move(hint), "");
  return *last_;
}

void Findings::fill(std::string_view path, std::string message, std::string hint, std::string_view text) {
  *last_ = {};
  last_->rule = rule_.id;
  last_->severity = rule_.severity;
  last_->message = std::move(message);
  last_->hint = std::move(hint);
  last_->path = path_in_jobs(job_.record.index, path);
  last_->place = job_.record.data.place_of(path);
  if (last_->place.known()) {
    last_->place.text = text;
  } else {
    last_->place = {job_.record.site, "", ""};
  }
}

void Findings::note(std::string_view path, std::string message) {
  last_->notes.push_back({std::move(message), {}, job_.record.data.place_of(path)});
}

void apply_rules(const JobUnderCheck& job, RuleStage last, lang::Diagnostics& out) {
  for (const Rule* rule : all_rules()) {
    if (rule->stage > last) continue;
    Findings findings(job, *rule, out);
    rule->check(job, findings);
  }
}

}  // namespace borealis::schema

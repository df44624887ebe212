#include "schema/rule.h"

#include "schema/ports.h"
#include "schema/rules/walk.h"

namespace borealis::schema {

bool JobUnderCheck::written(std::string_view path) const {
  const std::size_t dot = path.rfind('.');
  const std::string_view owner = dot == std::string_view::npos ? "" : path.substr(0, dot);
  const lang::Data* object = record.data.find(owner);
  const lang::Entry* entry = object == nullptr ? nullptr : object->entry(path.substr(dot + 1));
  return entry != nullptr && entry->site != 0;
}

const std::vector<BracedText>& JobUnderCheck::braced_texts() const {
  if (!braced_texts_) braced_texts_ = rules::braced_texts(record.data);
  return *braced_texts_;
}

const std::set<std::string>& JobUnderCheck::used_ports() const {
  if (used_ports_) return *used_ports_;
  static const StringMap none;
  const StringMap& portmap = job.announce ? job.announce->portmap : none;
  used_ports_.emplace();
  for (const std::string& name : referenced_ports(job.task)) {
    if (const auto target = follow_port(portmap, name)) used_ports_->insert(target->name);
  }
  return *used_ports_;
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
  last_->rule = rule_->id;
  last_->severity = rule_->severity;
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
  Findings findings(job, out);
  for (const Rule* rule : all_rules()) {
    if (rule->stage > last) continue;
    findings.of(*rule);
    rule->check(job, findings);
  }
}

}  // namespace borealis::schema

#include <algorithm>

#include "lang/ref.h"
#include "lang/suggest.h"
#include "schema/late_refs.h"
#include "schema/rules/joined.h"
#include "schema/rules/rules.h"
#include "schema/rules/walk.h"
#include "schema/struct_info.h"

namespace borealis::schema::rules {

namespace {

std::string did_you_mean(const std::string& near) {
  return near.empty() ? "" : "did you mean `" + near + "`?";
}

// References into `mesos` and `thermos` that are near to one that a running task knows.
std::string near_late_ref(const lang::Ref& ref) {
  const lang::Components parts = ref.components();
  const std::string head = lang::address_of(parts.first(std::min<std::size_t>(2, parts.size())));
  std::string near = lang::nearest(head, late_ref_names());
  // The right word in the wrong place: mesos.task_id.
  for (const std::string& name : late_ref_names()) {
    if (near.empty() && parts.size() > 1 && name.ends_with("." + parts[1].value)) near = name;
  }
  return near == "thermos.ports" ? "thermos.ports[" + (parts.size() > 2 ? parts[2].value : "NAME") + "]" : near;
}

bool has_small_letter(const std::string& text) {
  return std::ranges::any_of(text, [](char c) { return c >= 'a' && c <= 'z'; });
}

std::string in_capitals(std::string text) {
  for (char& c : text) c = c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
  return text;
}

std::string hint_for(const lang::Ref& ref, const OpenRef& open) {
  const lang::Components parts = ref.components();
  // Nobody but templates of Go writes the dot.
  const bool of_go = open.place.text.starts_with("{{.");
  // A name like CORE_URI is one that a program binds; one like Names is a template's of another program.
  const bool capital = open.ref[0] >= 'A' && open.ref[0] <= 'Z';
  const bool capitals = capital && !has_small_letter(open.ref);
  const bool may_be_meant = !capitals || !has_small_letter(open.near) || in_capitals(open.near) == open.ref;
  if (!open.near.empty() && !of_go && may_be_meant) return did_you_mean(open.near);
  if (open.ref == "thermos.ports") return "name the port: `{{thermos.ports[NAME]}}`";
  if (parts.size() == 3 && open.ref.starts_with("thermos.ports.")) {
    return "a port is written with brackets: `{{thermos.ports[" + parts[2].value + "]}}`";
  }
  if (std::find(late_roots().begin(), late_roots().end(), parts[0].value) != late_roots().end()) {
    const std::string near = near_late_ref(ref);
    if (!near.empty() && near != open.ref) return did_you_mean(near);
  }
  if (of_go || (capital && !capitals)) {
    return "braces that are meant for another program must be split for the shell: `'{''{." + open.ref + "}}'`";
  }
  if (!capitals) {
    const std::string near = lang::nearest(open.ref, find_struct("Job")->field_names());
    if (!near.empty()) return did_you_mean(near);
  }
  return "bind it with `.bind(" + parts[0].value + "=...)` in the file, or with `--bind " + open.ref + "=VALUE`";
}

// The task takes its name from its first process, the job from its task. That there is no task, no such process, or
// that it has no name, is said.
bool is_default_name(const JobUnderCheck& job, const OpenRef& open, const std::string& path) {
  const bool no_task = !job.good("task");
  const bool no_process = !job.good("task.processes") || !job.good("task.processes[0].name") || !job.job.task.processes;
  const bool no_name = (open.ref == "task.name" && no_task) || (open.ref == "processes[0].name" && no_process);
  return no_name && !job.written(path);
}

void check(const JobUnderCheck& job, Findings& findings) {
  for (const OpenRef& open : job.record.open_refs) {
    const std::string path = path_in_job(open.path);
    if (is_default_name(job, open, path)) continue;
    const std::optional<lang::Ref>& ref = parsed_ref(open.ref);
    if (!ref || is_late_ref(*ref, ref_scope_of(path))) continue;
    lang::Diagnostic& finding = findings.add_unread(
        path, joined("the reference `{{", open.ref, "}}` is bound to nothing"), hint_for(*ref, open));
    if (open.place.known()) finding.place = open.place;
    finding.notes.insert(finding.notes.end(), open.chain.begin(), open.chain.end());
  }
}

}  // namespace

const Rule unbound_reference = {"unbound-reference", lang::Severity::error, RuleStage::conversion,
                                "A reference that nothing binds.", check};

}  // namespace borealis::schema::rules

#include <set>

#include "lang/template.h"
#include "schema/ports.h"
#include "schema/rules/joined.h"
#include "schema/rules/rules.h"
#include "schema/rules/walk.h"

namespace borealis::schema::rules {

namespace {

void check(const JobUnderCheck& job, Findings& findings) {
  if (!job.job.announce || !knows_ports(job) || !job.written("announce.portmap")) return;
  const Announcer& announce = *job.job.announce;
  const std::set<std::string>& used = job.used_ports();
  PortWays ways(announce.portmap);
  const std::optional<PortTarget> primary = ways.end_of(announce.primary_port);
  for (const auto& [name, value] : announce.portmap) {
    const std::optional<PortTarget>& target = ways.end_of(name);
    if (!target || target->number || lang::may_have_tags(target->name) || used.contains(target->name)) continue;
    if (primary && primary->name == target->name) continue;
    findings.add("announce.portmap[" + name + "]",
                 joined("the portmap's `", name, "` leads to the port `", target->name, "`, which no process uses"),
                 joined("let a command listen on `{{thermos.ports[", target->name, "]}}`, or leave the entry out"),
                 value);
  }
}

}  // namespace

const Rule unused_portmap = {"unused-portmap", lang::Severity::warning, RuleStage::lint,
                             "An entry of the portmap that leads to no process.", check};

}  // namespace borealis::schema::rules

#include "lang/template.h"
#include "schema/ports.h"
#include "schema/rules/joined.h"
#include "schema/rules/rules.h"
#include "schema/rules/walk.h"

namespace borealis::schema::rules {

namespace {

void check(const JobUnderCheck& job, Findings& findings) {
  if (!job.job.announce || !knows_ports(job)) return;
  const Announcer& announce = *job.job.announce;
  const std::optional<PortTarget> primary = follow_port(announce.portmap, announce.primary_port);
  if (!primary || primary->number || port_number(announce.primary_port)) return;
  if (lang::may_have_tags(primary->name) || job.used_ports().contains(primary->name)) return;
  findings.add("announce.primary_port",
               joined("the port `", announce.primary_port, "` is announced, but no process uses it"),
               joined("let a command listen on `{{thermos.ports[", announce.primary_port, "]}}`"));
}

}  // namespace

const Rule announce_port = {"announce-port", lang::Severity::warning, RuleStage::lint,
                            "An announced port that no process uses.", check};

}  // namespace borealis::schema::rules

// Quotas. (api.md §16)
#include "cluster/api.h"
#include "cluster/api_reply.h"
#include "cluster/dump.h"

namespace borealis::cluster {

api::Response Api::quota(const api::ReadOnlyScheduler_getQuota_args& args) {
  if (!args.__isset.ownerRole || args.ownerRole.empty()) return failed("Argument cannot be blank");
  return core_.read([&] {
    const Consumption use = core_.consumption();
    const std::string& role = args.ownerRole;
    api::GetQuotaResult found;
    found.__set_quota(to_aggregate(core_.quotas().of(role)));
    found.__set_prodSharedConsumption(to_aggregate(use.of(role, {true, false})));
    found.__set_nonProdSharedConsumption(to_aggregate(use.of(role, {false, false})));
    found.__set_prodDedicatedConsumption(to_aggregate(use.of(role, {true, true})));
    found.__set_nonProdDedicatedConsumption(to_aggregate(use.of(role, {false, true})));
    api::Result result;
    result.__set_getQuotaResult(found);
    return done(result);
  });
}

api::Response Api::set_quota(const api::AuroraAdmin_setQuota_args& args) {
  if (!args.__isset.ownerRole || args.ownerRole.empty()) return failed("Argument cannot be blank");
  if (!args.__isset.quota) return failed("");
  const auto amounts = from_aggregate(args.quota);
  if (!amounts) {
    return failed(args.quota.resources.size() > 3 ? "Too many resource values in quota."
                                                  : "Quota resources must be exactly: [CPUS, RAM_MB, DISK_MB]");
  }
  if (amounts->cpus < 0 || amounts->ram_mb < 0 || amounts->disk_mb < 0) {
    return invalid("Negative values in: " + dump(args.quota));
  }
  return core_.change([&] {
    const Amounts use = core_.consumption().of(args.ownerRole, {});
    if (exceeds(use, *amounts)) {
      return invalid("Quota: " + dump(args.quota) + " is less then current prod reservation: " + dump(use));
    }
    core_.quotas().set(args.ownerRole, *amounts);
    return done();
  });
}

}  // namespace borealis::cluster

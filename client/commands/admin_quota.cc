// admin set-quota and admin increase-quota. (cli.md §12, api.md §16)
#include "client/commands/admin.h"
#include "client/operations.h"
#include "lang/json.h"

namespace borealis::client {

namespace {

std::string text_of(const ResourceAmounts& amounts) {
  return fmt::format("cpu {}, ram {} MB, disk {} MB", lang::float_repr(amounts.cpu), amounts.ram_mb, amounts.disk_mb);
}

lang::Data data_of(const ResourceAmounts& amounts) {
  lang::Data::Map data;
  data.entries.push_back({"cpu", amounts.cpu});
  data.entries.push_back({"ram_mb", amounts.ram_mb});
  data.entries.push_back({"disk_mb", amounts.disk_mb});
  return data;
}

}  // namespace

int run_admin_set_quota(const SetQuotaOptions& options, Context& context) {
  auto engine = connect_admin(options.cluster, context);
  if (!engine) return report(context, engine.error());
  auto before = (*engine)->quota(options.role);
  if (!before) return report(context, before.error());
  ResourceAmounts amounts = options.amounts;
  if (options.increase) {
    amounts.cpu += before->allocated.cpu;
    amounts.ram_mb += before->allocated.ram_mb;
    amounts.disk_mb += before->allocated.disk_mb;
  }
  if (auto status = (*engine)->set_quota(options.role, amounts); !status) return report(context, status.error());
  if (options.output == DataFormat::json) {
    lang::Data::Map data;
    data.entries.push_back({"role", options.role});
    data.entries.push_back({"before", data_of(before->allocated)});
    data.entries.push_back({"after", data_of(amounts)});
    context.out.write(lang::to_json(data, {2}) + "\n");
  } else {
    context.out.print("{}/{}: {} (before: {})\n", options.cluster, options.role, text_of(amounts),
                      text_of(before->allocated));
  }
  return 0;
}

}  // namespace borealis::client

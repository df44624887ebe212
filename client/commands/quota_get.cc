// quota get. (cli.md §11, api.md §16)
#include "client/commands/quota.h"
#include "client/operations.h"
#include "client/table.h"
#include "lang/json.h"

namespace borealis::client {

namespace {

void add_row(Table& table, const char* what, const ResourceAmounts& amounts) {
  table.add({what, lang::float_repr(amounts.cpu), fmt::format("{} MB", amounts.ram_mb),
             fmt::format("{} MB", amounts.disk_mb)});
}

}  // namespace

int run_quota_get(const QuotaGetOptions& options, Context& context) {
  auto engine = connect_admin(options.cluster, context);
  if (!engine) return report(context, engine.error());
  auto quota = (*engine)->quota(options.role);
  if (!quota) return report(context, quota.error());
  if (options.output == DataFormat::json) {
    context.out.write(lang::to_json(quota->raw, {2}) + "\n");
    return 0;
  }
  Table table({"", "CPU", "RAM", "DISK"});
  add_row(table, "quota (production, shared hosts)", quota->allocated);
  if (quota->prod_shared) add_row(table, "used by production on shared hosts", *quota->prod_shared);
  if (quota->prod_dedicated) add_row(table, "used by production on dedicated hosts", *quota->prod_dedicated);
  if (quota->non_prod_shared) add_row(table, "used by others on shared hosts", *quota->non_prod_shared);
  if (quota->non_prod_dedicated) add_row(table, "used by others on dedicated hosts", *quota->non_prod_dedicated);
  context.out.write(table.text(context.out_style(), 0));
  return 0;
}

}  // namespace borealis::client

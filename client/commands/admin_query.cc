// admin query: tasks of a cluster, a line each. (cli.md §12)
#include <algorithm>
#include <map>

#include "client/commands/admin.h"
#include "client/operations.h"
#include "lang/json.h"

namespace borealis::client {

namespace {

using Fields = std::map<std::string, std::string>;

std::string text_of(const lang::Data& value) {
  const std::string* text = value.text();
  return text != nullptr ? *text : lang::to_json(value, {0, false});
}

// Every member of the message under its own name; of several of one name the outermost, then the first.
void flatten(const lang::Data& value, Fields& fields) {
  const auto* entries = value.entries();
  if (entries == nullptr) return;
  for (const lang::Entry& entry : *entries) fields.emplace(entry.name, text_of(entry.value));
  for (const lang::Entry& entry : *entries) flatten(entry.value, fields);
}

Fields fields_of(const TaskStatus& task) {
  Fields fields = {{"cluster", task.key.cluster},
                   {"role", task.key.role},
                   {"environment", task.key.environment},
                   {"name", task.key.name},
                   {"instanceId", std::to_string(task.instance)},
                   {"status", task.state},
                   {"taskId", task.task_id},
                   {"slaveHost", task.host}};
  flatten(task.raw, fields);
  return fields;
}

lang::Result<std::string> fill_in(const std::string& format, const Fields& fields) {
  std::string out;
  for (std::size_t at = 0; at < format.size();) {
    const auto end = format[at] == '%' ? format.find('%', at + 1) : std::string::npos;
    if (end == std::string::npos) {
      out += format[at++];
      continue;
    }
    const auto field = fields.find(format.substr(at + 1, end - at - 1));
    if (field == fields.end()) {
      std::string names;
      for (const auto& [name, value] : fields) names += (names.empty() ? "" : ", ") + name;
      return lang::Error{lang::ErrorClass::usage,
                         fmt::format("a task has no field {}", format.substr(at, end - at + 1)),
                         "the fields are " + names,
                         {}};
    }
    out += field->second;
    at = end + 1;
  }
  return out;
}

lang::Status must_be_cheap(const AdminQueryOptions& options) {
  std::string why;
  if (options.search.role.empty()) {
    why = "no role is given";
  } else if (options.search.job.empty()) {
    why = "no job is given";
  } else if (!std::all_of(options.search.states.begin(), options.search.states.end(), is_active_state)) {
    why = "it asks for tasks that have ended";
  }
  if (why.empty() || options.force) return lang::Unit{};
  return lang::Error{
      lang::ErrorClass::usage, fmt::format("the query may be expensive: {}", why), "--force asks all the same", {}};
}

}  // namespace

int run_admin_query(const AdminQueryOptions& options, Context& context) {
  if (auto status = must_be_cheap(options); !status) return report(context, status.error());
  auto engine = connect_admin(options.cluster, context);
  if (!engine) return report(context, engine.error());
  auto tasks = (*engine)->tasks(options.search);
  if (!tasks) return report(context, tasks.error());
  if (options.output == DataFormat::json) {
    lang::Data::List rows;
    for (AdminTask& task : *tasks) rows.push_back(std::move(task.status.raw));
    context.out.write(lang::to_json(rows, {2}) + "\n");
    return 0;
  }
  std::string lines;
  for (const AdminTask& task : *tasks) {
    auto line = fill_in(options.format, fields_of(task.status));
    if (!line) return report(context, line.error());
    lines += *line + "\n";
  }
  context.out.write(lines);
  return 0;
}

}  // namespace borealis::client

#include "cluster/page_routes.h"

#include <algorithm>
#include <charconv>

#include "cluster/http_guard.h"
#include "cluster/ids.h"
#include "cluster/page_assets.h"
#include "cluster/page_logs.h"
#include "cluster/page_processes.h"
#include "cluster/page_update_views.h"
#include "cluster/page_views.h"
#include "cluster/run_directory.h"
#include "fmt/format.h"
#include "lang/json.h"

namespace borealis::cluster {

namespace {

constexpr const char* kJson = "application/json";
constexpr const char* kText = "text/plain; charset=utf-8";
constexpr std::size_t kUsualPiece = 64 << 10;
constexpr std::size_t kLargestPiece = 1 << 20;

std::vector<std::string> split(const std::string& path) {
  std::vector<std::string> words;
  std::size_t at = 1;
  while (at <= path.size()) {
    const std::size_t end = std::min(path.find('/', at), path.size());
    if (end > at) words.push_back(path.substr(at, end - at));
    at = end + 1;
  }
  return words;
}

void refuse(httplib::Response& response, int status, const std::string& text) {
  response.status = status;
  response.set_content(text + "\n", kText);
}

// Whether a tag is among those of If-None-Match.
bool matches(const httplib::Request& request, const std::string& tag) {
  return request.get_header_value("If-None-Match").find(tag) != std::string::npos;
}

void serve_asset(const PageAsset& asset, const httplib::Request& request, httplib::Response& response) {
  const std::string tag = fmt::format("\"{}\"", asset.tag);
  response.set_header("ETag", tag);
  response.set_header("Cache-Control", "no-cache");
  response.set_header("Content-Security-Policy", kPagePolicy);
  if (matches(request, tag)) {
    response.status = 304;
    return;
  }
  response.set_content(asset.bytes.data(), asset.bytes.size(), std::string(asset.type));
}

const PageAsset* find_asset(std::string_view name) {
  const auto assets = page_assets();
  const auto found = std::ranges::find(assets, name, &PageAsset::name);
  return found == assets.end() ? nullptr : &*found;
}

// Not given: `value` stays. False: it is no number.
template <class Number>
bool read_number(const httplib::Request& request, const char* name, Number& value) {
  if (!request.has_param(name)) return true;
  const std::string text = request.get_param_value(name);
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  return error == std::errc() && end == text.data() + text.size();
}

bool read_query(const httplib::Request& request, LogQuery& query) {
  query.limit = kUsualPiece;
  query.process = request.get_param_value("process");
  query.stream = request.get_param_value("stream");
  const bool numbers = read_number(request, "run", query.run) && read_number(request, "offset", query.offset) &&
                       read_number(request, "file", query.file) && read_number(request, "limit", query.limit);
  return numbers && query.run >= 0 && query.limit > 0 && (query.stream == "stdout" || query.stream == "stderr");
}

bool is_page_address(const std::vector<std::string>& words) {
  return words.empty() || words[0] == "scheduler" || words[0] == "task" || (words[0] == "updates" && words.size() == 1);
}

}  // namespace

Page::Page(Core& core, std::string state_dir)
    : core_(core),
      state_dir_(std::move(state_dir)),
      cluster_name_(core.read([&] { return core.settings().cluster_name; })),
      life_(new_uuid()) {}

bool Page::serve(const httplib::Request& request, httplib::Response& response) {
  const Words words = split(request.path);
  const bool ours = is_page_address(words) || words[0] == "page";
  if (!ours) return false;
  if (request.method != "GET" && request.method != "HEAD") {
    response.set_header("Allow", "GET, HEAD");
    refuse(response, 405, "Use GET.");
  } else if (is_page_address(words)) {
    serve_asset(*find_asset("index.html"), request, response);
  } else if (words.size() >= 2 && words[1] == "v1") {
    response.set_header("Cache-Control", "no-store");
    serve_data(words, request, response);
  } else if (const PageAsset* asset = words.size() == 2 ? find_asset(words[1]) : nullptr) {
    serve_asset(*asset, request, response);
  } else {
    refuse(response, 404, "There is no such file.");
  }
  return true;
}

void Page::serve_data(const Words& words, const httplib::Request& request, httplib::Response& response) {
  const std::string kind = words.size() > 2 ? words[2] : "";
  const auto job = [&] { return JobId{words[3], words[4], words[5]}; };
  int instance = 0;
  if (kind == "cluster" && words.size() == 3) return serve_cluster(request, response);
  if (kind == "job" && words.size() == 6) return serve_job(job(), request, response);
  if (kind == "update" && words.size() == 7) return serve_update(job(), words[6], request, response);
  if (kind == "task" && words.size() == 4) return serve_task(words[3], request, response);
  if (kind == "instance" && words.size() == 7) {
    const auto [end, error] = std::from_chars(words[6].data(), words[6].data() + words[6].size(), instance);
    if (error != std::errc() || end != words[6].data() + words[6].size()) {
      return refuse(response, 400, "An instance is a number.");
    }
    const std::string id = core_.read([&] { return task_of_instance(core_, job(), instance); });
    return serve_task(id, request, response);
  }
  if (kind == "log" && words.size() == 3) return serve_log(request, response);
  refuse(response, 404, "There is no such endpoint.");
}

void Page::answer(httplib::Response& response, lang::Data data) const {
  data.set("cluster", lang::Data(cluster_name_));
  response.set_content(lang::to_json(data), kJson);
}

bool Page::is_known(const std::string& state, const httplib::Request& request, httplib::Response& response) const {
  const std::string tag = fmt::format("\"{}.{}\"", life_, state);
  response.set_header("ETag", tag);
  if (!matches(request, tag)) return false;
  response.status = 304;
  return true;
}

std::string Page::directory_of(const Launch& launch) const {
  return launch.run.empty() ? "" : run_directory(state_dir_, launch);
}

void Page::serve_cluster(const httplib::Request& request, httplib::Response& response) {
  if (is_known(std::to_string(core_.version()), request, response)) return;
  answer(response, core_.read([&] { return cluster_view(core_); }));
}

void Page::serve_job(const JobId& job, const httplib::Request& request, httplib::Response& response) {
  if (is_known(std::to_string(core_.version()), request, response)) return;
  auto data = core_.read([&] { return job_view(core_, job); });
  if (!data) return refuse(response, 404, "There is no task of that job.");
  answer(response, std::move(*data));
}

void Page::serve_update(const JobId& job, const std::string& id, const httplib::Request& request,
                        httplib::Response& response) {
  if (is_known(std::to_string(core_.version()), request, response)) return;
  auto data = core_.read([&] { return update_view(core_, job, id); });
  if (!data) return refuse(response, 404, "There is no such update.");
  answer(response, std::move(*data));
}

void Page::serve_task(const std::string& id, const httplib::Request& request, httplib::Response& response) {
  const std::uint64_t version = core_.version();
  const auto launch = core_.read([&] { return launch_of(core_, id); });
  if (!launch) return refuse(response, 404, "There is no such task.");
  const std::string directory = directory_of(*launch);
  if (is_known(fmt::format("{}.{}.{}", version, id, checkpoint_tag(directory, id)), request, response)) return;
  auto data = core_.read([&] { return task_view(core_, id); });
  if (!data) return refuse(response, 404, "There is no such task.");
  lang::Data files = processes_view(*launch, directory);
  for (lang::Entry& entry : *files.entries()) data->set(entry.name, std::move(entry.value));
  data->set("directory", lang::Data(directory));
  answer(response, std::move(*data));
}

void Page::serve_log(const httplib::Request& request, httplib::Response& response) {
  LogQuery query;
  if (!read_query(request, query)) {
    return refuse(response, 400,
                  "A log is asked for with task, process, run, stream (stdout or stderr), offset, file and limit.");
  }
  query.limit = std::min(query.limit, kLargestPiece);
  const auto launch = core_.read([&] { return launch_of(core_, request.get_param_value("task")); });
  if (!launch) return refuse(response, 404, "There is no such task.");
  const std::string directory = directory_of(*launch);
  const auto piece = directory.empty() ? std::nullopt : read_log(directory, query);
  if (!piece) return refuse(response, 404, "There is no such log.");
  response.set_header("Log-File", std::to_string(piece->file));
  response.set_header("Log-Offset", std::to_string(piece->offset));
  response.set_header("Log-Next", std::to_string(piece->next));
  response.set_header("Log-Size", std::to_string(piece->size));
  response.set_header("Log-Gap", piece->gap ? "1" : "0");
  response.set_header("Log-More", piece->more ? "1" : "0");
  response.set_content(piece->bytes, kText);
}

}  // namespace borealis::cluster

#include "cluster/coordinators.h"

#include <httplib.h>

#include <algorithm>
#include <atomic>
#include <cstdio>

#include "client/api/json_reader.h"

namespace borealis::cluster {

namespace {

using std::chrono::steady_clock;

// api.md §22: max_parallel_coordinated_maintenance
constexpr std::size_t kMostAtOnce = 10;
constexpr std::size_t kLargestAnswer = 1 << 20;
constexpr std::chrono::seconds kConnecting{10};

struct Address {
  std::string server;  // "http://host:port"
  std::string path;
};

// nullopt: no URL that can be asked.
std::optional<Address> address_of(const std::string& url) {
  const std::size_t scheme = url.find("://");
  if (scheme == std::string::npos) return std::nullopt;
  const std::string name = url.substr(0, scheme);
  if (name != "http" && name != "https") return std::nullopt;
  const std::size_t path = std::min(url.find('/', scheme + 3), url.size());
  if (path == scheme + 3) return std::nullopt;
  return Address{url.substr(0, path), path == url.size() ? "/" : url.substr(path)};
}

bool says_yes(const std::string& body, const std::string& key) {
  const auto data = api::parse_json(body, {.max_bytes = kLargestAnswer, .max_depth = 20});
  if (!data || data->map() == nullptr) return false;
  const lang::Data* member = data->field(key);
  return member != nullptr && member->boolean() != nullptr && *member->boolean();
}

}  // namespace

struct Coordinators::Asking {
  SlaQuestion question;
  steady_clock::time_point deadline;
  std::unique_ptr<httplib::Client> client;
  std::string path;
  std::thread thread;
  std::atomic<bool> dropped = false;
  std::atomic<bool> done = false;
};

Coordinators::Coordinators(OnAnswer on_answer, std::chrono::milliseconds timeout)
    : on_answer_(std::move(on_answer)), timeout_(timeout) {}

Coordinators::~Coordinators() {
  const std::lock_guard lock(mutex_);
  for (const auto& asking : under_way_) {
    asking->dropped = true;
    asking->client->stop();
  }
  for (const auto& asking : under_way_) asking->thread.join();
}

void Coordinators::ask(std::vector<SlaQuestion> questions) {
  look_after();
  for (SlaQuestion& question : questions) {
    const auto address = address_of(question.url);
    bool free = address.has_value();
    if (free) {
      const std::lock_guard lock(mutex_);
      free = under_way_.size() < kMostAtOnce && std::ranges::none_of(under_way_, [&](const auto& asking) {
               return !asking->done && asking->question.url == question.url;
             });
    } else {
      std::fprintf(stderr, "borealis-clusterd: %s is no URL of a coordinator\n", question.url.c_str());
    }
    if (free) {
      begin(std::move(question));
    } else {
      on_answer_(question.task_id, false);
    }
  }
}

void Coordinators::begin(SlaQuestion question) {
  const auto address = address_of(question.url);
  auto asking = std::make_unique<Asking>();
  asking->deadline = steady_clock::now() + timeout_;
  asking->client = std::make_unique<httplib::Client>(address->server);
  asking->client->set_connection_timeout(std::min<std::chrono::milliseconds>(timeout_, kConnecting));
  asking->client->set_read_timeout(timeout_);
  asking->client->set_write_timeout(timeout_);
  asking->path = address->path + (address->path.find('?') == std::string::npos ? "?task=" : "&task=") + question.task;
  asking->question = std::move(question);
  const std::lock_guard lock(mutex_);
  under_way_.push_back(std::move(asking));
  Asking& begun = *under_way_.back();
  begun.thread = std::thread([this, &begun] { run(begun); });
}

void Coordinators::run(Asking& asking) {
  httplib::Request request;
  request.method = "POST";
  request.path = asking.path;
  request.headers = {{"Content-Type", "application/json"}, {"Accept", "application/json"}};
  request.body = asking.question.body;
  std::string body;
  request.content_receiver = [&](const char* bytes, std::size_t size, std::uint64_t, std::uint64_t) {
    body.append(bytes, size);
    return body.size() <= kLargestAnswer && !asking.dropped;
  };
  const httplib::Result result = asking.client->send(request);
  const bool allowed = result && result->status == 200 && steady_clock::now() < asking.deadline &&
                       says_yes(body, asking.question.status_key);
  if (!asking.dropped) on_answer_(asking.question.task_id, allowed);
  asking.done = true;
}

void Coordinators::look_after() {
  const std::lock_guard lock(mutex_);
  for (auto at = under_way_.begin(); at != under_way_.end();) {
    Asking& asking = **at;
    if (asking.done) {
      asking.thread.join();
      at = under_way_.erase(at);
      continue;
    }
    if (steady_clock::now() > asking.deadline) asking.client->stop();
    ++at;
  }
}

}  // namespace borealis::cluster

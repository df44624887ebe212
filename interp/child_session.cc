#include "interp/child_session.h"

#include <algorithm>

#include "interp/last_words.h"
#include "interp/limits.h"
#include "interp/protocol.h"

namespace borealis::interp {

namespace {

using std::chrono::duration_cast;
using std::chrono::milliseconds;
using std::chrono::seconds;
using Clock = std::chrono::steady_clock;

// How much later than the child's own clock the parent's kill comes.
constexpr milliseconds kBackstop{2000};
// For the answer to a question.
constexpr milliseconds kPatience{20000};
// What a confined child may send.
constexpr std::uint32_t kLargestMessage = 64u << 20;
constexpr std::uint64_t kMostBytes = 1u << 30;
constexpr std::size_t kMostInputs = 20'000;

std::size_t count_of(const schema::Inputs& inputs) {
  return inputs.files.size() + inputs.modules.size() + inputs.env.size() + inputs.directories.size() +
         inputs.looked_for.size();
}

}  // namespace

ChildSession::ChildSession(pid_t pid, int fd, int printed, const schema::EvaluationOptions& options)
    : options_(options), channel_(fd), printed_(printed), child_(pid) {
  if (!options_.sandbox.on) return;
  channel_.limit(kLargestMessage, kMostBytes);
  channel_.limit_sending(duration_cast<seconds>(options_.limits.wall + kBackstop));
  channel_.watch([this] { return printed_.fd(); }, [this] { printed_.take(); });
}

std::optional<schema::JobRecord> ChildSession::next() {
  while (jobs_.empty() && !outcome_) read_one();
  if (jobs_.empty()) return std::nullopt;
  schema::JobRecord job = std::move(jobs_.front());
  jobs_.pop_front();
  return job;
}

schema::Session::Outcome ChildSession::finish() {
  while (!outcome_) read_one();
  return *outcome_;
}

lang::Location ChildSession::locate(const lang::Place& place) {
  if (!place.known()) return {};
  const auto answer = ask(MessageKind::question, encode_question(place), MessageKind::location, kPatience);
  auto location = answer ? decode_location(*answer).value_or(lang::Location{}) : lang::Location{};
  guard_.check(location.span);
  guard_.check(location.includes);
  return location;
}

std::vector<lang::Note> ChildSession::origins(const std::string& path) {
  const auto answer = ask(MessageKind::whence, path, MessageKind::origins, kPatience);
  auto notes = answer ? decode_origins(*answer).value_or(std::vector<lang::Note>()) : std::vector<lang::Note>();
  guard_.check(notes);
  return notes;
}

schema::HookAnswer ChildSession::call_hooks(const schema::HookCall& call) {
  const auto answer =
      ask(MessageKind::call_hooks, encode_hook_call(call), MessageKind::hooks, options_.limits.wall + kBackstop);
  auto read = answer ? decode_hook_answer(*answer) : std::nullopt;
  return read ? std::move(*read) : schema::HookAnswer{false, {"the hooks ended the evaluation, or took too long"}};
}

std::optional<std::string> ChildSession::ask(MessageKind kind, const std::string& question, MessageKind wanted,
                                             milliseconds patience) {
  if (channel_.fd() < 0) return std::nullopt;
  if (!channel_.send(kind, question)) {
    close_with(lost_channel(options_.file));
    return std::nullopt;
  }
  const auto before = Clock::now();
  // All answers of a confined child together may take as long as its evaluation.
  const auto all = options_.limits.wall + kBackstop - answered_in_;
  const auto most = options_.sandbox.on ? std::min(patience, duration_cast<milliseconds>(all)) : patience;
  const auto deadline = before + most;
  while (channel_.fd() >= 0) {
    Message message;
    const auto left = duration_cast<milliseconds>(deadline - Clock::now());
    const auto answer = channel_.receive(message, std::max(left, milliseconds(0)));
    if (answer == Channel::Wait::message && message.kind == wanted) {
      answered_in_ += duration_cast<milliseconds>(Clock::now() - before);
      return std::move(message.payload);
    }
    if (answer == Channel::Wait::message) {
      take(message);
    } else {
      end(answer);
    }
  }
  return std::nullopt;
}

void ChildSession::read_one() {
  const auto before = Clock::now();
  const milliseconds left = options_.limits.wall + kBackstop - waited_;
  // Whoever sends without a pause is never waited for.
  if (options_.sandbox.on && left <= milliseconds(0)) return end(Channel::Wait::timeout);
  Message message;
  const auto answer = channel_.receive(message, std::max(left, milliseconds(0)));
  waited_ += duration_cast<milliseconds>(Clock::now() - before);
  if (answer == Channel::Wait::message) {
    take(message);
  } else {
    end(answer);
  }
}

void ChildSession::take(const Message& message) {
  // All is said by then, but for answers.
  if (outcome_ && options_.sandbox.on && message.kind != MessageKind::location &&
      message.kind != MessageKind::origins) {
    return refuse();
  }
  switch (message.kind) {
    case MessageKind::job:
      if (auto job = decode_job(message.payload)) {
        guard_.check(*job);
        jobs_.push_back(std::move(*job));
        return;
      }
      break;
    case MessageKind::outcome:
      if (auto outcome = decode_outcome(message.payload)) {
        settle(std::move(*outcome));
        return;
      }
      break;
    case MessageKind::last_words:
      if (auto words = read_last_words(message.payload, options_.file, options_.limits,
                                       [this](const std::string& file) { return guard_.may_quote(file); })) {
        close_with(std::move(*words));
        return;
      }
      break;
    case MessageKind::input:
      if (auto input = decode_input(message.payload); input && has_room_for_inputs()) {
        add_input(inputs_, input->first, std::move(input->second));
        return;
      }
      break;
    case MessageKind::question:
    case MessageKind::location:
    case MessageKind::whence:
    case MessageKind::origins:
    case MessageKind::call_hooks:
    case MessageKind::hooks:
      return;  // a late answer
  }
  refuse();
}

bool ChildSession::has_room_for_inputs() const {
  return !options_.sandbox.on || count_of(inputs_) < kMostInputs;
}

void ChildSession::refuse() {
  lang::Diagnostic garbled;
  garbled.rule = "python-error";
  garbled.message = "the evaluation sent a message that can't be read";
  garbled.span = {options_.file, 1, 1, 1, 1};
  close_with(std::move(garbled));
}

void ChildSession::end(Channel::Wait why) {
  if (why == Channel::Wait::timeout) {
    lang::Diagnostic diagnostic = limit_exceeded(EndReason::wall_limit, options_.limits);
    diagnostic.span = {options_.file, 1, 1, 1, 1};
    close_with(std::move(diagnostic));
  } else {
    const std::optional<int> status = child_.wait_a_moment();
    close_with(status ? silent_end(*status, options_.file) : lost_channel(options_.file));
  }
}

void ChildSession::close_with(lang::Diagnostic diagnostic) {
  child_.kill();
  channel_.close();
  if (outcome_) return;
  Outcome outcome;
  outcome.diagnostics.push_back(std::move(diagnostic));
  outcome.inputs = std::move(inputs_);
  sort_out_unreadable(outcome.inputs);
  settle(std::move(outcome));
}

void ChildSession::settle(Outcome outcome) {
  printed_.finish();
  guard_.check(outcome.diagnostics);
  guard_.check(outcome.inputs);
  outcome_ = std::move(outcome);
}

}  // namespace borealis::interp

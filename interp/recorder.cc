#include "interp/recorder.h"

#include <set>
#include <tuple>
#include <vector>

#include "interp/passes.h"
#include "interp/site_table.h"
#include "interp/source.h"

namespace borealis::interp {
namespace {

// A mistake is the same in both passes when it is at the same instruction of the same file and about the same field:
// the second pass compiles the files anew, so sites differ.
using MistakeKey = std::tuple<std::pair<std::string, ByteRange>, std::string, std::string>;

struct Refusal {
  PyObject* exception = nullptr;  // an exception class: immortal
  std::string text;
  lang::Diagnostic diagnostic;
};

struct State {
  bool recording = false;
  std::vector<Refusal> raised;
  std::set<MistakeKey> caught;
  std::set<std::tuple<lang::SiteId, std::string, std::string>> known;
  lang::Diagnostics noted;
};

State& state() {
  static State* const instance = new State;
  return *instance;
}

// A loop that makes a mistake ten thousand times says nothing new after the first times.
constexpr std::size_t kMaxRefusals = 2000;

MistakeKey key_of(const lang::Diagnostic& diagnostic) {
  const Site* site = find_site(diagnostic.place.site);
  std::pair<std::string, ByteRange> where;
  if (site != nullptr) where = source_range(*site);
  return {std::move(where), diagnostic.place.field, diagnostic.message};
}

}  // namespace

bool recording() {
  return state().recording;
}

bool refuse(PyObject* exception, const std::string& python_text, lang::Diagnostic diagnostic) {
  State& s = state();
  if (s.recording && !s.caught.contains(key_of(diagnostic))) {
    const bool is_new = s.known.emplace(diagnostic.place.site, diagnostic.place.field, diagnostic.message).second;
    if (is_new && s.noted.size() < kMaxRefusals) s.noted.push_back(std::move(diagnostic));
    return true;
  }
  if (!s.recording) {
    if (s.raised.size() >= kMaxRefusals) s.raised.erase(s.raised.begin());
    s.raised.push_back({exception, python_text, std::move(diagnostic)});
  }
  const PyRef text = PyRef::steal(PyUnicode_DecodeUTF8(python_text.data(), python_text.size(), "replace"));
  if (text) PyErr_SetObject(exception, text.get());
  return false;
}

lang::Diagnostic unknown_field(const std::string& type, const std::string& field, const std::string& nearest,
                               lang::SiteId site) {
  lang::Diagnostic diagnostic;
  diagnostic.rule = "unknown-field";
  diagnostic.message = type + " has no field `" + field + "`";
  if (!nearest.empty()) diagnostic.hint = "did you mean `" + nearest + "`?";
  diagnostic.place = {site, field, "="};
  return diagnostic;
}

lang::Diagnostic wrong_type(const std::string& message, const std::string& hint, const std::string& field,
                            lang::SiteId site) {
  lang::Diagnostic diagnostic;
  diagnostic.rule = "wrong-type";
  diagnostic.message = message;
  diagnostic.hint = hint;
  diagnostic.place = {site, field, ""};
  return diagnostic;
}

std::optional<lang::Diagnostic> refusal_behind(PyObject* exception_type, const std::string& text) {
  const State& s = state();
  if (s.raised.empty()) return std::nullopt;
  const Refusal& last = s.raised.back();
  if (last.exception != exception_type || last.text != text) return std::nullopt;
  return last.diagnostic;
}

void start_recording(bool escaped) {
  State& s = state();
  if (escaped && !s.raised.empty()) s.raised.pop_back();
  for (const Refusal& refusal : s.raised) s.caught.insert(key_of(refusal.diagnostic));
  s.raised.clear();
  s.recording = true;
}

lang::Diagnostics take_noted() {
  return std::move(state().noted);
}

}  // namespace borealis::interp

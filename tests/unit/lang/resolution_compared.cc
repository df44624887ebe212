#include "resolution_compared.h"

#include <algorithm>
#include <exception>

#include "lang/data_of.h"
#include "lang/json.h"
#include "lang/resolve.h"
#include "slow_resolver.h"

namespace borealis::lang::test {

namespace {

std::string kind_of(const LanguageError& error) {
  return "error " + std::to_string(static_cast<int>(error.kind));
}

std::string refs_of(std::vector<Ref> refs, bool scalar) {
  if (!scalar) {
    std::sort(refs.begin(), refs.end());
    refs.erase(std::unique(refs.begin(), refs.end()), refs.end());
  }
  std::string out;
  for (const Ref& ref : refs) out += ref.str();
  return out;
}

// What one resolver says of a case; each part is an answer or the kind of an error.
struct Answers {
  std::string resolved;
  std::string again;
  std::string text;
};

std::string joined(const Answers& a) {
  return "resolved: " + a.resolved + "\nagain:    " + a.again + "\ntext:     " + a.text + "\n";
}

template <class Call>
std::string answer_of(Call call) {
  try {
    return call();
  } catch (const LanguageError& error) {
    return kind_of(error);
  }
}

Answers fast_answers(const Plan& plan) {
  Answers out;
  ValuePtr value;
  out.resolved = answer_of([&] {
    value = build(plan);
    const Interpolated first = interpolate(*value);
    const bool scalar = first.value->type().is_scalar();
    out.again = answer_of([&] {
      const Interpolated second = interpolate(*first.value);
      return slow::dump(second.value) + refs_of(second.unbound, scalar);
    });
    return slow::dump(first.value) + refs_of(first.unbound, scalar);
  });
  if (value) out.text = answer_of([&] { return str(*value); });
  return out;
}

Answers slow_answers(const Plan& plan, int steps) {
  Answers out;
  slow::ObjectPtr object;
  slow::Resolver resolver(steps);
  out.resolved = answer_of([&] {
    object = slow::object_of(plan);
    const slow::Resolver::Resolved first = resolver.interpolate(object);
    const bool scalar = first.object->type->is_scalar();
    out.again = answer_of([&] {
      const slow::Resolver::Resolved second = resolver.interpolate(first.object);
      return slow::dump(second.object) + refs_of(second.unbound, scalar);
    });
    return slow::dump(first.object) + refs_of(first.unbound, scalar);
  });
  if (object) out.text = answer_of([&] { return resolver.str(object); });
  return out;
}

bool is_error(const std::string& answer) {
  return answer.starts_with("error ");
}

// What resolve() hands on must fit what interpolate() says.
std::string data_fault(const Plan& plan, const Answers& answers) {
  if (is_error(answers.resolved) && answers.text.empty()) return "";  // it could not be built
  const ValuePtr value = build(plan);
  ResolveOptions once;
  once.rounds = 1;
  const Resolution resolution = resolve(*value, once);
  if (is_error(answers.resolved)) {
    // Everything is a diagnostic but what is of a wrong type or out of range: that is for those who read the data.
    static const std::vector<ErrorKind> silent = {ErrorKind::coercion, ErrorKind::index, ErrorKind::overflow,
                                                  ErrorKind::value};
    const bool told = !resolution.diagnostics.empty() || std::any_of(silent.begin(), silent.end(), [&](ErrorKind kind) {
      return answers.resolved == kind_of({kind, ""});
    });
    return told ? "" : "resolve() says nothing of the error";
  }
  // What was escaped, or is no whole tag, may come to life in later rounds.
  if (answers.resolved.find("{{") != std::string::npos) return "";
  if (!resolution.diagnostics.empty()) return "resolve() finds: " + resolution.diagnostics.front().message;
  if (!resolution.open_refs.empty()) return "resolve() leaves open: " + resolution.open_refs.front().ref;
  // The resolved value holds the same data.
  const Resolution direct = resolve(*interpolate(*value).value, once);
  if (same_data(resolution.data, direct.data)) return "";
  return "resolve(): " + to_json(resolution.data) + "\nof the resolved value: " + to_json(direct.data);
}

}  // namespace

Compared compare_resolution(const Plan& plan, int steps) {
  Answers slow;
  try {
    slow = slow_answers(plan, steps);
  } catch (const slow::TooSlow&) {
    return {Comparison::skipped, ""};
  }
  const Answers fast = fast_answers(plan);
  std::string fault;
  if (joined(fast) != joined(slow)) {
    fault = "the resolver:\n" + joined(fast) + "the slow one:\n" + joined(slow);
  } else {
    fault = data_fault(plan, fast);
  }
  if (fault.empty()) return {Comparison::same, ""};
  return {Comparison::different, describe(plan) + "\n" + fault};
}

}  // namespace borealis::lang::test

#include "random_case.h"

#include <array>
#include <string_view>

#include "lang/resolve.h"

namespace borealis::lang::test {

namespace {

constexpr int kDeepest = 4;

const Type* structure(const char* name, std::vector<Field> fields) {
  return Type::structure(name, std::move(fields));
}
Field field(const char* name, const Type* type) {
  return {name, type, false, nullptr};
}
Field with_default(const char* name, const Type* type, const Raw& raw) {
  return {name, type, false, construct(type, raw)};
}

struct Types {
  const Type* text = Type::string();
  const Type* integer = Type::integer();
  const Type* floating = Type::floating();
  const Type* boolean = Type::boolean();
  const Type* enumeration = Type::enumeration("E", {"x", "y", "1"});
  const Type* texts = Type::list(text);
  const Type* table = Type::map(text, text);
  const Type* inner = structure("Inner", {field("a", text), with_default("b", text, "{{a}}"), field("c", integer),
                                          field("l", texts), field("m", table)});
  const Type* numbered = Type::map(integer, inner);
  const Type* choice = Type::choice("Either", {integer, inner, text});
  const Type* middle =
      structure("Middle", {field("a", text), field("s", inner), field("l", Type::list(inner)), field("d", floating),
                           field("m", numbered), field("e", enumeration), field("h", choice)});
  const Type* outer = structure("Outer", {field("b", text), field("s", middle), field("n", boolean), field("d", choice),
                                          field("k", Type::list(choice)), with_default("x", text, "{{&b}}{{c}}")});
};

const Types& types() {
  static const Types all;
  return all;
}

class Generator {
 public:
  explicit Generator(Choices& choices) : choices_(choices) {}

  PlanPtr root() {
    const std::array<const Type*, 8> roots = {types().inner,  types().middle, types().outer, types().text,
                                              types().middle, types().table,  types().texts, types().numbered};
    return value(roots[choices_.below(8)], 0);
  }

 private:
  template <std::size_t N>
  std::string_view one_of(const std::array<std::string_view, N>& all) {
    return all[choices_.below(N)];
  }
  std::string name() { return std::string(one_of<12>({"a", "b", "c", "s", "l", "m", "d", "x", "h", "e", "k", "n"})); }
  std::string step() {
    if (choices_.below(2) == 0) return "." + name();
    return "[" + std::string(one_of<10>({"0", "1", "a", "k", "-1", "-9", "01", "x", "x.y", "7"})) + "]";
  }
  std::string address() {
    std::string out =
        std::string(one_of<8>({"", "", "", "", "self.", "super.", "super.super.", "super.self."})) + name();
    while (choices_.chance(35)) out += step();
    return out;
  }
  std::string tag() {
    switch (choices_.below(12)) {
      case 0:
        return "x";
      case 1:
        return "{{&" + name() + "}}";
      case 2:
        return "{{&&" + name() + "&}}";
      case 3:
        return "{{" + name() + "[{{" + name() + "}}]}}";
      case 4:
        return "{{{{" + name() + "}}}}";
      case 5:
        return "{{super}}";
      case 6:
        return std::string(one_of<8>({"1", "-", "{", "}", "{{", "}}", "true", "{{ a}}"}));
      default:
        return "{{" + address() + "}}";
    }
  }
  std::string text() {
    std::string out = tag();
    while (choices_.chance(30)) out += tag();
    return out;
  }

  Raw scalar(const Type& type) {
    if (type.kind() == TypeKind::enumeration) return Raw(choices_.below(2) == 0 ? "x" : "{{" + name() + "}}");
    if (type.kind() == TypeKind::string || choices_.chance(40)) return Raw(text());
    switch (choices_.below(6)) {
      case 0:
        return Raw(1);
      case 1:
        return Raw("2");
      case 2:
        return Raw(0.5);
      case 3:
        return Raw(true);
      case 4:
        return Raw("false");
      default:
        return Raw(" -3 ");
    }
  }

  PlanPtr value(const Type* type, int depth) {
    auto plan = std::make_shared<Plan>();
    plan->type = type;
    switch (type->kind()) {
      case TypeKind::list:
        for (unsigned n = depth < kDeepest ? choices_.below(3) : 0; n > 0; --n) {
          plan->parts.push_back(value(type->element(), depth + 1));
        }
        break;
      case TypeKind::map:
        for (unsigned n = depth < kDeepest ? choices_.below(3) : 0; n > 0; --n) {
          plan->parts.push_back(value(type->key(), depth + 1));
          plan->parts.push_back(value(type->value(), depth + 1));
        }
        break;
      case TypeKind::structure:
        for (const Field& each : type->fields()) {
          const bool given = depth < kDeepest && choices_.chance(55);
          plan->parts.push_back(given ? value(each.type, depth + 1) : nullptr);
        }
        break;
      case TypeKind::choice:
        if (choices_.below(2) == 0) {
          plan->raw = scalar(*types().text);
        } else {
          const std::vector<const Type*>& all = type->alternatives();
          plan->parts.push_back(value(all[choices_.below(static_cast<unsigned>(all.size()))], depth + 1));
        }
        break;
      default:
        plan->raw = scalar(*type);
    }
    while (choices_.chance(depth == 0 ? 60 : 25)) plan->calls.push_back(call(depth));
    return plan;
  }

  PlannedCall call(int depth) {
    PlannedCall out;
    out.weaker = choices_.chance(30);
    do {
      out.arguments.push_back(binding(depth));
    } while (choices_.chance(25));
    return out;
  }

  PlannedBinding binding(int depth) {
    PlannedBinding out;
    if (depth < kDeepest && choices_.chance(15)) {
      const std::array<const Type*, 4> namable = {types().inner, types().texts, types().table, types().middle};
      out.value = value(namable[choices_.below(4)], depth + 1);
      return out;
    }
    do {
      std::string at = choices_.chance(10) ? "super." + name() : name();
      while (choices_.chance(20)) at += step();
      if (depth >= kDeepest || !choices_.chance(30)) {
        out.entries.emplace_back(std::move(at), text());
        continue;
      }
      const std::array<const Type*, 8> bound = {types().text,  types().integer, types().inner,   types().texts,
                                                types().table, types().choice,  types().boolean, types().numbered};
      out.entries.emplace_back(std::move(at), value(bound[choices_.below(8)], depth + 1));
    } while (choices_.chance(35));
    return out;
  }

  Choices& choices_;
};

Binding build(const PlannedBinding& planned) {
  if (planned.value) return build(*planned.value);
  EnvironmentBuilder builder;
  for (const auto& [address, bound] : planned.entries) {
    if (const std::string* text = std::get_if<std::string>(&bound)) {
      builder.add(Ref::parse(address), *text);
    } else {
      builder.add(Ref::parse(address), build(*std::get<PlanPtr>(bound)));
    }
  }
  return builder.build();
}

ValuePtr build_unbound(const Plan& plan) {
  switch (plan.type->kind()) {
    case TypeKind::list: {
      std::vector<ValuePtr> elements;
      for (const PlanPtr& part : plan.parts) elements.push_back(build(*part));
      return make_list(plan.type, std::move(elements));
    }
    case TypeKind::map: {
      std::vector<MapEntry> entries;
      for (std::size_t i = 0; i < plan.parts.size(); i += 2) {
        entries.push_back({build(*plan.parts[i]), build(*plan.parts[i + 1])});
      }
      return make_map(plan.type, std::move(entries));
    }
    case TypeKind::structure: {
      std::vector<FieldValue> fields = default_fields(plan.type);
      for (std::size_t i = 0; i < fields.size(); ++i) {
        if (plan.parts[i]) fields[i].value = build(*plan.parts[i]);
      }
      return make_struct(plan.type, std::move(fields));
    }
    case TypeKind::choice:
      return make_choice(plan.type, plan.parts.empty() ? plan.raw : Raw(build(*plan.parts[0])));
    default:
      return make_scalar(plan.type, plan.raw);
  }
}

std::string describe(const PlannedBinding& planned) {
  if (planned.value) return describe(*planned.value);
  std::string out = "{";
  for (const auto& [address, bound] : planned.entries) {
    const std::string* text = std::get_if<std::string>(&bound);
    out.append(out.size() > 1 ? ", " : "").append(Raw(address).repr()).append(": ");
    out += text != nullptr ? Raw(*text).repr() : describe(*std::get<PlanPtr>(bound));
  }
  return out + "}";
}

}  // namespace

PlanPtr random_plan(Choices& choices) {
  return Generator(choices).root();
}

ValuePtr build(const Plan& plan) {
  ValuePtr value = build_unbound(plan);
  for (const PlannedCall& call : plan.calls) {
    std::vector<Binding> bindings;
    for (const PlannedBinding& argument : call.arguments) bindings.push_back(build(argument));
    value = call.weaker ? lang::in_scope(*value, bindings) : lang::bind(*value, bindings);
  }
  return value;
}

std::string describe(const Plan& plan) {
  std::string out = plan.type->name() + "(";
  const bool structure = plan.type->kind() == TypeKind::structure;
  if (plan.parts.empty() && (plan.type->is_scalar() || plan.type->kind() == TypeKind::choice)) out += plan.raw.repr();
  for (std::size_t i = 0; i < plan.parts.size(); ++i) {
    if (!plan.parts[i]) continue;
    if (out.back() != '(') out += ", ";
    if (structure) out += plan.type->fields()[i].name + "=";
    out += describe(*plan.parts[i]);
  }
  out += ")";
  for (const PlannedCall& call : plan.calls) {
    out += call.weaker ? ".in_scope(" : ".bind(";
    for (const PlannedBinding& argument : call.arguments) {
      out.append(&argument == call.arguments.data() ? "" : ", ").append(describe(argument));
    }
    out += ")";
  }
  return out;
}

}  // namespace borealis::lang::test

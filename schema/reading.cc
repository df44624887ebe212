#include "schema/reading.h"

#include "lang/path.h"
#include "lang/suggest.h"
#include "lang/utf8.h"

namespace borealis::schema {

namespace {

bool is_number(TypeInfo::Kind kind) {
  return kind == TypeInfo::Kind::integer || kind == TypeInfo::Kind::real || kind == TypeInfo::Kind::boolean;
}

// The first "{{ref}}" of a text, or "".
std::string first_tag(const std::string& text) {
  const std::size_t begin = text.find("{{");
  if (begin == std::string::npos) return "";
  const std::size_t end = text.find("}}", begin);
  return end == std::string::npos ? "" : text.substr(begin, end + 2 - begin);
}

// As the author knows it.
const std::string& name_of(const StructInfo& info) {
  static const std::string job = "Job";
  return info.name == "MesosJob" ? job : info.name;
}

// On one line, cut.
std::string one_line(const std::string& text) {
  std::string out;
  for (char c : text) {
    const bool blank = c == ' ' || (c >= '\t' && c <= '\r');
    if (!blank) out += c;
    if (blank && !out.empty() && out.back() != ' ') out += ' ';
  }
  return lang::shortened(out, 60);
}

// What stands there, for people: "the text '1 core'", "a list", "None".
std::string appearance(const lang::Data& got) {
  if (const lang::Foreign* foreign = got.get<lang::Foreign>()) {
    if (foreign->type == "NoneType") return "None";
    if (foreign->type == "type" || foreign->type == "ABCMeta") return "the class " + foreign->text;
    return "a Python " + foreign->type + " (`" + one_line(foreign->text) + "`)";
  }
  if (got.text() != nullptr) return "the text " + got.quote();
  if (const lang::Data::Object* object = got.object()) {
    const lang::Data* name = got.field("name");
    return "a " + (object->type == "MesosJob" ? "Job" : object->type) +
           (name != nullptr && name->text() != nullptr ? " (" + name->quote() + ")" : "");
  }
  if (got.list() != nullptr) return "a list";
  if (got.map() != nullptr) return "a dict";
  return got.quote();
}

// A config calls it Job.
std::string shown_name(const TypeInfo& type) {
  return type.name == "MesosJob" ? "Job" : type.name;
}

// "3.0": what a quotient looks like when it is filled into a template.
bool is_decimal(std::string_view text) {
  const std::size_t point = text.find('.');
  const auto digits = [](std::string_view part) {
    return !part.empty() && part.find_first_not_of("0123456789") == std::string_view::npos;
  };
  return point != std::string_view::npos && digits(text.substr(0, point)) && digits(text.substr(point + 1));
}

// `unit`: of the field that is meant.
std::string advice(const lang::Data& got, const TypeInfo& expected, Unit unit) {
  if (const lang::Foreign* foreign = got.get<lang::Foreign>()) {
    if (foreign->type == "NoneType") return "to leave a field unset, leave it out or set it to `Empty`";
    if (foreign->type == "generator") return "put brackets round it to make it a list";
    if (foreign->type == "bytes") return "write a text, without `b`; `.decode()` makes a text of bytes";
    if (foreign->type == "type") return "write `" + shown_name(expected) + "(...)`, with parentheses, to make one";
  }
  const std::string* text = got.text();
  if (text != nullptr && expected.kind == TypeInfo::Kind::enumeration) {
    const std::string near = lang::nearest(*text, expected.values);
    if (!near.empty()) return "did you mean `" + near + "`?";
    return "";
  }
  switch (expected.kind) {
    case TypeInfo::Kind::integer:
      if (text != nullptr && is_decimal(*text)) return "in Python 3 `/` makes a float: write `//` for whole numbers";
      if (text == nullptr) return "";
      return unit == Unit::bytes ? "write a plain number; sizes are written as `512 * MB`" : "write a plain number";
    case TypeInfo::Kind::real:
      return text != nullptr ? "write a plain number, without a unit" : "";
    case TypeInfo::Kind::boolean:
      return "write True or False";
    case TypeInfo::Kind::list:
      return "write `[...]`";
    case TypeInfo::Kind::map:
      return "write `{'name': 'value'}`";
    case TypeInfo::Kind::structure:
      return "write `" + shown_name(expected) + "(...)`";
    case TypeInfo::Kind::choice:
      return "write `" + expected.alternatives.back()->name + "(...)`, for example";
    default:
      return "";
  }
}

}  // namespace

Reading::Step Reading::into_field(const StructInfo& owner, const lang::Entry& entry, lang::SiteId site) {
  Position next{&owner, entry.name, position_.site, position_.argument, false};
  const lang::SiteId call = entry.site != 0 ? entry.site : site;
  if (call != 0) {
    next.site = call;
    next.argument = entry.name;
  }
  return Step(*this, Step::Kind::field, entry.name, 0, next);
}

Reading::Step Reading::into_index(std::size_t index) {
  Position next = position_;
  next.in_collection = true;
  return Step(*this, Step::Kind::index, "", index, next);
}

Reading::Step Reading::into_key(std::string_view key) {
  Position next = position_;
  next.in_collection = true;
  return Step(*this, Step::Kind::key, key, 0, next);
}

void Reading::Step::add_to(std::string& path) const {
  if (outer_ != nullptr) outer_->add_to(path);
  switch (kind_) {
    case Kind::field:
      lang::step_into_field(path, name_);
      break;
    case Kind::index:
      lang::step_into_index(path, index_);
      break;
    case Kind::key:
      lang::step_into_key(path, name_);
      break;
  }
}

std::string Reading::path() const {
  std::string path = root_;
  if (innermost_ != nullptr) innermost_->add_to(path);
  return path;
}

std::string Reading::subject() const {
  if (position_.owner == nullptr) {
    const std::string where = path();
    return where.empty() ? "the value" : "`" + where + "`";
  }
  const std::string field = "`" + std::string(position_.field) + "` of " + name_of(*position_.owner);
  return position_.in_collection ? "an element of " + field : field;
}

bool Reading::say(std::string rule, std::string message, std::string hint, lang::Place place) {
  lang::Diagnostic d;
  d.rule = std::move(rule);
  d.message = std::move(message);
  d.hint = std::move(hint);
  d.place = std::move(place);
  d.path = path();
  bad_paths_.push_back(d.path);
  diagnostics_.push_back(std::move(d));
  return false;
}

bool Reading::wrong_type(const lang::Data& got, const TypeInfo& expected) {
  lang::Place place = position_.place();
  const lang::Data::Object* object = got.object();
  if (!place.known() && object != nullptr) place = {object->site, "", ""};
  if (const std::string* text = got.text()) {
    const std::string tag = first_tag(*text);
    if (!tag.empty() && (is_number(expected.kind) || expected.kind == TypeInfo::Kind::enumeration)) {
      place.text = tag;
      return say("wrong-type",
                 subject() + " must be " + expectation(expected) + ", but " + tag + " is not bound to a value",
                 "bind it in the file or with `--bind`; run-time references can stand in text only", place);
    }
    if (position_.in_collection) place.text = *text;
  }
  return say("wrong-type", subject() + " must be " + expectation(expected) + ", not " + appearance(got),
             advice(got, expected, unit()), place);
}

Unit Reading::unit() const {
  const FieldInfo* field = position_.owner != nullptr ? position_.owner->field(position_.field) : nullptr;
  return field != nullptr ? field->unit : Unit::none;
}

bool Reading::out_of_range(const lang::Data& got) {
  return say("wrong-type", subject() + " is " + got.quote() + ", which is more than 64 bits hold", "",
             position_.place());
}

bool Reading::missing(const StructInfo& owner, const FieldInfo& field, lang::SiteId site) {
  lang::Place place = site != 0 ? lang::Place{site, "", ""} : position_.place();
  Step step(*this, Step::Kind::field, field.name, 0, position_);
  return say("missing-field", name_of(owner) + " needs the field `" + field.name + "`", field.doc, std::move(place));
}

bool Reading::unknown_field(const StructInfo& owner, const lang::Entry& entry, lang::SiteId site) {
  const std::string near = lang::nearest(entry.name, owner.field_names());
  Step step(*this, Step::Kind::field, entry.name, 0, position_);
  return say("unknown-field", name_of(owner) + " has no field `" + entry.name + "`",
             near.empty() ? "" : "did you mean `" + near + "`?", {entry.site != 0 ? entry.site : site, entry.name, ""});
}

}  // namespace borealis::schema

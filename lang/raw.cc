#include <fmt/format.h>

#include "lang/json.h"
#include "lang/python_text.h"
#include "lang/resolve.h"
#include "lang/utf8.h"
#include "lang/value.h"
#include "lang/words.h"

namespace borealis::lang {

namespace {

// What Python escapes in a repr: controls, separators other than the blank, surrogates, private use.
bool is_printable(char32_t c) {
  if (c < 0x20 || (c >= 0x7F && c <= 0xA0) || c == 0xAD) return false;
  if (c != ' ' && is_space(c)) return false;
  const bool format = (c >= 0x200B && c <= 0x200F) || (c >= 0x202A && c <= 0x202E) || (c >= 0x2060 && c <= 0x206F);
  return !format && c != 0xFEFF && !(c >= 0xD800 && c <= 0xF8FF) && c < 0xE0000;
}

void append_escaped(std::string& out, char32_t c) {
  const auto code = static_cast<unsigned>(c);
  if (c == '\n') {
    out += "\\n";
  } else if (c == '\r') {
    out += "\\r";
  } else if (c == '\t') {
    out += "\\t";
  } else if (c < 0x100) {
    out += fmt::format("\\x{:02x}", code);
  } else if (c < 0x10000) {
    out += fmt::format("\\u{:04x}", code);
  } else {
    out += fmt::format("\\U{:08x}", code);
  }
}

template <class T>
const T* node(const Raw& raw) {
  const Rc<const T>* held = raw.get<Rc<const T>>();
  return held == nullptr ? nullptr : held->get();
}

}  // namespace

std::string text_repr(std::string_view text) {
  const bool double_quotes = text.find('\'') != std::string_view::npos && text.find('"') == std::string_view::npos;
  const char quote = double_quotes ? '"' : '\'';
  std::string out(1, quote);
  for (std::size_t at = 0; at < text.size();) {
    const CodePoint point = decode_utf8(text, at);
    const char32_t c = point.valid ? point.value : static_cast<unsigned char>(text[at]);
    if (c == static_cast<char32_t>(quote) || c == '\\') {
      out.append(1, '\\').append(1, static_cast<char>(c));
    } else if (point.valid && is_printable(c)) {
      out.append(text, at, point.size);
    } else {
      append_escaped(out, c);
    }
    at += point.size;
  }
  return out += quote;
}

const Text* Raw::text() const {
  return node<Text>(*this);
}

const BigInteger* Raw::big_integer() const {
  const auto* held = get<std::shared_ptr<const BigInteger>>();
  return held == nullptr ? nullptr : held->get();
}

const ForeignObject* Raw::foreign() const {
  return node<ForeignObject>(*this);
}

const Value* Raw::value() const {
  return node<Value>(*this);
}

const RawList* Raw::list() const {
  return node<RawList>(*this);
}

const RawMap* Raw::map() const {
  return node<RawMap>(*this);
}

bool Raw::has_tags() const {
  if (const Text* t = text()) return t->has_tags();
  if (const Value* v = value()) return v->has_tags();
  if (const RawList* l = list()) {
    for (const Raw& item : l->items) {
      if (item.has_tags()) return true;
    }
  }
  if (const RawMap* m = map()) {
    for (const auto& [key, item] : m->items) {
      if (key.has_tags() || item.has_tags()) return true;
    }
  }
  return false;
}

std::string Raw::str() const {
  if (const Text* t = text()) return t->str();
  if (const ForeignObject* f = foreign()) return f->text;
  if (const Value* v = value()) return lang::str(*v);
  return repr();
}

std::string Raw::repr() const {
  if (const bool* b = get<bool>()) return *b ? "True" : "False";
  if (const std::int64_t* i = get<std::int64_t>()) return std::to_string(*i);
  if (const double* d = get<double>()) return float_repr(*d);
  if (const BigInteger* big = big_integer()) return big->digits;
  if (const Text* t = text()) return text_repr(t->str());
  if (const ForeignObject* f = foreign()) return f->repr.empty() ? f->text : f->repr;
  if (const Value* v = value()) return lang::repr(*v);
  if (const RawList* l = list()) {
    std::string out = l->tuple ? "(" : "[";
    for (const Raw& item : l->items) out.append(&item == l->items.data() ? "" : ", ").append(item.repr());
    if (l->tuple && l->items.size() == 1) out += ',';
    return out += l->tuple ? ')' : ']';
  }
  if (const RawMap* m = map()) {
    std::string out = "{";
    for (const auto& item : m->items) {
      out.append(&item == m->items.data() ? "" : ", ").append(item.first.repr()).append(": ");
      out += item.second.repr();
    }
    return out += '}';
  }
  return "<class 'pystachio.composite.Empty'>";
}

}  // namespace borealis::lang

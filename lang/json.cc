#include "lang/json.h"

#include <fmt/format.h>

#include <charconv>
#include <cmath>

#include "lang/utf8.h"

namespace borealis::lang {

namespace {

void append_escaped(std::string& out, char32_t code) {
  if (code >= 0x10000) {
    const char32_t rest = code - 0x10000;
    fmt::format_to(std::back_inserter(out), "\\u{:04x}\\u{:04x}", 0xD800 + (rest >> 10), 0xDC00 + (rest & 0x3FF));
  } else {
    fmt::format_to(std::back_inserter(out), "\\u{:04x}", static_cast<unsigned>(code));
  }
}

void append_float(std::string& out, double value) {
  if (std::isnan(value)) {
    out += "NaN";
  } else if (std::isinf(value)) {
    out += value < 0 ? "-Infinity" : "Infinity";
  } else {
    out += float_repr(value);
  }
}

class Writer {
 public:
  Writer(std::string& out, const JsonStyle& style) : out_(out), style_(style), level_(style.level) {}

  void write(const Data& data) {
    if (const bool* b = data.boolean()) {
      out_ += *b ? "true" : "false";
    } else if (const std::int64_t* i = data.integer()) {
      out_ += std::to_string(*i);
    } else if (const double* d = data.real()) {
      append_float(out_, *d);
    } else if (const std::string* s = data.text()) {
      append_json_string(out_, *s, style_.ascii);
    } else if (const BigInteger* big = data.get<BigInteger>()) {
      out_ += big->digits;
    } else if (const Foreign* foreign = data.get<Foreign>()) {
      append_json_string(out_, foreign->text, style_.ascii);
    } else if (const Data::List* list = data.list()) {
      open('[', list->empty());
      for (const Data& item : *list) {
        separate(&item == list->data());
        write(item);
      }
      close(']', list->empty());
    } else {
      const std::vector<Entry>& entries = *data.entries();
      open('{', entries.empty());
      for (const Entry& entry : entries) {
        separate(&entry == entries.data());
        append_json_string(out_, entry.name, style_.ascii);
        out_ += ": ";
        write(entry.value);
      }
      close('}', entries.empty());
    }
  }

 private:
  void open(char bracket, bool empty) {
    out_ += bracket;
    if (!empty) ++level_;
  }
  void separate(bool first) {
    if (style_.indent == 0) {
      if (!first) out_ += ", ";
      return;
    }
    if (!first) out_ += ',';
    new_line();
  }
  void close(char bracket, bool empty) {
    if (!empty) {
      --level_;
      if (style_.indent > 0) new_line();
    }
    out_ += bracket;
  }
  void new_line() {
    out_ += '\n';
    out_.append(static_cast<std::size_t>(level_) * static_cast<std::size_t>(style_.indent), ' ');
  }

  std::string& out_;
  const JsonStyle& style_;
  int level_;
};

// What stands for itself, whatever the style.
bool is_plain(char c) {
  return c >= 0x20 && c < 0x7F && c != '"' && c != '\\';
}

}  // namespace

void append_json_string(std::string& out, std::string_view text, bool ascii) {
  out += '"';
  for (std::size_t i = 0; i < text.size();) {
    std::size_t end = i;
    while (end < text.size() && is_plain(text[end])) ++end;
    out.append(text, i, end - i);
    i = end;
    if (i == text.size()) break;
    const unsigned char c = static_cast<unsigned char>(text[i]);
    if (c < 0x80) {
      ++i;
      switch (c) {
        case '"':
          out += "\\\"";
          break;
        case '\\':
          out += "\\\\";
          break;
        case '\n':
          out += "\\n";
          break;
        case '\r':
          out += "\\r";
          break;
        case '\t':
          out += "\\t";
          break;
        case '\b':
          out += "\\b";
          break;
        case '\f':
          out += "\\f";
          break;
        default:
          if (is_obeyed(c)) {
            append_escaped(out, c);
          } else {
            out += static_cast<char>(c);
          }
      }
      continue;
    }
    const CodePoint point = decode_utf8(text, i);
    if (!point.valid) {
      out += ascii ? "\\ufffd" : "\xEF\xBF\xBD";
    } else if (ascii || is_obeyed(point.value)) {
      append_escaped(out, point.value);
    } else {
      out.append(text, i, point.size);
    }
    i += point.size;
  }
  out += '"';
}

void append_json(std::string& out, const Data& data, const JsonStyle& style) {
  Writer(out, style).write(data);
}

std::string to_json(const Data& data, const JsonStyle& style) {
  std::string out;
  append_json(out, data, style);
  return out;
}

std::string float_repr(double value) {
  if (std::isnan(value)) return "nan";
  if (std::isinf(value)) return value < 0 ? "-inf" : "inf";
  // Shortest digits in scientific form, d.ddde[+-]xx, laid out anew: an exponent below -4 or from 16 on is written.
  char buffer[40];
  const auto end = std::to_chars(buffer, buffer + sizeof buffer, value, std::chars_format::scientific).ptr;
  std::string_view text(buffer, static_cast<std::size_t>(end - buffer));
  std::string out;
  if (text.front() == '-') {
    out = "-";
    text.remove_prefix(1);
  }
  const std::size_t e = text.find('e');
  int exponent = 0;
  std::string_view exponent_text = text.substr(e + 1);
  if (exponent_text.front() == '+') exponent_text.remove_prefix(1);
  std::from_chars(exponent_text.data(), exponent_text.data() + exponent_text.size(), exponent);
  std::string digits(1, text[0]);
  if (e > 2) digits += text.substr(2, e - 2);
  const int count = static_cast<int>(digits.size());
  if (exponent < -4 || exponent >= 16) {
    out += digits[0];
    if (count > 1) out.append(1, '.').append(digits, 1);
    out += fmt::format("e{}{:02}", exponent < 0 ? '-' : '+', std::abs(exponent));
  } else if (exponent < 0) {
    out.append("0.").append(static_cast<std::size_t>(-exponent - 1), '0').append(digits);
  } else if (count <= exponent + 1) {
    out.append(digits).append(static_cast<std::size_t>(exponent + 1 - count), '0').append(".0");
  } else {
    out.append(digits, 0, static_cast<std::size_t>(exponent) + 1).append(1, '.');
    out.append(digits, static_cast<std::size_t>(exponent) + 1);
  }
  return out;
}

}  // namespace borealis::lang

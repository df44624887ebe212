#include "client/secrets.h"

#include <algorithm>
#include <cctype>

#include "schema/secret_words.h"

namespace borealis::client {

namespace {

using lang::Data;

constexpr std::string_view stars = "***";

std::string lower(std::string_view text) {
  std::string out(text);
  std::transform(out.begin(), out.end(), out.begin(), [](unsigned char c) { return std::tolower(c); });
  return out;
}

// Length of a value from `at`, quotes included; 0 when what stands there only names where the secret is.
std::size_t value_length(std::string_view text, std::size_t at) {
  if (at >= text.size()) return 0;
  const char quote = text[at] == '"' || text[at] == '\'' ? text[at] : '\0';
  const std::size_t begin = quote == '\0' ? at : at + 1;
  if (begin >= text.size() || std::string_view("$<{/%*`").find(text[begin]) != std::string_view::npos) return 0;
  std::size_t end = begin;
  const std::string_view stops = quote == '"' ? "\"" : quote == '\'' ? "'" : " \t\n\r\"';&|)(,}";
  while (end < text.size() && stops.find(text[end]) == std::string_view::npos) ++end;
  return end == begin ? 0 : end - at;
}

// Replaces `length` characters, keeping an opening quote in front of them.
void hide(std::string& text, std::size_t at, std::size_t length) {
  if (text[at] == '"' || text[at] == '\'') {
    ++at;
    --length;
  }
  text.replace(at, length, stars);
}

// `NAME=value`, `NAME: value`, `--name value`: where the value begins; npos when none follows.
std::size_t value_after(std::string_view text, std::size_t name, std::size_t end) {
  if (end < text.size() && (text[end] == '"' || text[end] == '\'')) ++end;  // "password": "x"
  if (end >= text.size()) return std::string_view::npos;
  if (text[end] == '=') return end + 1;
  if (text[end] == ':') {
    const std::size_t value = text.find_first_not_of(' ', end + 1);
    return value == end + 1 && value < text.size() && text[value] == '/' ? std::string_view::npos : value;
  }
  if (text[end] != ' ') return std::string_view::npos;
  std::size_t begin = name;
  while (begin > 0 && (std::isalnum(static_cast<unsigned char>(text[begin - 1])) != 0 || text[begin - 1] == '_' ||
                       text[begin - 1] == '-'))
    --begin;
  if (text[begin] != '-') return std::string_view::npos;
  const std::size_t value = text.find_first_not_of(' ', end);
  return value != std::string_view::npos && text[value] == '-' ? std::string_view::npos : value;
}

void hide_named(std::string& text) {
  for (const std::string_view word : schema::kSecretWords) {
    std::size_t from = 0;
    while (true) {
      const std::size_t at = lower(text).find(word, from);
      if (at == std::string::npos) break;
      from = at + word.size();
      const std::size_t value = value_after(text, at, from);
      if (value == std::string_view::npos) continue;
      if (const std::size_t length = value_length(text, value); length > 0) hide(text, value, length);
    }
  }
}

void hide_forms(std::string& text) {
  for (const schema::SecretForm& form : schema::kSecretForms) {
    std::size_t from = 0;
    while ((from = text.find(form.prefix, from)) != std::string::npos) {
      from += form.prefix.size();
      const std::size_t length = value_length(text, from);
      if (length >= form.least) hide(text, from, length);
    }
  }
}

void hide_in_addresses(std::string& text) {
  for (std::size_t at = text.find("://"); at != std::string::npos; at = text.find("://", at + 3)) {
    const std::size_t end = std::min(text.find_first_of("/ \t\n\"'", at + 3), text.size());
    const std::size_t sign = text.substr(0, end).rfind('@');
    const std::size_t colon = text.find(':', at + 3);
    if (sign == std::string::npos || sign < at + 3 || colon >= sign || value_length(text, colon + 1) == 0) continue;
    text.replace(colon + 1, sign - colon - 1, stars);
  }
}

void hide_private_keys(std::string& text) {
  constexpr std::string_view begin = "PRIVATE KEY-----";
  constexpr std::string_view end = "-----END";
  for (std::size_t at = text.find(begin); at != std::string::npos; at = text.find(begin, at + begin.size())) {
    const std::size_t body = at + begin.size();
    if (text.substr(0, at).ends_with("END RSA ") || text.substr(0, at).ends_with("END ")) continue;
    const std::size_t stop = std::min(text.find(end, body), text.size());
    text.replace(body, stop - body, stars);
  }
}

// The metadata pair and the parameter of Docker keep name and value in two fields.
std::string_view name_beside(const std::vector<lang::Entry>& entries) {
  for (const lang::Entry& entry : entries) {
    if ((entry.name == "key" || entry.name == "name") && entry.value.text() != nullptr) return *entry.value.text();
  }
  return {};
}

}  // namespace

bool names_secret(std::string_view name) {
  const std::string text = lower(name);
  return std::any_of(schema::kSecretWords.begin(), schema::kSecretWords.end(),
                     [&](std::string_view word) { return text.ends_with(word); });
}

std::string mask_secrets(std::string_view text) {
  std::string out(text);
  hide_named(out);
  hide_forms(out);
  hide_in_addresses(out);
  hide_private_keys(out);
  return out;
}

Data mask_secrets(const Data& value, std::string_view name) {
  if (const std::string* text = value.text()) {
    const bool named_only = text->empty() || std::string_view("${/%<").find(text->front()) != std::string_view::npos;
    return Data(names_secret(name) && !named_only ? std::string(stars) : mask_secrets(std::string_view(*text)));
  }
  if (const Data::List* list = value.list()) {
    Data::List masked;
    for (const Data& element : *list) masked.push_back(mask_secrets(element, name));
    return masked;
  }
  Data masked = value;
  if (auto* entries = masked.entries()) {
    const std::string beside(name_beside(*entries));
    for (lang::Entry& entry : *entries)
      entry.value = mask_secrets(entry.value, entry.name == "value" ? std::string_view(beside) : entry.name);
  }
  return masked;
}

}  // namespace borealis::client

#include "interp/locate.h"

#include <algorithm>
#include <deque>
#include <fstream>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <sstream>

#include "interp/json_config.h"
#include "interp/python.h"
#include "interp/site_table.h"
#include "interp/source.h"
#include "interp/syntax_tree.h"

namespace borealis::interp {
namespace {

// A file with what was found out about it. Runs of one file with one text share an entry.
struct SourceFile {
  std::string file;
  std::string text;
  SourceText lines{std::string_view()};
  bool parsed = false;
  std::optional<SyntaxTree> tree;

  const SyntaxTree* syntax() {
    if (!parsed) {
      parsed = true;
      tree = parse_syntax(text, file);
    }
    return tree ? &*tree : nullptr;
  }
};

SourceFile& source_file(const std::string& file, const std::string* text) {
  static auto* const files = new std::deque<SourceFile>;
  for (SourceFile& each : *files) {
    if (each.file == file && (text == nullptr || each.text == *text)) return each;
  }
  SourceFile& added = files->emplace_back();
  added.file = file;
  if (text != nullptr) {
    added.text = *text;
  } else if (std::ifstream in{file, std::ios::binary}) {
    std::ostringstream content;
    content << in.rdbuf();
    added.text = content.str();
  }
  added.lines = SourceText(added.text);
  return added;
}

SourceFile& source_of_run(int run) {
  return source_file(file_run(run).file, &file_run(run).text);
}

// Searches for `text` in the source of a value, then in the values of the variables that it uses.
class TextSearch {
 public:
  explicit TextSearch(std::string_view text) : text_(text) {}

  std::optional<lang::Span> in_range(SourceFile& source, const ByteRange& range) const {
    if (range.line == 0) return std::nullopt;
    const std::string_view slice = source.lines.slice(range);
    const std::size_t at = slice.find(text_);
    if (at == std::string_view::npos) return std::nullopt;
    const std::size_t offset = source.lines.offset_of(range.line, range.column) + at;
    return source.lines.span(source.file, source.lines.range_of(offset, text_.size()));
  }

  std::optional<lang::Span> in_variables(SourceFile& source, const std::vector<std::string>& names, int scope,
                                         int depth = 0) {
    if (depth > 6) return std::nullopt;
    for (const std::string& name : names) {
      if (!visited_.insert(name).second) continue;
      if (auto found = in_variable(source, name, scope, depth)) return found;
    }
    return std::nullopt;
  }

 private:
  std::optional<lang::Span> in_variable(SourceFile& source, const std::string& name, int scope, int depth) {
    const SyntaxTree* tree = source.syntax();
    if (tree == nullptr) return std::nullopt;
    if (const auto* assigned = tree->assignments(name, scope)) return in_assignments(source, *assigned, scope, depth);
    // The namespace is shared: another file may have set it.
    for (int run = 0; run < file_run_count(); ++run) {
      SourceFile& other = source_of_run(run);
      const SyntaxTree* other_tree = &other == &source ? nullptr : other.syntax();
      const auto* assigned = other_tree == nullptr ? nullptr : other_tree->assignments(name, 0);
      if (assigned == nullptr) continue;
      if (auto found = in_assignments(other, *assigned, 0, depth)) return found;
    }
    return std::nullopt;
  }

  std::optional<lang::Span> in_assignments(SourceFile& source, const std::vector<Assignment>& assigned, int scope,
                                           int depth) {
    std::optional<lang::Span> found;
    for (const Assignment& each : assigned) {
      auto span = in_range(source, each.value);
      if (!span) continue;
      if (found) return std::nullopt;  // two places it may come from
      found = span;
    }
    if (found) return found;
    for (const Assignment& each : assigned) {
      if (auto span = in_variables(source, each.names_used, scope, depth + 1)) return span;
    }
    return std::nullopt;
  }

  std::string_view text_;
  std::set<std::string> visited_;
};

// What came through `**kwargs`, functools.partial, a list or a helper's parameter can't be followed; but what stands
// only once in all files of the config is found nevertheless.
template <class Find>
std::optional<lang::Span> only_place(const Find& find) {
  std::set<const SourceFile*> visited;
  std::optional<lang::Span> found;
  for (int run = 0; run < file_run_count(); ++run) {
    SourceFile& source = source_of_run(run);
    if (source.syntax() == nullptr || !visited.insert(&source).second) continue;
    for (lang::Span& span : find(source, *source.syntax())) {
      if (found && !(*found == span)) return std::nullopt;
      found = std::move(span);
    }
  }
  return found;
}

std::optional<lang::Span> only_place_of_text(std::string_view text) {
  return only_place([&](SourceFile& source, const SyntaxTree& tree) {
    std::vector<lang::Span> found;
    for (const ByteRange& range : tree.texts) {
      const std::string_view slice = source.lines.slice(range);
      const std::size_t start = source.lines.offset_of(range.line, range.column);
      for (std::size_t at = slice.find(text); at != std::string_view::npos; at = slice.find(text, at + 1)) {
        found.push_back(source.lines.span(source.file, source.lines.range_of(start + at, text.size())));
      }
    }
    return found;
  });
}

std::optional<lang::Span> only_place_of_name(std::string_view name) {
  return only_place([&](SourceFile& source, const SyntaxTree& tree) {
    std::vector<lang::Span> found;
    for (const Argument& each : tree.entries) {
      if (each.name == name) found.push_back(source.lines.span(source.file, each.name_range));
    }
    return found;
  });
}

const Argument* argument_of(const Call& call, std::string_view name) {
  for (const Argument& each : call.keywords) {
    if (each.name == name) return &each;
  }
  const Argument* found = nullptr;
  for (const Argument& each : call.dict_entries) {
    if (each.name != name) continue;
    if (found != nullptr) return nullptr;  // two entries of that name: which one is meant can't be told
    found = &each;
  }
  return found;
}

lang::Span locate_in_call(SourceFile& source, const Call& call, const lang::Place& place) {
  const auto span = [&](const ByteRange& range) { return source.lines.span(source.file, range); };
  const Argument* argument = place.field.empty() ? nullptr : argument_of(call, place.field);
  const bool is_text = !place.text.empty() && place.text != "=";
  if (is_text) {
    TextSearch search(place.text);
    if (argument != nullptr) {
      if (auto found = search.in_range(source, argument->value)) return *found;
      if (auto found = search.in_variables(source, argument->names_used, call.scope)) return *found;
    } else {
      if (auto found = search.in_range(source, call.range)) return *found;
      if (auto found = search.in_variables(source, call.names_used, call.scope)) return *found;
    }
    if (auto found = only_place_of_text(place.text)) return *found;
  }
  if (argument == nullptr && place.text == "=") {
    if (auto found = only_place_of_name(place.field)) return *found;
  }
  if (argument != nullptr) return span(place.text == "=" ? argument->name_range : argument->value);
  if (!place.field.empty() && call.rest.line != 0) return span(source.lines.first_line(call.rest));
  return span(source.lines.first_line(call.range));
}

lang::Span locate_code(const Site& site, const lang::Place& place) {
  const auto [file, range] = source_range(site);
  SourceFile& source = site.run >= 0 ? source_of_run(site.run) : source_file(file, nullptr);
  if (range.line == 0) return {source.file, 1, 0, 1, 0};
  if (!place.field.empty() || !place.text.empty()) {
    const SyntaxTree* tree = source.syntax();
    const Call* call = tree == nullptr ? nullptr : tree->call_ending_at(range.end_line, range.end_column);
    if (call != nullptr) return locate_in_call(source, *call, place);
  }
  return source.lines.span(source.file, source.lines.first_line(range));
}

std::vector<lang::IncludeFrame> includes_of(const std::string& file) {
  for (int run = 0; run < file_run_count(); ++run) {
    if (file_run(run).file == file) return file_run(run).includes;
  }
  return {};
}

}  // namespace

lang::Location locate_place(const lang::Place& place) {
  const Site* site = find_site(place.site);
  if (site == nullptr) return {};
  lang::Location found;
  if (site->run >= 0) found.includes = file_run(site->run).includes;
  if (site->code != nullptr) {
    found.span = locate_code(*site, place);
    // It may stand in another file than the call.
    if (site->run >= 0 && found.span.file != file_run(site->run).file) found.includes = includes_of(found.span.file);
  } else {
    found.span = locate_in_json(place).value_or(site->span);
  }
  return found;
}

lang::Span locate_assignment(int run, std::string_view name, int element) {
  SourceFile& source = source_of_run(run);
  const SyntaxTree* tree = source.syntax();
  if (tree == nullptr) return {};
  const auto* assigned = tree->assignments(name, 0);
  if (assigned == nullptr || assigned->empty()) return {};
  const Assignment& last = assigned->back();
  const bool has_element = element >= 0 && static_cast<std::size_t>(element) < last.elements.size();
  const ByteRange range = has_element ? source.lines.first_line(last.elements[element]) : last.target;
  return source.lines.span(source.file, range);
}

std::pair<lang::Span, int> locate_last_assignment(std::string_view name, int element) {
  for (int run = file_run_count() - 1; run >= 0; --run) {
    lang::Span span = locate_assignment(run, name, element);
    if (span.known()) return {std::move(span), run};
  }
  return {lang::Span{}, -1};
}

}  // namespace borealis::interp

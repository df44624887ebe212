#include "interp/site_table.h"

#include <array>
#include <cstdint>
#include <deque>
#include <string_view>
#include <unordered_map>

#include "interp/frames.h"
#include "interp/site.h"

namespace borealis::interp {
namespace {

struct CodeEntry {
  std::uint32_t id = 0;
  int run = -1;
  bool user = false;
};

struct CacheLine {
  PyCodeObject* code = nullptr;
  int offset = 0;
  lang::SiteId site = 0;
};

// One table a process: it belongs to the one interpreter of the evaluating child.
struct Table {
  std::deque<FileRun> runs;         // never moved: their texts are looked into
  std::vector<Site> sites{Site{}};  // 0 is "unknown"
  std::unordered_map<PyCodeObject*, CodeEntry> codes;
  std::unordered_map<std::uint64_t, lang::SiteId> by_instruction;
  std::unordered_map<PyObject*, lang::SiteId> mappings;
  std::array<CacheLine, 1024> cache;
  PyCodeObject* last_code = nullptr;
  bool last_is_user = false;
};

// Never destroyed: the process ends with _exit, and what it holds are Python objects.
Table& table() {
  static Table* const instance = new Table;
  return *instance;
}

bool looks_like_user_code(PyCodeObject* code) {
  const char* name = PyUnicode_AsUTF8(code->co_filename);
  if (name == nullptr) {
    PyErr_Clear();
    return false;
  }
  const std::string_view file = name;
  constexpr std::string_view stdlib = BOREALIS_PYTHON_STDLIB "/";
  return !file.starts_with(kOwnCodePrefix) && !file.starts_with("<frozen ") && !file.starts_with(stdlib);
}

CodeEntry& entry_of(PyCodeObject* code) {
  Table& t = table();
  auto [it, added] = t.codes.try_emplace(code);
  if (added) {
    Py_INCREF(code);
    it->second.id = static_cast<std::uint32_t>(t.codes.size());
    it->second.user = looks_like_user_code(code);
  }
  return it->second;
}

lang::SiteId look_up(PyCodeObject* code, int offset) {
  Table& t = table();
  const CodeEntry& entry = entry_of(code);
  const std::uint64_t key = (static_cast<std::uint64_t>(entry.id) << 32) | static_cast<std::uint32_t>(offset);
  auto [it, added] = t.by_instruction.try_emplace(key, 0);
  if (added) {
    it->second = static_cast<lang::SiteId>(t.sites.size());
    t.sites.push_back(Site{code, offset, {}, entry.run});
  }
  return it->second;
}

}  // namespace

int add_run(FileRun run) {
  table().runs.push_back(std::move(run));
  return static_cast<int>(table().runs.size()) - 1;
}

void adopt_code(PyCodeObject* code, int run) {
  CodeEntry& entry = entry_of(code);
  entry.run = run;
  entry.user = true;
  for (Py_ssize_t i = 0; i < PyTuple_GET_SIZE(code->co_consts); ++i) {
    PyObject* constant = PyTuple_GET_ITEM(code->co_consts, i);
    if (PyCode_Check(constant)) adopt_code(reinterpret_cast<PyCodeObject*>(constant), run);
  }
}

const FileRun& file_run(int run) {
  return table().runs[static_cast<std::size_t>(run)];
}

int file_run_count() {
  return static_cast<int>(table().runs.size());
}

lang::SiteId site_at(PyCodeObject* code, int offset) {
  CacheLine& line = table().cache[((reinterpret_cast<std::uintptr_t>(code) >> 4) + offset) % table().cache.size()];
  if (line.code != code || line.offset != offset) line = {code, offset, look_up(code, offset)};
  return line.site;
}

lang::SiteId site_of_span(lang::Span span, int run) {
  Table& t = table();
  t.sites.push_back(Site{nullptr, 0, std::move(span), run});
  return static_cast<lang::SiteId>(t.sites.size() - 1);
}

void set_mapping_site(PyObject* mapping, lang::SiteId site) {
  table().mappings[mapping] = site;
}

bool is_user_code(PyCodeObject* code) {
  Table& t = table();
  if (t.last_code != code) {
    t.last_is_user = entry_of(code).user;
    t.last_code = code;
  }
  return t.last_is_user;
}

bool is_known_user_code(PyCodeObject* code) {
  const auto it = table().codes.find(code);
  return it != table().codes.end() && it->second.user;
}

std::pair<std::string, ByteRange> source_range(const Site& site) {
  if (site.code == nullptr) {
    const lang::Span& s = site.span;
    return {s.file, {s.line, s.column, s.end_line, s.end_column}};
  }
  ByteRange r;
  if (!PyCode_Addr2Location(site.code, site.offset, &r.line, &r.column, &r.end_line, &r.end_column)) r = {};
  const char* file = PyUnicode_AsUTF8(site.code->co_filename);
  if (file == nullptr) PyErr_Clear();
  return {file == nullptr ? "" : file, r};
}

const Site* find_site(lang::SiteId site) {
  const Table& t = table();
  return site == 0 || site >= t.sites.size() ? nullptr : &t.sites[site];
}

lang::SiteId current_site() {
  const Instruction user = nearest_user_instruction();
  return user.code == nullptr ? 0 : site_at(user.code, user.offset);
}

lang::SiteId site_of_mapping(PyObject* mapping) {
  const auto& mappings = table().mappings;
  if (!mappings.empty()) {
    if (const auto it = mappings.find(mapping); it != mappings.end()) return it->second;
  }
  return current_site();
}

}  // namespace borealis::interp

// What stands behind a SiteId: the table that interp/site.h fills and interp/locate.h reads.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "interp/python.h"
#include "interp/source.h"
#include "lang/site.h"

namespace borealis::interp {

// One execution of a file: the root, or one include() of one file. Its text is kept, for places in it.
struct FileRun {
  std::string file;                          // as the messages name it
  std::string text;                          // UTF-8, without byte order mark
  std::vector<lang::IncludeFrame> includes;  // innermost include() call first; empty for the root
};

// A site is a place in code, or a range of source known from the start (JSON, an element of `jobs`).
struct Site {
  PyCodeObject* code = nullptr;  // kept alive by the table
  int offset = 0;                // in bytes, into the code
  lang::Span span;               // when `code` is null
  int run = -1;                  // the FileRun it belongs to; -1: a file that the loader didn't execute
};

// -> the number of the run.
int add_run(FileRun run);
// Makes `code` and every code object within it the user's, belonging to the run.
void adopt_code(PyCodeObject* code, int run);
const FileRun& file_run(int run);
int file_run_count();

// The site of an instruction, for instance one of a traceback.
lang::SiteId site_at(PyCodeObject* code, int offset);
// A site whose place is known already.
lang::SiteId site_of_span(lang::Span span, int run);
// Remembers where the JSON object stands from which `mapping` was read. The mapping must outlive the evaluation.
void set_mapping_site(PyObject* mapping, lang::SiteId site);

// Whether the code is the author's: not the prelude's, the standard library's or frozen.
bool is_user_code(PyCodeObject* code);
// The same without allocating: false for code that was never looked at.
bool is_known_user_code(PyCodeObject* code);
// The file and range of the site's instruction (of its span, when it has no code; columns are then code points).
std::pair<std::string, ByteRange> source_range(const Site& site);
// nullptr for 0 and for numbers that were never given out.
const Site* find_site(lang::SiteId site);

}  // namespace borealis::interp

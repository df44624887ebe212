// The files that the arguments of `config validate` stand for.
#pragma once

#include <string>
#include <vector>

#include "lang/diagnostic.h"

namespace borealis::client {

struct ListedFile {
  std::string path;            // as reports name it
  bool in_directory = false;   // found below a directory: nobody named it
  lang::Diagnostics problems;  // not empty: what stands here in place of a file (an empty directory)
};

// In the order of the arguments, those below a directory in order of name. A directory stands for all .aurora files
// below it; hidden directories are left out, links to directories followed once. A file that is met again, under
// whatever name, is left out. `-` is kept as it is.
std::vector<ListedFile> list_files(const std::vector<std::string>& arguments);

}  // namespace borealis::client

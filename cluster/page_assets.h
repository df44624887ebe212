// The page's files, which the build puts into the program (cluster/page/embed.py).
#pragma once

#include <span>
#include <string_view>

namespace borealis::cluster {

struct PageAsset {
  std::string_view name;  // "index.html"
  std::string_view type;  // media type
  std::string_view tag;   // changes with the content
  std::string_view bytes;
};

std::span<const PageAsset> page_assets();

}  // namespace borealis::cluster

// The head of a request in the form that the HTTP library answers as a scheduler does: a GET of /api with a body is a
// call, a body that no method of its kind has is skipped. (scheduler.md §1)
#pragma once

#include <cstddef>
#include <string>

namespace borealis::cluster {

// `head` ends with its empty line. `skip`: so many bytes of body follow that belong to nobody.
std::string adapted_head(const std::string& head, std::size_t& skip);

}  // namespace borealis::cluster

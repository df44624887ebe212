// Adding up what tasks need.
#pragma once

#include <algorithm>

#include "cluster/model.h"

namespace borealis::cluster {

inline Amounts& operator+=(Amounts& sum, const Amounts& more) {
  sum.cpus += more.cpus;
  sum.ram_mb += more.ram_mb;
  sum.disk_mb += more.disk_mb;
  return sum;
}
inline Amounts operator+(Amounts sum, const Amounts& more) {
  return sum += more;
}
inline Amounts operator*(const Amounts& each, std::int64_t count) {
  return {each.cpus * static_cast<double>(count), each.ram_mb * count, each.disk_mb * count};
}
inline Amounts operator-(const Amounts& sum, const Amounts& less) {
  return {sum.cpus - less.cpus, sum.ram_mb - less.ram_mb, sum.disk_mb - less.disk_mb};
}
// The larger of each resource.
inline Amounts most(const Amounts& a, const Amounts& b) {
  return {std::max(a.cpus, b.cpus), std::max(a.ram_mb, b.ram_mb), std::max(a.disk_mb, b.disk_mb)};
}

}  // namespace borealis::cluster

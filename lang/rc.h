// Shared, immutable nodes: an intrusive count without atomics, because an evaluation has one thread.
//
// The last owner of a long chain of nodes does not recurse through it: destruction is queued, so a binding chain of a
// million links is as safe to drop as one.
#pragma once

#include <cstdint>
#include <functional>
#include <type_traits>
#include <utility>

namespace borealis::lang {

class RefCounted {
 public:
  RefCounted() = default;
  RefCounted(const RefCounted&) = delete;
  RefCounted& operator=(const RefCounted&) = delete;
  virtual ~RefCounted() = default;

 private:
  template <class T>
  friend class Rc;
  // Deletes `node`, now or when the deletion under way has finished.
  static void dispose(const RefCounted* node);

  mutable std::uint32_t references_ = 0;
};

// Owns a share of a node, or nothing.
template <class T>
class Rc {
 public:
  Rc() = default;
  Rc(std::nullptr_t) {}
  explicit Rc(T* node) : node_(node) { retain(); }
  Rc(const Rc& other) : node_(other.node_) { retain(); }
  Rc(Rc&& other) noexcept : node_(std::exchange(other.node_, nullptr)) {}
  template <class U, class = std::enable_if_t<std::is_convertible_v<U*, T*>>>
  Rc(const Rc<U>& other) : node_(other.get()) {
    retain();
  }
  Rc& operator=(Rc other) noexcept {
    std::swap(node_, other.node_);
    return *this;
  }
  ~Rc() { release(); }

  T* get() const { return node_; }
  T& operator*() const { return *node_; }
  T* operator->() const { return node_; }
  explicit operator bool() const { return node_ != nullptr; }
  friend bool operator==(const Rc& a, const Rc& b) { return a.node_ == b.node_; }

 private:
  void retain() {
    if (node_ != nullptr) ++static_cast<const RefCounted*>(node_)->references_;
  }
  void release() {
    if (node_ == nullptr) return;
    const RefCounted* node = node_;
    if (--node->references_ == 0) RefCounted::dispose(node);
  }

  T* node_ = nullptr;
};

template <class T, class... Args>
Rc<T> make_rc(Args&&... args) {
  return Rc<T>(new std::remove_const_t<T>(std::forward<Args>(args)...));
}

}  // namespace borealis::lang

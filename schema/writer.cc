#include "schema/writer.h"

#include "schema/declarations.h"

namespace borealis::schema {

template <class T>
lang::Data write(const T& value) {
  return Codec<T>::write(value);
}

#define BOREALIS_WRITE(T) template lang::Data write<T>(const T&);
BOREALIS_STRUCTS(BOREALIS_WRITE)
#undef BOREALIS_WRITE

}  // namespace borealis::schema

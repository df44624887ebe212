#include "interp/convert.h"

#include <vector>

#include "interp/objects.h"
#include "interp/values.h"

namespace borealis::interp {
namespace {

constexpr int kMaxDepth = 100;

// Keeps a Python object that is no value of the language.
class Handle : public lang::ForeignHandle {
 public:
  explicit Handle(PyObject* object) : object_(PyRef::borrow(object)) {}
  PyObject* object() const { return object_.get(); }

 private:
  PyRef object_;
};

std::string nameless(PyObject* object) {
  PyErr_Clear();
  return std::string("<") + Py_TYPE(object)->tp_name + " object>";
}

std::string text_or_nameless(PyObject* object, const PyRef& text) {
  if (!text) return nameless(object);
  std::optional<std::string> utf8 = text_of(text.get());
  return utf8 ? *std::move(utf8) : nameless(object);
}

lang::Raw foreign(PyObject* object) {
  const PyRef type_name = PyRef::steal(PyType_GetName(Py_TYPE(object)));
  return lang::Raw(lang::make_rc<const lang::ForeignObject>(text_or_nameless(object, type_name), str_of(object),
                                                            repr_of(object), lang::make_rc<const Handle>(object)));
}

lang::Raw integer(PyObject* object) {
  int overflow = 0;
  const long long small = PyLong_AsLongLongAndOverflow(object, &overflow);
  if (overflow == 0) return lang::Raw(std::int64_t{small});
  PyRef digits = PyRef::steal(PyNumber_ToBase(object, 10));
  if (!digits) {
    PyErr_Clear();
    return foreign(object);
  }
  return lang::Raw(lang::BigInteger{*text_of(digits.get())});
}

lang::Raw convert(PyObject* object, int depth);

lang::Raw sequence(PyObject* object, int depth) {
  PyRef items = PyRef::steal(PySequence_Fast(object, ""));
  if (!items) {
    PyErr_Clear();
    return foreign(object);
  }
  std::vector<lang::Raw> raws;
  raws.reserve(static_cast<std::size_t>(PySequence_Fast_GET_SIZE(items.get())));
  // The str() of an item may change the list.
  for (Py_ssize_t i = 0; i < PySequence_Fast_GET_SIZE(items.get()); ++i) {
    const PyRef item = PyRef::borrow(PySequence_Fast_GET_ITEM(items.get(), i));
    raws.push_back(convert(item.get(), depth + 1));
  }
  return lang::Raw(lang::make_rc<const lang::RawList>(std::move(raws), !PyList_Check(object)));
}

lang::Raw mapping(PyObject* dict, int depth) {
  std::vector<std::pair<lang::Raw, lang::Raw>> items;
  Py_ssize_t position = 0;
  PyObject* key = nullptr;
  PyObject* value = nullptr;
  while (PyDict_Next(dict, &position, &key, &value)) {
    const PyRef own_key = PyRef::borrow(key);
    const PyRef own_value = PyRef::borrow(value);
    lang::Raw raw_key = convert(key, depth + 1);
    items.emplace_back(std::move(raw_key), convert(value, depth + 1));
  }
  return lang::Raw(lang::make_rc<const lang::RawMap>(std::move(items)));
}

lang::Raw convert(PyObject* object, int depth) {
  if (PyUnicode_Check(object)) {
    if (std::optional<std::string> text = text_of(object)) return lang::Raw(*std::move(text));
    PyErr_Clear();
    return foreign(object);
  }
  if (PyBool_Check(object)) return lang::Raw(object == Py_True);
  if (PyLong_Check(object)) return integer(object);
  if (PyFloat_Check(object)) return lang::Raw(PyFloat_AS_DOUBLE(object));
  if (is_value(object)) return lang::Raw(value_of(object));
  if (object == classes().empty) return lang::Raw(lang::Unset{});
  const bool is_sequence = PyList_Check(object) || PyTuple_Check(object) || PyRange_Check(object);
  if (depth >= kMaxDepth || !(is_sequence || PyDict_Check(object))) return foreign(object);
  // One that holds itself is written as Python does: [...].
  if (Py_ReprEnter(object) != 0) {
    PyErr_Clear();
    return foreign(object);
  }
  lang::Raw converted = is_sequence ? sequence(object, depth) : mapping(object, depth);
  Py_ReprLeave(object);
  return converted;
}

PyObject* tuple_of(const lang::RawList& list) {
  PyRef items = PyRef::steal(PyTuple_New(static_cast<Py_ssize_t>(list.items.size())));
  if (!items) return nullptr;
  for (std::size_t i = 0; i < list.items.size(); ++i) {
    PyObject* item = to_python(list.items[i]);
    if (item == nullptr) return nullptr;
    PyTuple_SET_ITEM(items.get(), static_cast<Py_ssize_t>(i), item);
  }
  return list.tuple ? items.release() : PySequence_List(items.get());
}

PyObject* frozendict_of(const lang::RawMap& map) {
  PyRef dict = PyRef::steal(PyObject_CallNoArgs(classes().frozendict));
  if (!dict) return nullptr;
  for (const auto& [key, value] : map.items) {
    PyRef python_key = PyRef::steal(to_python(key));
    PyRef python_value = PyRef::steal(python_key ? to_python(value) : nullptr);
    if (!python_value || PyDict_SetItem(dict.get(), python_key.get(), python_value.get()) < 0) return nullptr;
  }
  return dict.release();
}

}  // namespace

std::optional<std::string> text_of(PyObject* unicode) {
  Py_ssize_t size = 0;
  if (const char* utf8 = PyUnicode_AsUTF8AndSize(unicode, &size)) {
    return std::string(utf8, static_cast<std::size_t>(size));
  }
  PyErr_Clear();
  PyRef bytes = PyRef::steal(PyUnicode_AsEncodedString(unicode, "utf-8", "surrogatepass"));
  if (!bytes) return std::nullopt;
  return std::string(PyBytes_AS_STRING(bytes.get()), static_cast<std::size_t>(PyBytes_GET_SIZE(bytes.get())));
}

PyObject* to_unicode(std::string_view text) {
  return PyUnicode_DecodeUTF8(text.data(), static_cast<Py_ssize_t>(text.size()), "surrogatepass");
}

lang::Raw raw_of(PyObject* object) {
  return convert(object, 0);
}

PyObject* to_python(const lang::Raw& raw) {
  if (const bool* boolean = raw.get<bool>()) return PyBool_FromLong(*boolean ? 1 : 0);
  if (const std::int64_t* number = raw.get<std::int64_t>()) return PyLong_FromLongLong(*number);
  if (const double* number = raw.get<double>()) return PyFloat_FromDouble(*number);
  if (const lang::Text* text = raw.text()) return to_unicode(text->str());
  if (const lang::BigInteger* big = raw.big_integer()) return PyLong_FromString(big->digits.c_str(), nullptr, 10);
  if (const lang::RawList* list = raw.list()) return tuple_of(*list);
  if (const lang::RawMap* map = raw.map()) return frozendict_of(*map);
  if (const auto* value = raw.get<lang::ValuePtr>()) return wrap(*value);
  if (raw.get<lang::Unset>() != nullptr) return Py_NewRef(classes().empty);
  const lang::ForeignObject* object = raw.foreign();
  if (const auto* handle = dynamic_cast<const Handle*>(object->handle.get())) return Py_NewRef(handle->object());
  return to_unicode(object->text);
}

std::string str_of(PyObject* object) {
  return text_or_nameless(object, PyRef::steal(PyObject_Str(object)));
}

std::string repr_of(PyObject* object) {
  return text_or_nameless(object, PyRef::steal(PyObject_Repr(object)));
}

}  // namespace borealis::interp

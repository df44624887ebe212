#include "interp/python2_names.h"

#include <regex>
#include <utility>

namespace borealis::interp {
namespace {

using Entry = std::pair<std::string_view, std::string_view>;

constexpr Entry kNames[] = {
    {"xrange", "Python 3 has only `range`"},
    {"unicode", "in Python 3 every `str` is Unicode: use `str`"},
    {"basestring", "in Python 3 use `str`"},
    {"long", "in Python 3 every `int` is long: use `int`"},
    {"raw_input", "Python 3 calls it `input`"},
    {"unichr", "Python 3 calls it `chr`"},
    {"cmp", "Python 3 has no `cmp`; write `(a > b) - (a < b)`"},
    {"reduce", "in Python 3: `from functools import reduce`"},
    {"reload", "in Python 3: `from importlib import reload`"},
    {"intern", "in Python 3: `from sys import intern`"},
    {"file", "Python 3 has only `open`"},
    {"apply", "Python 3 writes `function(*arguments)`"},
    {"coerce", "Python 3 has no `coerce`"},
    {"buffer", "Python 3 calls it `memoryview`"},
    {"StandardError", "Python 3 calls it `Exception`"},
};

constexpr Entry kModules[] = {
    {"urllib2", "Python 3 calls it `urllib.request` (and `urllib.error`)"},
    {"urlparse", "Python 3 calls it `urllib.parse`"},
    {"robotparser", "Python 3 calls it `urllib.robotparser`"},
    {"ConfigParser", "Python 3 calls it `configparser`"},
    {"StringIO", "in Python 3: `from io import StringIO`"},
    {"cStringIO", "in Python 3: `from io import StringIO`"},
    {"cPickle", "Python 3 calls it `pickle`"},
    {"Queue", "Python 3 calls it `queue`"},
    {"commands", "in Python 3 use `subprocess.getoutput`"},
    {"popen2", "in Python 3 use `subprocess`"},
    {"httplib", "Python 3 calls it `http.client`"},
    {"BaseHTTPServer", "Python 3 calls it `http.server`"},
    {"SimpleHTTPServer", "Python 3 calls it `http.server`"},
    {"cookielib", "Python 3 calls it `http.cookiejar`"},
    {"Cookie", "Python 3 calls it `http.cookies`"},
    {"HTMLParser", "Python 3 calls it `html.parser`"},
    {"htmlentitydefs", "Python 3 calls it `html.entities`"},
    {"SocketServer", "Python 3 calls it `socketserver`"},
    {"xmlrpclib", "Python 3 calls it `xmlrpc.client`"},
    {"copy_reg", "Python 3 calls it `copyreg`"},
    {"thread", "Python 3 calls it `_thread`; use `threading`"},
    {"UserDict", "in Python 3: `from collections import UserDict`"},
    {"__builtin__", "Python 3 calls it `builtins`"},
    {"exceptions", "exceptions are built in: leave the import out"},
    {"sets", "`set` is built in: leave the import out"},
    {"md5", "in Python 3: `from hashlib import md5`"},
    {"sha", "in Python 3: `from hashlib import sha1`"},
    {"anydbm", "Python 3 calls it `dbm`"},
};

constexpr std::string_view kTextMethod = "a method of texts in Python 3: `text.NAME(...)`";

struct Member {
  std::string_view module;
  std::string_view name;
  std::string_view hint;
};
constexpr Member kMembers[] = {
    {"string", "letters", "Python 3 calls it `string.ascii_letters`"},
    {"string", "lowercase", "Python 3 calls it `string.ascii_lowercase`"},
    {"string", "uppercase", "Python 3 calls it `string.ascii_uppercase`"},
    {"string", "maketrans", "Python 3 calls it `str.maketrans`"},
    {"string", "join", "Python 3 writes `separator.join(texts)`"},
    {"string", "atoi", "Python 3 writes `int(text)`"},
    {"string", "atof", "Python 3 writes `float(text)`"},
    {"urllib", "urlopen", "Python 3 calls it `urllib.request.urlopen`"},
    {"urllib", "urlretrieve", "Python 3 calls it `urllib.request.urlretrieve`"},
    {"urllib", "quote", "Python 3 calls it `urllib.parse.quote`"},
    {"urllib", "quote_plus", "Python 3 calls it `urllib.parse.quote_plus`"},
    {"urllib", "unquote", "Python 3 calls it `urllib.parse.unquote`"},
    {"urllib", "urlencode", "Python 3 calls it `urllib.parse.urlencode`"},
    {"itertools", "izip", "in Python 3 use `zip`"},
    {"itertools", "imap", "in Python 3 use `map`"},
    {"itertools", "ifilter", "in Python 3 use `filter`"},
    {"itertools", "izip_longest", "Python 3 calls it `itertools.zip_longest`"},
    {"itertools", "ifilterfalse", "Python 3 calls it `itertools.filterfalse`"},
    {"os", "getcwdu", "in Python 3 use `os.getcwd`"},
    {"os", "popen2", "in Python 3 use `subprocess`"},
    {"os", "popen3", "in Python 3 use `subprocess`"},
    {"os", "errno", "in Python 3: `import errno`"},
    {"sys", "maxint", "in Python 3 integers have no largest; `sys.maxsize` is the nearest"},
    {"sys", "setdefaultencoding", "in Python 3 every text is Unicode: leave the call out"},
    {"sys", "exc_type", "in Python 3 use `sys.exc_info()`"},
    {"sys", "exc_clear", "Python 3 clears exceptions itself: leave the call out"},
    {"time", "clock", "Python 3 calls it `time.perf_counter`"},
    {"types", "StringType", "in Python 3 use `str`"},
    {"types", "StringTypes", "in Python 3 use `str`"},
    {"types", "UnicodeType", "in Python 3 use `str`"},
    {"types", "ListType", "in Python 3 use `list`"},
    {"types", "TupleType", "in Python 3 use `tuple`"},
    {"types", "DictType", "in Python 3 use `dict`"},
    {"types", "IntType", "in Python 3 use `int`"},
    {"types", "BooleanType", "in Python 3 use `bool`"},
    {"types", "NoneType", "in Python 3 use `type(None)`"},
    {"collections", "Mapping", "Python 3 calls it `collections.abc.Mapping`"},
    {"collections", "MutableMapping", "Python 3 calls it `collections.abc.MutableMapping`"},
    {"collections", "Sequence", "Python 3 calls it `collections.abc.Sequence`"},
    {"collections", "Iterable", "Python 3 calls it `collections.abc.Iterable`"},
    {"collections", "Callable", "Python 3 calls it `collections.abc.Callable`"},
};

constexpr std::string_view kStringFunctions[] = {"upper",   "lower", "strip",  "lstrip",  "rstrip", "split",
                                                 "replace", "find",  "rfind",  "count",   "zfill",  "capitalize",
                                                 "ljust",   "rjust", "center", "swapcase"};

constexpr Entry kAttributes[] = {
    {"has_key", "Python 3 writes `key in mapping`"},
    {"iteritems", "Python 3 has only `items`"},
    {"iterkeys", "Python 3 has only `keys`"},
    {"itervalues", "Python 3 has only `values`"},
    {"viewitems", "Python 3 has only `items`"},
    {"viewkeys", "Python 3 has only `keys`"},
    {"viewvalues", "Python 3 has only `values`"},
    {"decode", "in Python 3 a text is Unicode already: leave `decode` out"},
    {"func_name", "Python 3 calls it `__name__`"},
    {"func_code", "Python 3 calls it `__code__`"},
    {"func_defaults", "Python 3 calls it `__defaults__`"},
    {"next", "Python 3 writes `next(iterator)`"},
};

constexpr std::string_view kListMethods[] = {"append", "extend",  "insert", "pop",   "remove",
                                             "sort",   "reverse", "index",  "count", "copy"};

// What was a list in Python 2, and is read lazily since.
const char kLazy[] = "(map|filter|zip|range|reversed|dict_keys|dict_values|dict_items)";

constexpr std::string_view kDivision = "in Python 3 `/` makes a float: write `//` for whole numbers";
constexpr std::string_view kBytes =
    "in Python 3 texts and bytes are different: `.decode()` makes a text of bytes, `.encode()` bytes of a text";

std::string make_a_list(const std::string& type) {
  const std::string what = type.starts_with("dict_") ? "`" + type.substr(5) + "()`" : "`" + type + "`";
  return what + " makes no list in Python 3: write `list(...)` round it";
}

template <std::size_t N>
std::string in_table(const Entry (&table)[N], std::string_view wanted) {
  for (const auto& [name, hint] : table) {
    if (name == wanted) return std::string(hint);
  }
  return {};
}

}  // namespace

std::string python3_name(std::string_view name) {
  return in_table(kNames, name);
}

std::string python3_module(std::string_view module) {
  return in_table(kModules, module.substr(0, module.find('.')));
}

std::string python3_member(std::string_view module, std::string_view name) {
  for (const Member& member : kMembers) {
    if (member.module == module && member.name == name) return std::string(member.hint);
  }
  for (const std::string_view function : kStringFunctions) {
    if (module != "string" || function != name) continue;
    std::string hint(kTextMethod);
    return hint.replace(hint.find("NAME"), 4, name);
  }
  return {};
}

std::string python3_attribute(std::string_view type, std::string_view attribute) {
  static const std::regex lazy(kLazy);
  for (const std::string_view method : kListMethods) {
    if (method == attribute && std::regex_match(std::string(type), lazy)) return make_a_list(std::string(type));
  }
  if (attribute == "message" && type.ends_with("Error")) return "in Python 3 use `str(error)`";
  return in_table(kAttributes, attribute);
}

std::string hint_for_import(const std::string& module, const std::string& message) {
  static const std::regex words("cannot import name '([^']+)' from");
  std::smatch match;
  return std::regex_search(message, match, words) ? python3_member(module, match[1].str()) : std::string();
}

std::string hint_for_type_error(const std::string& message) {
  static const std::string lazy = kLazy;
  static const std::regex lists[] = {
      std::regex("'" + lazy + "' object is not subscriptable"),
      std::regex("object of type '" + lazy + "' has no len"),
      std::regex("for \\+=?: '" + lazy + "' and '"),
      std::regex("for \\+=?: '[^']+' and '" + lazy + "'"),
      std::regex("not \"" + lazy + "\"\\) to list"),
      std::regex("'" + lazy + "' object does not support item"),
  };
  std::smatch match;
  for (const std::regex& each : lists) {
    if (std::regex_search(message, match, each)) return make_a_list(match[1].str());
  }
  static const std::regex division(
      "'float' object cannot be interpreted as an integer|must be integers or slices, not float|"
      "multiply sequence by non-int of type 'float'|slice indices must be integers");
  if (std::regex_search(message, division)) return std::string(kDivision);
  static const std::regex bytes(
      "concat str to bytes|\\(not \"bytes\"\\) to str|bytes-like object is required, not 'str'|"
      "must be encoded before hashing|argument should be a bytes-like|expected str instance, bytes found");
  if (std::regex_search(message, bytes)) return std::string(kBytes);
  static const std::regex order("'cmp' is an invalid keyword argument|sort\\(\\) takes no positional arguments");
  if (std::regex_search(message, order)) {
    return "Python 3 sorts by a key: `key=...`, or `key=functools.cmp_to_key(compare)`";
  }
  static const std::regex compared("'[<>]=?' not supported between instances of '([^']+)' and '([^']+)'");
  if (std::regex_search(message, match, compared)) {
    return match[1] == match[2] ? "Python 3 has no order for values of this type"
                                : "Python 3 has no order between values of different types";
  }
  return {};
}

}  // namespace borealis::interp

#include "client/table.h"

#include <doctest/doctest.h>

using namespace borealis::client;

TEST_CASE("columns are as wide as their widest cell, and no line ends in blanks") {
  Table table({"NAME", "N", "NOTE"});
  table.add({"a", "1", "x"});
  table.add({"longer", "22", ""});
  CHECK(table.text(Style(false), 0) ==
        "NAME    N   NOTE\n"
        "a       1   x\n"
        "longer  22\n");
}

TEST_CASE("a column that is empty everywhere is left out") {
  Table table({"A", "B", "C"});
  table.add({"1", "", "3"});
  CHECK(table.text(Style(false), 0) == "A  C\n1  3\n");
}

TEST_CASE("the last column is cut to the width of the terminal") {
  Table table({"A", "TEXT"});
  table.add({"1", "a message that is far too long"});
  CHECK(table.text(Style(false), 20) == "A  TEXT\n1  a message that i…\n");
}

TEST_CASE("colours don't count as width") {
  Table table({"A", "B"});
  table.add({{"ok", "green"}, "x"});
  CHECK(table.text(Style(true), 0) == "\x1b[1mA\x1b[0m   \x1b[1mB\x1b[0m\n\x1b[32mok\x1b[0m  x\n");
}

TEST_CASE("texts are measured in characters and their line breaks are blanks") {
  CHECK(display_width("äöü") == 3);
  CHECK(cut_to_width("äöüß", 3) == "äö…");
  CHECK(cut_to_width("a\nb", 10) == "a b");
  CHECK(cut_to_width("abc", 3) == "abc");
}

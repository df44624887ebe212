// Plain tables for people: left-aligned columns with two blanks between, no lines.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "client/output.h"

namespace borealis::client {

// Columns that a text takes on a terminal: one a code point.
int display_width(std::string_view text);
// The text cut to `width` columns, "…" at its end when something was cut; line breaks become blanks.
std::string cut_to_width(std::string_view text, int width);

class Table {
 public:
  explicit Table(std::vector<std::string> header) : header_(std::move(header)) {}

  // `colour` of the cell is applied after the layout: one of "", "red", "green", "yellow", "dim".
  struct Cell {
    std::string text;
    std::string colour;
    Cell(std::string text, std::string colour = {}) : text(std::move(text)), colour(std::move(colour)) {}
    Cell(const char* text) : text(text) {}
  };
  void add(std::vector<Cell> row) { rows_.push_back(std::move(row)); }
  bool empty() const { return rows_.empty(); }

  // `width`: the last column is cut to fit so many columns; 0: nothing is cut. A column that is empty in every row is
  // left out. No line ends in blanks.
  std::string text(const Style& style, int width) const;

 private:
  std::vector<std::string> header_;
  std::vector<std::vector<Cell>> rows_;
};

}  // namespace borealis::client

"""Puts text files into a C++ source: embed_text.py OUT.cc FOLDER FILE..., each named by its path below FOLDER."""

import os
import sys


def main(out, folder, paths):
  lines = ['#include "schema/export/stub_texts.h"\n\nnamespace borealis::schema {\n',
           'const std::vector<StubText>& stub_texts() {\n  static const std::vector<StubText> texts = {']
  for path in paths:
    with open(path, encoding='utf-8') as f:
      text = f.read()
    if ')text"' in text:
      sys.exit('%s can\'t stand in a raw string' % path)
    lines.append('    {"%s", R"text(%s)text"},' % (os.path.relpath(path, folder), text))
  lines.append('  };\n  return texts;\n}\n\n}  // namespace borealis::schema\n')
  with open(out, 'w', encoding='utf-8') as f:
    f.write('\n'.join(lines))


if __name__ == '__main__':
  main(sys.argv[1], sys.argv[2], sys.argv[3:])

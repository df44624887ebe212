"""Compiles Python sources into marshalled code objects inside a C++ source: embed.py OUT.cc SOURCE.py..."""

import marshal
import os
import sys


def array(name, data):
  lines = [', '.join(str(byte) for byte in data[i:i + 24]) for i in range(0, len(data), 24)]
  return 'const unsigned char %s[] = {\n%s};\n' % (name, ',\n'.join(lines))


def main(out, sources):
  parts = ['#include "interp/marshalled_prelude.h"\n\nnamespace borealis::interp {\nnamespace {\n']
  table = []
  for source in sources:
    name = os.path.splitext(os.path.basename(source))[0]
    with open(source, encoding='utf-8') as f:
      code = compile(f.read(), '<borealis %s>' % name, 'exec', dont_inherit=True, optimize=2)
    parts.append(array(name, marshal.dumps(code)))
    table.append('  if (name == "%s") return {reinterpret_cast<const char*>(%s), sizeof(%s)};' % (name, name, name))
  parts.append('}  // namespace\n\nstd::string_view marshalled_prelude(std::string_view name) {\n')
  parts.append('\n'.join(table))
  parts.append('\n  return {};\n}\n\n}  // namespace borealis::interp\n')
  with open(out, 'w', encoding='utf-8') as f:
    f.write('\n'.join(parts))


if __name__ == '__main__':
  main(sys.argv[1], sys.argv[2:])

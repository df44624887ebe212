"""Writes the modules that Python's start needs as frozen modules into a C++ source, so that it opens no file: frozen.py OUT.cc"""

import marshal
import os
import sys
import sysconfig

# In the standard library these are files; everything else that the start needs is frozen in libpython.
MODULES = {'encodings': '__init__.py', 'encodings.aliases': 'aliases.py', 'encodings.utf_8': 'utf_8.py'}


def main(out):
  folder = os.path.join(sysconfig.get_path('stdlib'), 'encodings')
  parts = ['#include "interp/frozen.h"\n\nnamespace borealis::interp {\nnamespace {\n']
  table = []
  for name, file in MODULES.items():
    with open(os.path.join(folder, file), encoding='utf-8') as f:
      code = marshal.dumps(compile(f.read(), '<frozen %s>' % name, 'exec', dont_inherit=True))
    symbol = name.replace('.', '_') + '_code'
    lines = [', '.join(str(byte) for byte in code[i:i + 24]) for i in range(0, len(code), 24)]
    parts.append('const unsigned char %s[] = {\n%s};\n' % (symbol, ',\n'.join(lines)))
    table.append('    {"%s", %s, sizeof %s, %d, nullptr},\n' % (name, symbol, symbol, file == '__init__.py'))
  parts.append('const _frozen modules[] = {\n%s    {nullptr, nullptr, 0, 0, nullptr}};\n' % ''.join(table))
  parts.append('}  // namespace\n\nconst _frozen* frozen_modules() {\n  return modules;\n}\n\n'
               '}  // namespace borealis::interp\n')
  with open(out, 'w', encoding='utf-8') as f:
    f.write('\n'.join(parts))


if __name__ == '__main__':
  main(sys.argv[1])

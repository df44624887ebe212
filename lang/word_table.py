"""Writes the ranges of Python's word characters beyond ASCII (\\w of str patterns) as C++: word_table.py OUT.inc

Made at build time by the Python that configs run on, so that both agree on every character.
"""

import re
import sys


def ranges(pattern):
  accept = re.compile(pattern).fullmatch
  found = []
  for code in range(0x80, sys.maxunicode + 1):
    if not accept(chr(code)):
      continue
    if found and found[-1][1] == code - 1:
      found[-1][1] = code
    else:
      found.append([code, code])
  return found


def table(name, pattern):
  lines = ['    {0x%X, 0x%X},' % tuple(each) for each in ranges(pattern)]
  return 'constexpr Range %s[] = {\n%s\n};\n' % (name, '\n'.join(lines))


def main(out):
  with open(out, 'w', encoding='ascii') as f:
    f.write(table('kWords', r'\w') + '\n' + table('kDigits', r'\d'))


if __name__ == '__main__':
  main(sys.argv[1])

"""Puts the Python package together: assemble.py --list OUT --into DIR --package DIR --extension FILE TARGET=SOURCE...

Copies what differs, each file at once (an interpreter may have the old one loaded), and removes what is no part of the
package any more. OUT gets the list of the files.
"""

import argparse
import os
import pathlib
import shutil


def put(source, target):
  if target.exists() and target.read_bytes() == source.read_bytes():
    return
  target.parent.mkdir(parents=True, exist_ok=True)
  fresh = target.with_name(target.name + '.new')
  shutil.copyfile(source, fresh)
  os.replace(fresh, target)


def main():
  parser = argparse.ArgumentParser()
  parser.add_argument('--list', type=pathlib.Path, required=True)
  parser.add_argument('--into', type=pathlib.Path, required=True)
  parser.add_argument('--package', type=pathlib.Path, required=True)
  parser.add_argument('--extension', type=pathlib.Path, required=True)
  parser.add_argument('others', nargs='*')
  args = parser.parse_args()

  wanted = {args.into / path.relative_to(args.package): path for path in args.package.rglob('*.py')}
  wanted[args.into / 'pystachio' / args.extension.name] = args.extension
  for other in args.others:
    target, _, source = other.partition('=')
    wanted[args.into / target] = pathlib.Path(source)
  for target, source in wanted.items():
    put(source, target)
  for path in sorted(args.into.rglob('*')):
    if path.is_file() and path not in wanted and path.parent.name != '__pycache__':
      path.unlink()
  args.list.write_text(''.join('%s\n' % path.relative_to(args.into) for path in sorted(wanted)))


if __name__ == '__main__':
  main()

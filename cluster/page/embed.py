"""Writes C++ that holds the page's files: embed.py OUTPUT FILE..."""

import hashlib
import pathlib
import sys

TYPES = {".html": "text/html; charset=utf-8", ".css": "text/css; charset=utf-8",
         ".js": "text/javascript; charset=utf-8", ".svg": "image/svg+xml"}


def main(output, names):
    arrays, rows = [], []
    for number, name in enumerate(names):
        path = pathlib.Path(name)
        content = path.read_bytes()
        lines = [", ".join(map(str, content[at:at + 32])) for at in range(0, len(content), 32)]
        arrays.append(f"const unsigned char file_{number}[] = {{\n" + ",\n".join(lines) + "};\n")
        tag = hashlib.sha256(content).hexdigest()[:16]
        rows.append(f'    {{"{path.name}", "{TYPES[path.suffix]}", "{tag}", text(file_{number}, sizeof file_{number})}},\n')
    pathlib.Path(output).write_text(
        '#include "cluster/page_assets.h"\n\nnamespace borealis::cluster {\n\nnamespace {\n\n'
        + "".join(arrays)
        + "\nstd::string_view text(const unsigned char* bytes, std::size_t size) {\n"
        "  return {reinterpret_cast<const char*>(bytes), size};\n}\n\n}  // namespace\n\n"
        "std::span<const PageAsset> page_assets() {\n  static const PageAsset assets[] = {\n"
        + "".join(rows) + "  };\n  return assets;\n}\n\n}  // namespace borealis::cluster\n")


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2:])

"""Writes C++ tables of the names in the API's IDL: api_tables.py OUTPUT IDL"""

import pathlib
import re
import sys

BLOCK = re.compile(r"^(enum|struct|union|service)\s+(\w+)[^{]*\{(.*?)^\}", re.M | re.S)
MEMBER = re.compile(r"(\w+)\s*=\s*(-?\d+)")
FIELD = re.compile(r"(\d+):\s*(?:optional\s+|required\s+)?((?:map|set|list)<[^>]*>|\w+)\s+(\w+)")
METHOD = re.compile(r"\bResponse\s+(\w+)\(([^)]*)\)")


def records(entries):
    arrays, rows = [], []
    for kind, name, fields in entries:
        if fields:
            lines = "".join(f'    {{{number}, "{field}", "{kind_of_field.replace(" ", "")}"}},\n'
                            for number, kind_of_field, field in fields)
            arrays.append(f"constexpr WireField {kind}_{name}[] = {{\n{lines}}};\n")
        rows.append(f'    {{"{name}", {{{f"{kind}_{name}" if fields else ""}}}, {str(kind == "union").lower()}}},\n')
    return arrays, rows


def main(output, idl):
    text = re.sub(r"//[^\n]*", "", pathlib.Path(idl).read_text())
    structs, methods, enums = [], [], []
    for kind, name, body in BLOCK.findall(text):
        if kind == "enum":
            enums += [f'    {{"{name}", "{member}", {value}}},\n' for member, value in MEMBER.findall(body)]
        elif kind == "service":
            methods += [("method", method, FIELD.findall(parameters)) for method, parameters in METHOD.findall(body)]
        else:
            structs.append((kind, name, FIELD.findall(body)))
    struct_arrays, struct_rows = records(structs)
    method_arrays, method_rows = records(methods)
    pathlib.Path(output).write_text(
        '#include "cluster/api_tables.h"\n\nnamespace borealis::cluster {\n\nnamespace {\n\n'
        + "".join(struct_arrays + method_arrays)
        + "constexpr WireRecord structs[] = {\n" + "".join(struct_rows) + "};\n"
        + "constexpr WireRecord methods[] = {\n" + "".join(method_rows) + "};\n"
        + "constexpr WireConstant constants[] = {\n" + "".join(enums) + "};\n\n}  // namespace\n\n"
        "std::span<const WireRecord> wire_structs() {\n  return structs;\n}\n"
        "std::span<const WireRecord> wire_methods() {\n  return methods;\n}\n"
        "std::span<const WireConstant> wire_constants() {\n  return constants;\n}\n\n}  // namespace borealis::cluster\n")


if __name__ == "__main__":
    main(*sys.argv[1:])

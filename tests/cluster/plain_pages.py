"""The pages that are no Thrift: JSON must say the same, text the same first words."""

import base64
import gzip
import json
import re

from .one_form import differences, in_order, one_form

# What a JVM shows of its inside, and pages for people: ours differ, or there are none.
INSIDES = re.compile(r"^/(state|threads|contention|logconfig|services|graphview|slaves|agents|utilization|structdump"
                     r"|apiclient|assets)\b")
# Numbers that depend on where tasks were put, and on how often a scheduler tried.
CHANCE = {"value", "penaltyMs", "begin", "end"}


def is_left_out(path):
    return bool(INSIDES.match(path))


def without_beans(value):
    """An error that /apibeta makes itself shows the Java object's properties beside its fields."""
    if isinstance(value, dict):
        return {name: without_beans(item) for name, item in value.items()
                if item is not None and not re.match(r"set[A-Z]|details(Size|Iterator)$", name)}
    return [without_beans(item) for item in value] if isinstance(value, list) else value


def without_chance(value):
    if isinstance(value, dict):
        if "range" in value:  # as many as free ports come in
            return {"range": [without_chance(value["range"][0])]}
        return {name: type(item).__name__ if name in CHANCE and not isinstance(item, dict) else without_chance(item)
                for name, item in value.items()}
    return [without_chance(item) for item in value] if isinstance(value, list) else value


def as_data(path, text):
    data = without_beans(json.loads(text))
    if path.startswith(("/offers", "/pendingtasks")):
        data = without_chance(data)
    if path.startswith("/apibeta") and "Failed to parse parameter" in text:
        # Whose words follow differs.
        data["details"][0]["message"] = re.match(r"Failed to parse parameter \S+ (\w+)", data["details"][0]["message"])[1]
    for task in data.get("result", {}).get("scheduleStatusResult", {}).get("tasks", []) if isinstance(data, dict) else []:
        # Which instance had a task before depends on which host was drained.
        task.pop("ancestorId", None)
        task["taskEvents"][0].pop("message", None)
    return in_order(one_form(data))


def page_differences(path, response, wanted_type, got_type, got):
    wanted = base64.b64decode(response["body_base64"]) if "body_base64" in response else response.get("body", "").encode()
    wanted, got = (gzip.decompress(text) if text[:2] == b"\x1f\x8b" else text for text in (wanted, got))
    if wanted_type.startswith("application/json"):
        if not got_type.startswith("application/json"):
            yield f"Content-Type {got_type} instead of {wanted_type}"
        elif path.startswith("/vars"):
            assert all(isinstance(value, (int, float, str)) for value in json.loads(got).values())
        else:
            if path.startswith("/apibeta"):
                texts = [re.sub(r'"(Cannot invoke[^}]*|[^"]* is no \w+)"}', '"<why>"}', text) for text in
                         (wanted.decode(), got.decode())]
            else:
                texts = wanted.decode(), got.decode()
            yield from differences(*(as_data(path, text) for text in texts))
    elif wanted_type.startswith("text/plain"):
        if not got_type.startswith("text/plain"):
            yield f"Content-Type {got_type} instead of {wanted_type}"
        if not path.startswith("/vars") and wanted.split(b"\n")[0] != got.split(b"\n")[0]:
            yield f"{got[:100]!r} instead of {wanted[:100]!r}"

"""Replies in a form in which those of two schedulers can be compared: ids, times, ports, the hosts that were chosen and
the order of sets and of tasks differ from run to run."""

import contextlib
import itertools
import re

UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
HOST = re.compile(r"\bslave-\d+(-hostname)?\b")
FIRST_TIME = 1_500_000_000_000  # ms; every number from here on is a time
EXCEPTION_TEXT = re.compile(r"^(Cannot invoke|java\.)")
MAINTENANCE = ("maintenanceStatus", "startMaintenance", "drainHosts", "endMaintenance", "slaDrainHosts")


def one_form_of_text(text):
    if EXCEPTION_TEXT.match(text):
        return "<exception>"
    text = re.sub(r"penalized for \d+ ms", "penalized for N ms", UUID.sub("<uuid>", text))
    text = HOST.sub("<host>", text)
    if text.startswith("Insufficient resource quota: "):
        text = "; ".join(sorted(text.split(": ")[1].split("; ")))
    return re.sub(r"(resources[:=])\[([^\]]*)\]",
                  lambda m: m[1] + str(sorted(re.findall(r"<[^>]*>|IResource\{[^}]*\}", m[2]))),
                  re.sub(r"(resourceVectors=)\{([^}]*)\}", lambda m: m[1] + str(sorted(m[2].split(", "))), text))


def one_form(value, keep_hosts=False):
    """Ids, times and chosen hosts and ports are the same for all."""
    if isinstance(value, dict):
        if value and all(isinstance(key, str) for key in value) and all(isinstance(v, int) for v in value.values()):
            return {key: "<port>" for key in value}
        return {key: one_form(item, keep_hosts) for key, item in value.items()}
    if isinstance(value, list):
        return [one_form(item, keep_hosts) for item in value]
    if isinstance(value, str):
        return value if keep_hosts and not EXCEPTION_TEXT.match(value) else one_form_of_text(value)
    if isinstance(value, int) and value > FIRST_TIME:
        return "<time>"
    return value


def reply_in_one_form(name, kind, sequence, fields):
    """The decoded reply (thrift_wire.plain) as values that can be compared."""
    reply = one_form(fields, name in MAINTENANCE)
    with contextlib.suppress(KeyError, TypeError):
        reply[0][6] = [detail if detail.get(1) else {} for detail in reply[0][6]]
    if name in MAINTENANCE:
        for status in [s for member in reply[0].get(3, {}).values() for s in member[1]]:
            status[2] = "<draining>" if status[2] in (3, 4) else status[2]
    return {"method": name, "type": kind, "sequence": sequence, "reply": in_order(reply)}


def same_step_in_order(events):
    """Instances that take the same step one after another stand in the order of their ids."""
    out = []
    for _, run in itertools.groupby(events, key=lambda event: event.get(3)):
        run = list(run)
        out += sorted(run, key=lambda e: e[1]) if all(isinstance(e.get(1), int) for e in run) else run
    return out


def in_order(value):
    """Sorts fields, and every list but those of events: of the others the order means nothing."""
    if isinstance(value, dict):
        return {key: in_order(value[key]) for key in sorted(value, key=repr)}
    if isinstance(value, list):
        items = [in_order(item) for item in value]
        events = any(isinstance(item, dict) and "<time>" in item.values() for item in items)
        return same_step_in_order(items) if events else sorted(items, key=repr)
    return value


def differences(wanted, got, path=""):
    if wanted == "<exception>":
        if not got:
            yield f"{path}: no reason is given"
    elif isinstance(wanted, dict) and isinstance(got, dict):
        for key in sorted(set(wanted) | set(got), key=repr):
            here = f"{path}.{key}"
            if key not in wanted:
                yield f"{here}: unexpected {got[key]!r:.300}"
            elif key not in got:
                yield f"{here}: missing {wanted[key]!r:.300}"
            else:
                yield from differences(wanted[key], got[key], here)
    elif isinstance(wanted, list) and isinstance(got, list) and len(wanted) == len(got):
        for index, (a, b) in enumerate(zip(wanted, got)):
            yield from differences(a, b, f"{path}[{index}]")
    elif wanted != got:
        yield f"{path}: wanted {wanted!r:.400} got {got!r:.400}"

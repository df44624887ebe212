"""Everything a real scheduler was heard to answer, the embedded cluster answers too."""

import pytest

from .replay import TRACES, replay

SESSIONS = {
    "json": sorted(f.name for f in TRACES.glob("[01]*.json") if f.name < "12" and not f.name.endswith(".binary.json")),
    "binary": sorted(f.name for f in TRACES.glob("[01]*.binary.json")),
}



@pytest.mark.parametrize("session", SESSIONS)
def test_recorded_session(tmp_path, session):
    found = [f"{file}: {label}: {difference}"
             for file, label, several in replay(tmp_path, SESSIONS[session]) for difference in several]
    assert not found, "\n".join(found)


USERS = """
[users]
root = secret, admin
wfarner = password, eng
ksweeney = 12345
[roles]
admin = *
eng = thrift.AuroraSchedulerManager:*
"""


def test_recorded_session_with_logins(tmp_path):
    users = tmp_path / "users.ini"
    users.write_text(USERS)
    found = [f"{label}: {difference}"
             for _, label, several in replay(tmp_path, ["13-auth-basic.json"], "--users", str(users))
             for difference in several]
    assert not found, "\n".join(found)

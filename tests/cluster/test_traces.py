"""Everything a real scheduler was heard to answer, the embedded cluster answers too."""

import pytest

from .replay import TRACES, ask, replay, simulated_cluster

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


# The recorded scheduler became a follower of another one; then one was asked from its start on, until it led.
def led_by_another(item):
    return item["label"] not in ("start-up",)


def led_by_nobody(item):
    return item["label"] == "start-up" and item["response"]["status"] != 200


def leading(item):
    return item["label"] == "start-up" and item["response"]["status"] == 200


@pytest.mark.parametrize("leader, items, count", [
    (["--leader", "http://127.0.0.1:8081"], led_by_another, 17), (["--leader", "none"], led_by_nobody, 2), ([], leading, 2)],
    ids=["another", "nobody", "itself"])
def test_recorded_session_about_who_leads(tmp_path, leader, items, count):
    done = list(replay(tmp_path, ["14-leader-redirect.json"], *leader, only=items))
    assert len(done) == count
    found = [f"{label}: {difference}" for _, label, several in done for difference in several]
    assert not found, "\n".join(found)


def test_our_own_page_is_not_sent_to_the_leader(tmp_path):
    with simulated_cluster(tmp_path, 1_700_000_000_000, "--leader", "http://127.0.0.1:1") as connection:
        assert ask(connection, "GET", "/", {}, b"")[0] == 200
        assert ask(connection, "GET", "/vars.json", {}, b"")[0] == 200
        assert ask(connection, "GET", "/quotas?role=a%20b", {}, b"")[1]["Location"] == "http://127.0.0.1:1/quotas?role=a%20b"

"""What every verb has that talks to a cluster, and what no other one has."""

import re

import pytest

OPTIONS = ["--debug-http", "--call-timeout", "--ca-file", "--credentials-file", "--bypass-leader-redirect"]


def options_of(borealis, *verb):
    done = borealis(*verb, "--help")
    assert done.code == 0, done
    return {option for option in OPTIONS if re.search(rf"^\s*{option}\b", done.out, re.M)}


@pytest.mark.parametrize("verb", ["job status", "job list", "job create", "job deploy", "job kill", "job killall", "task logs"])
def test_verbs_that_talk_to_a_cluster(borealis, verb):
    assert options_of(borealis, *verb.split()) == set(OPTIONS)


@pytest.mark.parametrize("verb", ["config validate", "config render", "job inspect", "task try", "schema show", "cluster up",
                                  "cluster down", "cluster status"])
def test_verbs_that_talk_to_none(borealis, verb):
    assert options_of(borealis, *verb.split()) == set()


@pytest.mark.parametrize("timeout", ["soon", "-1", ""])
def test_a_timeout_that_is_none(borealis, timeout):
    done = borealis("job", "list", "devcluster", "--call-timeout", timeout)
    assert done.code == 64 and done.out == "", done

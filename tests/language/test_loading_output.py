"""What a config prints is talk, never data; nothing depends on whose machine it is (DESIGN §7)."""

from .loading import JOB, folder, needs_plain_build  # noqa: F401


def test_all_that_is_printed_goes_to_stderr(folder):
    folder.write("talk.aurora", "print('included')\n")
    done = folder.render("""
        import ctypes, os, subprocess, sys
        print('printed')
        sys.stdout.write('written\\n')
        os.write(1, b'by descriptor\\n')
        include('talk.aurora')
        subprocess.call(['echo', 'by a child'])
        os.system('echo by a shell')
        libc = ctypes.CDLL(None)
        libc.puts(b'by C')
        libc.fflush(None)
        print('{"jobs": []}', flush=True)
        sys.__stdout__.write('by __stdout__\\n')
        open('/dev/stdout', 'w').write('by device\\n')
        """ + JOB.replace("\n", "\n        "))
    assert done.code == 0, done
    assert [j["name"] for j in done.json()["jobs"]] == ["n"]
    for words in ("printed", "written", "by descriptor", "included", "by a child", "by a shell", "by C", "by __stdout__", "by device"):
        assert words in done.err.splitlines(), (words, done)
    for verb in ("validate", "list", "inputs"):
        done = folder.run(verb, "web.aurora")
        assert "printed" in done.err and "printed" not in done.out, done


def test_what_is_printed_is_said_once(folder):
    """When mistakes make it evaluate again, the second evaluation is silent."""
    report = folder.validate("print('hello')\nx = Process(nam='x')\nprint('not reached at first')\n" + JOB)
    assert report.code == 1
    assert report.err.count("hello") == 1 and "not reached" not in report.err


@needs_plain_build
def test_what_was_printed_before_a_death_is_there(folder):
    for end in ("os._exit(0)", "ctypes.string_at(0)", "1 / 0", "os.abort()"):
        report = folder.validate(f"import ctypes, os\nprint('last words')\n{end}\n")
        assert "last words" in report.err, (end, report)


def test_the_same_bytes_everywhere(folder):
    """No dependence on the user, the clock, the locale, the directory's name or the environment."""
    config = """
        class Profile(Struct):
          names = Map(String, Integer)
        p = Profile(names={w: len(w) for w in {'one', 'three', 'fifteen'}})
        task = SimpleTask('t', ' '.join(sorted({'b', 'a', 'c'})) + ' {{profile.names[three]}} ' + str({'x', 'y', 'z'}))
        jobs = [Service(cluster='c', role='r', environment='prod', name=n, task=task, contact='{{unknown}}').bind(profile=p)
                for n in ('a', 'b')]
        """
    seen = set()
    for i, env in enumerate(({}, {"LC_ALL": "C", "LANG": "C"}, {"LC_ALL": "tr_TR.UTF-8", "USER": "x", "LOGNAME": "x", "TZ": "Asia/Tokyo"},
                             {"PYTHONHASHSEED": "7", "PYTHONPATH": "/nowhere", "PYTHONSTARTUP": "/nowhere", "HOME": "/nowhere"})):
        name = f"dir {i} é/web.aurora"
        folder.write(name, config)
        there = (folder.path / name).parent
        rendered = folder.run("render", "web.aurora", "--bind", "unknown=1", "--as", "json", cwd=there, env=env)
        report = folder.run("validate", "web.aurora", "--format", "json", cwd=there, env=env)
        listed = folder.run("list", "web.aurora", "--bind", "unknown=1", cwd=there, env=env)
        assert rendered.code == 0 and report.code == 1 and listed.code == 0, (rendered, report)
        seen.add((rendered.out, report.out, listed.out))
    assert len(seen) == 1


def test_inputs(folder):
    """What a config reads: files in order of their use, modules that it imports itself, variables."""
    folder.write("base.aurora", "import json\n")
    folder.write("data.txt", "x")
    done = folder.render(None, file="none.aurora")
    assert done.code == 3
    folder.write("web.aurora", "import os\ninclude('base.aurora')\nopen('data.txt').read()\nx = os.environ.get('SOME_VARIABLE')\n" + JOB)
    found = folder.run("inputs", "web.aurora", "--output", "json").json()
    assert found["files"] == ["web.aurora", "base.aurora", "data.txt"]
    assert found["modules"] == ["os", "json"] and found["env"] == ["SOME_VARIABLE"]

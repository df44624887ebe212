"""What a confined config may not do: the kernel refuses it, and the finding stands at the line that tried."""

import os
import platform
import socket

import pytest

from sandbox.conftest import SECRET, needs_landlock, refused_here

CALLS = """\
import ctypes
libc = ctypes.CDLL(None, use_errno=True)
def call(number, *arguments):
    answer = libc.syscall(ctypes.c_long(number), *map(ctypes.c_long, arguments))
    print('answer', answer, ctypes.get_errno() if answer < 0 else 0)
    return answer
"""
x86_64 = pytest.mark.skipif(platform.machine() != "x86_64", reason="numbers of system calls are x86-64's")

READS = {
    "the passwords": "open('/etc/shadow')  # here",
    "the users": "open('/etc/passwd').read()  # here",
    "a key": "import os\nopen(os.path.expanduser('~/.ssh/id_ed25519'))  # here",
    "up with ..": "open('../outside/secret.aurora')  # here",
    "the root of the machine": "import os\nos.listdir('/')  # here",
    "its own environment": "open('/proc/self/environ')  # here",
    "its own memory": "open('/proc/self/mem', 'rb')  # here",
    "its parent's memory": "import os\nopen('/proc/%d/mem' % os.getppid(), 'rb')  # here",
    "its parent's environment": "import os\nopen('/proc/%d/environ' % os.getppid())  # here",
    "its parent's files": "import os\nos.listdir('/proc/%d/fd' % os.getppid())  # here",
    "the kernel's messages": "open('/dev/kmsg', 'rb')  # here",
    "a disk": "import os\nos.open('/dev', os.O_RDONLY)  # here",
    "through a link": "open('link')  # here",
    "through a linked folder": "open('folder/secret.aurora')  # here",
    "with os.open": "import os\nos.open('/etc/passwd', os.O_RDONLY)  # here",
    "with io.FileIO": "import io\nio.FileIO('/etc/passwd')  # here",
    "with the importer": "import importlib.machinery as m\nm.SourceFileLoader('x', '/etc/passwd').get_data('/etc/passwd')  # here",
    "with a pickle": "import pickle\npickle.loads(b\"cbuiltins\\nopen\\n(S'/etc/passwd'\\ntR.\")  # here",
    "with a codec": "import codecs\ncodecs.open('/etc/passwd', 'r', 'utf-8')  # here",
    "with linecache's tokenizer": "import tokenize\ntokenize.open('/etc/passwd')  # here",
    "with a mapped file": "import os\nfd = os.open('/etc/passwd', os.O_RDONLY)  # here\nimport mmap; mmap.mmap(fd, 0)",
    "below /proc/self/root": "open('/proc/self/root/etc/passwd')  # here",
}


@needs_landlock
@pytest.mark.parametrize("name", READS)
def test_reading(world, name):
    (world.project / "link").symlink_to(world.secrets[1])
    (world.project / "folder").symlink_to(world.secrets[1].parent)
    findings, done = world.validate(READS[name])
    found = refused_here(findings, READS[name])
    assert "PermissionError" in found["message"] and "--sandbox-read" in found["hint"], done
    assert done.code == 3


@needs_landlock
@pytest.mark.parametrize("path", ["../outside/secret.aurora", "link", "/etc/passwd"])
def test_including(world, path):
    (world.project / "link").symlink_to(world.secrets[1])
    text = f"include('{path}')  # here"
    findings, done = world.validate(text)
    assert "--sandbox-read" in refused_here(findings, text, "unreadable-file")["hint"], done


@needs_landlock
def test_a_config_that_is_a_link_out_of_the_project(world):
    (world.project / "config.aurora").symlink_to(world.secrets[1])
    done = world.run("config", "validate", "config.aurora", "--sandbox")
    assert done.code == 3 and "error[unreadable-file]" in done.out and SECRET not in done.out + done.err, done
    assert "--sandbox-read" in done.out, done


@needs_landlock
def test_a_folder_that_is_allowed(world):
    text = "include('../outside/plain.aurora')\njobs = []"
    (world.folder / "outside" / "plain.aurora").write_text("x = 1\n")
    world.write(text)
    done = world.run("config", "validate", "config.aurora", "--sandbox", "--sandbox-read", "../outside")
    assert "no-jobs" in done.out and "unreadable-file" not in done.out, done


CHANGES = {
    "a new file": "open('new', 'w')  # here",
    "an old file": "open('config.aurora', 'a')  # here",
    "truncating": "import os\nos.truncate('config.aurora', 0)  # here",
    "removing": "import os\nos.remove('config.aurora')  # here",
    "a folder": "import os\nos.mkdir('folder')  # here",
    "a link": "import os\nos.symlink('/etc', 'etc')  # here",
    "a name": "import os\nos.rename('config.aurora', 'other')  # here",
    "permissions": "import os\nos.chmod('config.aurora', 0o777)  # here",
    "times": "import os\nos.utime('config.aurora')  # here",
    "a pipe in the file system": "import os\nos.mkfifo('pipe')  # here",
    "a file without a name": "import os\nos.open('.', os.O_TMPFILE | os.O_RDWR)  # here",
    "memory with a name": "import os\nos.memfd_create('code')  # here",
    "shared memory": "from _posixshmem import shm_open\nimport os\nshm_open('/x', os.O_CREAT | os.O_RDWR)  # here",
    "another root": "import os\nos.chroot('.')  # here",
    "another user": "import os\nos.setuid(1)  # here",
    "its priority": "import os\nos.nice(5)  # here",
    "its session": "import os\nos.setsid()  # here",
}


@pytest.mark.parametrize("name", CHANGES)
def test_changing(world, name):
    findings, done = world.validate(CHANGES[name])
    before = set(os.listdir(world.project))
    found = refused_here(findings, CHANGES[name])
    assert "sandbox forbids" in found["hint"] and done.code == 3, done
    assert before == {"borealis.toml", "config.aurora"}
    assert (world.project / "config.aurora").read_text() == CHANGES[name]


SOCKETS = ["AF_INET", "AF_INET6", "AF_UNIX", "AF_NETLINK", "AF_PACKET", "AF_VSOCK", "AF_ALG", "AF_CAN", "AF_TIPC", "AF_RDS"]


@pytest.mark.parametrize("family", SOCKETS)
def test_sockets(world, family):
    kind = "SOCK_SEQPACKET" if family == "AF_ALG" else "SOCK_RAW" if family in ("AF_NETLINK", "AF_PACKET") else "SOCK_STREAM"
    text = f"import socket\nsocket.socket(socket.{family}, socket.{kind})  # here"
    findings, done = world.validate(text)
    assert "network" in refused_here(findings, text)["hint"], done


def test_nothing_arrives_at_a_server(world):
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(1)
        port = server.getsockname()[1]
        text = f"import urllib.request\nurllib.request.urlopen('http://127.0.0.1:{port}/')  # here"
        findings, done = world.validate(text)
        assert findings[0]["line"] == 2 and "network" in findings[0]["hint"], done
        with pytest.raises(TimeoutError):
            server.accept()


def test_names_are_not_looked_up(world):
    text = "import socket\nsocket.getaddrinfo('localhost', 80)  # here"
    findings, _ = world.validate(text)
    assert "network" in refused_here(findings, text)["hint"]


PROCESSES = {
    "fork": "import os\nos.fork()  # here",
    "forkpty": "import os\nos.forkpty()  # here",
    "subprocess": "import subprocess\nsubprocess.run(['touch', 'made'])  # here",
    "a shell": "import subprocess\nsubprocess.check_output('touch made', shell=True)  # here",
    "popen": "import os\nos.popen('touch made')  # here",
    "posix_spawn": "import os\nos.posix_spawn('/usr/bin/touch', ['touch', 'made'], {})  # here",
    "exec": "import os\nos.execv('/usr/bin/touch', ['touch', 'made'])  # here",
    "exec of a descriptor": "import os\nos.execve(0, ['touch', 'made'], {})  # here",
    "_posixsubprocess": "import _posixsubprocess, os\n_posixsubprocess.fork_exec([b'touch', b'made'], [b'/usr/bin/touch'], "
                        "True, (5,), None, None, -1, -1, -1, -1, -1, -1, -1, 5, False, False, -1, None, None, None, -1, None, True)  # here",
    "a thread": "import threading\nthreading.Thread(target=print).start()  # here",
    "_thread": "import _thread\n_thread.start_new_thread(print, ())  # here",
    "a pool": "from concurrent.futures import ThreadPoolExecutor\nThreadPoolExecutor().submit(print)  # here",
    "a signal to the parent": "import os\nos.kill(os.getppid(), 15)  # here",
    "a signal to init": "import os\nos.kill(1, 0)  # here",
    "a signal to all": "import os\nos.kill(-1, 0)  # here",
    "a signal to the group": "import os\nos.killpg(0, 0)  # here",
    "a handle of the parent": "import os\nos.pidfd_open(os.getppid())  # here",
    "a signal by the kernel": "import fcntl, os\nfcntl.fcntl(3, fcntl.F_SETOWN, os.getppid())  # here",
}


@pytest.mark.parametrize("name", PROCESSES)
def test_processes(world, name):
    findings, done = world.validate(PROCESSES[name])
    found = refused_here(findings, PROCESSES[name])
    assert "sandbox forbids" in found["hint"] and done.code == 3, done
    assert not (world.project / "made").exists()


def test_system_starts_nothing(world):
    findings, done = world.validate("import os\nprint('status', os.system('touch made') != 0)\njobs = []")
    assert "status True" in done.err and not (world.project / "made").exists(), done


# Name -> number on x86-64.
TRAPPED = {"ptrace": 101, "process_vm_readv": 310, "process_vm_writev": 311, "io_uring_setup": 425, "userfaultfd": 323,
           "keyctl": 250, "add_key": 248, "request_key": 249, "bpf": 321, "mount": 165, "umount2": 166, "pivot_root": 155,
           "unshare": 272, "setns": 308, "perf_event_open": 298, "kexec_load": 246, "init_module": 175,
           "open_by_handle_at": 304, "name_to_handle_at": 303, "pidfd_getfd": 438, "modify_ldt": 154, "kcmp": 312,
           "memfd_secret": 447, "seccomp": 317, "move_mount": 429, "fsopen": 430, "personality": 135}


@x86_64
@pytest.mark.parametrize("name", TRAPPED)
def test_calls_that_end_the_evaluation(world, name):
    text = f"import ctypes\nlibc = ctypes.CDLL(None)\nlibc.syscall({TRAPPED[name]}, 0, 0, 0, 0, 0)  # here\n"
    findings, done = world.validate(text)
    found = refused_here(findings, text)
    assert f"`{name}`" in found["message"] and found["hint"] == "the sandbox forbids it" and done.code == 3, done


def test_a_handler_of_its_own_does_not_help(world):
    """The call is refused all the same; only the report of it is the config's."""
    text = "import ctypes, signal\nsignal.signal(signal.SIGSYS, signal.SIG_IGN)\n" \
           "ctypes.CDLL(None).syscall(101, 0, 0, 0, 0)\njobs = []"
    findings, done = world.validate(text)
    assert [f["rule"] for f in findings] == ["sandbox-denied"] and done.code == 3, done


@x86_64
@pytest.mark.parametrize("name, number, arguments", [
    ("memfd_create", 319, "id(b'x'), 0"), ("execveat", 322, "0, 0, 0, 0, 0x1000"), ("fork", 57, ""), ("vfork", 58, ""),
    ("clone", 56, "17, 0, 0, 0, 0"), ("socketpair", 53, "1, 1, 0, 0"), ("tkill", 200, "1, 0"), ("prctl", 157, "1, 0, 0, 0, 0"),
    ("dumpable again", 157, "4, 1, 0, 0, 0"), ("sendmsg", 46, "3, 0, 0"), ("inotify_init", 253, ""), ("shmget", 29, "1, 4096, 0o1600"),
    ("msgget", 68, "1, 0o1600"), ("semget", 64, "1, 1, 0o1600"), ("mq_open", 240, "0, 0, 0, 0"), ("fanotify_init", 300, "0, 0"),
    ("splice", 275, "0, 0, 1, 0, 10, 0"), ("timer_create", 222, "0, 0, 0"), ("rt_sigqueueinfo", 129, "1, 0, 0"),
    ("sched_setscheduler", 144, "0, 0, 0"), ("mlockall", 151, "1"), ("writing with open", 2, "id('x'), 1, 0"),
    ("capset", 126, "0, 0"), ("setuid", 105, "0"), ("adjtimex", 159, "0"), ("sethostname", 170, "0, 0")])
def test_calls_that_are_refused(world, name, number, arguments):
    findings, done = world.validate(CALLS + f"call({number}, {arguments})\njobs = []")
    assert "answer -1 1\n" in done.err, done


@x86_64
@pytest.mark.parametrize("name, number", [("clone3", 435), ("openat2", 437)])
def test_calls_that_the_kernel_seems_not_to_have(world, name, number):
    findings, done = world.validate(CALLS + f"call({number}, 0, 0, 0, 0)\njobs = []")
    assert "answer -1 38\n" in done.err, done


@x86_64
@pytest.mark.parametrize("code", [
    # mov eax, 0x40000027 (x32's getpid); syscall; ret
    b"\xb8\x27\x00\x00\x40\x0f\x05\xc3",
    # mov eax, 20 (32-bit getpid); int 0x80; ret
    b"\xb8\x14\x00\x00\x00\xcd\x80\xc3"], ids=["x32", "32-bit"])
def test_calls_of_another_architecture(world, code):
    """Machine code is taken for granted: what it can ask of the kernel is what counts."""
    text = f"""\
import ctypes, mmap
page = mmap.mmap(-1, 4096, prot=7)
page.write({code!r})
address = ctypes.addressof(ctypes.c_char.from_buffer(page))
print('answer', ctypes.PYFUNCTYPE(ctypes.c_long)(address)())
jobs = []
"""
    findings, done = world.validate(text)
    assert [f["rule"] for f in findings] == ["sandbox-denied"] and "answer" not in done.err, done
    assert "another architecture" in findings[0]["hint"]


def test_descriptors_of_the_caller_are_closed(world):
    with open(world.secrets[0], "rb") as secret:
        text = ("import os\nheld = [fd for fd in range(256) if os.path.exists('/proc/self/fd') or True]\n"
                "def open_one(fd):\n  try: os.fstat(fd); return True\n  except OSError: return False\n"
                "print('open', [fd for fd in range(1024) if open_one(fd)])\njobs = []")
        findings, done = world.validate(text, pass_fds=[secret.fileno()])
    # Nothing to read, the two it prints to, the channel, and where muted output goes.
    assert "open [0, 1, 2, 3, 4]\n" in done.err, done


def test_the_environment_is_cut_down(world):
    world.write("import os\nprint('sees', sorted(os.environ))\njobs = []")
    done = world.run("config", "list", "config.aurora", "--sandbox")
    assert "sees ['HOME', 'PATH']\n" in done.err, done
    done = world.run("config", "list", "config.aurora", "--sandbox", "--sandbox-env", "NO_COLOR")
    assert "sees ['HOME', 'NO_COLOR', 'PATH']\n" in done.err, done


@x86_64
def test_traced_by_nobody(world):
    findings, done = world.validate("import os\nos.kill(os.getpid(), 0)\nopen('/proc/self/status')  # here\n")
    assert findings[0]["line"] == 3, done

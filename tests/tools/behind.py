"""Work that is done behind the tests, one piece after the other, with the processor time that they leave over."""

import os
import signal
import subprocess
import tempfile
import threading

# The class of the scheduler that runs only when nothing else wants to.
IDLE = ["chrt", "--idle", "0"]


class Piece:
    def __init__(self, command):
        self.command = command
        self.done = threading.Event()
        self.code, self.output = -1, "it was not started"

    def wait(self):
        """The exit code and what was said, once the piece is done."""
        self.done.wait()
        return self.code, self.output


class Behind:
    """Runs what `add` was given in the background; leaving the block stops what is still to do."""

    def __init__(self, root):
        self.root = root
        self.pieces, self.running, self.stopping = [], None, False
        self.lock = threading.Lock()
        self.thread = threading.Thread(target=self._work, daemon=True)

    def add(self, command):
        self.pieces.append(Piece(command))
        return self.pieces[-1]

    def __enter__(self):
        self.thread.start()
        return self

    def __exit__(self, *_):
        with self.lock:
            self.stopping = True
            if self.running:
                os.killpg(self.running.pid, signal.SIGTERM)
        self.thread.join()

    def _work(self):
        for piece in self.pieces:
            try:
                self._run(piece)
            except OSError as error:
                piece.output = str(error)
            piece.done.set()

    def _run(self, piece):
        with tempfile.TemporaryFile() as log:
            with self.lock:
                if self.stopping:
                    return
                self.running = subprocess.Popen([*IDLE, *piece.command], cwd=self.root, stdin=subprocess.DEVNULL,
                                                stdout=log, stderr=subprocess.STDOUT, start_new_session=True)
            piece.code = self.running.wait()
            self.running = None
            log.seek(0)
            piece.output = log.read().decode(errors="replace")

"""A client of Pyright's language server, as an editor is one: it opens documents and asks about places in them."""

import json
import queue
import subprocess
import threading


class LanguageServer:
    def __init__(self, command, folder, timeout):
        self.timeout = timeout
        self.process = subprocess.Popen(command, cwd=folder, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                        stderr=subprocess.DEVNULL)
        self.messages = queue.Queue()
        self.next_id = 0
        threading.Thread(target=self._read, daemon=True).start()
        self.request("initialize", {
            "processId": None, "rootUri": folder.as_uri(), "capabilities": {},
            "workspaceFolders": [{"uri": folder.as_uri(), "name": folder.name}]})
        self._send({"method": "initialized", "params": {}})

    def close(self):
        self.process.kill()
        self.process.wait()
        self.process.stdin.close()

    def _read(self):
        stream = self.process.stdout
        while True:
            length = None
            while (line := stream.readline().strip()):
                name, _, value = line.partition(b":")
                length = int(value) if name.lower() == b"content-length" else length
            if length is None:
                self.messages.put(None)
                return
            self.messages.put(json.loads(stream.read(length)))

    def _send(self, message):
        body = json.dumps({"jsonrpc": "2.0", **message}).encode()
        self.process.stdin.write(b"Content-Length: %d\r\n\r\n%s" % (len(body), body))
        self.process.stdin.flush()

    def _next(self, wanted):
        """The next message that wanted() takes; what the server asks on the way is answered."""
        while True:
            message = self.messages.get(timeout=self.timeout)
            assert message is not None, "the language server ended"
            if "method" in message and "id" in message:
                # Settings that the user has not made, or a capability to take note of.
                items = (message.get("params") or {}).get("items")
                self._send({"id": message["id"], "result": [None] * len(items) if items else None})
            elif wanted(message):
                return message

    def request(self, method, params):
        self.next_id += 1
        number = self.next_id
        self._send({"id": number, "method": method, "params": params})
        answer = self._next(lambda message: message.get("id") == number)
        assert "error" not in answer, answer
        return answer["result"]

    def open(self, path):
        """Opens the file as Python, which is what an editor is told about *.aurora, and answers what is red in it."""
        self._send({"method": "textDocument/didOpen", "params": {"textDocument": {
            "uri": path.as_uri(), "languageId": "python", "version": 1, "text": path.read_text()}}})
        published = self._next(lambda message: message.get("method") == "textDocument/publishDiagnostics"
                               and message["params"]["uri"] == path.as_uri())
        return published["params"]["diagnostics"]

    def ask(self, method, path, place):
        """textDocument/METHOD at (line, column), both from 0."""
        return self.request(f"textDocument/{method}", {
            "textDocument": {"uri": path.as_uri()}, "position": {"line": place[0], "character": place[1]}})

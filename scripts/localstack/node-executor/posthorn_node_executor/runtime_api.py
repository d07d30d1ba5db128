"""
The HTTP server of one environment, on 127.0.0.1 and a port of its own. It has two callers:

  LocalStack     POST /invoke    {invoke-id, invoked-function-arn, payload, trace-id}
  the process    the Lambda Runtime API (https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html)
"""

import json
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

HOST = "127.0.0.1"
RUNTIME = "/2018-06-01/runtime"


class RuntimeApi:
    def __init__(self, environment):
        handler = type("Handler", (_Handler,), {"environment": environment})
        self.server = ThreadingHTTPServer((HOST, 0), handler)
        self.server.daemon_threads = True
        self.port = self.server.server_address[1]
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def close(self) -> None:
        self.server.shutdown()
        self.server.server_close()


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    environment = None

    def log_message(self, *args):
        pass

    def do_GET(self):
        if self.path != f"{RUNTIME}/invocation/next":
            self._answer(404)
            return
        invocation = self.environment.next_invocation()
        if invocation is None:
            self._answer(410)
            return
        self.environment.begin(invocation)
        deadline_ms = int((time.time() + self.environment.timeout_seconds) * 1000)
        has_it = self._answer(
            200,
            invocation["payload"].encode(),
            {
                "Content-Type": "application/json",
                "Lambda-Runtime-Aws-Request-Id": invocation["invoke-id"],
                "Lambda-Runtime-Deadline-Ms": str(deadline_ms),
                "Lambda-Runtime-Invoked-Function-Arn": invocation["invoked-function-arn"],
                "Lambda-Runtime-Trace-Id": invocation.get("trace-id") or "",
            },
        )
        if not has_it:
            self.environment.give_back(invocation)

    def do_POST(self):
        body = self._body()
        if self.path == "/invoke":
            self.environment.invoke(json.loads(body))
            self._answer(200)
            return
        if self.path == f"{RUNTIME}/init/error":
            self.environment.fail_start(json.loads(body))
            self._answer(202)
            return
        how = self.path.rsplit("/", 1)[-1]
        if how not in ("response", "error"):
            self._answer(404)
            return
        self.environment.finish(how, body)
        self._answer(202)

    def _answer(self, status: int, body: bytes = b"", headers: dict[str, str] | None = None) -> bool:
        """False: the caller has gone, for example a process that was killed."""
        try:
            self.send_response(status)
            for name, value in (headers or {}).items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)
            return True
        except OSError:
            self.close_connection = True
            return False

    def _body(self) -> bytes:
        return self.rfile.read(int(self.headers.get("Content-Length") or 0))

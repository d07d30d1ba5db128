"""
An execution environment of a function: a Node.js process, its invocations, and its logs.

Does what LocalStack's runtime init (/var/rapid/init) does inside a container. LocalStack is told by HTTP, at the URL in
LOCALSTACK_RUNTIME_ENDPOINT:

  POST /status/<environment>/ready       the process has asked for its first event
  POST /status/<environment>/error       the process ended before that, or could not load its handler
  POST /invocations/<invocation>/logs    what an invocation has written
  POST /invocations/<invocation>/response, /error
"""

import json
import os
import queue
import shutil
import subprocess
import tempfile
import threading
from pathlib import Path

import requests
from localstack import config

from posthorn_node_executor.runtime_api import HOST, RuntimeApi

RUNTIME_CLIENT = Path(__file__).with_name("runtime-client.mjs")

# The Node.js that runs the functions; by default the first one of the PATH.
NODE = os.environ.get("POSTHORN_NODE") or shutil.which("node") or "node"


class Environment:
    def __init__(self, id: str, variables: dict[str, str], code: Path):
        self.id = id
        self.variables = variables
        self.code = code
        self.timeout_seconds = int(variables["AWS_LAMBDA_FUNCTION_TIMEOUT"])
        self.localstack = variables["LOCALSTACK_RUNTIME_ENDPOINT"]
        self.session = requests.Session()
        self.lock = threading.RLock()
        self.waiting: queue.Queue[dict | None] = queue.Queue()
        self.current: dict | None = None
        self.timer: threading.Timer | None = None
        self.process: subprocess.Popen | None = None
        self.is_ready = False
        self.is_stopping = False
        self.lines: list[str] = []
        self.lines_told = 0
        self.folder = tempfile.mkdtemp(prefix="lambda-", dir=config.dirs.tmp)
        self.api = RuntimeApi(self)

    @property
    def port(self) -> int:
        return self.api.port

    def start(self) -> None:
        variables = {name: str(value) for name, value in self.variables.items()}
        variables |= {
            "PATH": os.environ["PATH"],
            "HOME": self.folder,
            "TMPDIR": self.folder,
            "LANG": "en_US.UTF-8",
            "LAMBDA_TASK_ROOT": str(self.code),
            "AWS_LAMBDA_RUNTIME_API": f"{HOST}:{self.port}",
        }
        self.process = subprocess.Popen(
            [NODE, str(RUNTIME_CLIENT)],
            cwd=self.code,
            env=variables,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
        )
        threading.Thread(target=self._read, args=(self.process,), daemon=True).start()

    def stop(self) -> None:
        self.is_stopping = True
        if self.timer:
            self.timer.cancel()
        self.waiting.put(None)
        self._kill()
        self.api.close()
        shutil.rmtree(self.folder, ignore_errors=True)

    def all_logs(self) -> str:
        return "".join(self.lines)

    # called by the Runtime API

    def invoke(self, invocation: dict) -> None:
        self.waiting.put(invocation)

    def next_invocation(self) -> dict | None:
        """Waits for one. None: the environment is being stopped."""
        if not self.is_ready:
            self.is_ready = True
            self._tell(f"status/{self.id}/ready", {})
        return self.waiting.get()

    def begin(self, invocation: dict) -> None:
        with self.lock:
            self.current = invocation
            self.lines.append(f"START RequestId: {invocation['invoke-id']}\n")
            self.timer = threading.Timer(self.timeout_seconds, self._time_out, args=(invocation,))
            self.timer.daemon = True
            self.timer.start()

    def give_back(self, invocation: dict) -> None:
        """The process went away before it had the invocation: the next process takes it."""
        with self.lock:
            self.current = None
            if self.timer:
                self.timer.cancel()
        self.waiting.put(invocation)

    def finish(self, how: str, body: bytes) -> None:
        """Reports the current invocation as `response` or `error`, unless it has been reported already."""
        with self.lock:
            invocation, self.current = self.current, None
            if self.timer:
                self.timer.cancel()
        if invocation is None:
            return
        path = f"invocations/{invocation['invoke-id']}"
        lines, self.lines_told = self.lines[self.lines_told :], len(self.lines)
        self._tell(f"{path}/logs", {"logs": "".join(lines)})
        headers = {"Content-Type": "application/json"}
        self.session.post(f"{self.localstack}/{path}/{how}", data=body, headers=headers)

    def fail_start(self, problem: dict) -> None:
        self.is_stopping = True
        self._tell(f"status/{self.id}/error", problem)

    # the process

    def _tell(self, path: str, body: dict) -> None:
        self.session.post(f"{self.localstack}/{path}", json=body)

    def _read(self, process: subprocess.Popen) -> None:
        for line in process.stdout:
            self.lines.append(line.decode("utf-8", "replace"))
        code = process.wait()
        if process is self.process and not self.is_stopping:
            self._exited(code)

    def _exited(self, code: int) -> None:
        """The process ended by itself: its invocation fails, and the next one gets a new process."""
        request = (self.current or {}).get("invoke-id")
        message = f"RequestId: {request} Error: Runtime exited with exit status {code}"
        problem = {"errorType": "Runtime.ExitError", "errorMessage": message}
        if not self.is_ready:
            self.fail_start(problem)
            return
        self.finish("error", json.dumps(problem).encode())
        self.start()

    def _time_out(self, invocation: dict) -> None:
        if invocation is not self.current:
            return
        self._kill()
        message = f"{invocation['invoke-id']} Task timed out after {self.timeout_seconds:.2f} seconds"
        problem = {"errorType": "Sandbox.Timedout", "errorMessage": message}
        self.finish("error", json.dumps(problem).encode())
        if not self.is_stopping:
            self.start()

    def _kill(self) -> None:
        process, self.process = self.process, None
        if process:
            process.kill()

"""LocalStack's side: what its Lambda asks of an executor (localstack/services/lambda_/invocation/runtime_executor.py)."""

import logging
from pathlib import Path

from localstack import config
from localstack.services.lambda_.invocation.executor_endpoint import ExecutorEndpoint
from localstack.services.lambda_.invocation.lambda_models import FunctionVersion
from localstack.services.lambda_.invocation.runtime_executor import RuntimeExecutor

from posthorn_node_executor.environment import Environment
from posthorn_node_executor.runtime_api import HOST

LOG = logging.getLogger(__name__)


class NodeExecutor(RuntimeExecutor):
    """One execution environment: a Node.js process, where LocalStack's own executor starts a container."""

    def __init__(self, id: str, function_version: FunctionVersion) -> None:
        super().__init__(id=id, function_version=function_version)
        self.endpoint = ExecutorEndpoint(self.id, container_address=HOST)
        self.environment: Environment | None = None

    def start(self, env_vars: dict[str, str]) -> None:
        self.endpoint.start()
        code = Path(self.function_version.config.code.get_unzipped_code_location())
        self.environment = Environment(self.id, env_vars, code)
        self.endpoint.container_port = self.environment.port
        self.environment.start()
        self.endpoint.wait_for_startup()

    def stop(self) -> None:
        if self.environment:
            self.environment.stop()
        try:
            self.endpoint.shutdown()
        except Exception as error:
            LOG.debug("environment %s was shut down before: %s", self.id, error)

    def get_address(self) -> str:
        return HOST

    def get_endpoint_from_executor(self) -> str:
        return HOST

    def get_runtime_endpoint(self) -> str:
        return f"http://{HOST}:{config.GATEWAY_LISTEN[0].port}{self.endpoint.get_endpoint_prefix()}"

    def invoke(self, payload: dict[str, str]):
        return self.endpoint.invoke(payload)

    def get_logs(self) -> str:
        return self.environment.all_logs() if self.environment else ""

    @classmethod
    def prepare_version(cls, function_version: FunctionVersion) -> None:
        if function_version.config.code:
            function_version.config.code.prepare_for_execution()

    @classmethod
    def cleanup_version(cls, function_version: FunctionVersion) -> None:
        pass

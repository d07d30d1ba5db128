from localstack.services.lambda_.invocation.plugins import RuntimeExecutorPlugin


class NodeExecutorPlugin(RuntimeExecutorPlugin):
    """Chosen by LAMBDA_RUNTIME_EXECUTOR=node."""

    name = "node"

    def load(self, *args, **kwargs):
        from posthorn_node_executor.executor import NodeExecutor

        return NodeExecutor

// Stands in for AWS's Node.js runtime: loads the function's handler, then asks the Runtime API for one event after
// another. https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { request } from 'node:http';
import { resolve } from 'node:path';
import { text } from 'node:stream/consumers';
import { pathToFileURL } from 'node:url';

const { AWS_LAMBDA_RUNTIME_API: host, LAMBDA_TASK_ROOT: root, _HANDLER: handlerName } = process.env;
const api = `http://${host}/2018-06-01/runtime`;

const describe = (error) => ({
  errorType: error?.name ?? 'Error',
  errorMessage: error?.message ?? String(error),
  stackTrace: String(error?.stack ?? '')
    .split('\n')
    .slice(1),
});

/** Not `fetch`, which gives up after five minutes: the next event may take longer. */
async function call(method, path, body = '') {
  const outgoing = request(api + path, { method, headers: { 'content-length': Buffer.byteLength(body) } });
  outgoing.end(body);
  const [response] = await once(outgoing, 'response');
  return { status: response.statusCode, headers: response.headers, text: await text(response) };
}

/** JSON.stringify has no text for a handler that returns nothing. */
const post = (path, value) => call('POST', path, JSON.stringify(value) ?? 'null');

function namedError(name, message) {
  const error = new Error(message);
  error.name = name;
  return error;
}

/** `index.handler` is the export `handler` of index.mjs, index.js or index.cjs. */
async function loadHandler() {
  const dot = handlerName.lastIndexOf('.');
  const module = handlerName.slice(0, dot);
  const file = ['.mjs', '.js', '.cjs'].map((ending) => resolve(root, module + ending)).find(existsSync);
  if (file === undefined) throw namedError('Runtime.ImportModuleError', `Cannot find module '${module}'`);
  const handler = (await import(pathToFileURL(file).href))[handlerName.slice(dot + 1)];
  if (typeof handler !== 'function') {
    throw namedError('Runtime.HandlerNotFound', `${handlerName} is not a function`);
  }
  return handler;
}

const contextFrom = (headers) => ({
  awsRequestId: headers['lambda-runtime-aws-request-id'],
  invokedFunctionArn: headers['lambda-runtime-invoked-function-arn'],
  functionName: process.env.AWS_LAMBDA_FUNCTION_NAME,
  functionVersion: process.env.AWS_LAMBDA_FUNCTION_VERSION,
  memoryLimitInMB: process.env.AWS_LAMBDA_FUNCTION_MEMORY_SIZE,
  logGroupName: process.env.AWS_LAMBDA_LOG_GROUP_NAME,
  logStreamName: process.env.AWS_LAMBDA_LOG_STREAM_NAME,
  callbackWaitsForEmptyEventLoop: true,
  getRemainingTimeInMillis: () => Number(headers['lambda-runtime-deadline-ms']) - Date.now(),
});

async function handleNext(handler) {
  const next = await call('GET', '/invocation/next');
  // The environment is being stopped.
  if (next.status !== 200) process.exit(0);
  const event = JSON.parse(next.text);
  const context = contextFrom(next.headers);
  process.env._X_AMZN_TRACE_ID = next.headers['lambda-runtime-trace-id'] ?? '';
  try {
    await post(`/invocation/${context.awsRequestId}/response`, await handler(event, context));
  } catch (error) {
    console.error(error);
    await post(`/invocation/${context.awsRequestId}/error`, describe(error));
  }
}

const handler = await loadHandler().catch(async (error) => {
  console.error(error);
  await post('/init/error', describe(error));
  process.exit(1);
});
for (;;) await handleNext(handler);

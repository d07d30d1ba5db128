/** Calls to the emulator's Lambda, EventBridge and SQS besides those of the functions. It checks no signatures. */

export interface DeployedFunction {
  readonly arn: string;
  readonly memoryMb: number;
  readonly variables: Readonly<Record<string, string>>;
}

interface Configuration {
  readonly FunctionName: string;
  readonly FunctionArn: string;
  readonly MemorySize: number;
  readonly Environment?: { readonly Variables?: Readonly<Record<string, string>> };
}

const FUNCTIONS = '/2015-03-31/functions';
const EVENT_SOURCES = '/2015-03-31/event-source-mappings';
const CALL_MS = 60_000;
const DAY_MS = 86_400_000;

export class EmulatorApi {
  readonly #endpoint: string;

  constructor(endpoint: string) {
    this.#endpoint = endpoint;
  }

  /** The one that lib/ calls by this name. */
  async functionOf(stack: string, name: string): Promise<DeployedFunction> {
    const { Functions } = await this.#call<{ Functions: readonly Configuration[] }>('lambda', FUNCTIONS);
    const prefix = `${stack}-Functions${name}`;
    const found = Functions.find(({ FunctionName }) => FunctionName.startsWith(prefix));
    if (found === undefined) throw new Error(`the stack has no function ${name}`);
    const { FunctionArn: arn, MemorySize: memoryMb, Environment } = found;
    return { arn, memoryMb, variables: Environment?.Variables ?? {} };
  }

  /** Processes that run with other ones end. */
  async setVariables(functionArn: string, variables: Readonly<Record<string, string>>): Promise<void> {
    const path = `${FUNCTIONS}/${functionArn}/configuration`;
    await this.#call('lambda', path, { method: 'PUT', body: { Environment: { Variables: variables } } });
  }

  /** Returns when it has ended. */
  async invoke(functionArn: string): Promise<void> {
    await this.#call('lambda', `${FUNCTIONS}/${functionArn}/invocations`, { method: 'POST', body: {} });
  }

  /** Since the emulator has started. */
  async invocationsOf(functionArn: string): Promise<number> {
    const query = new URLSearchParams({
      Action: 'GetMetricStatistics',
      Version: '2010-08-01',
      Namespace: 'AWS/Lambda',
      MetricName: 'Invocations',
      'Dimensions.member.1.Name': 'FunctionName',
      'Dimensions.member.1.Value': functionArn.split(':').at(-1) ?? '',
      StartTime: '2020-01-01T00:00:00Z',
      EndTime: new Date(Date.now() + DAY_MS).toISOString(),
      Period: '86400',
      'Statistics.member.1': 'Sum',
    });
    const text = await this.#text('monitoring', `/?${query}`);
    return [...text.matchAll(/<Sum>([\d.]+)<\/Sum>/g)].reduce((sum, [, count]) => sum + Number(count), 0);
  }

  /** Whether the function gets the messages of its queue. */
  async setEventSource(functionArn: string, Enabled: boolean): Promise<void> {
    const { EventSourceMappings } = await this.#call<{ EventSourceMappings: readonly { UUID: string }[] }>(
      'lambda',
      `${EVENT_SOURCES}/?FunctionName=${encodeURIComponent(functionArn)}`,
    );
    for (const { UUID } of EventSourceMappings) {
      await this.#call('lambda', `${EVENT_SOURCES}/${UUID}`, { method: 'PUT', body: { Enabled } });
    }
  }

  /** Whether functions are run by the clock. */
  async setSchedules(isOn: boolean): Promise<void> {
    const { Rules } = await this.#target<{ Rules: readonly { Name: string }[] }>('AWSEvents.ListRules', {});
    for (const { Name } of Rules) {
      await this.#target(isOn ? 'AWSEvents.EnableRule' : 'AWSEvents.DisableRule', { Name });
    }
  }

  /** Messages on the queue, whether they wait, sleep or are worked off. */
  async messagesOn(QueueUrl: string): Promise<number> {
    const { Attributes } = await this.#target<{ Attributes: Readonly<Record<string, string>> }>(
      'AmazonSQS.GetQueueAttributes',
      { QueueUrl, AttributeNames: ['All'] },
    );
    const counts = ['', 'NotVisible', 'Delayed'].map((kind) =>
      Number(Attributes[`ApproximateNumberOfMessages${kind}`]),
    );
    return counts.reduce((sum, count) => sum + count, 0);
  }

  #target<Result>(target: string, body: object): Promise<Result> {
    const headers = { 'x-amz-target': target, 'content-type': 'application/x-amz-json-1.0' };
    const service = target.startsWith('AWSEvents') ? 'events' : 'sqs';
    return this.#call(service, '/', { method: 'POST', body, headers });
  }

  async #call<Result>(service: string, path: string, request: CallOptions = {}): Promise<Result> {
    const text = await this.#text(service, path, request);
    return (text === '' ? {} : JSON.parse(text)) as Result;
  }

  async #text(service: string, path: string, request: CallOptions = {}): Promise<string> {
    const { method = 'GET', body, headers } = request;
    const scope = `test/20260101/us-east-1/${service}/aws4_request`;
    const authorization = `AWS4-HMAC-SHA256 Credential=${scope}, SignedHeaders=host, Signature=none`;
    const response = await fetch(this.#endpoint + path, {
      method,
      headers: { 'content-type': 'application/json', ...headers, authorization },
      ...(body !== undefined && { body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(CALL_MS),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`${method} ${path} of the emulator: ${response.status} ${text}`);
    return text;
  }
}

interface CallOptions {
  readonly method?: string;
  readonly body?: object;
  readonly headers?: Readonly<Record<string, string>>;
}

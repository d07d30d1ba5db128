/** docs/collection/posthorn.http: the requests of the OpenAPI document, for the HTTP clients of editors. */

interface Parameter {
  readonly name: string;
  readonly in: string;
  readonly required: boolean;
  readonly example?: string;
}

interface MediaType {
  readonly example?: unknown;
  readonly examples?: Readonly<Record<string, { readonly summary: string; readonly value: unknown }>>;
}

interface OperationObject {
  readonly operationId: string;
  readonly tags: readonly string[];
  readonly summary: string;
  readonly security: readonly object[];
  readonly parameters?: readonly Parameter[];
  readonly requestBody?: { readonly content: Readonly<Record<string, MediaType>> };
  readonly responses: Readonly<Record<string, object>>;
}

export interface DocumentWithOperations {
  readonly tags: readonly { readonly name: string }[];
  readonly paths: Readonly<Record<string, Readonly<Record<string, OperationObject>>>>;
}

interface Operation extends OperationObject {
  readonly method: string;
  readonly path: string;
}

/** A body of a request. */
interface Body {
  /** Tells it apart from other bodies of the same operation. */
  readonly name: string;
  readonly summary: string;
  readonly contentType: string;
  readonly text: string;
}

const JSON_TYPE = 'application/json';
const EVENT_TYPE_HEADER = 'X-Event-Type';

const HEAD = `# Every request of the API. Made by \`npm run openapi\`: copy this file instead of editing it. docs/clients.md says
# which programs open it. Set these variables first; the answers of requests have ids of yours.

@url = http://127.0.0.1:8000
@key = phk_
@target_url = https://shop.example/hooks
`;

/** Variables for the ids in paths, by the prefix that ids have. */
const ID_VARIABLES: Readonly<Record<string, string>> = {
  sub: 'subscription_id',
  evt: 'event_id',
  dlv: 'delivery_id',
  rec: 'recovery_id',
  key: 'api_key_id',
};

/** Names that callers choose, by the collection. */
const NAME_VARIABLES: Readonly<Record<string, string>> = {
  'event-types': 'event_type',
  receivers: 'receiver_id',
};

/** Places in a path that are no ids, by the name of the parameter. */
const OTHER_VARIABLES: Readonly<Record<string, string>> = { number: 'attempt_number' };

/** @throws Error for an id in a path whose prefix has no variable yet */
export function collectionOf({ tags, paths }: DocumentWithOperations): string {
  const operations = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({
      ...operation,
      path,
      method: method.toUpperCase(),
    })),
  );
  const ids = new Map<string, string>();
  for (const { example, variable } of operations.flatMap(placesOf)) ids.set(variable, example);
  const requests = tags.flatMap(({ name }) =>
    operations.filter(({ tags: [first] }) => first === name).flatMap(requestsOf),
  );
  const variables = [...ids].map(([variable, example]) => `@${variable} = ${example}\n`);
  return [HEAD + variables.join(''), ...requests].join('\n');
}

/** The parts of a path that are put in, each with the variable that it becomes. */
const placesOf = ({ path, parameters = [] }: Operation) =>
  parameters
    .filter((parameter) => parameter.in === 'path')
    .map(({ name, example = '' }) => {
      const text = String(example);
      const variable =
        OTHER_VARIABLES[name] ?? NAME_VARIABLES[path.split('/')[1] ?? ''] ?? ID_VARIABLES[text.slice(0, 3)];
      if (variable === undefined) throw new Error(`${path}: no variable in ID_VARIABLES for ${text}`);
      return { name, example: text, variable };
    });

function requestsOf(operation: Operation): readonly string[] {
  const bodies = bodiesOf(operation);
  return bodies.length === 0
    ? [requestOf(operation)]
    : bodies.map((body) => requestOf(operation, bodies.length === 1 ? { ...body, name: '' } : body));
}

/** Each example of JSON, and one body of each other content type. */
function bodiesOf({ requestBody }: Operation): readonly Body[] {
  return Object.entries(requestBody?.content ?? {}).flatMap(([contentType, { example, examples = {} }]) =>
    contentType === JSON_TYPE
      ? Object.entries(examples).map(([name, { summary, value }]) => ({
          name,
          summary,
          contentType,
          text: JSON.stringify(value, null, 2),
        }))
      : [
          {
            name: contentType.replaceAll(/\W/g, '_'),
            summary: `As ${contentType}`,
            contentType,
            text: String(example),
          },
        ],
  );
}

function requestOf(operation: Operation, body?: Body): string {
  const { method, tags, summary, operationId, responses } = operation;
  const status = Object.keys(responses).find((code) => code.startsWith('2'));
  const lines = [
    `### ${tags[0]}: ${summary}${body === undefined ? '' : `. ${body.summary}`}`,
    `# @name ${[operationId, body?.name].filter(Boolean).join('_')}`,
    `# Answers ${status}.`,
    `${method} {{url}}${addressOf(operation)}`,
    ...headersOf(operation, body),
    ...(body === undefined ? [] : ['', withVariables(body.text, operation)]),
  ];
  return `${lines.join('\n')}\n`;
}

/** The path and the query parameters that are required. */
function addressOf(operation: Operation): string {
  const path = placesOf(operation).reduce(
    (filled, { name, variable }) => filled.replace(`{${name}}`, `{{${variable}}}`),
    operation.path,
  );
  const required = (operation.parameters ?? []).filter((one) => one.in === 'query' && one.required);
  const query = new URLSearchParams(
    Object.fromEntries(required.map(({ name, example = '' }) => [name, example])),
  );
  return query.size === 0 ? path : `${path}?${query}`;
}

/** Of an event that is no JSON, a header says the type. */
function headersOf({ security, parameters = [] }: Operation, body?: Body): readonly string[] {
  const needsKey = security.some((scheme) => Object.keys(scheme).length > 0);
  const needsType =
    body !== undefined &&
    body.contentType !== JSON_TYPE &&
    parameters.some(({ name }) => name === EVENT_TYPE_HEADER);
  return [
    ...(needsKey ? ['Authorization: Bearer {{key}}'] : []),
    ...(body === undefined ? [] : [`Content-Type: ${body.contentType}`]),
    ...(needsType ? [`${EVENT_TYPE_HEADER}: order.created`] : []),
  ];
}

const withVariables = (text: string, { path }: Operation): string =>
  text
    .replaceAll(/"target_url": "[^"]*"/g, '"target_url": "{{target_url}}"')
    .replaceAll(/"((?:sub|evt|dlv|rec|key)_[0-9A-Z]{26,})"/g, (_, id: string) => {
      const variable = ID_VARIABLES[id.slice(0, 3)];
      if (variable === undefined) throw new Error(`${path}: no variable in ID_VARIABLES for ${id}`);
      return `"{{${variable}}}"`;
    });

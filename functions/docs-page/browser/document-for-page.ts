/** The changes that `/docs` makes to the OpenAPI document. */

interface Parameter {
  readonly name: string;
  readonly in: string;
  readonly required: boolean;
  description?: string;
  readonly schema: { default?: unknown; readonly examples?: readonly unknown[]; readonly pattern?: string };
  example?: unknown;
}

interface OperationObject {
  readonly operationId: string;
  readonly parameters?: readonly Parameter[];
  readonly responses: Readonly<Record<string, { links?: unknown }>>;
}

interface Response {
  description: string;
  content?: Readonly<Record<string, { readonly examples?: Readonly<Record<string, { summary: string }>> }>>;
}

/** The parts of an OpenAPI document that the page changes or reads. */
export interface PageDocument {
  readonly paths: Readonly<Record<string, Readonly<Record<string, OperationObject>>>>;
  readonly components: { readonly responses: Readonly<Record<string, Response>> };
}

/**
 * Leaves a parameter empty that Swagger UI would fill with an id that no resource has, or with an optional value. The
 * description shows the default, or an example.
 */
function emptyParameter(parameter: Parameter): void {
  const { required, schema } = parameter;
  if (/^\^[a-z]+_/.test(schema.pattern ?? '')) delete parameter.example;
  if (required) return;
  const [word, value] = 'default' in schema ? ['Default', schema.default] : ['Example', schema.examples?.[0]];
  if (value !== undefined) parameter.description += ` ${word}: \`${value}\`.`;
  delete schema.default;
}

/** Replaces the examples of a response that are problems with one line each. */
function shortenProblems(response: Response): void {
  const media = Object.values(response.content ?? {});
  const problems = media.flatMap(({ examples = {} }) => Object.entries(examples));
  if (problems.length === 0) return;
  response.description = problems.map(([code, { summary }]) => `\`${code}\` ${summary}`).join('  \n');
  delete response.content;
}

/** The document as the page shows it: shorter, and with parameters that a reader can send unchanged. */
export function documentForPage(document: PageDocument): PageDocument {
  const operations = Object.values(document.paths).flatMap((methods) => Object.values(methods));
  for (const { parameters = [], responses } of operations) {
    parameters.forEach(emptyParameter);
    for (const response of Object.values(responses)) delete response.links;
  }
  Object.values(document.components.responses).forEach(shortenProblems);
  return document;
}

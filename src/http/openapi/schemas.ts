import * as z from 'zod';

type JsonSchema = z.core.JSONSchema.BaseSchema;

const COMPONENTS = '#/components/schemas/';

/** Converts zod schemas to JSON Schemas, and collects the named ones as components that others refer to. */
export class OpenApiSchemas {
  readonly components: Record<string, unknown> = {};

  /** The schema of the wire format, before our transformations; a named schema becomes a reference. */
  schemaOf(schema: z.ZodType): JsonSchema {
    const { $schema, $defs, ...root } = withComponentReferences(
      z.toJSONSchema(schema, { io: 'input', override: forOpenApi }),
    );
    Object.assign(this.components, $defs);
    return root;
  }

  /** The members of an object schema whose values have a pattern. */
  patternsOf(schema: z.ZodType | undefined): readonly { readonly name: string; readonly pattern: string }[] {
    if (schema === undefined) return [];
    const { $ref = '', properties } = this.schemaOf(schema);
    const component = this.components[$ref.slice(COMPONENTS.length)] as JsonSchema | undefined;
    return Object.entries(properties ?? component?.properties ?? {}).flatMap(([name, member]) =>
      typeof member === 'object' && member.pattern !== undefined ? [{ name, pattern: member.pattern }] : [],
    );
  }

  /**
   * The members of an object schema as parameters of an operation. Only a required parameter has an `example`: Swagger
   * UI and others fill in the `example` of every parameter, and an optional filter or header that is always sent makes
   * their requests fail or their lists empty. Optional parameters have theirs in `schema.examples`.
   */
  parametersOf(schema: z.ZodType): readonly object[] {
    const { properties = {}, required = [] } = this.schemaOf(schema);
    return Object.entries(properties).map(([name, member]) => {
      const { description, ...rest } = member as JsonSchema;
      if (!required.includes(name)) return { name, required: false, description, schema: rest };
      const { examples, ...shape } = rest;
      return { name, required: true, description, schema: shape, example: examples?.[0] };
    });
  }
}

/** Zod collects named schemas in `$defs`, OpenAPI in its components. */
const withComponentReferences = (schema: JsonSchema): JsonSchema =>
  JSON.parse(JSON.stringify(schema), (key, value) =>
    key === '$ref' ? String(value).replace('#/$defs/', COMPONENTS) : value,
  );

function forOpenApi(context: { readonly jsonSchema: JsonSchema }): void {
  leaveOutRefusedFields(context);
  leaveOutPatternsOfTimes(context);
  sayOneOf(context);
}

/** The format says it all. Generators make a type of its own of a time, and in C# a pattern does not compile with it. */
function leaveOutPatternsOfTimes({ jsonSchema }: { readonly jsonSchema: JsonSchema }): void {
  if (jsonSchema.format === 'date-time') delete jsonSchema.pattern;
}

/**
 * The members of a union exclude one another, and generators make better types of `oneOf`: from `anyOf`,
 * typescript-fetch makes one type with the members of all. `null` stays in `anyOf`, which all generators know.
 */
function sayOneOf({ jsonSchema }: { readonly jsonSchema: JsonSchema }): void {
  const { anyOf } = jsonSchema;
  if (anyOf === undefined || anyOf.some((member) => typeof member === 'object' && member.type === 'null'))
    return;
  delete jsonSchema.anyOf;
  jsonSchema.oneOf = anyOf;
}

/** Fields that exist only to be refused with a message of their own (`z.never()`) are left out of the document. */
function leaveOutRefusedFields({ jsonSchema: { properties } }: { jsonSchema: JsonSchema }): void {
  for (const [name, member] of Object.entries(properties ?? {})) {
    if (typeof member === 'object' && member.not !== undefined) delete properties?.[name];
  }
}

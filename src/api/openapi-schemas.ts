import * as z from 'zod';

type JsonSchema = z.core.JSONSchema.BaseSchema;

/** Makes JSON Schemas of zod schemas, and gathers those that have a name to be components that others refer to. */
export class OpenApiSchemas {
  readonly components: Record<string, unknown> = {};

  /** What callers send or get, before any transformation of ours; a named schema becomes a reference. */
  schemaOf(schema: z.ZodType): JsonSchema {
    const { $schema, $defs, ...root } = withComponentReferences(
      z.toJSONSchema(schema, { io: 'input', override: leaveOutRefusedFields }),
    );
    Object.assign(this.components, $defs);
    return root;
  }

  /** The members of an object schema, as parameters of an operation. */
  parametersOf(schema: z.ZodType): readonly object[] {
    const { properties = {}, required = [] } = this.schemaOf(schema);
    return Object.entries(properties).map(([name, member]) => {
      const { description, examples, ...rest } = member as JsonSchema;
      return { name, required: required.includes(name), description, schema: rest, example: examples?.[0] };
    });
  }
}

/** Zod gathers named schemas in `$defs`; OpenAPI does in its components. */
const withComponentReferences = (schema: JsonSchema): JsonSchema =>
  JSON.parse(JSON.stringify(schema), (key, value) =>
    key === '$ref' ? String(value).replace('#/$defs/', '#/components/schemas/') : value,
  );

/** Fields that exist only to be refused with a word of their own (`z.never()`) say nothing to a reader. */
function leaveOutRefusedFields({ jsonSchema: { properties } }: { jsonSchema: JsonSchema }): void {
  for (const [name, member] of Object.entries(properties ?? {})) {
    if (typeof member === 'object' && member.not !== undefined) delete properties?.[name];
  }
}

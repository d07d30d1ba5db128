import type { SchemaNode } from './check.ts';
import { type Dialect, dialectFault, dialectOf } from './dialect.ts';
import { isObject, type JsonObject } from './json.ts';
import { schemaLimits } from './limits.ts';
import { Faults, type Place, placeIn, pointerOf, root, type SchemaFault } from './schema-place.ts';

/** A schema while it is read. */
interface OpenNode extends SchemaNode {
  readonly place: Place;
  /** The schemas that apply to the same value. A chain of them must not lead back to its start. */
  readonly inPlace: OpenNode[];
}

/** Reads a keyword: adds its checks, or reports the fault of its value. */
export type KeywordReader = (value: unknown, at: KeywordPlace) => undefined;

/** Reads a schema with all subschemas, and finds its faults. */
export class SchemaReading {
  readonly #keywords: ReadonlyMap<string, KeywordReader>;
  readonly #faults = new Faults();
  readonly #nodes = new Map<string, OpenNode>();
  readonly #references: { readonly from: OpenNode; readonly to: string; readonly place: Place }[] = [];
  /** Nodes by their `$anchor`. No anchor looks like a pointer: pointers are empty or begin with a slash. */
  readonly #anchors = new Map<string, OpenNode>();
  #dialect: Dialect = 2020;
  patternStates = 0;

  constructor(keywords: ReadonlyMap<string, KeywordReader>) {
    this.#keywords = keywords;
  }

  /** The schema, or its faults. */
  read(schema: unknown): SchemaNode | readonly SchemaFault[] {
    this.#dialect = dialectOf(schema);
    const node = this.schemaAt(schema, root, 0);
    if (node === undefined || this.#faults.list.length > 0) return this.#faults.list;
    this.#resolveReferences();
    this.#refuseCircles();
    return this.#faults.list.length > 0 ? this.#faults.list : node;
  }

  fault(place: Place, detail: string): void {
    this.#faults.add(place, detail);
  }

  schemaAt(schema: unknown, place: Place, depth: number): OpenNode | undefined {
    if (this.#faults.isFull) return undefined;
    if (depth > schemaLimits.depth) {
      this.fault(place, `is a schema nested more than ${schemaLimits.depth} deep`);
      return undefined;
    }
    const node: OpenNode = { checks: [], place, inPlace: [] };
    this.#nodes.set(pointerOf(place), node);
    if (this.#nodes.size > schemaLimits.subschemas) {
      if (this.#nodes.size === schemaLimits.subschemas + 1) {
        this.fault(root, `has more than ${schemaLimits.subschemas} schemas within it`);
      }
      return undefined;
    }
    if (schema === false) node.checks.push((_, at, run) => run.fault(at, 'is not allowed here'));
    else if (isObject(schema)) this.#readKeywords(schema, node, depth);
    else if (schema !== true) this.fault(place, 'must be a schema: an object, true or false');
    return node;
  }

  #readKeywords(schema: JsonObject, node: OpenNode, depth: number): void {
    for (const [keyword, value] of Object.entries(schema)) {
      const reader = this.#keywords.get(keyword);
      const at = new KeywordPlace(this, { schema, node, keyword, depth });
      const fault = reader && dialectFault(this.#dialect, schema, keyword);
      if (reader === undefined) at.fault('is not a supported keyword');
      else if (fault !== undefined) at.fault(fault);
      else reader(value, at);
    }
  }

  /** Returns whether the name was free. */
  nameNode(node: OpenNode, name: string): boolean {
    if (this.#anchors.has(name)) return false;
    this.#anchors.set(name, node);
    return true;
  }

  refer(from: OpenNode, to: string, place: Place): void {
    this.#references.push({ from, to, place });
  }

  #resolveReferences(): void {
    for (const { from, to, place } of this.#references) {
      const target = this.#nodes.get(to) ?? this.#anchors.get(to);
      if (target === undefined) {
        this.fault(place, 'points to no schema within this schema');
        continue;
      }
      from.inPlace.push(target);
      from.checks.push((value, at, run) => run.apply(target, value, at));
    }
  }

  /** A schema that leads back to itself on the same value would never finish. */
  #refuseCircles(): void {
    const done = new Set<OpenNode>();
    const open = new Set<OpenNode>();
    const visit = (node: OpenNode): void => {
      if (done.has(node)) return;
      if (open.has(node)) {
        this.fault(node.place, 'refers back to itself without descending into the value');
        return;
      }
      open.add(node);
      for (const next of node.inPlace) visit(next);
      open.delete(node);
      done.add(node);
    };
    for (const node of this.#nodes.values()) visit(node);
  }
}

interface KeywordSite {
  readonly schema: JsonObject;
  readonly node: OpenNode;
  readonly keyword: string;
  readonly depth: number;
}

/** A keyword of a schema while it is read. */
export class KeywordPlace {
  readonly #reading: SchemaReading;
  readonly #site: KeywordSite;

  constructor(reading: SchemaReading, site: KeywordSite) {
    this.#reading = reading;
    this.#site = site;
  }

  get #place(): Place {
    return placeIn(this.#site.node.place, this.#site.keyword);
  }

  get isAtRoot(): boolean {
    return this.#site.node.place === root;
  }

  /** The value of another keyword of the same schema. */
  sibling(keyword: string): unknown {
    const { schema } = this.#site;
    return Object.hasOwn(schema, keyword) ? schema[keyword] : undefined;
  }

  /** The place of another keyword of the same schema. */
  beside(keyword: string): KeywordPlace {
    return new KeywordPlace(this.#reading, { ...this.#site, keyword });
  }

  /** Returns undefined, so that a caller can return it. @param names within the keyword's value */
  fault(detail: string, ...names: readonly (string | number)[]): undefined {
    this.#reading.fault(names.reduce(placeIn, this.#place), detail);
  }

  check(check: SchemaNode['checks'][number]): void {
    this.#site.node.checks.push(check);
  }

  /** A check that runs after all other checks of the schema, also after those of `$ref`. */
  checkUnevaluated(check: SchemaNode['checks'][number]): void {
    const { node } = this.#site;
    node.unevaluated = [...(node.unevaluated ?? []), check];
  }

  /** A schema for members or items of the value. */
  inner(schema: unknown, ...names: readonly (string | number)[]): SchemaNode {
    return this.#schema(schema, names) ?? { checks: [] };
  }

  /** A schema for the value itself. */
  inPlace(schema: unknown, ...names: readonly (string | number)[]): SchemaNode {
    const node = this.#schema(schema, names);
    if (node === undefined) return { checks: [] };
    this.#site.node.inPlace.push(node);
    return node;
  }

  #schema(schema: unknown, names: readonly (string | number)[]): OpenNode | undefined {
    return this.#reading.schemaAt(schema, names.reduce(placeIn, this.#place), this.#site.depth + 1);
  }

  /** Gives the schema a name. */
  nameNode(name: string): void {
    if (!this.#reading.nameNode(this.#site.node, name)) this.fault('is also the name of another schema');
  }

  /** The schema also includes another schema: the one at this JSON Pointer, or with this name. */
  refer(pointer: string): void {
    this.#reading.refer(this.#site.node, pointer, this.#place);
  }

  /** Counts the states of a pattern. All patterns of a schema together have a limit. */
  countStates(states: number, ...names: readonly (string | number)[]): void {
    this.#reading.patternStates += states;
    if (this.#reading.patternStates > schemaLimits.patternStatesInAll) {
      this.fault(
        `makes all patterns together too large: at most ${schemaLimits.patternStatesInAll} states are allowed`,
        ...names,
      );
    }
  }
}

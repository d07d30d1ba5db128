import { globSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { beforeAll, describe, expect, it } from 'vitest';

/**
 * Proves that routes touch a tenant's records through use cases only, which find them in src/application/reach.ts: no
 * route reads a port out of its arguments. Import rules cannot tell, since a port's type is inferred.
 */

const PROJECT = fileURLToPath(new URL('../../..', import.meta.url));
const routeFiles = globSync('src/http/*/{routes,*-routes,route-*}.ts', { cwd: PROJECT }).sort();

/** These know no tenant. */
const openPorts: readonly string[] = ['Clock', 'StoreHealth'];

const PLANTED = 'src/http/events/planted-routes.ts';
const plantedIn = (body: string) => `
  import type { ApiNeeds } from '../../application/needs.ts';
  import { readEvent } from '../../application/read-events.ts';
  import type { Principal } from '../../domain/principal.ts';
  export async function serve(needs: ApiNeeds, principal: Principal) { ${body} }
`;

const violations: readonly (readonly [string, string])[] = [
  ['EventReader', "await needs.events.find(principal.tenantId, 'evt_1');"],
  ['EventReader', 'const { events } = needs; return events;'],
  ['EventReader', "return needs['events'];"],
  ['SubscriptionDirectory', 'const alias = needs; return alias.subscriptions;'],
  ['ApiKeyStore', 'const read = ({ apiKeyStore: keys }: ApiNeeds) => keys; return read(needs);'],
  ['AuditTrail', 'const all = { ...needs }; return all.auditTrail.list;'],
];

function programWith(planted: string): ts.Program {
  const { options } = ts.parseJsonConfigFileContent(
    ts.readConfigFile(join(PROJECT, 'tsconfig.json'), ts.sys.readFile).config,
    ts.sys,
    PROJECT,
  );
  const host = ts.createCompilerHost(options);
  const { fileExists, readFile } = host;
  const file = join(PROJECT, PLANTED);
  host.fileExists = (name) => name === file || fileExists(name);
  host.readFile = (name) => (name === file ? planted : readFile(name));
  return ts.createProgram(
    [...routeFiles, PLANTED].map((name) => join(PROJECT, name)),
    options,
    host,
  );
}

/** The names under which use cases are given things; only where one of them is read, its type is looked up. */
function givenNames(program: ts.Program): ReadonlySet<string> {
  const names = new Set<string>();
  const visit = (node: ts.Node): void => {
    if (ts.isPropertySignature(node)) names.add(node.name.getText());
    ts.forEachChild(node, visit);
  };
  const source = program.getSourceFile(join(PROJECT, 'src/application/needs.ts'));
  if (source !== undefined) visit(source);
  return names;
}

/** The ports that a file reads out of an object, by the names of their types, in the order of the file. */
function portsReadIn(program: ts.Program, name: string): string[] {
  const checker = program.getTypeChecker();
  const source = program.getSourceFile(join(PROJECT, name));
  if (source === undefined) throw new Error(`${name} is not in the program`);
  const given = givenNames(program);
  const found: string[] = [];
  const visit = (node: ts.Node): void => {
    const read = nameRead(node);
    const port = read !== undefined && given.has(read) ? portOf(checker.getTypeAtLocation(node)) : undefined;
    if (port !== undefined && !openPorts.includes(port)) found.push(port);
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

/** `a` in `x.a`, `x['a']`, `{ a } = x` and `{ a: b } = x`. */
function nameRead(node: ts.Node): string | undefined {
  if (ts.isPropertyAccessExpression(node)) return node.name.text;
  if (ts.isElementAccessExpression(node)) {
    return ts.isStringLiteral(node.argumentExpression) ? node.argumentExpression.text : undefined;
  }
  return ts.isBindingElement(node) ? (node.propertyName ?? node.name).getText() : undefined;
}

/** The name of the interface in src/ports/ that a type is, if it is one with methods. */
function portOf(type: ts.Type): string | undefined {
  const declaration = type.symbol?.declarations?.[0];
  if (declaration === undefined || !ts.isInterfaceDeclaration(declaration)) return undefined;
  const isPort = declaration.getSourceFile().fileName.startsWith(join(PROJECT, 'src/ports/'));
  return isPort && declaration.members.some(ts.isMethodSignature) ? declaration.name.text : undefined;
}

describe('routes', () => {
  let program: ts.Program;
  beforeAll(() => {
    program = programWith(plantedIn(violations.map(([, code]) => `{ ${code} }`).join('\n')));
  });

  it('are found', () => {
    expect(routeFiles).toContain('src/http/subscriptions/secret-routes.ts');
    expect(routeFiles).toContain('src/http/intake/route-answers.ts');
  });

  it.each(routeFiles)('%s reads no port', (file) => {
    expect(portsReadIn(program, file)).toEqual([]);
  });

  it('are caught when one reads a port', () => {
    expect(portsReadIn(program, PLANTED)).toEqual(violations.map(([port]) => port));
  });
});

/**
 * The direction of imports, as docs/architecture.md draws it. The test run fails when an arrow points the wrong
 * way (test/unit/import-rules.test.ts plants violations and expects this file to catch each of them).
 */
const error = (name, from, to) => ({ name, severity: 'error', from, to });
// Of these only functions without I/O, clock or randomness are used: hashes, deep equality, bytes.
const pureBuiltIns = '^(node:)?(crypto|util|buffer)$';
const sdkPackages = '^node_modules/(@aws-sdk|@smithy|ioredis|iovalkey|pino|lru-cache|tinyqueue)(/|$)';

module.exports = {
  forbidden: [
    // A path that resolves to nothing would slip past every other rule.
    error('no-unresolvable', {}, { couldNotResolve: true }),
    error('no-circular', {}, { circular: true }),
    error(
      'domain-is-pure',
      { path: '^src/domain/' },
      {
        pathNot: ['^src/domain/', pureBuiltIns, '^node_modules/ipaddr\\.js/'],
      },
    ),
    error('ports-know-only-the-domain', { path: '^src/ports/' }, { pathNot: ['^src/(ports|domain)/'] }),
    error(
      'application-knows-no-adapter',
      { path: '^src/application/' },
      {
        pathNot: ['^src/(application|ports|domain)/', pureBuiltIns],
      },
    ),
    error(
      'api-is-schemas-and-mapping-only',
      { path: '^src/api/' },
      {
        pathNot: ['^src/(api|domain)/', '^node_modules/zod/', pureBuiltIns],
      },
    ),
    error(
      'adapters-do-not-call-up',
      { path: '^src/adapters/' },
      {
        path: '^(functions|lib|bin|local|src/(application|api|runtime))/',
      },
    ),
    error(
      'config-stands-alone',
      { path: '^src/config/' },
      { pathNot: ['^src/config/', '^node_modules/(zod|fastest-levenshtein)/', '^(node:)?net$'] },
    ),
    error(
      'runtime-does-not-call-up',
      { path: '^src/runtime/' },
      { path: '^(functions|lib|bin|local|src/api)/' },
    ),
    error(
      'handlers-touch-no-sdk-and-no-adapter',
      { path: '^functions/' },
      {
        path: ['^src/adapters/', sdkPackages],
      },
    ),
    error(
      'infrastructure-is-apart',
      { path: '^(lib|bin)/' },
      { path: ['^functions/', '^local/', '^src/(?!config/)'] },
    ),
    error(
      'runtime-has-no-cdk',
      { path: '^(src|functions|local)/' },
      {
        path: '^node_modules/(aws-cdk-lib|constructs|cdk-nag)/',
      },
    ),
    error('bench-speaks-http-only', { path: '^bench/' }, { path: '^(src|functions|lib|bin|local)/' }),
    // It runs wherever there is a fetch, and is published by itself.
    error('client-stands-alone', { path: '^client/src/(?!cli/)' }, { pathNot: ['^client/src/(?!cli/)'] }),
    // The command line needs a Node.js, and is no part of what a browser loads.
    error(
      'cli-is-client-and-node',
      { path: '^client/src/cli/' },
      { pathNot: ['^client/src/'], dependencyTypesNot: ['core'] },
    ),
    error('no-test-in-production', { pathNot: '^test/' }, { path: '^test/' }),
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    detectProcessBuiltinModuleCalls: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
    },
  },
};

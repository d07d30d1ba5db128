/**
 * The direction of imports, as docs/architecture.md draws it. The test run fails when an arrow points the wrong
 * way (test/unit/project/import-rules.test.ts plants violations and expects this file to catch each of them).
 */
const error = (name, from, to) => ({ name, severity: 'error', from, to });
// Of these only functions without I/O, clock or randomness are used: hashes, deep equality, bytes.
const pureBuiltIns = '^(node:)?(crypto|util|buffer)$';
const sdkPackages = '^node_modules/(@aws-sdk|@smithy|ioredis|iovalkey|pino|lru-cache|tinyqueue)(/|$)';

// The files of a resource that serve its operations.
const routeFiles = ['^src/http/[a-z-]+/[a-z-]*routes\\.ts$', '^src/http/[a-z-]+/route-[a-z0-9-]+\\.ts$'];

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
    // The exchange over HTTP, the same for every resource.
    error(
      'http-core-knows-no-resource',
      { path: '^src/http/core/' },
      {
        pathNot: [
          '^src/http/core/',
          '^src/(application|ports|domain)/',
          '^node_modules/(zod|@middy|@types/aws-lambda)/',
          pureBuiltIns,
          '^(node:)?async_hooks$',
        ],
      },
    ),
    error(
      'resources-are-http-only',
      { path: '^src/http/(?!core/)' },
      { pathNot: ['^src/(http|application|ports|domain)/', '^node_modules/zod/', pureBuiltIns] },
    ),
    // Operations, their input and output describe HTTP: what they reach, however indirectly, can be exported as a document.
    error(
      'only-routes-reach-use-cases',
      { path: '^src/http/(?!core/)', pathNot: routeFiles },
      { path: '^src/(application|ports)/', reachable: true },
    ),
    // A tenant's records are found by use cases, which know what a caller may touch.
    error('routes-ask-use-cases', { path: routeFiles }, { path: '^src/ports/' }),
    error(
      'adapters-do-not-call-up',
      { path: '^src/adapters/' },
      {
        path: '^(functions|lib|bin|embedded|src/(application|http|runtime))/',
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
      { path: '^(functions|lib|bin|embedded|src/http)/' },
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
      { path: ['^functions/', '^embedded/', '^src/(?!config/)'] },
    ),
    error(
      'runtime-has-no-cdk',
      { path: '^(src|functions|embedded)/' },
      {
        path: '^node_modules/(aws-cdk-lib|constructs|cdk-nag)/',
      },
    ),
    error(
      'bench-speaks-http-only',
      { path: '^bench/' },
      { path: '^(src|functions|lib|bin|embedded|models|scripts)/' },
    ),
    // It runs wherever there is a fetch, and is published by itself.
    error('client-stands-alone', { path: '^client/src/(?!cli/)' }, { pathNot: ['^client/src/(?!cli/)'] }),
    // The pages call the API as any client does.
    error(
      'dashboard-speaks-http-only',
      { path: '^dashboard/' },
      {
        pathNot: [
          '^dashboard/',
          '^client/src/(?!cli/)',
          '^node_modules/(@types/)?(react|react-dom|react-aria-components|react-aria|react-stately|@tanstack|wouter|uplot|vite|@vitejs)(/|$)',
        ],
      },
    ),
    // The command line needs a Node.js, and is no part of what a browser loads.
    error(
      'cli-is-client-and-node',
      { path: '^client/src/cli/' },
      { pathNot: ['^client/src/'], dependencyTypesNot: ['core'] },
    ),
    error(
      'product-needs-no-model',
      { path: '^(src|functions|lib|bin|embedded|client)/' },
      { path: '^(models|bench|scripts)/' },
    ),
    // Arithmetic over the rules of the domain: a model needs no service, no emulator and no network.
    error(
      'models-only-compute',
      { path: '^models/' },
      { pathNot: ['^models/', '^src/(domain|config)/', '^(node:)?fs$'] },
    ),
    error('chores-need-no-model', { path: '^scripts/' }, { path: '^(models|bench)/' }),
    // The helpers of test/support may start the embedded service; the suite itself knows only its API.
    error(
      'e2e-speaks-http-only',
      { path: '^e2e/' },
      { path: '^(src|functions|lib|bin|embedded|models|bench)/' },
    ),
    error('only-tests-use-tests', { pathNot: '^(test|e2e)/' }, { path: '^(test|e2e)/' }),
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

/**
 * Who may import whom. Paths are relative to the folder that holds `src`; imports of types count as imports.
 * `test/lint` proves with files that break them that each of these rules bites.
 */
const path = require('node:path');

const modules = (...names) => `node_modules/(${names.join('|')})/`;
const rooms = (...names) => `^src/(${names.join('|')})/`;
const rootFiles = (...names) => `^src/(${names.join('|')})[.]ts$`;

/** What `npm run …` starts through scripts/run.mjs. */
const programs = Object.values(require('./package.json').scripts)
  .flatMap((script) => [...script.matchAll(/run[.]mjs ([a-zA-Z/]+)/g)])
  .map(([, name]) => `^src/${name}[.]ts$`);
/** Started by a terminal or named by a bundler: nothing imports them. */
const entryPoints = [
  '^src/(api|workers)/main[.]ts$',
  '^src/replay/shardMain[.]ts$',
  '^src/workers/buildWorkflowBundle[.]ts$',
  '^src/tracing/workflowSpans[.]ts$',
  '^src/workflows/index[.]ts$',
  '^src/client/index[.]ts$',
  ...programs,
];

/** @param allowed everything the room may import, packages and Node's own modules included */
function onlyImports(room, comment, allowed) {
  return {
    name: `${room}-imports`,
    comment,
    severity: 'error',
    from: { path: rooms(room) },
    to: { pathNot: allowed },
  };
}

/** @param refused what the room must not import; the rest is its own business */
function neverImports(room, comment, refused) {
  return {
    name: `${room}-imports`,
    comment,
    severity: 'error',
    from: { path: rooms(room) },
    to: { path: refused },
  };
}

const temporal = (...names) => modules(...names.map((name) => `@temporalio/${name}`));

module.exports = {
  forbidden: [
    onlyImports('contracts', 'The vocabulary of all rooms knows none of them.', [
      rooms('contracts'),
      temporal('workflow', 'common'),
    ]),
    onlyImports('domain', 'Rules are pure: only the vocabulary.', [rooms('contracts', 'domain')]),
    onlyImports('workflows', 'Only types cross the door of the workflow sandbox.', [
      rooms('contracts', 'domain', 'workflows'),
      temporal('workflow', 'common'),
    ]),
    neverImports('activities', 'Activities touch the world; who calls them is not their business.', [
      rooms('api', 'operations', 'replay', 'workers', 'workflows'),
      rootFiles('config', 'openWorkflow', 'roomWorkflow', 'sessionQuery', 'temporalConnection'),
      temporal('client', 'worker', 'workflow', 'testing'),
    ]),
    neverImports(
      'api',
      'The API talks to workflows through the Temporal client and to nobody else behind it.',
      [
        rooms('activities', 'operations', 'replay', 'workers', 'workflows'),
        temporal('activity', 'worker', 'workflow', 'testing'),
      ],
    ),
    neverImports('persistence', 'PostgreSQL decides without knowing who asked.', [
      rooms('activities', 'api', 'operations', 'queue', 'replay', 'workers', 'workflows'),
      temporal('[^/]+'),
      modules('express', 'ioredis'),
    ]),
    neverImports('queue', 'Redis keeps the order without knowing who asked.', [
      rooms('activities', 'api', 'operations', 'persistence', 'replay', 'workers', 'workflows'),
      rootFiles('config', 'openWorkflow', 'roomWorkflow', 'sessionQuery', 'temporalConnection'),
      temporal('[^/]+'),
      modules('express', 'pg', 'typeorm'),
    ]),
    neverImports('metrics', 'What API and workers both tell knows no room but the vocabulary.', [
      '^src/(?!metrics/|contracts/)[^/]+/',
      temporal('[^/]+'),
      modules('express', 'ioredis'),
    ]),
    neverImports('sandbox', 'What workflows run in knows none of them, and nothing of this service.', [
      '^src/(?!sandbox/)',
    ]),
    neverImports('workers', 'A worker wires everything but the API.', [rooms('api', 'operations', 'replay')]),
    onlyImports('client', 'A client knows the API by its document: it runs where no server is.', [
      rooms('client'),
      modules('openapi-fetch'),
    ]),
    {
      name: 'nobody-is-a-client',
      comment: 'The service does not call itself; its programs and tests outside of src do.',
      severity: 'error',
      from: { path: '^src/', pathNot: rooms('client') },
      to: { path: rooms('client') },
    },
    {
      name: 'files-of-all-rooms',
      comment:
        'What every room may use must not use a room; the vocabulary and the pure rules belong to all of them.',
      severity: 'error',
      from: { path: '^src/[^/]+[.]ts$' },
      to: { path: '^src/[^/]+/', pathNot: rooms('contracts', 'domain') },
    },
    {
      name: 'operations-and-replay-are-ends',
      comment: 'They look at the system; the system does not depend on them.',
      severity: 'error',
      from: { path: '^src/', pathNot: rooms('operations', 'replay') },
      to: { path: rooms('operations', 'replay') },
    },
    {
      name: 'only-persistence-speaks-sql',
      severity: 'error',
      from: { path: '^src/', pathNot: rooms('persistence') },
      to: { path: modules('pg', 'typeorm') },
    },
    {
      name: 'database-address-only-in-programs',
      comment: 'Configuration is given to the persistence room; only its programs read it.',
      severity: 'error',
      from: { path: rooms('persistence'), pathNot: programs },
      to: { path: rootFiles('config', 'logger', 'temporalConnection') },
    },
    {
      name: 'terminal-only-in-programs',
      comment: 'Only what a terminal starts prints to it and hears its Ctrl-C.',
      severity: 'error',
      from: { path: '^src/', pathNot: [rooms('operations', 'replay'), ...programs] },
      to: { path: rootFiles('program') },
    },
    {
      name: 'only-tracing-loads-opentelemetry',
      comment: 'A process that is not traced loads none of it.',
      severity: 'error',
      from: { path: '^src/', pathNot: rooms('tracing') },
      to: { path: [modules('@opentelemetry/[^/]+'), temporal('interceptors-opentelemetry')] },
    },
    {
      name: 'only-entry-points-trace',
      comment: 'Rooms are given what they need of tracing: so they run without it.',
      severity: 'error',
      from: { path: '^src/', pathNot: [rooms('tracing'), '^src/(api|workers)/main[.]ts$'] },
      to: { path: rooms('tracing') },
    },
    {
      name: 'tracing-is-loaded-when-wanted',
      comment: 'What loads the packages is required where the configuration asks for it, and by nobody else.',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/tracing/startTracing[.]ts$' },
      to: { path: '^src/tracing/createTracing[.]ts$' },
    },
    { name: 'no-cycles', severity: 'error', from: { path: '^src/' }, to: { circular: true } },
    {
      name: 'no-orphans',
      comment: 'A file without imports that nobody imports is forgotten.',
      severity: 'error',
      from: { orphan: true, path: '^src/', pathNot: entryPoints },
      to: {},
    },
    {
      name: 'no-unused-files',
      comment: 'No entry point reaches the file.',
      severity: 'error',
      from: { path: entryPoints },
      to: { path: '^src/', pathNot: entryPoints, reachable: false },
    },
    {
      name: 'no-dev-dependencies',
      comment: 'An installation without devDependencies has to run.',
      severity: 'error',
      from: { path: '^src/' },
      to: { dependencyTypes: ['npm-dev', 'npm-no-pkg', 'npm-unknown'] },
    },
    { name: 'no-unresolved', severity: 'error', from: { path: '^src/' }, to: { couldNotResolve: true } },
    {
      name: 'not-outside-src',
      severity: 'error',
      from: { path: '^src/' },
      to: { path: '^(test|bench|scripts|dist)/' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: path.join(__dirname, 'tsconfig.json') },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
    },
  },
};

import { builtinModules } from 'node:module';
import js from '@eslint/js';
import tseslint from 'typescript-eslint';

/** Rooms whose code runs, or may run, in Temporal's workflow sandbox: the same input has to give the same history. */
const sandboxed = ['src/contracts/**/*.ts', 'src/domain/**/*.ts', 'src/workflows/**/*.ts'];
/** What a terminal starts: its output is the product. */
const programs = [
  'src/*/main.ts',
  'src/operations/**/*.ts',
  'src/persistence/{migrate,seed}.ts',
  'src/program.ts',
  'src/replay/**/*.ts',
  'src/workers/buildWorkflowBundle.ts',
];

const fromProcess = {
  regex: '^(node:)?process$',
  message: 'Configuration comes from src/config.ts, the only reader of process.env.',
};
const nodeBuiltins = {
  regex: `^(node:.*|(${builtinModules.join('|')})(/.*)?)$`,
  message: 'Node is not there in the workflow sandbox.',
};
const notDeterministic = {
  regex: '^(zod|luxon|dayjs|moment|date-fns|@js-joda/core)(/.*)?$',
  message: 'Sandboxed rooms count in epoch milliseconds and check by type: no date library, no schemas.',
};

const nodeGlobals = Object.fromEntries(
  ['AbortController', 'AbortSignal', 'Buffer', 'URL', 'URLSearchParams', 'clearInterval', 'clearTimeout']
    .concat(['console', 'fetch', 'performance', 'process', 'setImmediate', 'setInterval', 'setTimeout'])
    .concat(['structuredClone', 'TextDecoder', 'TextEncoder', 'queueMicrotask'])
    .map((name) => [name, 'readonly']),
);

// The globs below are relative to the working directory, so that test/lint can hold its own tree against them.
export default tseslint.config(
  {
    ignores: [
      'dist/',
      '.local/',
      'node_modules/',
      'coverage/',
      'test/lint/fixtures/',
      'web/',
      'src/client/schema.ts',
    ],
  },
  { linterOptions: { reportUnusedDisableDirectives: 'error' } },
  js.configs.recommended,
  {
    rules: {
      eqeqeq: ['error', 'always'],
      'no-console': 'error',
      'no-unused-vars': ['error', { argsIgnorePattern: '^_' }],
    },
  },
  {
    files: ['**/*.ts'],
    extends: [tseslint.configs.recommendedTypeChecked, tseslint.configs.stylisticTypeChecked],
    languageOptions: { parserOptions: { project: 'tsconfig.test.json', tsconfigRootDir: process.cwd() } },
    rules: {
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_$' }],
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: false, requireDefaultForNonUnion: true },
      ],
      // An empty string is as absent as null in what scripts, headers and environments give.
      '@typescript-eslint/prefer-nullish-coalescing': ['error', { ignorePrimitives: { string: true } }],
      // Contradicts no-non-null-assertion, which stays.
      '@typescript-eslint/non-nullable-type-assertion-style': 'off',
      // Fakes and handlers fulfil an asynchronous interface without waiting themselves.
      '@typescript-eslint/require-await': 'off',
      // Methods of our interfaces are closures over their dependencies: none has a `this` to lose.
      '@typescript-eslint/unbound-method': 'off',
    },
  },
  {
    files: ['src/**/*.ts'],
    rules: {
      'no-restricted-imports': ['error', { patterns: [fromProcess] }],
      'no-restricted-properties': [
        'error',
        { object: 'process', property: 'env', message: 'Only src/config.ts reads the environment.' },
      ],
    },
  },
  { files: ['src/config.ts'], rules: { 'no-restricted-properties': 'off' } },
  {
    files: sandboxed,
    rules: {
      'no-restricted-imports': ['error', { patterns: [nodeBuiltins, notDeterministic] }],
      'no-restricted-globals': [
        'error',
        ...['process', 'Buffer', 'fetch', 'performance', 'require', 'setTimeout', 'setInterval'].map(
          (name) => ({
            name,
            message: 'Not there, or not the same on replay, in the workflow sandbox.',
          }),
        ),
      ],
    },
  },
  { files: programs, rules: { 'no-console': 'off' } },
  {
    files: ['test/**/*.ts', 'bench/**/*.ts'],
    rules: {
      'no-console': 'off',
      // Bodies of answers are asserted, not typed.
      '@typescript-eslint/no-unsafe-argument': 'off',
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-call': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
      '@typescript-eslint/no-unsafe-return': 'off',
      '@typescript-eslint/no-unsafe-enum-comparison': 'off',
      // A failing race prints whatever it met.
      '@typescript-eslint/restrict-template-expressions': 'off',
    },
  },
  {
    files: ['**/*.mjs', '**/*.cjs'],
    languageOptions: { ecmaVersion: 2024, globals: nodeGlobals },
    rules: { 'no-console': 'off' },
  },
  {
    files: ['**/*.cjs'],
    languageOptions: {
      sourceType: 'commonjs',
      globals: { __dirname: 'readonly', module: 'writable', require: 'readonly' },
    },
  },
);

/** `npm run test:cluster`: its test starts its own engines. */
const { globalSetup, testPathIgnorePatterns, ...common } = require('./jest.config.cjs');

module.exports = { ...common, testMatch: ['<rootDir>/test/cluster/**/*.test.ts'], maxWorkers: 1 };

/** `npm run test:cluster`: its test starts its own engines, so that nothing has to be there first. */
const common = { ...require('./jest.config.cjs'), testPathIgnorePatterns: ['/node_modules/'] };
delete common.globalSetup;

module.exports = { ...common, testMatch: ['<rootDir>/test/cluster/**/*.test.ts'], maxWorkers: 1 };

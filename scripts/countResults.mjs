import { readFileSync } from 'node:fs';
import { readJson } from './jsonFile.mjs';

/*
 * node scripts/countResults.mjs <jest's JSON> <output of the acceptance check> <number of problems>
 * Prints CI's closing line, `N passed, N failed[, N skipped]`, and exits non-zero unless everything passed.
 */
const [jestFile, acceptanceFile, problems] = process.argv.slice(2);
const jest = readJson(jestFile, {});
const acceptance = readAcceptance(acceptanceFile);

const passed = (jest.numPassedTests ?? 0) + acceptance.passed;
// A suite that could not even be loaded has no tests that could fail.
const counted = (jest.numFailedTests ?? 0) + (jest.numRuntimeErrorTestSuites ?? 0) + acceptance.failed;
// What failed without a test of its own (lint, a stack that did not start) must not look like success.
const failed =
  counted === 0 && (Number(problems) > 0 || passed === 0) ? Math.max(1, Number(problems)) : counted;
const skipped = (jest.numPendingTests ?? 0) + (jest.numTodoTests ?? 0);

console.log(`${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`);
process.exitCode = failed > 0 ? 1 : 0;

function readAcceptance(file) {
  try {
    const [, ok, notOk] = readFileSync(file, 'utf8').match(/^(\d+) passed, (\d+) failed$/m);
    return { passed: Number(ok), failed: Number(notOk) };
  } catch {
    return { passed: 0, failed: 0 };
  }
}

import { join } from 'node:path';
import { createConfig, formatProblems, lint } from '@redocly/openapi-core';
import { repository } from './paths.mjs';
import { reportFailure, say } from './progress.mjs';

/** Holds openapi.json against every rule that Redocly recommends. None is switched off, and a warning fails as well. */
async function lintDocument() {
  const config = await createConfig({ extends: ['recommended'] });
  const problems = await lint({ ref: join(repository, 'openapi.json'), config });
  if (problems.length === 0) return say('openapi.json keeps all recommended rules');
  formatProblems(problems, { cwd: repository, totals: { errors: 0, warnings: 0, ignored: 0 }, version: '' });
  say(`${problems.length} problems in openapi.json`);
  process.exitCode = 1;
}

await lintDocument().catch(reportFailure);

import { createRequire } from 'node:module';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildOutput } from './buildOutput.mjs';
import { installDependencies } from './dependencies.mjs';
import { endCommandsOnSignal } from './interruption.mjs';
import { repository } from './paths.mjs';
import { reportFailure, say } from './progress.mjs';

/** Writes openapi.json, the document of the REST API, from the table of operations. */
async function writeDocument() {
  await installDependencies();
  await buildOutput();
  const load = createRequire(import.meta.url);
  const compiled = join(repository, 'dist', 'src', 'api');
  const { operations } = load(join(compiled, 'operations.js'));
  const { documentText } = load(join(compiled, 'openapi', 'document.js'));
  const file = join(repository, 'openapi.json');
  writeFileSync(file, documentText(operations));
  say(`Wrote ${file}`);
}

endCommandsOnSignal();
await writeDocument().catch(reportFailure);

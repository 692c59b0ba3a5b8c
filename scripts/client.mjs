import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import openapiTS, { astToString } from 'openapi-typescript';
import prettier from 'prettier';
import { repository } from './paths.mjs';
import { SetupProblem, reportFailure, say } from './progress.mjs';

const usage = `npm run client: makes the types of the typed client, src/client/schema.ts, from openapi.json.

  npm run client              writes the file
  npm run client -- --check   writes nothing, and fails when the file is not what openapi.json says`;

const documentFile = join(repository, 'openapi.json');
const schemaFile = join(repository, 'src', 'client', 'schema.ts');

/** What the client sends by itself: a caller who had to name it in each call would gain nothing by the types. */
const sentByClient = ['authorization', 'queue-token', 'idempotency-key', 'x-request-id'];

const keyHeader = 'idempotency-key';
const methods = ['get', 'post', 'put', 'patch', 'delete'];

/** @returns the text of schema.ts: the types, and which calls take an Idempotency-Key */
async function schemaText() {
  const document = JSON.parse(readFileSync(documentFile, 'utf8'));
  const withKey = [];
  for (const [path, operations] of Object.entries(document.paths)) {
    for (const method of methods.filter((name) => operations[name])) {
      const operation = operations[method];
      const headers = (operation.parameters ?? []).map((parameter) => headerName(document, parameter));
      if (headers.includes(keyHeader)) withKey.push(`${method.toUpperCase()} ${path}`);
      operation.parameters = operation.parameters?.filter((_, i) => !sentByClient.includes(headers[i]));
    }
  }
  const types = astToString(await openapiTS(document, { alphabetize: true, defaultNonNullable: false }));
  const text = `// Made from openapi.json by \`npm run client\`: do not edit.

${types}
/** Calls that are done once per Idempotency-Key, so that they may be sent again. */
export const CALLS_WITH_KEY: ReadonlySet<string> = new Set(${JSON.stringify(withKey.sort())});
`;
  const style = await prettier.resolveConfig(schemaFile);
  return await prettier.format(text, { ...style, filepath: schemaFile });
}

/** The lower-case name of a header parameter, or null for another parameter. */
function headerName(document, parameter) {
  const path = parameter.$ref?.replace('#/', '').split('/') ?? [];
  const found = path.length > 0 ? path.reduce((node, name) => node[name], document) : parameter;
  return found.in === 'header' ? found.name.toLowerCase() : null;
}

async function client(args) {
  const text = await schemaText();
  if (!args.includes('--check')) {
    writeFileSync(schemaFile, text);
    say(`Wrote ${schemaFile}`);
  } else if (readFileSync(schemaFile, 'utf8') !== text) {
    throw new SetupProblem(
      'src/client/schema.ts is not what openapi.json says. Make it anew: npm run client',
    );
  }
}

const args = process.argv.slice(2);
if (args.includes('--help') || args.includes('-h')) say(usage);
else await client(args).catch(reportFailure);

import { parseArgs } from 'node:util';
import { Connection } from '@temporalio/client';
import { loadTemporalSetupConfig } from '../config';
import { runProgram, type Output } from '../program';
import { temporalConnectionOptions } from '../temporalConnection';
import { arrangeTemporal, type Arranged } from './arrangeTemporal';

const USAGE = `npm run temporal:setup [-- --json]: makes the namespace and the search attributes on the Temporal server, where they are missing.

Without a running stack: TEMPORAL_ADDRESS=host:7233 node dist/src/operations/temporalSetup.js

Safe to repeat. Uses TEMPORAL_ADDRESS, TEMPORAL_NAMESPACE, TEMPORAL_API_KEY, TEMPORAL_TLS… as the workers do.
TEMPORAL_RETENTION_DAYS: for how long the namespace keeps what has ended; where it is not set a new namespace gets 7 days and one that
is there keeps what it has. Temporal Cloud makes namespaces and search attributes in its own Web UI only: what is missing there is listed.

Exit codes: 0 everything is there, or could not be looked at (which is said); 1 something has to be done by hand; 2 the server could not be asked.`;

function report(namespace: string, { namespace: outcome, added, byHand, unknown }: Arranged): string {
  const lines = [`namespace ${namespace}: ${outcome.toLowerCase().replaceAll('_', ' ')}`];
  lines.push(`search attributes added: ${added.join(', ') || 'none'}`);
  lines.push(...byHand.map((what) => `to be done by hand: ${what}`));
  lines.push(...unknown.map((what) => `could not be looked at: ${what}`));
  return lines.join('\n');
}

/** @returns the exit code */
export async function temporalSetup(
  args: string[],
  { print, remark }: Pick<Output, 'print' | 'remark'>,
): Promise<0 | 1> {
  const flag = { type: 'boolean' } as const;
  const { json, help } = parseArgs({ args, options: { json: flag, help: flag } }).values;
  if (help) {
    print(USAGE);
    return 0;
  }
  const config = loadTemporalSetupConfig();
  const namespace = config.TEMPORAL_NAMESPACE;
  const connection = await Connection.connect(temporalConnectionOptions(config));
  try {
    const retentionDays = config.TEMPORAL_RETENTION_DAYS ?? null;
    const arranged = await arrangeTemporal(connection, { namespace, retentionDays }, remark);
    print(json ? JSON.stringify(arranged, null, 2) : report(namespace, arranged));
    return arranged.byHand.length > 0 ? 1 : 0;
  } finally {
    await connection.close();
  }
}

if (require.main === module) runProgram('The set-up of Temporal', temporalSetup);

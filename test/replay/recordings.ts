import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { historyToJSON } from '@temporalio/common/lib/proto-utils';
import type { WorkflowHandle } from '@temporalio/client';
import { REPOSITORY } from '../support/childProcess';

/** One folder per release; a new release adds a folder and never replaces one. */
export const HISTORIES = path.join(__dirname, 'histories');

/** A recorded history, and the id of its workflow, which a history itself does not carry. */
export interface Recording {
  scenario: string;
  workflowId: string;
  // The JSON form of a history: what the server's own export gives.
  history: unknown;
}

export async function fetchRecording(scenario: string, handle: WorkflowHandle): Promise<Recording> {
  const json = historyToJSON(await handle.fetchHistory());
  return {
    scenario,
    workflowId: handle.workflowId,
    history: withoutMachine(JSON.parse(json)),
  };
}

export function save(release: string, recording: Recording): void {
  const folder = path.join(HISTORIES, release);
  mkdirSync(folder, { recursive: true });
  writeFileSync(path.join(folder, `${recording.scenario}.json`), `${JSON.stringify(recording, null, 1)}\n`);
}

export function loadRecordings(): (Recording & { release: string })[] {
  return readdirSync(HISTORIES).flatMap((release) =>
    readdirSync(path.join(HISTORIES, release)).map((file) => ({
      release,
      ...(JSON.parse(readFileSync(path.join(HISTORIES, release, file), 'utf8')) as Recording),
    })),
  );
}

/**
 * Workers and clients sign their events with process id and host name, and stack traces name the folder: nothing that
 * belongs in a repository. The packages may be linked from elsewhere.
 */
function withoutMachine(value: unknown): unknown {
  if (typeof value === 'string') {
    return value.replaceAll(`${REPOSITORY}/`, '').replace(/[^\s(]*\/node_modules\//g, 'node_modules/');
  }
  if (Array.isArray(value)) return value.map(withoutMachine);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [
      key,
      key === 'identity' && typeof inner === 'string' ? 'recorded' : withoutMachine(inner),
    ]),
  );
}

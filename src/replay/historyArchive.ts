import { createReadStream } from 'node:fs';
import { appendFile, mkdir, readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { createInterface } from 'node:readline';
import type { History } from '@temporalio/common/lib/proto-utils';
import { writeHistory } from './historyFile';
import { summaryOf, type HistorySummary } from './historySummary';

/** A line of `index.ndjson`. */
export interface IndexEntry extends HistorySummary {
  workflowId: string;
  runId: string;
  /** Relative to the index. */
  file: string;
  /** Compressed. */
  bytes: number;
}

/** A folder of histories with their index, which only grows: of two lines for one run the later one counts. */
export interface HistoryArchive {
  /** Events of each run that is there, by its run id. */
  readonly kept: ReadonlyMap<string, number>;
  add(run: { workflowId: string; runId: string; history: History }): Promise<IndexEntry>;
}

const INDEX = 'index.ndjson';

/** Lines of an index in its order. What an interrupted export left of its last line is passed over. */
async function* linesOf(index: string): AsyncIterable<IndexEntry> {
  const lines = createInterface({ input: createReadStream(index), crlfDelay: Infinity });
  for await (const line of lines) {
    try {
      yield JSON.parse(line) as IndexEntry;
    } catch {
      // Its history is exported again.
    }
  }
}

/** Opens a folder to write to, new or from an earlier export. @throws Error where it cannot be written */
export async function openArchive(folder: string): Promise<HistoryArchive> {
  await mkdir(folder, { recursive: true });
  const index = path.join(folder, INDEX);
  // A line that was cut short must not swallow the next one.
  await appendFile(index, (await stat(index).catch(() => null))?.size ? '\n' : '');
  const kept = new Map<string, number>();
  for await (const { runId, events } of linesOf(index)) kept.set(runId, events);
  return {
    kept,
    async add({ workflowId, runId, history }) {
      const summary = summaryOf(history);
      const file = path.join(summary.type, runId.slice(-2), `${runId}.json.gz`);
      await mkdir(path.join(folder, path.dirname(file)), { recursive: true });
      const bytes = await writeHistory(path.join(folder, file), { workflowId, history });
      const entry: IndexEntry = { workflowId, runId, ...summary, file, bytes };
      await appendFile(index, `${JSON.stringify(entry)}\n`);
      kept.set(runId, summary.events);
      return entry;
    },
  };
}

/**
 * Every history file under the given folders and files, each once, in a stable order.
 * @throws Error for a path that is not there
 */
export async function historyFiles(paths: readonly string[]): Promise<string[]> {
  const found = new Set<string>();
  for (const given of paths) {
    const info = await stat(given).catch(() => null);
    if (!info) throw new Error(`There is no ${given}`);
    if (info.isFile()) {
      found.add(path.resolve(given));
      continue;
    }
    const entries = await readdir(given, { recursive: true, withFileTypes: true });
    for (const entry of entries) {
      if (entry.isFile() && /\.json(\.gz)?$/.test(entry.name))
        found.add(path.resolve(entry.parentPath, entry.name));
    }
  }
  return [...found].sort();
}

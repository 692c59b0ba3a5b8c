import { readFile, rename, writeFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { gunzip, gzip } from 'node:zlib';
import { historyFromJSON, historyToJSON, type History } from '@temporalio/common/lib/proto-utils';

/** A history, and the id of its workflow, which a history itself does not carry. */
export interface RecordedHistory {
  workflowId: string;
  history: History;
}

const [zip, unzip] = [promisify(gzip), promisify(gunzip)];

/**
 * Writes `{"workflowId":…,"history":{"events":[…]}}`, the events in the JSON that Temporal's own tools write, compressed.
 * A file is there whole or not at all.
 * @returns its size in bytes
 */
export async function writeHistory(path: string, { workflowId, history }: RecordedHistory): Promise<number> {
  const text = `{"workflowId":${JSON.stringify(workflowId)},"history":${historyToJSON(history)}}\n`;
  const compressed = await zip(text);
  await writeFile(`${path}.part`, compressed);
  await rename(`${path}.part`, path);
  return compressed.length;
}

/**
 * Reads a file of `writeHistory`, compressed or not, or what `temporal workflow show --output json` and the Web UI write,
 * where the file's name stands for the workflow's id.
 * @throws Error that says what is wrong with the file
 */
export async function readHistory(path: string): Promise<RecordedHistory> {
  const content = await readFile(path);
  const text = path.endsWith('.gz') ? await unzip(content).catch(damaged) : content;
  const parsed = parse(text.toString());
  const history = parsed.history ?? parsed;
  if (!Array.isArray((history as { events?: unknown }).events))
    throw new Error('it is damaged: it has no events');
  const workflowId = typeof parsed.workflowId === 'string' ? parsed.workflowId : nameOf(path);
  return { workflowId, history: decoded(history) };
}

function damaged(error: Error): never {
  throw new Error(`it is damaged: ${error.message}`);
}

function parse(text: string): { workflowId?: unknown; history?: unknown } {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null) return value;
  } catch (error) {
    return damaged(error as Error);
  }
  throw new Error('it is damaged: it is no JSON object');
}

/** A number is checked that replay itself trusts: a history with a gap would be blamed on the workflow's code. */
function decoded(json: unknown): History {
  let history: History;
  try {
    history = historyFromJSON(json);
  } catch (error) {
    return damaged(error as Error);
  }
  const events = history.events ?? [];
  if (!events[0]?.workflowExecutionStartedEventAttributes)
    throw new Error('it is damaged: it does not begin with the start of a workflow');
  const gap = events.findIndex(({ eventId }, index) => Number(eventId) !== index + 1);
  if (gap >= 0) throw new Error(`it is damaged: event ${gap + 1} is missing`);
  return history;
}

function nameOf(path: string): string {
  return (path.split('/').at(-1) ?? path).replace(/\.json(\.gz)?$/, '');
}

import { stat } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { runProgram, type Output } from '../program';
import { readHistory, type RecordedHistory } from './historyFile';
import { storyOf, storyText } from './story';
import { withTemporal } from './temporalServer';

const USAGE = `Tells the story of one workflow line by line: when, what came from outside, what was decided, why it ended.

  npm run histories:explain -- FILE|WORKFLOW_ID [--run-id ID] [--json]

  FILE          what npm run histories:export wrote, or Temporal's own JSON
  WORKFLOW_ID   on the server, such as session:2:… ; its latest run, or the one that --run-id names

The server is the running stack's, or that of Temporal's own command line (npm run histories:export -- --help).`;

async function fetchRun(workflowId: string, runId: string | undefined): Promise<RecordedHistory> {
  return await withTemporal(async (client) => ({
    workflowId,
    history: await client.workflow.getHandle(workflowId, runId).fetchHistory(),
  }));
}

/** The command line. @returns the exit code */
export async function explainCommand(args: string[], { print }: Pick<Output, 'print'>): Promise<0> {
  const flag = { type: 'boolean' } as const;
  const options = { 'run-id': { type: 'string' }, json: flag, help: flag } as const;
  const { values, positionals } = parseArgs({ args, options, allowPositionals: true });
  if (values.help) {
    print(USAGE);
    return 0;
  }
  const [which, ...more] = positionals;
  if (which === undefined || more.length > 0) throw new Error(`give one file or workflow id.\n\n${USAGE}`);
  const isFile = (await stat(which).catch(() => null))?.isFile() ?? false;
  const recorded = isFile ? await readHistory(which) : await fetchRun(which, values['run-id']);
  print(values.json ? JSON.stringify(storyOf(recorded), null, 2) : storyText(recorded));
  return 0;
}

if (require.main === module) runProgram('The story', explainCommand);

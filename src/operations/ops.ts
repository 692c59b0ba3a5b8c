import { loadOperationsConfig, type OperationsConfig } from '../config';
import { runProgram, type Output } from '../program';
import type { Command } from './command';
import { batch } from './commands/batch';
import { drainWorker } from './commands/drainWorker';
import { failedTasks } from './commands/failedTasks';
import { find } from './commands/find';
import { report } from './commands/report';
import { stuckCommand } from './commands/stuck';

const COMMANDS: Readonly<Record<string, Command>> = {
  find,
  report,
  stuck: stuckCommand(),
  'failed-tasks': failedTasks,
  batch,
  'drain-worker': drainWorker,
};

function overview(): string {
  const width = Math.max(...Object.keys(COMMANDS).map((name) => name.length));
  const lines = Object.entries(COMMANDS).map(([name, { summary }]) => `  ${name.padEnd(width)}  ${summary}`);
  return `The operators' command line: what Temporal's Web UI lacks.

  npm run ops -- COMMAND [options]
  npm run --silent ops -- COMMAND --json    for programs; progress and remarks go to standard error
  without npm start: DATABASE_URL=… REDIS_URL=… TEMPORAL_ADDRESS=… node dist/src/operations/ops.js COMMAND

${lines.join('\n')}

  npm run ops -- COMMAND --help explains one. docs/ops-command-line.md has examples.

Exit codes: 0 as it should be, 1 something to look at, 2 it could not be done, or not to its end.`;
}

/**
 * The command line.
 * @param config what the commands work on; the environment's when left out
 * @returns the exit code
 * @throws Error when the command is unknown, and what the command throws
 */
export async function opsCommand(
  args: string[],
  output: Output,
  stopped: () => boolean,
  config?: OperationsConfig,
): Promise<0 | 1 | 2> {
  const [name = '--help', ...rest] = args;
  if (name === '--help' || name === '-h') {
    output.print(overview());
    return 0;
  }
  const command = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
  if (!command) throw new Error(`there is no command ${name}.\n\n${overview()}`);
  if (rest.includes('--help') || rest.includes('-h')) {
    output.print(command.usage);
    return 0;
  }
  return await command.run(rest, output, stopped, config ?? loadOperationsConfig());
}

if (require.main === module) runProgram('The command', opsCommand);

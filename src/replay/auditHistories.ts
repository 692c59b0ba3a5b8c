import { parseArgs } from 'node:util';
import { loadDatabaseUrl } from '../config';
import { withAuditDatabase } from '../persistence/auditDatabase';
import { runProgram, type Output } from '../program';
import { BookKeeper, type BookFinding, type Books } from './books';
import { compareBooks } from './compareBooks';
import { historyFiles } from './historyArchive';
import { readHistory } from './historyFile';

const USAGE = `Recomputes the books from histories alone: who had which seat when, who was charged, what was refunded.

  npm run histories:audit -- DIR|FILE… [--database-url URL|stack] [--tolerance MS] [--json]

  --database-url URL   compares with this PostgreSQL; stack: with the one in DATABASE_URL, the running stack's
  --tolerance MS       by how much the clocks of workers, Temporal and PostgreSQL may differ (default 1000)
  --json               everything, with each booked reservation, on standard output

It proves that no seat had two owners at once, that charges are the confirmed reservations, that amounts agree and that refunds are charges.
Whatever the histories cannot tell, such as an owner whose history is not among them, is not taken for wrong.

Exit codes: 0 nothing found, 1 findings or damaged files, 2 it could not begin or was interrupted.`;

const MOST_PRINTED = 100;

interface Audit extends Omit<Books, 'booked'> {
  histories: number;
  damaged: { file: string; why: string }[];
}

/** Reads one file after another, and keeps only what the books need. */
async function keepBooks(
  files: readonly string[],
  stopped: () => boolean,
  progress: (read: number) => void,
): Promise<{ keeper: BookKeeper; damaged: Audit['damaged'] }> {
  const keeper = new BookKeeper();
  const damaged: Audit['damaged'] = [];
  for (const [index, file] of files.entries()) {
    if (stopped()) break;
    try {
      keeper.add(await readHistory(file));
    } catch (error) {
      damaged.push({ file, why: error instanceof Error ? error.message : String(error) });
    }
    progress(index + 1);
  }
  return { keeper, damaged };
}

/** The command line. @returns the exit code */
export async function auditHistoriesCommand(
  args: string[],
  { print, remark, atIntervals }: Output,
  stopped: () => boolean,
): Promise<0 | 1 | 2> {
  const [text, flag] = [{ type: 'string' } as const, { type: 'boolean' } as const];
  const options = { 'database-url': text, tolerance: text, json: flag, help: flag } as const;
  const { values, positionals } = parseArgs({ args, options, allowPositionals: true });
  if (values.help) {
    print(USAGE);
    return 0;
  }
  if (positionals.length === 0) throw new Error(`give folders or files.\n\n${USAGE}`);
  const { tolerance = '1000', 'database-url': given } = values;
  if (!/^\d{1,7}$/.test(tolerance)) throw new Error('--tolerance must be a whole number of milliseconds');

  const files = await historyFiles(positionals);
  const { keeper, damaged } = await keepBooks(files, stopped, (read) =>
    atIntervals(() => `${read} of ${files.length} histories read`),
  );
  if (stopped()) {
    remark('interrupted');
    return 2;
  }
  const { booked, ...books } = keeper.books(Number(tolerance));
  const findings: BookFinding[] = [...books.findings];
  if (given !== undefined) {
    const url = given === 'stack' ? loadDatabaseUrl() : given;
    remark('comparing with PostgreSQL');
    findings.push(...(await withAuditDatabase(url, (db) => compareBooks(db, booked, keeper.ended))));
  }
  const audit: Audit = { histories: files.length, ...books, findings, damaged };
  print(values.json ? JSON.stringify({ ...audit, booked }, null, 2) : report(audit, booked.length));
  if (books.sessions === 0) remark('There is no session among these histories.');
  return findings.length > 0 || damaged.length > 0 || books.sessions === 0 ? 1 : 0;
}

function report({ findings, damaged, ...audit }: Audit, booked: number): string {
  const lines = damaged.map(({ file, why }) => `DAMAGED ${file}: ${why}`);
  lines.push(
    ...findings.slice(0, MOST_PRINTED).map(({ rule, subject, detail }) => `${rule}: ${subject}: ${detail}`),
  );
  const more = findings.length - MOST_PRINTED;
  if (more > 0) lines.push(`… and ${more} more: --json has them all`);
  const { histories, sessions, holds, charged, refunded, unknownCancellations } = audit;
  lines.push(`${histories} histories: ${sessions} sessions, ${holds} holds, ${booked} reservations paid for`);
  lines.push(`charged ${charged}, refunded ${refunded}`);
  if (unknownCancellations > 0)
    lines.push(`${unknownCancellations} cancellations of reservations whose session is not among them`);
  lines.push(`Books: ${findings.length} findings, ${damaged.length} damaged files`);
  return lines.join('\n');
}

if (require.main === module) runProgram('The audit', auditHistoriesCommand);

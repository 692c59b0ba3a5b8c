import fc from 'fast-check';
import { DatabaseError } from 'pg';
import { QueryFailedError } from 'typeorm';
import { errorReport } from '../../src/errorReport';
import { createLogger } from '../../src/logger';

/** What a logger writes to standard output while `log` runs. */
function written(log: (logger: ReturnType<typeof createLogger>) => void): string {
  const logger = createLogger('test', 'info');
  const stream = (logger as unknown as Record<symbol, { write(line: string): void }>)[streamOf(logger)];
  const lines: string[] = [];
  const spy = jest
    .spyOn(stream as { write(line: string): void }, 'write')
    .mockImplementation((line) => void lines.push(line));
  log(logger);
  spy.mockRestore();
  expect(lines.length).toBeGreaterThan(0);
  return lines.join('');
}

function streamOf(logger: object): symbol {
  const symbols = (target: object): symbol[] => {
    const parent = Object.getPrototypeOf(target) as object | null;
    return [...Object.getOwnPropertySymbols(target), ...(parent ? symbols(parent) : [])];
  };
  const found = symbols(logger).find(({ description }) => description === 'pino.stream');
  if (!found) throw new Error('pino keeps its stream elsewhere');
  return found;
}

/** As PostgreSQL and TypeORM report a statement that met a constraint, with what the user sent in every text. */
function databaseError(userText: string): QueryFailedError {
  const cause = new DatabaseError(`duplicate key: ${userText}`, 1, 'error');
  cause.code = '23505';
  cause.constraint = 'users_email_key';
  cause.detail = `Key (email)=(${userText}) already exists.`;
  return new QueryFailedError(`INSERT '${userText}'`, [userText], cause);
}

describe("an error's report", () => {
  test('of a database error keeps its names, and nothing of what the user sent', () => {
    fc.assert(
      fc.property(fc.uuid(), (secret) => {
        const report = errorReport(databaseError(secret));
        expect(JSON.stringify(report)).not.toContain(secret);
        expect(report).toMatchObject({
          name: 'QueryFailedError',
          code: '23505',
          constraint: 'users_email_key',
        });
      }),
    );
  });

  test('of the bare driver error keeps no message either', () => {
    const { driverError } = databaseError('fan@example.org');
    expect(JSON.stringify(errorReport(driverError))).not.toContain('fan@example.org');
  });

  test('of a message of several lines repeats none of them as a frame', () => {
    const report = errorReport(databaseError('first line\nfan@example.org\nlast line'));
    expect(JSON.stringify(report)).not.toContain('fan@example.org');
  });

  test('of another error keeps its message, its code and where it came from', () => {
    const report = errorReport(Object.assign(new RangeError('too far'), { code: 'ERR_FAR' }));
    expect(report).toMatchObject({ name: 'RangeError', message: 'too far', code: 'ERR_FAR' });
    expect((report.frames as string[])[0]).toMatch(/^at /);
  });

  test('of what is no error tells its type alone', () => {
    expect(errorReport('hunter2')).toEqual({ name: 'string' });
    expect(errorReport({ password: 'hunter2' })).toEqual({ name: 'object' });
    expect(errorReport(null)).toEqual({ name: 'object' });
  });
});

describe('the log', () => {
  test.each([
    ['an API key', { apiKey: 'hunter2' }],
    ['a queue token', { token: 'hunter2' }],
    ['an e-mail address', { email: 'hunter2' }],
    ["a request's Authorization", { headers: { authorization: 'Bearer hunter2' } }],
    ["a request's Queue-Token", { headers: { 'queue-token': 'hunter2' } }],
    [
      "a user's key",
      { user: { apiKey: 'hunter2', email: 'hunter2', password: 'hunter2', token: 'hunter2' } },
    ],
  ])('never shows %s', (_title, fields) => {
    const line = written((logger) => logger.info(fields, 'words'));
    expect(line).not.toContain('hunter2');
    expect(line).toContain('[redacted]');
  });

  test('shows errors by their report', () => {
    const line = written((logger) => logger.warn({ err: databaseError('fan@example.org') }, 'failed'));
    expect(line).not.toContain('fan@example.org');
    expect(JSON.parse(line)).toMatchObject({ msg: 'failed', err: { code: '23505' } });
  });

  test('is one JSON object a line, with an ISO time', () => {
    const { time, name, msg } = JSON.parse(written((logger) => logger.info('ready'))) as Record<
      string,
      string
    >;
    expect({ name, msg }).toEqual({ name: 'test', msg: 'ready' });
    expect(new Date(String(time)).toISOString()).toBe(time);
  });
});

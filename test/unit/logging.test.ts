import { runInNewContext } from 'node:vm';
import { ApplicationFailure } from '@temporalio/common';
import fc from 'fast-check';
import { DatabaseError } from 'pg';
import type { Logger } from 'pino';
import { QueryFailedError } from 'typeorm';
import { errorReport } from '../../src/errorReport';
import { announce, createLogger, withoutRedaction } from '../../src/logger';
import { redactText } from '../../src/redactText';

/** What a logger writes while `log` runs. */
function written(log: (logger: Logger) => void, level = 'info'): string {
  const lines: string[] = [];
  log(createLogger('test', level, { destination: { write: (line) => void lines.push(line) } }));
  expect(lines.length).toBeGreaterThan(0);
  return lines.join('');
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

  test('of what an activity threw of a database error, as Temporal passes it on, keeps the name alone', () => {
    const { message } = databaseError('fan@example.org');
    const failure = ApplicationFailure.create({ message: `${message} hunter2`, type: 'QueryFailedError' });
    expect(errorReport(failure)).toMatchObject({ name: 'ApplicationFailure', type: 'QueryFailedError' });
    expect(JSON.stringify(errorReport(failure))).not.toContain('hunter2');
  });

  test('tells of the errors within it, each without what must not be told', () => {
    const inner = databaseError('fan@example.org');
    const report = errorReport(
      new Error('Activity failed', { cause: new AggregateError([inner], 'all of them') }),
    );
    expect(report).toMatchObject({
      message: 'Activity failed',
      cause: { message: 'all of them', errors: [{ name: 'QueryFailedError', code: '23505' }] },
    });
    expect(JSON.stringify(report)).not.toContain('fan@example.org');
    const endless = new Error('again');
    endless.cause = endless;
    expect(JSON.stringify(errorReport(endless)).match(/again/g)?.length).toBeLessThan(10);
  });

  test('knows an error of the workflow sandbox, which has another class', () => {
    const report = errorReport(runInNewContext("new TypeError('of ada@example.org')"));
    expect(report).toMatchObject({ name: 'TypeError', message: 'of [redacted]' });
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

  test.each([
    'authorization',
    'Authorization',
    'Proxy-Authorization',
    'cookie',
    'Set-Cookie',
    'Queue-Token',
    'queueToken',
    'Idempotency-Key',
    'idempotencyKey',
    'apiKey',
    'api_key',
    'X-Api-Key',
    'ADMIN_KEY',
    'QUEUE_TOKEN_SECRETS',
    'secret',
    'password',
    'token',
    'email',
    'name',
    'rawHeaders',
    'parameters',
  ])('never shows the value of %s, however deep it is', (field) => {
    const line = written((logger) => {
      logger.info({ [field]: 'hunter2' }, 'words');
      logger.info({ a: { b: [{ c: { [field]: ['hunter2'] } }] } }, 'words');
      logger.child({ within: true }).warn({ a: { [field]: { value: 'hunter2' } } });
    });
    expect(line).not.toContain('hunter2');
    expect(line.match(/\[redacted\]/g)).toHaveLength(3);
  });

  test('never shows the value of such a field that a child logger is made with', () => {
    for (const field of [
      'authorization',
      'queue-token',
      'idempotency-key',
      'apiKey',
      'token',
      'email',
      'password',
    ])
      expect(written((logger) => logger.child({ [field]: 'hunter2' }).info('words'))).not.toContain(
        'hunter2',
      );
    const err = databaseError('hunter2');
    expect(written((logger) => logger.child({ err }).info('words'))).not.toContain('hunter2');
  });

  test.each([
    ['an e-mail address', 'of ada.l+x@mail.example.org, twice', 'of [redacted], twice'],
    [
      'a password in an address',
      'postgres://sa:p@ss:w0rd@db:5432/x?a=b',
      'postgres://[redacted]@db:5432/x?a=b',
    ],
    ['an API key', `key fan_${'a'.repeat(43)}.`, 'key [redacted].'],
    ['a queue token', `<${'a'.repeat(30)}.${'b'.repeat(43)}>`, '<[redacted]>'],
    ['credentials', 'Authorization: Bearer abc.def', 'Authorization: Bearer [redacted]'],
    [
      'refused values',
      'Key (email, name)=(a(b)c, d) already exists.',
      'Key (email, name)=([redacted]) already exists.',
    ],
  ])('shows no %s in a text, a message or an error', (_what, text, clean) => {
    expect(redactText(text)).toBe(clean);
    const line = written((logger) => {
      logger.info(text);
      logger.info({ a: [{ b: text }] }, 'words %s', text);
      logger.error(new Error(text));
      logger.error({ err: new Error(text, { cause: new Error(text) }) }, 'words');
    });
    expect(line).not.toContain(text);
    expect(line.split(JSON.stringify(clean).slice(1, -1))).toHaveLength(8);
  });

  test('leaves ids, times, numbers and addresses without a password as they are', () => {
    const fields = {
      sessionId: '01999999-9999-7999-8999-999999999999',
      workflowId: 'session:42:01999999-9999-7999-8999-999999999999',
      url: 'http://127.0.0.1:3000/v1/session?x=y',
      at: new Date(0),
      count: 7n,
      ratio: 0.5,
      nothing: null,
      list: ['holdSeats', true],
    };
    const line = JSON.parse(written((logger) => logger.info(fields, 'A step (a)=b')));
    expect(line).toMatchObject({
      ...fields,
      at: '1970-01-01T00:00:00.000Z',
      count: '7',
      msg: 'A step (a)=b',
    });
  });

  test('shows of an object that may hold anything its class alone', () => {
    class Row {
      constructor(readonly holder = 'hunter2') {}
    }
    const line = written((logger) =>
      logger.info({ row: new Row(), map: new Map([['a', 'hunter2']]) }, 'words'),
    );
    expect(JSON.parse(line)).toMatchObject({ row: '[Row]', map: '[Map]' });
    const within: Record<string, unknown> = {};
    within.self = within;
    expect(written((logger) => logger.info(within, 'words'))).toContain('words');
  });

  test('of an error that is logged without words shows no message of a database', () => {
    const err = databaseError('hunter2');
    const line = written((logger) => {
      logger.error(err);
      logger.error({ err });
    });
    expect(line).not.toContain('hunter2');
    expect(line.match(/"msg":"QueryFailedError"/g)).toHaveLength(2);
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

  test('has the fields of what is under way in each line', () => {
    const lines: string[] = [];
    const destination = { write: (line: string) => void lines.push(line) };
    const logger = createLogger('test', 'info', {
      destination,
      fields: () => ({ workflowId: 'session:1:u' }),
    });
    logger.info('words');
    withoutRedaction(logger).info({ step: 'pay' }, 'step');
    expect(lines.map((line) => JSON.parse(line) as unknown)).toEqual([
      expect.objectContaining({ workflowId: 'session:1:u', msg: 'words' }),
      expect.objectContaining({ workflowId: 'session:1:u', step: 'pay', msg: 'step' }),
    ]);
  });

  test('without redaction writes the same line', () => {
    const fields = { requestId: 'r', route: '/v1/session', status: 200, ms: 0.1 };
    const [plain, redacted] = [withoutRedaction, (logger: Logger) => logger].map(
      (kind) =>
        JSON.parse(written((logger) => kind(logger).info(fields, 'request'))) as Record<string, unknown>,
    );
    expect({ ...plain, time: 0 }).toEqual({ ...redacted, time: 0 });
  });

  test('has the time of each line to the millisecond', () => {
    const clock = jest.spyOn(Date, 'now');
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 4e12 }), fc.integer({ min: 0, max: 1_500 }), (first, later) => {
        for (const now of [first, first + later, first]) {
          clock.mockReturnValue(now);
          const { time } = JSON.parse(written((logger) => logger.info('words'))) as { time: string };
          expect(time).toBe(new Date(now).toISOString());
        }
      }),
    );
    clock.mockRestore();
  });

  test.each(['info', 'warn', 'silent'])('at the level %s announces what others wait for', (level) => {
    const line = written((logger) => announce(logger, 'ready', { url: 'http://127.0.0.1:1' }), level);
    expect(JSON.parse(line)).toMatchObject({ level: 30, msg: 'ready', url: 'http://127.0.0.1:1' });
  });
});

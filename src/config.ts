import { z } from 'zod';

/**
 * The only reader of `process.env`. Each key is validated once, at the start of a process; an error names the key and
 * what it must be, never its value. README's configuration table lists these keys.
 */
const positive = (fallback: number) => z.coerce.number().int().positive().default(fallback);

/** Separated by commas; each is trimmed. */
const list = z.string().transform((text) => text.split(',').map((part) => part.trim()));
/** 0: no limit. */
const limit = (fallback: number) => z.coerce.number().int().nonnegative().default(fallback);

const PROXY = '(loopback|linklocal|uniquelocal|[\\da-f]*[.:][\\da-f.:/]+)';
const PROXIES = new RegExp(`^(\\d|${PROXY}( *, *${PROXY})*)$`, 'i');

const schema = z.object({
  PORT: z.coerce.number().int().min(0).max(65_535).default(3000),
  HOST: z.string().min(1).default('127.0.0.1'),
  // Of a worker's own small server. 0: none.
  WORKER_PORT: z.coerce.number().int().min(0).max(65_535).default(0),
  DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/ }),
  DATABASE_POOL_SIZE: positive(10),
  REDIS_URL: z.url({ protocol: /^rediss?$/ }),
  TEMPORAL_ADDRESS: z.string().min(1).default('127.0.0.1:7233'),
  TEMPORAL_NAMESPACE: z.string().min(1).default('default'),
  // For npm run temporal:setup. Without it a namespace that is there keeps its own.
  TEMPORAL_RETENTION_DAYS: z.coerce.number().int().min(1).max(365).optional(),
  TASK_QUEUE: z.string().min(1).default('concert-sessions'),
  ADMIN_KEY: list.pipe(z.array(z.string().min(16)).min(1)),
  ADMIN_VIEWER_KEY: list.pipe(z.array(z.string().min(16))).optional(),
  QUEUE_TOKEN_SECRETS: list.pipe(z.array(z.string().min(32)).min(1)),
  CORS_ORIGINS: list
    .pipe(
      z.array(
        z.string().regex(/^(\*|https?:\/\/[^\s/?#]+)$/, 'must be * or origins as https://tickets.example'),
      ),
    )
    .optional(),
  // What Express takes: how many proxies of ours stand in front, or their addresses. 0: none, and nobody is believed.
  TRUST_PROXY: z
    .string()
    .regex(PROXIES, 'must be how many proxies there are, or their addresses')
    .transform((text) => (/^\d$/.test(text) ? Number(text) : text))
    .default(0),
  MAX_CONNECTIONS: positive(20_000),
  RATE_LIMIT_PER_ADDRESS: limit(1_000),
  RATE_LIMIT_PER_USER: limit(1_000),
  RATE_LIMIT_JOINS: limit(120),
  RATE_LIMIT_HOLDS: limit(120),
  MAX_CALLS_IN_FLIGHT: limit(20),
  HOLD_SECONDS: positive(300),
  HOLD_CAP_SECONDS: positive(900),
  // What becomes of the first hold of a fan admitted on arrival: paid within so long it costs no workflow task of its own, else
  // operators find it then. 0: every hold has its task at once.
  HOLD_SHOWN_AFTER_SECONDS: z.coerce.number().int().min(0).max(300).default(10),
  ADMISSION_WINDOW_SECONDS: positive(600),
  QUEUE_WAIT_SECONDS: positive(21_600),
  MAX_SEATS_PER_FAN: positive(4),
  CANCELLATION_CUTOFF_HOURS: z.coerce.number().int().nonnegative().default(24),
  CANCELLATIONS_AT_ONCE: positive(20),
  ADMISSION_TICK_MS: positive(200),
  // Clients are told to ask every 45 s at the longest, and a sign of life is noted at most every 5 s: less than 50 is for
  // tests only. Browsers wake hidden pages once a minute.
  SILENT_AFTER_SECONDS: z.coerce.number().int().min(6).default(90),
  SILENT_GRACE_SECONDS: positive(300),
  ROOM_SHIFT_SECONDS: positive(30),
  ROOM_CONTINUE_AFTER_EVENTS: positive(1000),
  ANSWER_WITHIN_MS: positive(8_000),
  // Of one API process; each takes a socket, so `ulimit -n` has to allow for more than that.
  MAX_STREAMS: positive(10_000),
  WORKER_DEPLOYMENT: z.string().min(1).max(200).default('concert-sessions'),
  // Without it a worker has no version, and takes over what earlier ones began.
  WORKER_BUILD_ID: z
    .string()
    .regex(/^[\w.-]{1,100}$/, 'must be letters, digits, dots, dashes and underscores')
    .optional(),
  WORKFLOW_TASK_SLOTS: positive(40),
  ACTIVITY_SLOTS: positive(100),
  MAX_CACHED_WORKFLOWS: positive(1000),
  // What the Web UI shows as "Call Stack".
  WORKFLOW_STACK_TRACES: z.stringbool({ truthy: ['true'], falsy: ['false'] }).default(false),
  SHUTDOWN_GRACE_SECONDS: positive(10),
  // For how long a process that is told to stop says so at /readyz before it takes no more connections.
  DRAIN_SECONDS: z.coerce.number().int().min(0).max(300).default(0),
  // 0: no reconciliation.
  RECONCILE_EVERY_SECONDS: z.coerce.number().int().nonnegative().default(300),
  // 0: sessions are given up however few workflows are open.
  RECONCILE_LEAST_OPEN_PERCENT: z.coerce.number().int().min(0).max(100).default(10),
  LOG_LEVEL: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'silent']).default('info'),
});

export type Config = Readonly<z.infer<typeof schema>>;

/**
 * The variables that have a value: an empty one means the same as none. `PORT=` must not become port 0, and `TEMPORAL_API_KEY=`
 * in a Compose file must not switch TLS on, so libraries that read the environment are given this.
 */
export function givenVariables(environment: NodeJS.ProcessEnv = process.env): Record<string, string> {
  const given = Object.entries(environment).filter((entry): entry is [string, string] =>
    Boolean(entry[1]?.trim()),
  );
  return Object.fromEntries(given);
}

/**
 * Reads and validates the configuration.
 * @throws Error that lists each wrong key with what it must be; no value is repeated, since some are secrets.
 */
export function loadConfig(environment: NodeJS.ProcessEnv = process.env): Config {
  return checked(schema, givenVariables(environment));
}

function checked<T>(wanted: z.ZodType<T>, given: NodeJS.ProcessEnv): T {
  const result = wanted.safeParse(given);
  if (result.success) return result.data;
  const lines = result.error.issues.map((issue) => `  ${issue.path.join('.')}: ${issue.message}`);
  throw new Error(`The configuration is not valid:\n${lines.join('\n')}`);
}

/**
 * Only the database's address, for the entry points that need nothing else: migrate, seed and draw.
 * @throws Error that names the key, never its value
 */
export function loadDatabaseUrl(environment: NodeJS.ProcessEnv = process.env): string {
  const result = schema.pick({ DATABASE_URL: true }).safeParse(environment);
  if (result.success) return result.data.DATABASE_URL;
  throw new Error('The configuration is not valid:\n  DATABASE_URL: must be a postgres:// address');
}

/**
 * Of OpenTelemetry's own variables those that decide whether and how we trace; its packages read these and the others by
 * themselves. README lists them apart.
 */
const tracingSchema = z.object({
  OTEL_EXPORTER_OTLP_ENDPOINT: z.url({ protocol: /^https?$/ }).optional(),
  OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: z.url({ protocol: /^https?$/ }).optional(),
  OTEL_EXPORTER_OTLP_PROTOCOL: z.literal('http/protobuf').optional(),
  OTEL_EXPORTER_OTLP_TRACES_PROTOCOL: z.literal('http/protobuf').optional(),
  OTEL_TRACES_EXPORTER: z.enum(['otlp', 'none']).default('otlp'),
  OTEL_SDK_DISABLED: z.string().optional(),
});

/**
 * Whether this process is to be traced: where it is said to whom the traces go.
 * @throws Error as `loadConfig`
 */
export function loadTracing(environment: NodeJS.ProcessEnv = process.env): boolean {
  const tracing = checked(tracingSchema, givenVariables(environment));
  const endpoint = tracing.OTEL_EXPORTER_OTLP_TRACES_ENDPOINT ?? tracing.OTEL_EXPORTER_OTLP_ENDPOINT;
  const isDisabled = tracing.OTEL_SDK_DISABLED?.toLowerCase() === 'true';
  return endpoint !== undefined && tracing.OTEL_TRACES_EXPORTER === 'otlp' && !isDisabled;
}

const auditSchema = schema.pick({
  DATABASE_URL: true,
  REDIS_URL: true,
  TEMPORAL_ADDRESS: true,
  TEMPORAL_NAMESPACE: true,
  TASK_QUEUE: true,
});
export type AuditConfig = Readonly<z.infer<typeof auditSchema>>;

/**
 * The addresses of the stores that the audit compares.
 * @returns null: it is not said where Redis and Temporal are, so that only the database can be audited
 * @throws Error as `loadConfig`
 */
export function loadAuditConfig(environment: NodeJS.ProcessEnv = process.env): AuditConfig | null {
  const given = givenVariables(environment);
  if (!given.REDIS_URL || !given.TEMPORAL_ADDRESS) return null;
  return checked(auditSchema, given);
}

const operationsSchema = auditSchema.extend({
  // The file in which `npm start` writes what runs on this machine.
  STACK: z.string().min(1).optional(),
  // Where operators' browsers find Temporal's Web UI.
  TEMPORAL_UI_URL: z.url({ protocol: /^https?$/ }).optional(),
});
export type OperationsConfig = Readonly<z.infer<typeof operationsSchema>>;

/**
 * What the operators' command line needs.
 * @throws Error as `loadConfig`
 */
export function loadOperationsConfig(environment: NodeJS.ProcessEnv = process.env): OperationsConfig {
  return checked(operationsSchema, givenVariables(environment));
}

const temporalSetupSchema = schema.pick({
  TEMPORAL_ADDRESS: true,
  TEMPORAL_NAMESPACE: true,
  TEMPORAL_RETENTION_DAYS: true,
});
export type TemporalSetupConfig = Readonly<z.infer<typeof temporalSetupSchema>>;

/**
 * What the set-up of a Temporal server needs, and nothing else.
 * @throws Error as `loadConfig`
 */
export function loadTemporalSetupConfig(environment: NodeJS.ProcessEnv = process.env): TemporalSetupConfig {
  return checked(temporalSetupSchema, givenVariables(environment));
}

/** Names of all keys, for what passes them on. */
export const CONFIG_KEYS: readonly string[] = Object.keys(schema.shape);
/** The same for what turns tracing on. */
export const TRACING_KEYS: readonly string[] = Object.keys(tracingSchema.shape);

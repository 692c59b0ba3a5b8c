import { setTimeout as pause } from 'node:timers/promises';
import { isGrpcServiceError, type Connection } from '@temporalio/client';
import type { SearchAttributeType } from '@temporalio/common';
import { msToTs } from '@temporalio/common/lib/time';
import { SEARCH_ATTRIBUTES } from '../contracts/searchAttributes';

/** Of google.rpc.Code. */
const [NOT_FOUND, ALREADY_EXISTS, PERMISSION_DENIED, UNIMPLEMENTED] = [5, 6, 7, 12];

/** Each type as Temporal's command line spells it and as its API counts it (temporal.api.enums.v1.IndexedValueType). */
const TYPES: Record<SearchAttributeType, { spelled: string; code: number }> = {
  TEXT: { spelled: 'Text', code: 1 },
  KEYWORD: { spelled: 'Keyword', code: 2 },
  INT: { spelled: 'Int', code: 3 },
  DOUBLE: { spelled: 'Double', code: 4 },
  BOOL: { spelled: 'Bool', code: 5 },
  DATETIME: { spelled: 'Datetime', code: 6 },
  KEYWORD_LIST: { spelled: 'KeywordList', code: 7 },
};

const DAY_MS = 86_400_000;
/** A server's parts hear of a new namespace or attribute within some ten seconds. */
const KNOWN_WITHIN_MS = 60_000;
const LOOK_EVERY_MS = 500;

export interface WantedNamespace {
  namespace: string;
  /** For how long what has ended is kept; null: as it is, and a week where the namespace is new. */
  retentionDays: number | null;
}

export interface Arranged {
  /** REFUSED: the server lets nobody look at or make namespaces through this API, as Temporal Cloud. */
  namespace: 'CREATED' | 'UNCHANGED' | 'RETENTION_CHANGED' | 'REFUSED';
  added: string[];
  /** What has to be done by hand, each with how. */
  byHand: string[];
  /** What could not be looked at; it may be right. */
  unknown: string[];
}

function isOf(error: unknown, ...codes: number[]): boolean {
  return isGrpcServiceError(error) && codes.includes(Number(error.code));
}
const isRefusal = (error: unknown): boolean => isOf(error, PERMISSION_DENIED, UNIMPLEMENTED);

/**
 * Sees to it that the namespace and its search attributes are there. Safe to repeat, also at the same time from several machines.
 * @param remark is told of long waits
 * @throws Error when the server cannot be asked, or does not make known what was added
 */
export async function arrangeTemporal(
  connection: Connection,
  wanted: WantedNamespace,
  remark: (line: string) => void,
): Promise<Arranged> {
  const result: Arranged = { namespace: 'UNCHANGED', added: [], byHand: [], unknown: [] };
  await arrangeNamespace(connection, wanted, result);
  // Without a namespace there is nowhere to put them.
  if (result.byHand.length === 0) await arrangeAttributes(connection, wanted.namespace, result, remark);
  return result;
}

async function arrangeNamespace(
  { workflowService }: Connection,
  { namespace, retentionDays }: WantedNamespace,
  result: Arranged,
): Promise<void> {
  try {
    const { config } = await workflowService.describeNamespace({ namespace });
    const days = Number(config?.workflowExecutionRetentionTtl?.seconds ?? 0) / (DAY_MS / 1000);
    if (retentionDays === null || days === retentionDays) return;
    await workflowService.updateNamespace({
      namespace,
      config: { workflowExecutionRetentionTtl: msToTs(retentionDays * DAY_MS) },
    });
    result.namespace = 'RETENTION_CHANGED';
  } catch (error) {
    if (isOf(error, NOT_FOUND)) return await createNamespace();
    if (!isRefusal(error)) throw error;
    result.namespace = 'REFUSED';
    result.unknown.push(
      `namespace ${namespace} and its retention: this server does not let them be changed here, as Temporal Cloud. Make it in its Web UI or with: temporal cloud namespace create`,
    );
  }

  async function createNamespace(): Promise<void> {
    try {
      await workflowService.registerNamespace({
        namespace,
        workflowExecutionRetentionPeriod: msToTs((retentionDays ?? 7) * DAY_MS),
      });
      result.namespace = 'CREATED';
    } catch (error) {
      // Somebody else was faster.
      if (isOf(error, ALREADY_EXISTS)) return;
      if (!isRefusal(error)) throw error;
      result.namespace = 'REFUSED';
      result.byHand.push(
        `namespace ${namespace} is not there, and this server lets nobody make one through this API, as Temporal Cloud: make it in its Web UI, or set TEMPORAL_NAMESPACE`,
      );
    }
  }
}

/** The types of the attributes that the namespace has; null where the server does not tell. */
async function knownAttributes(
  { operatorService, workflowService }: Connection,
  namespace: string,
): Promise<Map<string, number> | null> {
  const asMap = (attributes: object | null | undefined): Map<string, number> =>
    new Map(Object.entries(attributes ?? {}).map(([name, type]) => [name, Number(type)]));
  try {
    return asMap((await operatorService.listSearchAttributes({ namespace })).customAttributes);
  } catch (error) {
    if (!isRefusal(error)) throw error;
  }
  try {
    const { keys } = await workflowService.getSearchAttributes({});
    return asMap(keys);
  } catch (error) {
    if (!isRefusal(error)) throw error;
    return null;
  }
}

async function arrangeAttributes(
  connection: Connection,
  namespace: string,
  result: Arranged,
  remark: (line: string) => void,
): Promise<void> {
  const commandFor = (name: string, spelled: string): string =>
    `search attribute ${name}: temporal operator search-attribute create --namespace ${namespace} --name ${name} --type ${spelled} (Temporal Cloud: in its Web UI, or tcld namespace search-attributes add --namespace ${namespace} --sa "${name}=${spelled}")`;
  // A namespace that was made a moment ago is not known everywhere.
  const known = await untilKnown(namespace, remark, () => knownAttributes(connection, namespace));
  if (!known) {
    result.unknown.push(...SEARCH_ATTRIBUTES.map(({ name, type }) => commandFor(name, TYPES[type].spelled)));
    return;
  }
  for (const { name, type } of SEARCH_ATTRIBUTES) {
    const has = known.get(name);
    if (has !== undefined && has !== TYPES[type].code)
      result.byHand.push(
        `search attribute ${name} has another type than ${TYPES[type].spelled}: remove it, or use another namespace`,
      );
  }
  const missing = SEARCH_ATTRIBUTES.filter(({ name }) => !known.has(name));
  if (missing.length === 0) return;
  try {
    await connection.operatorService.addSearchAttributes({
      namespace,
      searchAttributes: Object.fromEntries(missing.map(({ name, type }) => [name, TYPES[type].code])),
    });
  } catch (error) {
    if (isRefusal(error)) {
      result.byHand.push(...missing.map(({ name, type }) => commandFor(name, TYPES[type].spelled)));
      return;
    }
    if (!isOf(error, ALREADY_EXISTS)) throw error;
  }
  result.added = missing.map(({ name }) => name);
  await untilKnown(namespace, remark, async () => {
    const now = await knownAttributes(connection, namespace);
    return missing.every(({ name }) => now?.has(name)) || undefined;
  });
}

/** Asks until the answer is something other than undefined or "no such namespace". */
async function untilKnown<T>(
  namespace: string,
  remark: (line: string) => void,
  ask: () => Promise<T | undefined>,
): Promise<T> {
  for (let waitedMs = 0; ; waitedMs += LOOK_EVERY_MS) {
    const answer = await ask().catch((error: unknown) => {
      if (!isOf(error, NOT_FOUND)) throw error;
      return undefined;
    });
    if (answer !== undefined) return answer;
    if (waitedMs >= KNOWN_WITHIN_MS)
      throw new Error(`the server did not make namespace ${namespace} and its search attributes known`);
    if (waitedMs % 5_000 === 0) remark(`waiting until the server knows namespace ${namespace} everywhere`);
    await pause(LOOK_EVERY_MS);
  }
}

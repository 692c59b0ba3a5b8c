import { createRequire } from 'node:module';
import { join } from 'node:path';
import { repository } from '../paths.mjs';
import { SetupProblem } from '../progress.mjs';

/** What operators can search sessions by, and its type. docker-compose.yml names the same ones. */
export const searchAttributeTypes = {
  SessionState: 'Keyword',
  ConcertId: 'Keyword',
  UserId: 'Keyword',
  ScheduleId: 'Keyword',
  ReservationId: 'Keyword',
  EndReason: 'Keyword',
  Seats: 'KeywordList',
};
export const searchAttributes = Object.keys(searchAttributeTypes);

const indexedValueTypes = { Keyword: 2, KeywordList: 7 }; // temporal.api.enums.v1.IndexedValueType

/** Registers the missing ones on a server that this project did not start (TEMPORAL_ADDRESS). Needs the installed packages. */
export async function registerSearchAttributes(address, namespace = 'default') {
  const { Connection } = createRequire(join(repository, 'package.json'))('@temporalio/client');
  let connection;
  try {
    connection = await Connection.connect({ address, connectTimeout: 5_000 });
    const { customAttributes } = await connection.operatorService.listSearchAttributes({ namespace });
    const missing = searchAttributes.filter((name) => !(name in customAttributes));
    if (missing.length === 0) return;
    await connection.operatorService.addSearchAttributes({
      namespace,
      searchAttributes: Object.fromEntries(
        missing.map((name) => [name, indexedValueTypes[searchAttributeTypes[name]]]),
      ),
    });
  } catch (error) {
    throw new SetupProblem(
      `The Temporal server at ${address} (TEMPORAL_ADDRESS) cannot be used: ${error.message}`,
    );
  } finally {
    await connection?.close();
  }
}

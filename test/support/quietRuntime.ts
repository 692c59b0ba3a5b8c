import { DefaultLogger, Runtime } from '@temporalio/worker';

/** Workers in tests say only what is wrong. */
Runtime.install({
  logger: new DefaultLogger('ERROR'),
  telemetryOptions: { logging: { filter: 'ERROR', forward: {} } },
});

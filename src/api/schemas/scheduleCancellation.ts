import { z } from 'zod';
import { SCHEDULE_CANCELLATION_STATES } from '../../contracts/scheduleCancellation';
import { operator } from './admin';
import { money, time } from './fields';

export const scheduleCancellationStart = z
  .strictObject(operator)
  .prefault({})
  .meta({ id: 'NewScheduleCancellation' });

export const scheduleCancellationChange = z
  .strictObject({
    paused: z.boolean('must be true or false'),
    ...operator,
  })
  .meta({ id: 'ScheduleCancellationChange' });

export const scheduleCancellation = z
  .strictObject({
    scheduleId: z.string(),
    concertId: z.string(),
    state: z
      .enum([...SCHEDULE_CANCELLATION_STATES, 'STOPPED'])
      .describe('STOPPED: the workflow was ended from outside with something left; POST begins it again'),
    since: time.nullable().describe('Since when it is in this state, where that is known'),
    canceledAt: time
      .nullable()
      .describe('Since when nothing of this date can be held or paid for; null while it is being closed'),
    total: z.int(),
    canceled: z.int(),
    refunded: money,
    left: z.int().describe('Confirmed reservations still to be cancelled'),
    held: z.int().describe('Holds that have yet to run out; they cannot be paid for'),
    lastActions: z.array(z.strictObject({ at: time, by: z.string(), why: z.string(), what: z.string() })),
  })
  .meta({ id: 'ScheduleCancellation' });

import { ApplicationFailure, CancelledFailure } from '@temporalio/common';
import { Registry } from 'prom-client';
import { createStepMetrics } from '../../src/workers/stepMetrics';
import { samplesOf, valueOf } from '../support/metricsText';

function counting(activities: Record<string, (input: unknown) => Promise<unknown>>) {
  const registry = new Registry();
  const metrics = createStepMetrics(registry);
  return {
    metrics,
    activities: metrics.counted(activities),
    text: () => registry.metrics(),
    async steps(step: string, outcome: string) {
      const samples = samplesOf(await registry.metrics());
      return valueOf(samples, 'concert_sessions_steps_total', { step, outcome });
    },
    value: async (name: string, labels = {}) => valueOf(samplesOf(await registry.metrics()), name, labels),
  };
}

describe('the metrics of steps', () => {
  test('count each step with its outcome and its time, and pass on what it was given and gave', async () => {
    const holdSeats = jest.fn((asked: unknown) => Promise.resolve({ asked, hold: 'one' }));
    const { activities, steps, value } = counting({ holdSeats });
    expect(await activities.holdSeats!({ seats: 2 })).toEqual({ asked: { seats: 2 }, hold: 'one' });
    expect(holdSeats).toHaveBeenCalledTimes(1);
    expect(await steps('holdSeats', 'done')).toBe(1);
    expect(await value('concert_sessions_step_duration_seconds_count', { step: 'holdSeats' })).toBe(1);
  });

  test.each([
    [ApplicationFailure.create({ type: 'SEAT_HELD', message: 'ada@example.org' }), 'SEAT_HELD'],
    [ApplicationFailure.create({ type: 'ada@example.org' }), 'failed'],
    [new Error('ada@example.org'), 'failed'],
    [new CancelledFailure('shut down'), 'canceled'],
  ])('count what was thrown (%s) as %s, keep nothing of it, and throw it', async (error, outcome) => {
    const { activities, steps, text } = counting({ holdSeats: () => Promise.reject(error) });
    await expect(activities.holdSeats!({})).rejects.toBe(error);
    expect(await steps('holdSeats', outcome)).toBe(1);
    expect(await text()).not.toContain('ada@example.org');
  });

  test('add up what was paid and paid back, and why sessions ended', async () => {
    const { activities, value, steps } = counting({
      pay: () => Promise.resolve({ amount: 4_000 }),
      endSession: () => Promise.resolve({ end: { reason: 'FAN_LEFT' } }),
      cancelReservation: (input) =>
        Promise.resolve(input ? { outcome: 'CANCELED', refunded: 1_500 } : { outcome: 'INVALID_TRANSITION' }),
    });
    await activities.pay!({});
    await activities.pay!({});
    await activities.endSession!({});
    await activities.cancelReservation!(true);
    await activities.cancelReservation!(false);
    expect(await value('concert_sessions_captured_minor_units_total')).toBe(8_000);
    expect(await value('concert_sessions_refunded_minor_units_total')).toBe(1_500);
    expect(await value('concert_sessions_session_ends_total', { reason: 'PAID' })).toBe(2);
    expect(await value('concert_sessions_session_ends_total', { reason: 'FAN_LEFT' })).toBe(1);
    expect(await steps('cancelReservation', 'done')).toBe(1);
    expect(await steps('cancelReservation', 'INVALID_TRANSITION')).toBe(1);
  });

  test('have an admission lag for each fan', async () => {
    const { metrics, value } = counting({});
    for (let fan = 0; fan < 3; fan += 1) metrics.admitted(240);
    expect(await value('concert_sessions_admission_lag_seconds_count')).toBe(3);
    expect(await value('concert_sessions_admission_lag_seconds_bucket', { le: '0.25' })).toBe(3);
  });
});

import { Counter, Gauge, type Registry } from 'prom-client';

/** Metrics whose values are read when somebody asks: they stand in a registry that lives for one scrape. */
export interface Gauges {
  gauge(name: string, help: string, value: number): void;
  /** A value that only ascends while the process lives. */
  counter(name: string, help: string, value: number): void;
  /** One value for each label value. What names a user, a session or a seat is no label. */
  labelled(name: string, help: string, label: string, values: Readonly<Record<string, number>>): void;
  /** The same with several labels. */
  table<L extends string>(
    name: string,
    help: string,
    labels: readonly L[],
    rows: readonly (readonly [Record<L, string>, number])[],
  ): void;
}

export function gaugesOf(registry: Registry): Gauges {
  const registers = [registry];
  const table: Gauges['table'] = (name, help, labelNames, rows) => {
    const gauge = new Gauge({ name, help, labelNames, registers });
    for (const [labels, value] of rows) gauge.set(labels, value);
  };
  return {
    table,
    gauge: (name, help, value) => new Gauge({ name, help, registers }).set(value),
    counter: (name, help, value) => new Counter({ name, help, registers }).inc(value),
    labelled: (name, help, label, values) =>
      table(
        name,
        help,
        [label],
        Object.entries(values).map(([of, value]) => [{ [label]: of }, value] as const),
      ),
  };
}

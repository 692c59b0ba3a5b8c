export interface Sample {
  name: string;
  labels: Record<string, string>;
  value: number;
}

const SAMPLE = /^([a-zA-Z_:][\w:]*)(?:\{(.*)\})? (\S+)$/;
const LABEL = /(\w+)="((?:[^"\\]|\\.)*)",?/g;

/**
 * What Prometheus reads in its text format.
 * @throws Error for a line that is none of it, and for a sample whose metric was not introduced
 */
export function samplesOf(text: string): Sample[] {
  const types = new Map([...text.matchAll(/^# TYPE (\S+) (\w+)$/gm)].map(([, name, type]) => [name!, type!]));
  const lines = text.split('\n').filter((line) => line && !line.startsWith('#'));
  return lines.map((line) => {
    const [, name, labels = '', value] = SAMPLE.exec(line) ?? [];
    if (name === undefined) throw new Error(`not a sample: ${line}`);
    if (!types.has(metricOf(name, types))) throw new Error(`no TYPE for ${name}`);
    return {
      name,
      labels: Object.fromEntries([...labels.matchAll(LABEL)].map(([, key, of]) => [key!, of!])),
      value: Number(value),
    };
  });
}

/** A histogram has three kinds of samples. */
function metricOf(name: string, types: ReadonlyMap<string, string>): string {
  const base = name.replace(/_(bucket|sum|count)$/, '');
  return types.get(base) === 'histogram' ? base : name;
}

/** The metrics with the labels that they have somewhere: as a table names them, without the parts of histograms. */
export function metricsIn(text: string): Map<string, Set<string>> {
  const types = new Map([...text.matchAll(/^# TYPE (\S+) (\w+)$/gm)].map(([, name, type]) => [name!, type!]));
  const metrics = new Map([...types.keys()].map((name) => [name, new Set<string>()]));
  for (const { name, labels } of samplesOf(text)) {
    for (const label of Object.keys(labels)) {
      if (label !== 'le') metrics.get(metricOf(name, types))!.add(label);
    }
  }
  return metrics;
}

/** The value of one sample, found by its name and some of its labels; undefined: there is none. */
export function valueOf(
  samples: readonly Sample[],
  name: string,
  wanted: Record<string, string> = {},
): number | undefined {
  return samples.find(
    (sample) =>
      sample.name === name && Object.entries(wanted).every(([label, of]) => sample.labels[label] === of),
  )?.value;
}

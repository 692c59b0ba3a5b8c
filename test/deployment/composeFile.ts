import { readFileSync } from 'node:fs';
import path from 'node:path';
import { parse } from 'yaml';

export const REPOSITORY = path.resolve(__dirname, '../..');

export interface Service {
  image?: string;
  build?: string;
  command?: string[];
  environment?: Record<string, string | number>;
  ports?: string[];
  configs?: { source: string; target: string }[];
  depends_on?: Record<string, { condition: string }>;
  stop_grace_period?: string;
  healthcheck?: { test: string[] };
}

export interface ComposeFile {
  services: Record<string, Service>;
  configs: Record<string, { content?: string; file?: string }>;
}

export const readText = (file: string): string => readFileSync(path.join(REPOSITORY, file), 'utf8');

export function composeFile(): ComposeFile {
  return parse(readText('docker-compose.yml'), { merge: true }) as ComposeFile;
}

/** What Compose makes of `${NAME:-default}`, `${NAME:?message}` and `$$`, which is all that the file uses. */
export function interpolated(value: string | number, environment: Record<string, string>): string {
  return String(value).replace(
    /\$\$|\$\{(\w+)(?::([-?])([^}]*))?\}/g,
    (text, name?: string, kind?: string, rest = '') => {
      if (name === undefined) return '$';
      if (environment[name]) return environment[name];
      if (kind === '-') return rest;
      throw new Error(`${text} is not set`);
    },
  );
}

export function environmentOf(
  { environment = {} }: Service,
  given: Record<string, string>,
): Record<string, string> {
  return Object.fromEntries(
    Object.entries(environment).map(([key, value]) => [key, interpolated(value, given)]),
  );
}

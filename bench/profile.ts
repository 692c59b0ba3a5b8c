import { mkdirSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Output } from '../src/program';
import { isBad } from './benchReport';
import { measurePurchases } from './measurePurchases';
import { readProfileOptions, USAGE, type ProfileOptions } from './profile/profileOptions';
import { profileText } from './profile/profileReport';
import { watchStack } from './profile/watchStack';
import { runBenchmark } from './runBenchmark';
import { readStackEnvironment } from './stackEnvironment';

function folderOf({ out }: ProfileOptions): string {
  if (out === null) return mkdtempSync(path.join(tmpdir(), 'concert-sessions-profile-'));
  mkdirSync(out, { recursive: true });
  return path.resolve(out);
}

async function profile(
  options: ProfileOptions,
  { print, remark }: Output,
  stopped: () => boolean,
): Promise<boolean> {
  const { top, json } = options;
  const stack = readStackEnvironment(options.allowRemote);
  const folder = options.cpu ? folderOf(options) : '';
  const watch = await watchStack(stack, { ...options, folder, remark });
  try {
    const load = { ...options, overload: 1 };
    const purchases = await measurePurchases(load, stack, { around: watch.around, until: stopped });
    const report = { purchases, ...watch.figures() };
    print(json ? JSON.stringify(report, null, 2) : profileText(report, top));
    return isBad(purchases);
  } finally {
    await watch.close();
  }
}

runBenchmark('The profile', USAGE, readProfileOptions, profile);

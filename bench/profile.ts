import { mkdirSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { runProgram, type Output } from '../src/program';
import { isBad } from './benchReport';
import { measurePurchases } from './measurePurchases';
import { readProfileOptions, USAGE, type ProfileOptions } from './profile/profileOptions';
import { profileText } from './profile/profileReport';
import { watchStack } from './profile/watchStack';
import { readStackEnvironment } from './stackEnvironment';

function folderOf({ out }: ProfileOptions): string {
  if (out === null) return mkdtempSync(path.join(tmpdir(), 'concert-sessions-profile-'));
  mkdirSync(out, { recursive: true });
  return path.resolve(out);
}

async function profile(args: string[], { print, remark }: Output, stopped: () => boolean): Promise<number> {
  const options = readProfileOptions(args);
  if (options === null) {
    print(USAGE);
    return 0;
  }
  const { top, json } = options;
  const stack = readStackEnvironment(options.allowRemote);
  const folder = options.cpu ? folderOf(options) : '';
  const watch = await watchStack(stack, { ...options, folder, remark });
  try {
    const load = { ...options, overload: 1 };
    const purchases = await measurePurchases(load, stack, { around: watch.around, until: stopped });
    const report = { purchases, ...watch.figures() };
    print(json ? JSON.stringify(report, null, 2) : profileText(report, top));
    if (stopped()) return 2;
    return isBad(purchases) ? 1 : 0;
  } finally {
    await watch.close();
  }
}

runProgram('The profile', profile);

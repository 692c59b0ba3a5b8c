import { createWriteStream, mkdirSync, rmSync } from 'node:fs';
import { dirname } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';

/**
 * Downloads a file. Returns null when it worked, else why not: having no way out is an ordinary case, and there is another way to
 * get each engine. The server has eight seconds to answer and three minutes to send everything.
 */
export async function download(url, path) {
  const controller = new AbortController();
  const answerTimer = setTimeout(() => controller.abort(), 8_000);
  const wholeTimer = setTimeout(() => controller.abort(), 180_000);
  try {
    mkdirSync(dirname(path), { recursive: true });
    const response = await fetch(url, { signal: controller.signal });
    clearTimeout(answerTimer);
    if (!response.ok || !response.body) return `status ${response.status}`;
    await pipeline(Readable.fromWeb(response.body), createWriteStream(path));
    return null;
  } catch (error) {
    rmSync(path, { force: true });
    return error.name === 'AbortError' ? 'no answer in time' : (error.cause?.code ?? error.message);
  } finally {
    clearTimeout(answerTimer);
    clearTimeout(wholeTimer);
  }
}

/** The names that release archives use for this machine: Go's names for the system and the processor. */
export function releaseTarget() {
  return {
    platform: process.platform,
    architecture: process.arch === 'x64' ? 'amd64' : process.arch,
  };
}

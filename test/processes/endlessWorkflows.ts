/** Never lets go of its thread: in a workflow the clock stands still. */
export function endless(): Promise<void> {
  const begun = Date.now();
  while (Date.now() === begun) continue;
  return Promise.resolve();
}

/** The same, once it was let go of and came back. */
export async function endlessLater(): Promise<void> {
  await Promise.resolve();
  await endless();
}

export function brief(): Promise<string> {
  return Promise.resolve('done');
}

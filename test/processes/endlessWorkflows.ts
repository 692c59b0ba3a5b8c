/** Never lets go of its thread: in a workflow the clock stands still. */
export function endless(): Promise<void> {
  const begun = Date.now();
  while (Date.now() === begun) continue;
  return Promise.resolve();
}

export function brief(): Promise<string> {
  return Promise.resolve('done');
}

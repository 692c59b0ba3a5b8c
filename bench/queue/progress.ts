const SAY_EVERY_MS = 5_000;

/** Says every 5 s how far some work is. @param work calls its argument for each part of `total` that is done */
export async function withProgress<T>(
  total: number,
  say: (line: string) => void,
  work: (oneDone: () => void) => Promise<T>,
): Promise<T> {
  let done = 0;
  const started = performance.now();
  const timer = setInterval(() => {
    if (done === total) return say(`  ${total} of ${total}; what follows is not done yet`);
    const perSecond = (done * 1000) / (performance.now() - started);
    say(`  ${done} of ${total}, ${perSecond.toFixed(0)}/s`);
  }, SAY_EVERY_MS);
  try {
    return await work(() => done++);
  } finally {
    clearInterval(timer);
  }
}

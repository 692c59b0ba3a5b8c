/** Stands where something was taken out. */
export const REDACTED = '[redacted]';

/**
 * What must not be in a line of log, by its shape, and what is written instead. Addresses come first: what is left of
 * `postgres://user:secret@host` would else be taken for an e-mail address. Repetitions
 * are bounded: a long text must not take a time that grows with its square.
 */
const SHAPES: readonly (readonly [shape: RegExp, instead: string])[] = [
  [/\b([a-z][a-z0-9+.-]{0,30}:\/\/)[^\s/?#"']*@/gi, `$1${REDACTED}@`],
  // As PostgreSQL tells of a constraint: the columns help, the values are what somebody sent.
  [/\(([^()]*)\)=\(.*\)/g, `($1)=(${REDACTED})`],
  [/[^\s@"<>()[\]{},;:=\\]{1,64}@[^\s@"'<>()[\]{},;:=\\]{1,255}\.[^\s@"'<>()[\]{},;:=\\.]{1,63}/g, REDACTED],
  [/\b(Bearer|Basic)\s+[^\s"',]+/gi, `$1 ${REDACTED}`],
  [/\bfan_[\w-]{20,}/g, REDACTED],
  // A queue token, see src/api/queueToken.ts.
  [/(?<![\w-])[\w-]{23,47}\.[\w-]{43}(?![\w-])/g, REDACTED],
];

/** Of a longer text the rest is left out. */
const MOST_CHARACTERS = 16_384;

/** The text without passwords in addresses, e-mail addresses, API keys, queue tokens, credentials and refused values. */
export function redactText(text: string): string {
  let clean = text.length > MOST_CHARACTERS ? `${text.slice(0, MOST_CHARACTERS)}…` : text;
  for (const [shape, instead] of SHAPES) clean = clean.replace(shape, instead);
  return clean;
}

/** For text in HTML, between tags and in attributes with double quotes. */
export function escapeHtml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}

/**
 * The policy of our pages. Unlike that of all other answers it upgrades no request to https, which would keep a page that
 * came over plain http from its own files.
 */
const POLICY = [
  "default-src 'self'",
  "base-uri 'none'",
  "form-action 'self'",
  "frame-ancestors 'self'",
  "img-src 'self' data:",
  "object-src 'none'",
  "script-src 'self'",
  "script-src-attr 'none'",
  "style-src 'self' 'unsafe-inline'",
].join(';');

export const HTML_HEADERS = {
  'Content-Type': 'text/html; charset=utf-8',
  'Content-Security-Policy': POLICY,
} as const;

/** @param title plain text @param content HTML */
export function htmlPage(title: string, content: string): string {
  return `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${escapeHtml(title)}</title>
<style>body{font:17px/1.6 system-ui;margin:2rem auto;max-width:44rem;padding:0 1rem;color:#222}code{background:#f2f2f2;padding:0 .2em}td,th{padding:.2rem 1rem .2rem 0;text-align:left;vertical-align:top}</style>
</head>
<body>
${content}
</body>
</html>
`;
}

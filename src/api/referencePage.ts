import { readFileSync } from 'node:fs';
import { weakEtag } from './conditional';

/** The page of the reference: Swagger UI from our own address, so that it asks nobody else for anything. */
export const REFERENCE_PAGE = `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Concert sessions: REST API</title>
<link rel="icon" href="data:,"><link rel="stylesheet" href="/docs/swagger-ui.css"></head>
<body><div id="reference"></div><script src="/docs/swagger-ui-bundle.js"></script><script src="/docs/page.js"></script></body>
</html>
`;

/** A file of its own, as the page's policy lets no script in the page run. No validator: it would be told the address. */
const PAGE_SCRIPT = `SwaggerUIBundle({
  url: '/openapi.json',
  dom_id: '#reference',
  deepLinking: true,
  displayRequestDuration: true,
  tryItOutEnabled: true,
  validatorUrl: null,
});
`;

const FILES = {
  'page.js': { type: 'text/javascript', read: () => PAGE_SCRIPT },
  'swagger-ui-bundle.js': { type: 'text/javascript', read: () => distributed('swagger-ui-bundle.js') },
  'swagger-ui.css': { type: 'text/css', read: () => distributed('swagger-ui.css') },
} as const;
export type ReferenceFile = keyof typeof FILES;
export const REFERENCE_FILES = Object.keys(FILES) as [ReferenceFile, ...ReferenceFile[]];

function distributed(file: string): string {
  return readFileSync(require.resolve(`swagger-ui-dist/${file}`), 'utf8');
}

interface ServedText {
  text: string;
  etag: string;
}

/** @returns a function that makes a text when it is first asked for, and keeps it with its ETag */
export function servedText(make: () => string): () => ServedText {
  let kept: ServedText | undefined;
  return () => {
    if (kept) return kept;
    const text = make();
    return (kept = { text, etag: weakEtag(text) });
  };
}

const kept = new Map(REFERENCE_FILES.map((file) => [file, servedText(FILES[file].read)] as const));

/** A script or style of the page: 1.5 MB in all, read when they are first asked for. */
export function referenceFile(file: ReferenceFile): ServedText & { type: string } {
  const served = kept.get(file);
  if (!served) throw new Error(`no such file: ${file}`);
  return { ...served(), type: `${FILES[file].type}; charset=utf-8` };
}

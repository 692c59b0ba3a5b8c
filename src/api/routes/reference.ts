import { z } from 'zod';
import { HTML_HEADERS } from '../htmlPage';
import { documentText } from '../openapi/document';
import { operation, type Operation, type Reply } from '../operation';
import { REFERENCE_FILES, REFERENCE_PAGE, referenceFile, servedText } from '../referencePage';

const JSON_TYPE = 'application/json; charset=utf-8';
/** Kept, but asked for each time: a new version must be seen at once. */
const PUBLIC_FILE = {
  tag: 'Service',
  access: 'PUBLIC',
  cacheControl: 'public, no-cache',
  standsAlone: true,
} as const;

interface Served {
  text: string;
  etag: string;
  type: string;
}

function answerWith({ text, etag, type }: Served, isFresh: (etag: string) => boolean): Reply {
  if (isFresh(etag)) return { status: 304, headers: { ETag: etag } };
  return { body: text, headers: { ETag: etag, 'Content-Type': type } };
}

/** @param operations the table, these included: asked for only when the document is */
export function referenceOperations(operations: () => readonly Operation[]): Operation[] {
  const openApi = servedText(() => documentText(operations()));
  return [
    operation({
      id: 'getOpenApi',
      method: 'GET',
      path: '/openapi.json',
      summary: 'This document',
      ...PUBLIC_FILE,
      success: [200, 304],
      answer: z.looseObject({ openapi: z.string() }).meta({ id: 'OpenApiDocument' }),
      async handle({ isFresh }) {
        return answerWith({ ...openApi(), type: JSON_TYPE }, isFresh);
      },
    }),
    operation({
      id: 'getReference',
      method: 'GET',
      path: '/docs',
      summary: 'The reference as a page where each call can be tried',
      ...PUBLIC_FILE,
      success: [200],
      answerTypes: ['text/html'],
      async handle() {
        return { body: REFERENCE_PAGE, headers: HTML_HEADERS };
      },
    }),
    operation({
      id: 'getReferenceFile',
      method: 'GET',
      path: '/docs/:file',
      summary: 'A script or style of that page',
      ...PUBLIC_FILE,
      params: z.strictObject({ file: z.enum(REFERENCE_FILES) }),
      notFound: 'ROUTE_NOT_FOUND',
      success: [200, 304],
      answerTypes: ['text/javascript', 'text/css'],
      async handle({ params: { file }, isFresh }) {
        return answerWith(referenceFile(file), isFresh);
      },
    }),
  ];
}

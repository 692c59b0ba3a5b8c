import { operation, type Operation } from '../operation';

const WHO: Record<Operation['access'], string> = {
  PUBLIC: 'anyone',
  USER: 'user',
  SESSION: 'user with Queue-Token',
  ADMIN_VIEW: 'ADMIN_KEY or ADMIN_VIEWER_KEY',
  ADMIN: 'ADMIN_KEY',
};

function escapeHtml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

function pageOf(calls: readonly Operation[]): string {
  const rows = calls.map(({ method, path, access, idempotent, summary }) => {
    const who = WHO[access] + (idempotent ? ', Idempotency-Key' : '');
    const address = path.replace(/:(\w+)/g, '{$1}');
    return `<tr><td><code>${method} ${address}</code><td>${who}<td>${escapeHtml(summary)}`;
  });
  return `<!doctype html><html lang="en"><meta charset="utf-8"><title>Concert sessions: REST calls</title>
<style>body{font:16px/1.5 system-ui;margin:2rem}td,th{padding:.2rem 1rem .2rem 0;text-align:left;vertical-align:top}</style>
<h1>REST calls</h1><table><tr><th>call<th>who<th>does${rows.join('\n')}</table>
<p>Send <code>Authorization: Bearer &lt;apiKey&gt;</code>. Refusals are problem documents (RFC 9457) with a stable <code>code</code>.`;
}

/** @param calls what the page lists */
export function docsOperation(calls: readonly Operation[]): Operation {
  const page = pageOf(calls);
  return operation({
    method: 'GET',
    path: '/docs',
    summary: 'This page',
    access: 'PUBLIC',
    cacheControl: 'public, max-age=60',
    success: [200],
    async handle() {
      return { body: page, headers: { 'Content-Type': 'text/html; charset=utf-8' } };
    },
  });
}

import { ERROR_CODES, type ErrorCode } from '../contracts/errors';
import { ERROR_EXPLANATIONS } from '../contracts/errorExplanations';
import { escapeHtml, htmlPage } from './htmlPage';
import { problemType, slugOf } from './problemAddress';

const CODES = Object.keys(ERROR_CODES) as ErrorCode[];

/** Escapes, and sets in type what is written between backticks. */
function prose(text: string): string {
  return escapeHtml(text).replace(/`([^`]+)`/g, '<code>$1</code>');
}

function problemPage(code: ErrorCode): string {
  const { status, title } = ERROR_CODES[code];
  const { when, wayOut } = ERROR_EXPLANATIONS[code];
  return htmlPage(
    `${code}: ${title}`,
    `<h1>${escapeHtml(title)}</h1>
<p><code>${code}</code>, HTTP status ${status}</p>
<h2>When</h2>
<p>${prose(when)}</p>
<h2>The way out</h2>
<p>${prose(wayOut)}</p>
<p><a href="/problems">All problems</a> · <a href="/docs">All calls</a></p>`,
  );
}

function indexPage(): string {
  const rows = CODES.map((code) => {
    const { status, title } = ERROR_CODES[code];
    return `<tr><td>${status}<td><a href="${problemType(code)}"><code>${code}</code></a><td>${escapeHtml(title)}`;
  });
  return htmlPage(
    'Problems',
    `<h1>Problems</h1>
<p>Each refusal is a problem document (RFC 9457). Its <code>type</code> is one of these pages.</p>
<table><tr><th>status<th>code<th>means
${rows.join('\n')}
</table>`,
  );
}

/** The pages that problems' `type`s lead to, by the last step of the path. */
export const PROBLEM_PAGES: ReadonlyMap<string, string> = new Map(
  CODES.map((code) => [slugOf(code), problemPage(code)]),
);
export const PROBLEM_INDEX = indexPage();

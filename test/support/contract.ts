import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import Ajv2020, { type ValidateFunction } from 'ajv/dist/2020';
import addFormats from 'ajv-formats';

/** An answer as it went over the wire. */
export interface GivenAnswer {
  method: string;
  /** Path and query. */
  url: string;
  status: number;
  header(name: string): string | undefined;
  /** undefined: there was none, or it was a stream. */
  body: string | undefined;
}

interface Referable {
  $ref?: string;
}
interface Header extends Referable {
  required?: boolean;
  schema?: unknown;
}
interface DocumentedResponse extends Referable {
  headers?: Record<string, Header>;
  content?: Record<string, { schema: unknown }>;
}
type PathItem = Record<string, { responses: Record<string, DocumentedResponse> }>;
export interface ApiDocument {
  paths: Record<string, PathItem>;
  components: unknown;
}

const COMMITTED = join(__dirname, '..', '..', 'openapi.json');
const KEY = 'document';

/** Checks answers against a document. Schemas are compiled when they are first needed. */
export class Contract {
  /** In the order of preference: a path without parameters before one that has them. */
  private readonly paths: { template: string; pattern: RegExp; item: PathItem }[];
  private readonly validators = new Map<string, ValidateFunction>();
  private readonly ajv = addFormats(new Ajv2020({ strict: false, validateSchema: false, allErrors: true }));

  constructor(private readonly document: ApiDocument) {
    this.ajv.addSchema(document, KEY);
    this.paths = Object.entries(document.paths)
      .sort(([a], [b]) => Number(a.includes('{')) - Number(b.includes('{')))
      .map(([template, item]) => ({
        ...{ template, item },
        pattern: new RegExp(`^${template.replaceAll('.', '[.]').replace(/\{\w+\}/g, '[^/]+')}/?$`, 'i'),
      }));
  }

  /** @returns what is not as the document says, or null */
  violationOf(answer: GivenAnswer): string | null {
    // What a browser asks before it asks: the document is about calls.
    if (answer.method === 'OPTIONS' && answer.status === 204) return null;
    const [path = ''] = answer.url.split('?');
    const found = this.paths.find(({ pattern }) => pattern.test(path));
    const method = answer.method === 'HEAD' ? 'get' : answer.method.toLowerCase();
    const wrong = !found
      ? this.refusedOutside(answer, 404)
      : found.item[method]
        ? this.wrongInAnswer(answer, ['paths', found.template, method])
        : (this.refusedOutside(answer, 405) ?? wrongAllow(answer, Object.keys(found.item)));
    return wrong === null ? null : `${answer.method} ${path} ${answer.status}: ${wrong}`;
  }

  /** What no operation answers: an unknown path, or a method that the path does not take. */
  private refusedOutside(answer: GivenAnswer, status: number): string | null {
    if (answer.status !== status) return `is not a call of the document, and not answered ${status}`;
    return answer.method === 'HEAD' ? null : this.wrongBody(answer, ['components', 'schemas', 'Problem']);
  }

  private wrongInAnswer(answer: GivenAnswer, operation: string[]): string | null {
    const at = [...operation, 'responses', String(answer.status)];
    const { value, path } = this.resolve<DocumentedResponse>(at);
    if (!value) return 'the status is not documented';
    return this.wrongHeader(answer, value, path) ?? this.wrongContent(answer, value, path);
  }

  private wrongHeader(
    answer: GivenAnswer,
    { headers = {} }: DocumentedResponse,
    path: string[],
  ): string | null {
    for (const name of Object.keys(headers)) {
      const header = this.resolve<Header>([...path, 'headers', name]);
      const given = answer.header(name);
      if (given === undefined) {
        if (header.value?.required) return `the header ${name} is missing`;
        continue;
      }
      const validate = this.validator([...header.path, 'schema']);
      if (!validate(given) && !validate(Number(given))) return `the header ${name} is ${given}`;
    }
    return null;
  }

  private wrongContent(answer: GivenAnswer, { content }: DocumentedResponse, path: string[]): string | null {
    if (!content) return answer.body ? 'has a body' : null;
    const type = typeOf(answer);
    if (!(type in content)) return `the content type ${type} is not documented`;
    if (answer.method === 'HEAD' || !type.endsWith('json')) return null;
    return this.wrongBody(answer, [...path, 'content', type, 'schema']);
  }

  private wrongBody(answer: GivenAnswer, schema: string[]): string | null {
    let body: unknown;
    try {
      body = JSON.parse(answer.body ?? '');
    } catch {
      return 'the body is not JSON';
    }
    const validate = this.validator(schema);
    if (validate(body)) return null;
    return `${this.ajv.errorsText(validate.errors, { dataVar: 'body' })} in ${answer.body}`;
  }

  private validator(path: string[]): ValidateFunction {
    const pointer = path.map((step) => encodeURIComponent(step.replaceAll('~', '~0').replaceAll('/', '~1')));
    const $ref = `${KEY}#/${pointer.join('/')}`;
    const compiled = this.validators.get($ref) ?? this.ajv.compile({ $ref });
    this.validators.set($ref, compiled);
    return compiled;
  }

  /** Follows references. */
  private resolve<T extends Referable>(path: string[]): { value: T | undefined; path: string[] } {
    const value = path.reduce<unknown>(
      (at, step) => (at as Record<string, unknown> | undefined)?.[step],
      this.document,
    ) as T | undefined;
    return value?.$ref === undefined ? { value, path } : this.resolve(value.$ref.slice(2).split('/'));
  }
}

function typeOf(answer: GivenAnswer): string {
  return (answer.header('content-type') ?? 'none').split(';')[0] ?? '';
}

function wrongAllow(answer: GivenAnswer, methods: string[]): string | null {
  const allowed = (answer.header('allow') ?? '').split(', ').filter((method) => method !== 'HEAD');
  const documented = methods.map((method) => method.toUpperCase());
  return allowed.sort().join() === documented.sort().join() ? null : `Allow says ${allowed.join(', ')}`;
}

let committed: Contract | undefined;

/** The committed document. Another test keeps it equal to what the table says. */
export function committedContract(): Contract {
  return (committed ??= new Contract(JSON.parse(readFileSync(COMMITTED, 'utf8')) as ApiDocument));
}

import { existsSync, readFileSync } from 'node:fs';
import { SourceMap, type SourceMapping, type SourceMapPayload } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

/** Where V8 says that a function is: lines and columns count from 0. */
export interface CallFrame {
  functionName: string;
  scriptId: string;
  url: string;
  lineNumber: number;
  columnNumber: number;
}

export interface Origin {
  /** The room of ours (`src/api`), the package, or what else it is. */
  module: string;
  /** `src/api/app.ts:12`, or a name where there is no file. */
  place: string;
}

export const COLLECTION = 'garbage collection';
export const NODE = 'Node';
export const NATIVE = 'native functions';
/** Code that is in no file: made by a package, evaluated, or WebAssembly. */
export const MADE = 'code made while running';
export const ENGINE = 'engine and native code';
/** What a call of ours or of a package costs in them is its own cost. */
export const UNDERNEATH: ReadonlySet<string> = new Set([NODE, NATIVE]);

const PSEUDO = new Map([
  ['(garbage collector)', COLLECTION],
  ['(program)', ENGINE],
]);
const REPOSITORY = path.resolve(__dirname, '../../..');

/**
 * Tells functions of a profile where their source is, through the source maps of what was compiled and bundled.
 * @param repository the folder in which `dist/` is
 */
export function createOrigins(repository = REPOSITORY): (frame: CallFrame) => Origin {
  const maps = new Map<string, SourceMap | null>();
  const known = new Map<string, Origin>();

  function mapOf(file: string): SourceMap | null {
    const before = maps.get(file);
    if (before !== undefined) return before;
    const map = readMap(file);
    maps.set(file, map);
    return map;
  }

  function originOf({ functionName, scriptId, url, lineNumber, columnNumber }: CallFrame): Origin {
    const pseudo = PSEUDO.get(functionName);
    if (pseudo !== undefined) return { module: pseudo, place: functionName };
    if (url.startsWith('node:')) return { module: NODE, place: url };
    if (url === '') {
      const module = scriptId === '0' ? NATIVE : MADE;
      return { module, place: module };
    }
    const file = url.startsWith('file:') ? fileURLToPath(url) : url;
    if (!path.isAbsolute(file)) return { module: MADE, place: `${url}:${lineNumber + 1}` };
    const ours = !path.relative(repository, file).startsWith('..') && !file.includes('/node_modules/');
    // An empty object where nothing is mapped.
    const entry: Partial<SourceMapping> | undefined = ours
      ? mapOf(file)?.findEntry(lineNumber, columnNumber)
      : undefined;
    if (entry?.originalSource !== undefined)
      return ofSource(entry.originalSource, (entry.originalLine ?? 0) + 1, path.basename(file));
    return ofSource(path.relative(repository, file), lineNumber + 1);
  }

  return (frame) => {
    const key = `${frame.functionName} ${frame.scriptId} ${frame.url}:${frame.lineNumber}:${frame.columnNumber}`;
    const origin = known.get(key) ?? originOf(frame);
    known.set(key, origin);
    return origin;
  };
}

/** @param bundle in which the source was put */
function ofSource(source: string, line: number, bundle = ''): Origin {
  const inPackage = /.*node_modules\/((?:@[^/]+\/)?[^/]+)\/(.*)$/.exec(source);
  if (inPackage) {
    const [, name = '', rest = ''] = inPackage;
    return { module: name, place: `${name}/${rest}:${line}` };
  }
  const own = /(?:^|\/)(src|bench)\/([^/]+)(.*)$/.exec(source);
  if (own) {
    const [, top = '', room = '', rest = ''] = own;
    return { module: rest === '' ? top : `${top}/${room}`, place: `${top}/${room}${rest}:${line}` };
  }
  return { module: bundle || 'other', place: `${source}:${line}` };
}

function readMap(file: string): SourceMap | null {
  if (!existsSync(file)) return null;
  const code = readFileSync(file, 'utf8');
  const at = code.lastIndexOf('//# sourceMappingURL=');
  if (at === -1) return null;
  const url = code.slice(at + '//# sourceMappingURL='.length).trim();
  const embedded = /^data:application\/json[^,]*;base64,(.*)$/s.exec(url);
  const text = embedded
    ? Buffer.from(embedded[1] ?? '', 'base64').toString('utf8')
    : readIfThere(path.resolve(path.dirname(file), url));
  return text === null ? null : new SourceMap(JSON.parse(text) as SourceMapPayload);
}

function readIfThere(file: string): string | null {
  return existsSync(file) ? readFileSync(file, 'utf8') : null;
}

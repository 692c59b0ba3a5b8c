import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import {
  connect,
  constants,
  createSecureServer,
  type IncomingHttpHeaders,
  type ServerHttp2Session,
  type ServerHttp2Stream,
} from 'node:http2';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { TLSSocket } from 'node:tls';

const UNAUTHENTICATED = 16;
const UNIMPLEMENTED = 12;

export interface Call {
  /** `/temporal.api.workflowservice.v1.WorkflowService/StartWorkflowExecution` */
  path: string;
  /** Who showed a certificate. */
  subject: string | null;
  authorization: string | null;
}

/** A real Temporal server behind TLS, as a company or Temporal Cloud has it. */
export interface TemporalFront {
  address: string;
  /** Files of the authority, and of a client's certificate and key. */
  authority: string;
  certificate: string;
  key: string;
  /** What was let through. */
  calls: Call[];
  close(): Promise<void>;
}

export interface FrontOptions {
  /** Only clients with a certificate of the authority get in. */
  wantsCertificate?: boolean;
  /** Only calls with this key are let through. */
  apiKey?: string;
  /** Calls that it does not know, by the end of their path. */
  unimplemented?: string[];
}

/** Ends TLS, and passes each gRPC call on to the server at TEMPORAL_ADDRESS. */
export async function startTemporalFront(options: FrontOptions = {}): Promise<TemporalFront> {
  const { wantsCertificate = false, apiKey, unimplemented = [] } = options;
  const folder = mkdtempSync(path.join(tmpdir(), 'temporal-front-'));
  const files = makeCertificates(folder);
  const upstream = connect(`http://${process.env.TEMPORAL_ADDRESS}`);
  const calls: Call[] = [];
  const sessions = new Set<ServerHttp2Session>();
  const server = createSecureServer({
    key: readFileSync(files.serverKey),
    cert: readFileSync(files.serverCertificate),
    ca: readFileSync(files.authority),
    requestCert: wantsCertificate,
    rejectUnauthorized: wantsCertificate,
  });
  server.on('session', (session) => {
    sessions.add(session);
    session.on('close', () => sessions.delete(session));
    session.on('error', () => undefined);
  });
  server.on('stream', (stream, headers) => {
    stream.on('error', () => undefined);
    const called = String(headers[':path']);
    const authorization = headers.authorization ?? null;
    if (apiKey !== undefined && authorization !== `Bearer ${apiKey}`)
      return refuse(stream, UNAUTHENTICATED, 'Request unauthorized.');
    if (unimplemented.some((name) => called.endsWith(name)))
      return refuse(stream, UNIMPLEMENTED, 'unknown method');
    const socket = stream.session?.socket as TLSSocket | undefined;
    const name = wantsCertificate ? socket?.getPeerCertificate().subject.CN : undefined;
    calls.push({ path: called, subject: name === undefined ? null : String(name), authorization });
    passOn(stream, headers);
  });

  function passOn(stream: ServerHttp2Stream, headers: IncomingHttpHeaders): void {
    const rest = { ...headers };
    for (const own of [':authority', ':scheme', 'authorization'] as const) delete rest[own];
    const onward = upstream.request(rest);
    let trailers: IncomingHttpHeaders = {};
    onward.on('error', () => stream.close(constants.NGHTTP2_INTERNAL_ERROR));
    onward.on('response', (answer, flags) => {
      if (stream.closed) return;
      const isWhole = (flags & constants.NGHTTP2_FLAG_END_STREAM) !== 0;
      stream.respond(answer, isWhole ? { endStream: true } : { waitForTrailers: true });
      if (!isWhole) onward.pipe(stream);
    });
    onward.on('trailers', (received) => (trailers = received));
    stream.on('wantTrailers', () => stream.sendTrailers(trailers));
    stream.on('close', () => onward.close(constants.NGHTTP2_CANCEL));
    stream.pipe(onward);
  }

  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    address: `127.0.0.1:${(server.address() as AddressInfo).port}`,
    authority: files.authority,
    certificate: files.clientCertificate,
    key: files.clientKey,
    calls,
    async close() {
      for (const session of sessions) session.destroy();
      upstream.destroy();
      server.close();
      await once(server, 'close');
      rmSync(folder, { recursive: true });
    },
  };
}

function refuse(stream: ServerHttp2Stream, status: number, message: string): void {
  const headers = { ':status': 200, 'content-type': 'application/grpc', 'grpc-status': String(status) };
  stream.respond({ ...headers, 'grpc-message': message }, { endStream: true });
}

/** An authority, and certificates of it for 127.0.0.1 and for a client, made with the system's openssl. */
function makeCertificates(
  folder: string,
): Record<'authority' | 'serverCertificate' | 'serverKey' | 'clientCertificate' | 'clientKey', string> {
  const file = (name: string): string => path.join(folder, name);
  const openssl = (...args: string[]): void => {
    const { status, stderr, error } = spawnSync('openssl', args, { encoding: 'utf8' });
    if (status !== 0) throw new Error(`openssl, which this test needs, failed: ${error?.message ?? stderr}`);
  };
  const newKey = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];
  const authority = file('authority.pem');
  openssl(
    ...['req', '-x509', ...newKey, '-days', '2', '-subj', '/CN=authority of the tests'],
    ...['-keyout', file('authority.key'), '-out', authority],
  );
  const certify = (name: string, extensions: string): void => {
    writeFileSync(file(`${name}.cnf`), extensions);
    openssl(
      ...[
        'req',
        ...newKey,
        '-subj',
        `/CN=${name}`,
        '-keyout',
        file(`${name}.key`),
        '-out',
        file(`${name}.csr`),
      ],
    );
    openssl(
      ...['x509', '-req', '-days', '2', '-in', file(`${name}.csr`), '-out', file(`${name}.pem`)],
      ...[
        '-CA',
        authority,
        '-CAkey',
        file('authority.key'),
        '-CAcreateserial',
        '-extfile',
        file(`${name}.cnf`),
      ],
    );
  };
  certify('server', 'subjectAltName=IP:127.0.0.1\nextendedKeyUsage=serverAuth\n');
  certify('client', 'extendedKeyUsage=clientAuth\n');
  return {
    authority,
    serverCertificate: file('server.pem'),
    serverKey: file('server.key'),
    clientCertificate: file('client.pem'),
    clientKey: file('client.key'),
  };
}

import net from 'node:net';

/** The API's own bound is for one address: a crowd has many, and so has the load that stands for it. */
const ADDRESSES = 250;

/**
 * From now on connections to this machine come from 127.1.0.1 to 127.1.0.250 in turn, as a crowd's come from many addresses:
 * the API lets one address make 1,000 requests a second. Only Linux has all of 127.0.0.0/8 by itself; elsewhere nothing
 * changes, and the API is to be started with `RATE_LIMIT_PER_ADDRESS=0`.
 */
export function comeFromManyAddresses(): void {
  if (process.platform !== 'linux') return;
  const connect = net.connect.bind(net) as (options: net.TcpNetConnectOpts) => net.Socket;
  let next = 0;
  // autocannon has no option for it; it connects with a port and a host.
  function connectFromNext(port: unknown, host: unknown, ...rest: unknown[]): net.Socket {
    const isLoad = typeof port === 'number' && host === '127.0.0.1' && rest.length === 0;
    if (!isLoad) return (connect as (...given: unknown[]) => net.Socket)(port, host, ...rest);
    next = (next % ADDRESSES) + 1;
    return connect({ port, host, localAddress: `127.1.0.${next}` });
  }
  Object.assign(net, { connect: connectFromNext });
}

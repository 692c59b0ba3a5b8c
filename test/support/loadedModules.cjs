/**
 * For `node --require`: when the process ends, prints which packages it had loaded and to which ports it had connected,
 * as `{"loaded":[…],"ports":[…]}`.
 */
const net = require('node:net');

const ports = new Set();
const connect = net.Socket.prototype.connect;
net.Socket.prototype.connect = function (...given) {
  const [options] = Array.isArray(given[0]) ? given[0] : given;
  if (options?.port) ports.add(Number(options.port));
  return connect.apply(this, given);
};

process.on('exit', () => {
  const names = Object.keys(require.cache).flatMap(
    (file) => /.*node_modules[\\/]((?:@[^\\/]+[\\/])?[^\\/]+)/.exec(file)?.[1].replace('\\', '/') ?? [],
  );
  process.stdout.write(`${JSON.stringify({ loaded: [...new Set(names)], ports: [...ports] })}\n`);
});

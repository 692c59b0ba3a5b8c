/**
 * For `node --require`: when the process ends, writes which packages it had loaded and to which ports it had connected into
 * the file that LOADED_MODULES_FILE names, as `{"loaded":[…],"ports":[…]}`. Not into its output: what a process writes
 * there as its last can be read in parts, or with a line of its other stream between.
 */
const { writeFileSync } = require('node:fs');
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
  writeFileSync(
    process.env.LOADED_MODULES_FILE,
    JSON.stringify({ loaded: [...new Set(names)], ports: [...ports] }),
  );
});

import type { Socket } from 'node:net';

/**
 * Makes a connection write what one turn of the event loop sends as one system call instead of one per command: under
 * load a turn reads dozens of requests, and each asks Redis once. Nothing else changes: every command keeps its own
 * answer and its own timeout, and none waits for another's answer.
 *
 * Measured on polls: 260 µs of CPU each instead of 317. Rejected: ioredis' enableAutoPipelining (270 µs), where by its source
 * a command waits, without its timeout, until all earlier ones are answered.
 */
export function writeTogether(socket: Socket): void {
  const cork = socket.cork.bind(socket);
  const write = socket.write.bind(socket) as (...parts: unknown[]) => boolean;
  let corked = false;

  function uncork(): void {
    corked = false;
    socket.uncork();
  }

  socket.write = (...parts: unknown[]): boolean => {
    if (!corked) {
      corked = true;
      cork();
      setImmediate(uncork);
    }
    return write(...parts);
  };
}

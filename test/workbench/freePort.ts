import { createServer } from 'node:net';

/** A port that was free a moment ago, `wanted` if it is. */
export async function findFreePort(wanted?: number): Promise<number> {
  if (wanted !== undefined && (await tryPort(wanted)) === wanted) return wanted;
  const port = await tryPort(0);
  if (port === undefined) throw new Error('No free port was found on 127.0.0.1.');
  return port;
}

async function tryPort(port: number): Promise<number | undefined> {
  const probe = createServer();
  return new Promise((resolve) => {
    probe.once('error', () => resolve(undefined));
    probe.listen(port, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === 'object' ? address?.port : undefined));
    });
  });
}

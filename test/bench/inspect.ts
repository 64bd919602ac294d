// Asks a Node process over its inspector: node inspect.js <port> <method and parameters as JSON>...
// Prints the results as one JSON list. It needs a Node that has WebSocket, as the workbench's has.

type Call = { readonly method: string; readonly params?: object };
type Reply = { readonly id?: number; readonly result?: unknown; readonly error?: unknown };

async function main([port, ...calls]: readonly string[]): Promise<void> {
  const response = await fetch(`http://127.0.0.1:${port}/json/list`);
  const targets = (await response.json()) as { readonly webSocketDebuggerUrl: string }[];
  const url = targets[0]?.webSocketDebuggerUrl;
  if (url === undefined) throw new Error(`Nothing can be inspected on port ${port}.`);
  const socket = new WebSocket(url);
  await new Promise((resolve) => socket.addEventListener('open', resolve, { once: true }));
  const results: unknown[] = [];
  for (const call of calls) results.push(await send(socket, JSON.parse(call) as Call));
  socket.close();
  process.stdout.write(JSON.stringify(results));
}

async function send(socket: WebSocket, call: Call): Promise<unknown> {
  return new Promise((resolve, reject) => {
    socket.addEventListener('message', function receive({ data }) {
      const reply = JSON.parse(String(data)) as Reply;
      if (reply.id === undefined) return;
      socket.removeEventListener('message', receive);
      if (reply.error === undefined) resolve(reply.result);
      else reject(new Error(JSON.stringify(reply.error)));
    });
    socket.send(JSON.stringify({ id: 1, ...call }));
  });
}

main(process.argv.slice(2)).catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});

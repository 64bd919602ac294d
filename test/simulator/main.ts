import { startSimulator } from './server';

/** `npm run simulator [-- --port N]`: a Messages API on this machine that costs nothing. */
async function main(): Promise<void> {
  const argument = process.argv.indexOf('--port');
  const port = argument < 0 ? 0 : Number(process.argv[argument + 1]);
  if (!Number.isInteger(port) || port < 0 || port > 65_535) {
    throw new Error('--port needs a number between 0 and 65535.');
  }
  const simulator = await startSimulator({ port, log: (line) => console.log(line) });
  console.log(`The Messages API simulator listens on ${simulator.url}

To point Stanza at it, start VS Code with these in its environment:

  ANTHROPIC_BASE_URL=${simulator.url}
  ANTHROPIC_API_KEY=sk-simulator

Any key will do that is not empty; one that begins with "sk-invalid" is refused.
GET ${simulator.url}/_simulator/bill tells what the requests would have cost.
Press Ctrl+C to stop.
`);
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});

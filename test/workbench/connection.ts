import { startSimulator } from '../simulator/server';
import type { Environment } from './environment';

/** What the VS Code of `npm start` talks to. */
export type Connection = {
  readonly environment: Environment;
  readonly description: string;
  close(): Promise<void>;
};

/** The real API when the environment holds a key for it, else a simulator of our own. */
export async function connect(given: Environment = process.env): Promise<Connection> {
  const { ANTHROPIC_API_KEY: key, ANTHROPIC_BASE_URL: url } = given;
  if (key !== undefined && key !== '') {
    return {
      environment: { ANTHROPIC_API_KEY: key, ANTHROPIC_BASE_URL: url },
      description:
        `the API at ${url ?? 'https://api.anthropic.com'} with the key in ANTHROPIC_API_KEY: ` +
        'what you send costs real money (unset the variable to use the simulator)',
      close: async () => {},
    };
  }
  const simulator = await startSimulator({ log: (line) => console.log(`  simulator: ${line}`) });
  return {
    environment: { ANTHROPIC_API_KEY: 'simulator', ANTHROPIC_BASE_URL: simulator.url },
    description:
      `the local simulator at ${simulator.url}: no money is spent, and the answers are canned ` +
      '(set ANTHROPIC_API_KEY to talk to Claude)',
    close: () => simulator.close(),
  };
}

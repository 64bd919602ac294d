// A window that asks Claude one question after the other until somebody kills it:
// node spender.js URL FOLDER CONVERSATION
import path from 'node:path';
import { Api } from '../../../src/core/api/api';
import { ConversationStore } from '../../../src/core/conversation/store';
import { Ledger } from '../../../src/core/cost/ledger';
import { Catalogue } from '../../../src/core/models/catalogue';
import { Briefing } from '../../../src/core/prompt/briefing';
import { Spending } from '../../../src/core/spending';
import { LineFiles } from '../../../src/host/lineFiles';
import { FakeWorkspace, MemoryLog, settingsOf } from '../fakes';
import { Random } from './random';
import { accessTo } from './support';
import { say } from './turnParts';

const readPlace = () => Promise.resolve({ folder: 'pantry', branch: 'main' });

async function main([url = '', folder = '', life = '']: readonly string[]): Promise<void> {
  const files = new LineFiles(path.join(folder));
  const clock = { now: () => new Date() };
  const log = new MemoryLog();
  let count = 0;
  const newId = (): string => `${life}-${(count += 1)}`;
  const api = new Api(accessTo(url), log);
  const settings = settingsOf(() => 'sonnet');
  const ledger = new Ledger(files, clock, newId, log, () => {});
  const parts = {
    settings,
    catalogue: new Catalogue((signal) => api.listModels(signal), log),
    api,
    spending: new Spending({ api, ledger, settings, readPlace }),
    briefing: new Briefing({
      workspace: new FakeWorkspace(),
      consent: () => Promise.resolve('declined'),
      settings,
    }),
    ledger,
    log,
    store: new ConversationStore(files, clock, newId, log),
    clock,
    newId,
  };
  const random = new Random(Number(life));
  const conversation = parts.store.create();
  for (;;) {
    const question = `Life ${life}. ${'What was said, and what was meant? '.repeat(150 + random.upTo(150))}`;
    await say(parts, conversation, question);
  }
}

void main(process.argv.slice(2));

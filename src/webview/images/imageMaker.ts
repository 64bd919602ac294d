import { makeImage } from './make';
import type { MakeRequest, MakeResult } from './make';

/** Makes images ready in a worker, one after the other, since each needs much memory. */
export class ImageMaker {
  private queue: Promise<unknown> = Promise.resolve();
  private worker: Promise<Worker | undefined> | undefined;

  async make(request: MakeRequest): Promise<MakeResult> {
    const result = this.queue.then(() => this.run(request));
    this.queue = result;
    return result;
  }

  private async run(request: MakeRequest): Promise<MakeResult> {
    this.worker ??= startWorker();
    const worker = await this.worker;
    try {
      return await (worker ? ask(worker, request) : makeImage(request));
    } catch {
      // Decoding has failed in a way that took the worker with it; the next one gets a new worker.
      worker?.terminate();
      this.worker = undefined;
      return { refusal: { kind: 'damaged' } };
    }
  }
}

async function ask(worker: Worker, request: MakeRequest): Promise<MakeResult> {
  return new Promise((resolve, reject) => {
    const once = new AbortController();
    const options = { signal: once.signal };
    const answered = ({ data }: MessageEvent<MakeResult>): void => {
      once.abort();
      resolve(data);
    };
    worker.addEventListener('message', answered, options);
    worker.addEventListener('error', ({ message }) => reject(new Error(message)), options);
    worker.postMessage(request);
  });
}

/**
 * A worker's script must be of the page's own origin, and what an extension ships is not. So its
 * text is loaded like a script, which the page's policy allows, and becomes a blob. Undefined where
 * that does not work: then the page does the work itself.
 */
async function startWorker(): Promise<Worker | undefined> {
  try {
    const file = new URL('imageWorker.js', import.meta.url).href;
    const { default: source }: { readonly default: string } = await import(file);
    const url = URL.createObjectURL(new Blob([source], { type: 'text/javascript' }));
    const worker = new Worker(url);
    URL.revokeObjectURL(url);
    return worker;
  } catch {
    return undefined;
  }
}

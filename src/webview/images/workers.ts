/**
 * Starts a worker that is shipped beside this script. A worker's script must be of the page's own
 * origin, and what an extension ships is not. So its text is loaded like a script, which the page's
 * policy allows, and becomes a blob. Undefined where that does not work: then the page does the work
 * itself.
 */
export async function startWorker(name: string): Promise<Worker | undefined> {
  try {
    const file = new URL(name, import.meta.url).href;
    const { default: source }: { readonly default: string } = await import(file);
    return workerOf(source);
  } catch {
    return undefined;
  }
}

/** A worker of this text. */
export function workerOf(source: string): Worker {
  const url = URL.createObjectURL(new Blob([source], { type: 'text/javascript' }));
  const worker = new Worker(url);
  URL.revokeObjectURL(url);
  return worker;
}

/** Hands a worker one piece of work, and waits for what it makes of it. */
export async function ask<Answer>(worker: Worker, request: unknown): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const once = new AbortController();
    const options = { signal: once.signal };
    const answered = ({ data }: MessageEvent<Answer>): void => {
      once.abort();
      resolve(data);
    };
    worker.addEventListener('message', answered, options);
    worker.addEventListener('error', ({ message }) => reject(new Error(message)), options);
    worker.postMessage(request);
  });
}

import { makeImage } from './make';
import type { MakeRequest, MakeResult } from './make';
import { ask, startWorker } from './workers';

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
    this.worker ??= startWorker('imageWorker.js');
    const worker = await this.worker;
    try {
      return await (worker ? ask<MakeResult>(worker, request) : makeImage(request));
    } catch {
      // Decoding has failed in a way that took the worker with it; the next one gets a new worker.
      worker?.terminate();
      this.worker = undefined;
      return { refusal: { kind: 'damaged' } };
    }
  }
}

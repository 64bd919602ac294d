import { compare } from '../../shared/similarity';
import type { Comparison, Pixels } from '../../shared/similarity';
import { ask, startWorker } from '../images/workers';

/** Compares pictures in a worker, one pair at a time; it takes a tenth of a second and more. */
export class Comparer {
  private worker: Promise<Worker | undefined> | undefined;

  /** @param start gives the worker; undefined where there is none, and the page does it itself */
  constructor(private readonly start = () => startWorker('compareWorker.js')) {}

  async compare(one: Pixels, other: Pixels): Promise<Comparison> {
    this.worker ??= this.start();
    const worker = await this.worker;
    return worker ? ask<Comparison>(worker, [one, other]) : compare(one, other);
  }
}

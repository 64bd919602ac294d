import { compare } from '../../shared/similarity';
import type { Pixels } from '../../shared/similarity';

/** A worker of its own: it compares one pair of pictures after the other, while the page goes on. */
addEventListener('message', ({ data: [one, other] }: MessageEvent<readonly [Pixels, Pixels]>) => {
  postMessage(compare(one, other));
});

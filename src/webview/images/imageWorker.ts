import { makeImage } from './make';
import type { MakeRequest } from './make';

/** A worker of its own: it makes one image after the other, while the page goes on. */
addEventListener('message', ({ data }: MessageEvent<MakeRequest>) => {
  makeImage(data).then(
    (result) => postMessage(result),
    (error: unknown) => reportError(error),
  );
});

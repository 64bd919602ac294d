import assert from 'node:assert/strict';
import type { Size } from '../../../src/shared/imageSize';
import { windowOf, windowOfWidth } from '../../../src/shared/screenWindow';

describe('the window in which a screenshot was made', () => {
  it('is as many pixels wide as a screenshot of a plain display', () => {
    assertWindows([
      ['1366x768', '1366x768'],
      ['1440x900', '1440x900'],
      ['1536x864', '1536x864'],
      ['1920x1080', '1920x1080'],
    ]);
  });

  it('is half as wide as a screenshot of a dense display', () => {
    assertWindows([
      ['2560x1600', '1280x800'],
      ['2880x1800', '1440x900'],
      ['3024x1964', '1512x982'],
      ['3840x2160', '1920x1080'],
      ['5120x2880', '2560x1440'],
    ]);
  });

  it('is as wide as the screen of a telephone, of which there are two or three pixels', () => {
    assertWindows([
      ['640x1136', '320x568'],
      ['720x1600', '360x800'],
      ['750x1334', '375x667'],
      ['828x1792', '414x896'],
      ['1080x1920', '360x640'],
      ['1080x2400', '360x800'],
      ['1125x2436', '375x812'],
      ['1170x2532', '390x844'],
      ['1179x2556', '393x852'],
      ['1206x2622', '402x874'],
      ['1242x2688', '414x896'],
      ['1284x2778', '428x926'],
      ['1290x2796', '430x932'],
      ['1320x2868', '440x956'],
      ['1344x2992', '448x997'],
    ]);
  });

  it('is taken as it is where it is that of a telephone already', () => {
    assertWindows([
      ['360x800', '360x800'],
      ['390x844', '390x844'],
      ['430x932', '430x932'],
    ]);
  });

  it('is not that of a telephone because a page is tall', () => {
    assertWindows([
      ['1024x4000', '1024x4000'],
      ['1280x2400', '1280x2400'],
      ['1280x8000', '1280x8000'],
      ['1440x3000', '1440x3000'],
      ['2880x9000', '1440x4500'],
    ]);
  });

  it('is that of a telephone where the page is taller than its screen', () => {
    assertWindows([
      ['1170x8000', '390x2667'],
      ['750x4000', '375x2000'],
    ]);
  });

  it('is not that of a telephone where the part that is shown is not tall', () => {
    assertWindows([
      ['750x600', '750x600'],
      ['1080x1080', '1080x1080'],
    ]);
  });

  it('is one that there can be, of any image', () => {
    assertWindows([
      ['1x1', '160x160'],
      ['10x6000', '160x30000'],
      ['40000x10', '7680x2'],
    ]);
  });

  it('keeps the proportions of the screenshot at any width, and is never without height', () => {
    assert.deepEqual(windowOfWidth({ width: 1000, height: 500 }, 333), { width: 333, height: 167 });
    assert.deepEqual(windowOfWidth({ width: 1000, height: 1 }, 160), { width: 160, height: 1 });
  });
});

/** Screenshots and their windows, both as `width x height`. */
function assertWindows(pairs: readonly (readonly [string, string])[]): void {
  const found = pairs.map(([screenshot]) => {
    const { width, height } = windowOf(sizeOf(screenshot));
    return [screenshot, `${width}x${height}`];
  });
  assert.deepEqual(found, pairs);
}

function sizeOf(text: string): Size {
  const [width = 0, height = 0] = text.split('x').map(Number);
  return { width, height };
}

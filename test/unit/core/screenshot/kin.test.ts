import assert from 'node:assert/strict';
import { kinOf } from '../../../../src/core/screenshot/kin';

function filesOf(...paths: readonly (string | readonly [string, number])[]): {
  path: string;
  bytes: number;
}[] {
  return paths.map((each) =>
    typeof each === 'string' ? { path: each, bytes: 1000 } : { path: each[0], bytes: each[1] },
  );
}

describe('files that show how a project builds its screens', () => {
  it('are its tokens, then its components, the nearest first', () => {
    const files = filesOf(
      'src/features/cart/components/Cart.tsx',
      'src/components/Button.tsx',
      ['src/components/Grid.tsx', 9000],
      'src/server/cart.ts',
      'src/index.css',
      'tailwind.config.js',
    );
    assert.deepEqual(kinOf('src/components/Screen.tsx', files), [
      'src/index.css',
      'tailwind.config.js',
      'src/components/Button.tsx',
      'src/components/Grid.tsx',
      'src/features/cart/components/Cart.tsx',
    ]);
  });

  it('are neither tests nor stories, nor the file itself, nor large ones', () => {
    const files = filesOf(
      'src/components/Button.test.tsx',
      'src/components/Button.stories.tsx',
      'src/components/Screen.tsx',
      ['src/components/Huge.tsx', 200_000],
    );
    assert.deepEqual(kinOf('src/components/Screen.tsx', files), []);
  });

  it('are of the kind of the file: style sheets for a page, Swift for SwiftUI', () => {
    const files = filesOf(
      'site/about.html',
      'site/print.css',
      'ios/Views/Card.swift',
      'ios/Theme.swift',
    );
    assert.deepEqual(kinOf('site/index.html', files), ['site/about.html', 'site/print.css']);
    assert.deepEqual(kinOf('ios/Views/Screen.swift', files), [
      'ios/Theme.swift',
      'ios/Views/Card.swift',
    ]);
  });

  it('are twelve at the most, of which four are tokens', () => {
    const components = Array.from({ length: 30 }, (_, index) => `src/ui/Part${index}.vue`);
    const tokens = Array.from({ length: 9 }, (_, index) => `theme${index}/colors.css`);
    const kin = kinOf('src/ui/Screen.vue', filesOf(...components, ...tokens));
    assert.equal(kin.length, 12);
    assert.equal(kin.filter((path) => path.endsWith('.css')).length, 4);
  });
});

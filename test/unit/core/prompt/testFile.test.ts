import assert from 'node:assert/strict';
import { testFileFor } from '../../../../src/core/prompt/testFile';

function filesOf(...paths: readonly string[]): { path: string }[] {
  return paths.toSorted().map((path) => ({ path }));
}

/** A source, the other files of its workspace, and where its tests belong. */
type Case = readonly [source: string, others: readonly string[], test: string];

describe('testFileFor', () => {
  const existing: readonly Case[] = [
    ['src/a.ts', ['src/a.test.ts', 'src/b.ts'], 'src/a.test.ts'],
    ['src/a.ts', ['src/a.spec.ts', 'src/b.test.ts', 'src/b.ts'], 'src/a.spec.ts'],
    ['src/Button.tsx', ['src/Button.test.tsx'], 'src/Button.test.tsx'],
    ['src/Button.tsx', ['src/__tests__/Button.test.tsx'], 'src/__tests__/Button.test.tsx'],
    ['src/a.js', ['src/__tests__/a.js'], 'src/__tests__/a.js'],
    ['src/core/x.ts', ['test/unit/core/x.test.ts'], 'test/unit/core/x.test.ts'],
    ['lib/x.js', ['test/x.js', 'test/y.js', 'lib/y.js'], 'test/x.js'],
    ['pkg/util.py', ['tests/test_util.py'], 'tests/test_util.py'],
    ['pkg/util.py', ['pkg/util_test.py'], 'pkg/util_test.py'],
    ['store/rows.go', ['store/rows_test.go'], 'store/rows_test.go'],
    [
      'src/main/java/de/app/Cart.java',
      ['src/test/java/de/app/CartTest.java'],
      'src/test/java/de/app/CartTest.java',
    ],
    [
      'app/src/main/kotlin/Cart.kt',
      ['app/src/test/kotlin/CartTest.kt'],
      'app/src/test/kotlin/CartTest.kt',
    ],
    ['app/models/user.rb', ['spec/models/user_spec.rb'], 'spec/models/user_spec.rb'],
    ['src/Shop/Cart.php', ['tests/Shop/CartTest.php'], 'tests/Shop/CartTest.php'],
    ['Shop/Cart.cs', ['Shop.Tests/CartTests.cs'], 'Shop.Tests/CartTests.cs'],
    [
      'Sources/Shop/Cart.swift',
      ['Tests/ShopTests/CartTests.swift'],
      'Tests/ShopTests/CartTests.swift',
    ],
    ['lib/cart.dart', ['test/cart_test.dart'], 'test/cart_test.dart'],
    ['lib/cart.ex', ['test/cart_test.exs'], 'test/cart_test.exs'],
    ['src/cart.rs', ['tests/cart.rs'], 'src/cart.rs'],
    // A file of tests is its own.
    ['src/a.test.ts', ['src/a.ts'], 'src/a.test.ts'],
    ['tests/test_util.py', ['pkg/util.py'], 'tests/test_util.py'],
    ['store/rows_test.go', ['store/rows.go'], 'store/rows_test.go'],
    // Of namesakes each has its own.
    [
      'src/a/index.ts',
      ['src/a/index.test.ts', 'src/b/index.ts', 'src/b/index.test.ts'],
      'src/a/index.test.ts',
    ],
    [
      'src/b/index.ts',
      ['test/a/index.test.ts', 'test/b/index.test.ts', 'src/a/index.ts'],
      'test/b/index.test.ts',
    ],
  ];
  for (const [source, others, test] of existing) {
    it(`finds ${test} for ${source}`, () => {
      assert.deepEqual(testFileFor(source, filesOf(source, ...others)), {
        path: test,
        exists: true,
      });
    });
  }

  const made: readonly Case[] = [
    // As the neighbours have it.
    ['src/a.ts', ['src/b.ts', 'src/b.spec.ts'], 'src/a.spec.ts'],
    ['src/a.tsx', ['src/b.ts', 'src/b.test.ts'], 'src/a.test.tsx'],
    ['src/a.ts', ['src/b.ts', 'src/__tests__/b.test.ts'], 'src/__tests__/a.test.ts'],
    ['src/core/x.ts', ['src/core/y.ts', 'test/unit/core/y.test.ts'], 'test/unit/core/x.test.ts'],
    [
      'src/core/x.ts',
      ['src/shared/y.ts', 'test/unit/shared/y.test.ts'],
      'test/unit/core/x.test.ts',
    ],
    ['src/deep/er/x.ts', ['src/y.ts', 'test/y.test.ts'], 'test/deep/er/x.test.ts'],
    ['lib/x.js', ['lib/y.js', 'test/y.js'], 'test/x.js'],
    ['pkg/a.py', ['pkg/b.py', 'tests/test_b.py'], 'tests/test_a.py'],
    ['pkg/sub/a.py', ['pkg/sub/b.py', 'tests/sub/test_b.py'], 'tests/sub/test_a.py'],
    ['pkg/a.py', ['pkg/b.py', 'pkg/b_test.py'], 'pkg/a_test.py'],
    [
      'app/src/main/java/x/A.java',
      ['app/src/main/java/y/B.java', 'app/src/test/java/y/BTests.java'],
      'app/src/test/java/x/ATests.java',
    ],
    [
      'app/models/user.rb',
      ['app/models/order.rb', 'spec/models/order_spec.rb'],
      'spec/models/user_spec.rb',
    ],
    ['Shop/Cart.cs', ['Shop/Order.cs', 'Shop.Tests/OrderTests.cs'], 'Shop.Tests/CartTests.cs'],
    [
      'Sources/Shop/A.swift',
      ['Sources/Shop/B.swift', 'Tests/ShopTests/BTests.swift'],
      'Tests/ShopTests/ATests.swift',
    ],
    // The nearest neighbours before the rest of the project.
    [
      'web/a.ts',
      ['web/b.ts', 'web/b.spec.ts', 'api/c.ts', 'api/c.test.ts', 'api/d.ts', 'api/d.test.ts'],
      'web/a.spec.ts',
    ],
    // What is most common where no neighbour has tests.
    [
      'web/a.ts',
      ['api/b.ts', 'api/b.spec.ts', 'api/c.ts', 'api/c.test.ts', 'api/d.ts', 'api/d.test.ts'],
      'web/a.test.ts',
    ],
    // The namesake's tests are not those of this file.
    ['src/b/index.ts', ['src/a/index.ts', 'src/a/index.test.ts'], 'src/b/index.test.ts'],
    // The custom of the language where there are no tests.
    ['src/a.ts', [], 'src/a.test.ts'],
    ['src/App.vue', [], 'src/App.test.ts'],
    ['a.py', [], 'tests/test_a.py'],
    ['src/pkg/a.py', [], 'tests/pkg/test_a.py'],
    ['a.go', [], 'a_test.go'],
    ['lib/shop/cart.rb', [], 'spec/shop/cart_spec.rb'],
    ['src/Cart.php', [], 'tests/CartTest.php'],
    ['src/main/java/x/A.java', [], 'src/test/java/x/ATest.java'],
    ['shop/src/main/kotlin/x/A.kt', [], 'shop/src/test/kotlin/x/ATest.kt'],
    ['lib/shop/cart.dart', [], 'test/shop/cart_test.dart'],
    // In a workspace of several folders each keeps its own.
    ['web/src/main/java/A.java', ['api/src/a.ts'], 'web/src/test/java/ATest.java'],
    // Neither "latest" nor "contest" is a test.
    ['src/latest.py', [], 'tests/test_latest.py'],
    ['src/Contest.java', ['src/Latest.java'], 'src/ContestTest.java'],
  ];
  for (const [source, others, test] of made) {
    it(`puts the tests of ${source} into ${test}${others.length > 0 ? `, beside ${others.at(-1)}` : ''}`, () => {
      assert.deepEqual(testFileFor(source, filesOf(source, ...others)), {
        path: test,
        exists: false,
      });
    });
  }

  it('looks at each file once, however many have the same name', () => {
    const paths: string[] = [];
    for (let index = 0; index < 12_500; index += 1) {
      const folder = `src/area${index % 97}/part${index}`;
      paths.push(`${folder}/index.ts`, `${folder}/index.test.ts`, `${folder}/x${index}.ts`);
      paths.push(`${folder}/x${index}.test.ts`);
    }
    let reads = 0;
    const files = paths.map((path) => ({
      get path() {
        reads += 1;
        return path;
      },
    }));
    const source = 'src/area5/part5/new.ts';
    assert.deepEqual(testFileFor(source, files), {
      path: 'src/area5/part5/new.test.ts',
      exists: false,
    });
    assert.equal(reads, files.length);
  });
});

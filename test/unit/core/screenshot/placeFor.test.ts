import assert from 'node:assert/strict';
import { placeFor } from '../../../../src/core/screenshot/placeFor';
import { FRAMEWORKS, LANGUAGES, stackFrom, stackOf } from '../../../../src/core/screenshot/stack';

/** The id of a stack, the files of a workspace, and where a screen goes. */
type Case = readonly [id: string, files: readonly string[], place: string];

const REACT = 'react-typescript-css';
const NEXT = 'nextjs-typescript-css';

describe('placeFor', () => {
  const cases: readonly Case[] = [
    // Where nothing is there yet.
    ['html-css', [], 'index.html'],
    [REACT, [], 'src/components/Screen.tsx'],
    ['react-javascript-css', [], 'src/components/Screen.jsx'],
    ['reactNative-typescript', [], 'src/screens/Screen.tsx'],
    [NEXT, [], 'app/screen/page.tsx'],
    ['vue-typescript-css', [], 'src/components/Screen.vue'],
    ['nuxt-typescript-css', [], 'app/pages/screen.vue'],
    ['svelte-typescript-css', [], 'src/lib/Screen.svelte'],
    ['angular-typescript-css', [], 'src/app/screen/screen.component.ts'],
    ['solid-typescript-css', [], 'src/components/Screen.tsx'],
    ['lit-typescript-css', [], 'src/screen-view.ts'],
    ['astro-typescript-css', [], 'src/pages/screen.astro'],
    ['blazor-css', [], 'Pages/Screen.razor'],
    ['swiftui', [], 'Sources/App/ScreenView.swift'],
    ['flutter', [], 'lib/screen.dart'],
    ['compose', [], 'app/src/main/java/Screen.kt'],
    ['qml', [], 'ScreenPage.qml'],
    // HTML.
    ['html-css', ['index.html', 'style.css'], 'screen.html'],
    ['html-css', ['index.js', 'style.css'], 'index.html'],
    ['html-css', ['index.html', 'screen.html'], 'screen-2.html'],
    ['html-css', ['public/index.html', 'public/about.html', 'main.js'], 'public/screen.html'],
    ['html-css', ['templates/base.html', 'manage.py'], 'templates/screen.html'],
    ['html-css', ['index.html', 'About.html', 'Contact.html'], 'Screen.html'],
    ['html-css', ['node_modules/x/index.html', 'main.js'], 'index.html'],
    // React, and how its neighbours are called.
    [REACT, ['src/App.tsx', 'src/main.tsx'], 'src/components/Screen.tsx'],
    [REACT, ['src/components/Button.tsx'], 'src/components/Screen.tsx'],
    [REACT, ['src/components/Button.tsx', 'src/pages/Home.tsx'], 'src/pages/Screen.tsx'],
    [REACT, ['src/components/ui/date-field.tsx'], 'src/components/screen.tsx'],
    [
      REACT,
      ['src/components/button.tsx', 'src/components/card.tsx', 'src/components/App.tsx'],
      'src/components/screen.tsx',
    ],
    [REACT, ['src/components/Button/Button.tsx'], 'src/components/Screen/Screen.tsx'],
    [REACT, ['src/components/Button/index.tsx'], 'src/components/Screen/index.tsx'],
    [REACT, ['src/widgets/Cart.tsx', 'src/App.tsx'], 'src/widgets/Screen.tsx'],
    [REACT, ['src/Cart/Cart.tsx', 'src/List/List.tsx', 'src/App.tsx'], 'src/Screen/Screen.tsx'],
    [
      REACT,
      ['src/components/A.tsx', 'src/cart/components/B.tsx', 'src/cart/components/C.tsx'],
      'src/components/Screen.tsx',
    ],
    [REACT, ['src/components/A.tsx', 'src/components/A.test.tsx'], 'src/components/Screen.tsx'],
    ['react-javascript-css', ['src/App.js', 'src/index.js'], 'src/components/Screen.js'],
    [
      'react-javascript-css',
      ['src/App.js', 'src/components/Cart.js', 'src/components/money.js'],
      'src/components/Screen.js',
    ],
    [REACT, ['app/root.tsx', 'app/routes/_index.tsx'], 'app/routes/screen.tsx'],
    // A name that is taken.
    [REACT, ['src/components/Screen.tsx'], 'src/components/Screen2.tsx'],
    [
      REACT,
      ['src/components/Screen.tsx', 'src/components/screen2/index.tsx', 'src/components/A.tsx'],
      'src/components/Screen3.tsx',
    ],
    [
      REACT,
      ['src/components/Button.tsx', 'src/components/Screen.module.css'],
      'src/components/Screen2.tsx',
    ],
    [NEXT, ['app/page.tsx', 'app/screen/page.tsx'], 'app/screen-2/page.tsx'],
    ['flutter', ['lib/main.dart', 'lib/screen.dart'], 'lib/screen_2.dart'],
    // A monorepo.
    [
      REACT,
      [
        'package.json',
        'apps/admin/package.json',
        'apps/admin/src/pages/Home.tsx',
        'apps/shop/package.json',
        'apps/shop/src/components/Cart.tsx',
        'apps/shop/src/components/List.tsx',
      ],
      'apps/shop/src/components/Screen.tsx',
    ],
    [
      NEXT,
      [
        'apps/web/package.json',
        'apps/web/src/app/page.tsx',
        'packages/ui/package.json',
        'packages/ui/src/components/a.tsx',
        'packages/ui/src/components/b.tsx',
      ],
      'apps/web/src/app/screen/page.tsx',
    ],
    // Where the framework looks for pages.
    [NEXT, ['src/app/layout.tsx', 'src/app/cart/page.tsx'], 'src/app/screen/page.tsx'],
    [NEXT, ['app/[locale]/layout.tsx', 'app/[locale]/page.tsx'], 'app/[locale]/screen/page.tsx'],
    [NEXT, ['pages/_app.tsx', 'pages/index.tsx', 'pages/api/rows.ts'], 'pages/screen.tsx'],
    [NEXT, ['web/next.config.ts', 'web/package.json'], 'web/app/screen/page.tsx'],
    ['nextjs-javascript-css', ['app/page.js', 'next.config.mjs'], 'app/screen/page.js'],
    ['nuxt-typescript-css', ['pages/index.vue', 'components/A.vue'], 'pages/screen.vue'],
    ['nuxt-typescript-css', ['app.vue', 'nuxt.config.ts'], 'pages/screen.vue'],
    ['nuxt-typescript-css', ['app/app.vue', 'nuxt.config.ts'], 'app/pages/screen.vue'],
    ['svelte-typescript-css', ['src/routes/+page.svelte'], 'src/routes/screen/+page.svelte'],
    ['svelte-typescript-css', ['src/App.svelte', 'src/lib/Row.svelte'], 'src/lib/Screen.svelte'],
    ['astro-typescript-css', ['src/pages/index.astro'], 'src/pages/screen.astro'],
    ['solid-typescript-css', ['src/routes/index.tsx', 'src/app.tsx'], 'src/routes/screen.tsx'],
    ['reactNative-typescript', ['app/_layout.tsx', 'app/index.tsx'], 'app/screen.tsx'],
    ['reactNative-javascript', ['App.js', 'screens/Home.js'], 'screens/Screen.js'],
    // Vue, Angular and the rest.
    ['vue-typescript-css', ['src/components/A.vue', 'src/views/B.vue'], 'src/views/Screen.vue'],
    [
      'angular-typescript-css',
      ['src/app/app.component.ts', 'src/app/cart/cart.component.ts'],
      'src/app/screen/screen.component.ts',
    ],
    [
      'angular-typescript-css',
      ['src/app/app.ts', 'src/app/pages/cart/cart.ts', 'src/app/rows.ts'],
      'src/app/pages/screen/screen.ts',
    ],
    [
      'lit-typescript-css',
      ['src/components/my-row.ts', 'src/main.ts'],
      'src/components/screen-view.ts',
    ],
    [
      'angular-typescript-css',
      ['src/app/features/cart/pages/home/home.component.ts', 'src/app/app.component.ts'],
      'src/app/features/screen/screen.component.ts',
    ],
    [
      REACT,
      ['src/components/A.tsx', 'src/features/cart/pages/B.tsx', 'src/features/cart/pages/C.tsx'],
      'src/components/Screen.tsx',
    ],
    [
      'lit-typescript-css',
      ['src/host/files.ts', 'src/host/open.ts', 'src/webview/chatView.ts'],
      'src/webview/screenView.ts',
    ],
    ['blazor-css', ['Components/Pages/Home.razor'], 'Components/Pages/Screen.razor'],
    [
      'swiftui',
      ['Package.swift', 'Sources/Shop/CartView.swift', 'Tests/ShopTests/CartView.swift'],
      'Sources/Shop/ScreenView.swift',
    ],
    ['swiftui', ['Shop/ShopApp.swift', 'Shop/Views/CartView.swift'], 'Shop/Views/ScreenView.swift'],
    ['flutter', ['lib/main.dart', 'lib/rows.dart'], 'lib/screen.dart'],
    ['flutter', ['lib/main.dart', 'lib/screens/home_screen.dart'], 'lib/screens/screen.dart'],
    [
      'compose',
      ['app/src/main/java/de/shop/MainActivity.kt', 'app/src/test/java/de/shop/RowView.kt'],
      'app/src/main/java/de/shop/Screen.kt',
    ],
    [
      'compose',
      ['a/src/main/kotlin/x/MainActivity.kt', 'a/src/main/kotlin/x/ui/cart/CartScreen.kt'],
      'a/src/main/kotlin/x/ui/Screen.kt',
    ],
    ['qml', ['CMakeLists.txt', 'qml/Main.qml', 'qml/RowPage.qml'], 'qml/ScreenPage.qml'],
  ];
  for (const [id, files, place] of cases) {
    it(`puts ${id} into ${place}${files.length > 0 ? `, beside ${files.join(', ')}` : ''}`, () => {
      const stack = stackFrom(id);
      assert.ok(stack);
      assert.equal(placeFor(stack, files), place);
    });
  }

  it('never names what is there, whatever the stack', () => {
    for (const framework of FRAMEWORKS) {
      for (const language of LANGUAGES) {
        const stack = stackOf(framework, undefined, language);
        const files: string[] = [];
        for (let count = 0; count < 4; count += 1) {
          const place = placeFor(stack, files);
          assert.ok(!files.some((each) => each.toLowerCase() === place.toLowerCase()), place);
          files.push(place);
        }
      }
    }
  });

  it('finds its way in a large workspace', () => {
    const files = Array.from(
      { length: 100_000 },
      (_, index) => `packages/p${index % 500}/src/part${index}/components/Part${index}.tsx`,
    );
    assert.match(placeFor(stackOf('react', 'css', 'typescript'), files), /\/Screen\.tsx$/);
  }).timeout(20_000);
});

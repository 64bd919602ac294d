import assert from 'node:assert/strict';
import {
  COMPOSE,
  FLUTTER,
  STYLING_PAGES,
  STYLING_SHEETS,
  SWIFTUI,
} from '../../../../src/core/screenshot/evidence';

/** Patterns with texts that they find, and texts that only look alike. */
const PATTERNS: readonly (readonly [RegExp, found: readonly string[], not: readonly string[]])[] = [
  [
    COMPOSE,
    [
      'compose = true',
      'implementation "androidx.compose.ui:ui:1.7.0"',
      'alias(libs.plugins.kotlin.compose)',
      'id("org.jetbrains.compose")',
    ],
    ['id("com.avast.gradle.docker-compose")', 'dockerCompose.isRequiredBy(test)', 'composeRows()'],
  ],
  [
    FLUTTER,
    ['dependencies:\n  flutter:\n    sdk: flutter', 'flutter:\n  uses-material-design: true'],
    ['name: flutter_free', '# flutter: none'],
  ],
  [
    SWIFTUI,
    [
      'import Foundation\nimport SwiftUI\n',
      '@preconcurrency import SwiftUI',
      'public import SwiftUI',
    ],
    ['// import SwiftUI', 'import SwiftUIntrospect'],
  ],
];

function stylingIn(text: string, table: typeof STYLING_SHEETS): string | undefined {
  return table.find(([pattern]) => pattern.test(text))?.[1];
}

describe('evidence', () => {
  for (const [pattern, found, not] of PATTERNS) {
    for (const text of found) {
      it(`finds ${pattern.source} in ${JSON.stringify(text)}`, () => assert.match(text, pattern));
    }
    for (const text of not) {
      it(`does not find ${pattern.source} in ${JSON.stringify(text)}`, () =>
        assert.doesNotMatch(text, pattern));
    }
  }

  const sheets: readonly (readonly [text: string, styling: string | undefined])[] = [
    ['@import "tailwindcss";', 'tailwind'],
    ["@import 'tailwindcss/theme' layer(theme);", 'tailwind'],
    ['@import url("tailwindcss");', 'tailwind'],
    ['@tailwind utilities;', 'tailwind'],
    ['@import "../node_modules/bootstrap/scss/bootstrap";', 'bootstrap'],
    ['/* tailwindcss */ body { margin: 0 }', undefined],
    ['@import "theme.css"; .bootstrap { color: red }', undefined],
  ];
  for (const [text, styling] of sheets) {
    it(`takes the style sheet ${text} for ${styling ?? 'plain'}`, () => {
      assert.equal(stylingIn(text, STYLING_SHEETS), styling);
    });
  }

  it('passes over pages that only speak of a framework', () => {
    assert.equal(stylingIn('<p>We love Bootstrap and Tailwind.</p>', STYLING_PAGES), undefined);
  });
});

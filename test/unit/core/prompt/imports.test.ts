import assert from 'node:assert/strict';
import { importsOf } from '../../../../src/core/prompt/imports';
import { IMPORTERS } from '../../../../src/core/prompt/importers';
import { Random } from '../random';

interface Sample {
  readonly path: string;
  readonly lines: readonly string[];
  readonly files: readonly string[];
  readonly expected: readonly string[];
}

const samples: Readonly<Record<string, Sample>> = {
  TypeScript: {
    path: 'src/a/main.ts',
    lines: [
      "import { x } from './x';",
      "import type { y } from '../y';",
      "import './side.css';",
      "export * from './folder';",
      "const lazy = await import('./lazy');",
      "const old = require('./old.js');",
      'import {',
      '  many,',
      "} from './built.js';",
      "import again from './x';",
      "import page from './page.vue';",
      "import data from './data.json' with { type: 'json' };",
      "import raw from './text.txt?raw';",
      "import self from './main';",
      "import here from '.';",
      "import pkg from 'package';",
      "import out from '../../../../x';",
      "import none from './missing';",
      "import mts from './m.mjs';",
      "import jsx from './view.jsx';",
    ],
    files: [
      'src/a/x.ts',
      'src/a/x.js',
      'src/y.tsx',
      'src/a/side.css',
      'src/a/folder/index.ts',
      'src/a/lazy.mts',
      'src/a/old.js',
      'src/a/old.ts',
      'src/a/built.ts',
      'src/a/page.vue',
      'src/a/data.json',
      'src/a/text.txt',
      'src/a/main.ts',
      'src/a/index.tsx',
      'x.ts',
      'package.ts',
      'src/a/m.mts',
      'src/a/view.tsx',
    ],
    expected: [
      'src/a/x.ts',
      'src/y.tsx',
      'src/a/side.css',
      'src/a/folder/index.ts',
      'src/a/lazy.mts',
      'src/a/old.js',
      'src/a/built.ts',
      'src/a/page.vue',
      'src/a/data.json',
      'src/a/text.txt',
      'src/a/index.tsx',
      'src/a/m.mts',
      'src/a/view.tsx',
    ],
  },
  'a script at the root': {
    path: 'a.js',
    lines: ["import './b'", "import '../c'", "import '.'"],
    files: ['b.js', 'c.js', 'a.js', 'index.js'],
    expected: ['b.js', 'index.js'],
  },
  Python: {
    path: 'app/core/main.py',
    lines: [
      'import os, app.util as u, app.models',
      'from .near import thing',
      'from . import sibling, Name',
      'from ..util import helper  # why',
      'from app.models import (',
      '    user,  # a module',
      '    Base,',
      ')',
      'from lib.far import x',
      'from .... import nothing',
      'from app import *',
    ],
    files: [
      'app/__init__.py',
      'app/util.py',
      'app/core/__init__.py',
      'app/core/near.py',
      'app/core/sibling.py',
      'app/models/__init__.py',
      'app/models/user.py',
      'src/lib/far.py',
    ],
    expected: [
      'app/util.py',
      'app/models/__init__.py',
      'app/core/near.py',
      'app/core/sibling.py',
      'app/core/__init__.py',
      'app/models/user.py',
      'src/lib/far.py',
    ],
  },
  C: {
    path: 'src/net/a.c',
    lines: [
      '#include "a.h"',
      '#  include "../util.h"',
      '#include "app/config.h"',
      '#include <app/api.h>',
      '#include <stdio.h>',
      '#include "../../../etc/passwd"',
    ],
    files: ['src/net/a.h', 'src/util.h', 'include/app/config.h', 'include/app/api.h', 'stdio.h'],
    expected: ['src/net/a.h', 'src/util.h', 'include/app/config.h', 'include/app/api.h'],
  },
  Rust: {
    path: 'src/net/mod.rs',
    lines: [
      'mod client;',
      'pub(crate) mod server;',
      'mod tests {',
      'use std::io;',
      'use crate::config::Config;',
      'use crate::model::{user::User, Kind};',
      'use super::util;',
      'use self::client::get;',
    ],
    files: [
      'src/main.rs',
      'src/net/mod.rs',
      'src/net/client.rs',
      'src/net/server/mod.rs',
      'src/config.rs',
      'src/model/mod.rs',
      'src/model/user.rs',
      'src/util.rs',
    ],
    expected: [
      'src/net/client.rs',
      'src/net/server/mod.rs',
      'src/config.rs',
      'src/model/user.rs',
      'src/model/mod.rs',
      'src/util.rs',
    ],
  },
  'Rust in a file of its own': {
    path: 'src/net.rs',
    lines: ['mod client;', 'use super::config::A;'],
    files: ['src/net/client.rs', 'src/config.rs', 'src/lib.rs'],
    expected: ['src/net/client.rs', 'src/config.rs'],
  },
  Java: {
    path: 'app/src/test/java/org/acme/MainTest.java',
    lines: [
      'import org.acme.Main;',
      'import static org.acme.Util.max;',
      'import org.acme.Outer.Inner;',
      'import org.acme.all.*;',
      'import java.util.List;',
      'import org.acme.Fixture;',
    ],
    files: [
      'app/src/main/java/org/acme/Main.java',
      'app/src/main/java/org/acme/Util.java',
      'app/src/main/kotlin/org/acme/Outer.kt',
      'app/src/test/java/org/acme/Fixture.java',
    ],
    expected: [
      'app/src/main/java/org/acme/Main.java',
      'app/src/main/java/org/acme/Util.java',
      'app/src/main/kotlin/org/acme/Outer.kt',
      'app/src/test/java/org/acme/Fixture.java',
    ],
  },
  Scala: {
    path: 'src/main/scala/a/Main.scala',
    lines: ['import a.b.{C, D => E}', 'import a.b.F'],
    files: [
      'src/main/scala/a/b/C.scala',
      'src/main/scala/a/b/D.scala',
      'src/main/scala/a/b/F.scala',
    ],
    expected: [
      'src/main/scala/a/b/C.scala',
      'src/main/scala/a/b/D.scala',
      'src/main/scala/a/b/F.scala',
    ],
  },
  Ruby: {
    path: 'lib/a.rb',
    lines: ["require_relative 'b'", "require 'json'", 'require_relative("../c.rb")'],
    files: ['lib/b.rb', 'c.rb', 'lib/json.rb'],
    expected: ['lib/b.rb', 'c.rb'],
  },
  PHP: {
    path: 'web/a.php',
    lines: [
      "require_once __DIR__ . '/b.php';",
      "include('inc/c.php');",
      'require "$dir/d.php";',
      "include 'web/e.php';",
    ],
    files: ['web/b.php', 'web/inc/c.php', 'web/e.php'],
    expected: ['web/b.php', 'web/inc/c.php', 'web/e.php'],
  },
  SCSS: {
    path: 'styles/main.scss',
    lines: [
      "@use 'colours';",
      '@import "a", "b";',
      '@forward "parts";',
      "@import url('print.css');",
      '@import url(screen.css);',
      "@import 'https://a.b/c.css';",
    ],
    files: [
      'styles/_colours.scss',
      'styles/a.scss',
      'styles/b.css',
      'styles/parts/_index.scss',
      'styles/print.css',
      'styles/screen.css',
    ],
    expected: [
      'styles/_colours.scss',
      'styles/a.scss',
      'styles/b.css',
      'styles/parts/_index.scss',
      'styles/print.css',
      'styles/screen.css',
    ],
  },
  Dart: {
    path: 'lib/src/a.dart',
    lines: [
      "import 'b.dart';",
      "part '../c.dart';",
      "import 'package:x/d.dart';",
      "import 'dart:io';",
    ],
    files: ['lib/src/b.dart', 'lib/c.dart', 'lib/d.dart'],
    expected: ['lib/src/b.dart', 'lib/c.dart'],
  },
};

function hasOf(files: readonly string[]): (path: string) => boolean {
  return (path) => files.includes(path);
}

describe('importsOf', () => {
  for (const [language, { path, lines, files, expected }] of Object.entries(samples)) {
    it(`finds what a file imports: ${language}`, () => {
      const has = hasOf(files);
      assert.deepEqual(importsOf(path, lines.join('\n'), has), expected);
      assert.deepEqual(importsOf(path, lines.join('\r\n'), has), expected);
    });
  }

  it('finds nothing in other files', () => {
    for (const path of ['a.go', 'a.txt', '', 'a.']) {
      assert.deepEqual(
        importsOf(path, "import './b'", () => true),
        [],
      );
    }
  });

  it('never names the file itself, nothing twice, and nothing outside', () => {
    const random = new Random(5);
    const pieces = [
      "import './a",
      "'\n",
      '../',
      'from ..a import b',
      '#include "',
      'use crate::{a, b',
      'import a.b.C',
      "@use 'a'",
      'mod a;',
      '\n',
      'require',
    ];
    for (const extension of IMPORTERS.keys()) {
      for (let round = 0; round < 60; round += 1) {
        const text = Array.from({ length: 25 }, () =>
          random.chance(0.2) ? random.text() : pieces[random.upTo(pieces.length - 1)],
        ).join('');
        const path = random.pick([`a.${extension}`, `b/c/a.${extension}`]);
        const found = importsOf(path, text, () => random.chance(0.5));
        assert.equal(new Set(found).size, found.length);
        for (const file of found) {
          assert.notEqual(file, path);
          assert.ok(!/^\/|^$|(?:^|\/)\.\.?(?:\/|$)|\/\//.test(file), file);
        }
      }
    }
  });

  it('takes no longer for a hostile text', function () {
    this.timeout(60_000);
    const seen = new Set<unknown>();
    const pieces = [
      'import ',
      'import a\n',
      'from . import (\n',
      'from . import a,',
      'from a import b\n',
      "import './a'\n",
      '#include "a"\n',
      'use crate::a::',
      'use crate::{\n',
      'use super::super::a;\n',
      'mod a;',
      'import a.b.{',
      'require(',
      '@import "',
      '@use "a" ',
      ' ',
      '../',
    ];
    // One language's extensions share what looks for its imports.
    for (const [extension, importer] of IMPORTERS) {
      if (seen.has(importer)) continue;
      seen.add(importer);
      for (const piece of pieces) {
        let count = 0;
        const numbered = (): string => piece.replace('a', () => `a${(count += 1)}`);
        const text = Array.from({ length: (256 * 1024) / (piece.length + 5) }, numbered).join('');
        const start = performance.now();
        importsOf(`a/b/c/d.${extension}`, text, () => false);
        importsOf(`a/b/c/d.${extension}`, text.replaceAll(/\d/g, ''), () => false);
        const ms = performance.now() - start;
        assert.ok(ms < 1500, `${extension}: ${JSON.stringify(piece)} took ${Math.round(ms)} ms`);
      }
    }
  });
});

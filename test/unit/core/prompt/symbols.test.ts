import assert from 'node:assert/strict';
import { symbolsIn } from '../../../../src/core/prompt/symbols';
import { SYMBOL_PATTERNS } from '../../../../src/core/prompt/symbolPatterns';
import { Random } from '../random';

type Sample = readonly [path: string, lines: readonly string[], names: readonly string[]];

const TYPESCRIPT: readonly string[] = [
  "import { x } from './x';",
  'export const LIMIT = 3;',
  'const inner = 3;',
  'const arrow = (a: number): number => a;',
  'const long = async (',
  'export default async function main() {',
  '  function nested() {}',
  '  const x = () => 1;',
  '}',
  'function* numbers() {}',
  'function *letters() {}',
  'export abstract class Shape<T> {',
  'export interface Point {',
  'export type Id = string;',
  'type Pair<T> = [T, T];',
  'declare const enum Level { A }',
  'export declare let flag: boolean;',
  'export namespace Space {}',
  '// export class Comment',
  'type = 3;',
  'class Über {}',
  'function main() {}',
];

const TYPESCRIPT_NAMES: readonly string[] = [
  'LIMIT',
  'arrow',
  'long',
  'main',
  'numbers',
  'letters',
  'Shape',
  'Point',
  'Id',
  'Pair',
  'Level',
  'flag',
  'Space',
  'Über',
];

const samples: Readonly<Record<string, Sample>> = {
  TypeScript: ['a.ts', TYPESCRIPT, TYPESCRIPT_NAMES],
  'TypeScript with CRLF': ['a.tsx', TYPESCRIPT.map((line) => `${line}\r`), TYPESCRIPT_NAMES],
  CommonJS: ['a.cjs', ['exports.a = 1;', 'module.exports.b = function () {};'], ['a', 'b']],
  Vue: [
    'a.vue',
    [
      '<template>',
      'class No {}',
      '</template>',
      '<script setup lang="ts">',
      '',
      '  function yes() {',
      '    function no() {}',
      '  }',
      '</script>',
      'class No {}',
      '<script>',
      'export class Too {}',
      '</script>',
    ],
    ['yes', 'Too'],
  ],
  Python: [
    'a.py',
    [
      'import os',
      'MAX_SIZE: int = 3',
      'DEBUG = True',
      'name = 3',
      'async def run():',
      '    def inner(): pass',
      'class Worker(Base):',
      '    def method(self): pass',
      'if X == 3:',
      'DEBUG == 2',
    ],
    ['MAX_SIZE', 'DEBUG', 'run', 'Worker'],
  ],
  Go: [
    'a.go',
    [
      'package main',
      'func main() {',
      'func (s *Server) Serve(l net.Listener) error {',
      'type Server struct {',
      'type (',
      'var ErrClosed = errors.New("closed")',
      'const Max = 3',
      'func Map[T any](a []T) {}',
    ],
    ['main', 'Serve', 'Server', 'ErrClosed', 'Max', 'Map'],
  ],
  Rust: [
    'a.rs',
    [
      'mod other;',
      'pub mod inner {',
      'pub(crate) struct Point<T> {',
      'pub async unsafe fn run() {}',
      'pub extern "C" fn call() {}',
      'const fn size() -> usize { 3 }',
      'pub const LIMIT: usize = 3;',
      'static mut COUNT: u32 = 0;',
      'enum Kind {',
      'pub trait Draw {',
      'type Alias = u8;',
      'macro_rules! list {',
      'impl Point {',
      '    pub fn method(&self) {}',
    ],
    ['inner', 'Point', 'run', 'call', 'size', 'LIMIT', 'COUNT', 'Kind', 'Draw', 'Alias', 'list'],
  ],
  Java: [
    'A.java',
    [
      'package a.b;',
      '@Service(name = "x")',
      'public final class Main extends Base {',
      '    private static class Inner {}',
      '    @Override public String toString() {}',
      '        class TooDeep {}',
      'public sealed interface Shape permits Circle {}',
      'record Point(int x) {}',
      '@Deprecated public enum Kind { A }',
      'public @interface Marker {}',
    ],
    ['Main', 'Inner', 'Shape', 'Point', 'Kind', 'Marker'],
  ],
  Kotlin: [
    'a.kt',
    [
      'data class User(val name: String)',
      'sealed interface State',
      'object Registry {',
      'fun <T> List<T>.second(): T = this[1]',
      'suspend fun load() {}',
      'private const val LIMIT = 3',
      'typealias Id = String',
      'enum class Kind { A }',
      'fun interface Action {}',
      '    fun nested() {}',
    ],
    ['User', 'State', 'Registry', 'second', 'load', 'LIMIT', 'Id', 'Kind', 'Action'],
  ],
  'C#': [
    'a.cs',
    [
      'namespace A.B',
      '{',
      '    [Serializable] public sealed partial class Main : Base',
      '    {',
      '        public void Method() {}',
      '        class TooDeep {}',
      '    internal readonly struct Point {}',
      '    public record struct Pair(int A);',
      '    public delegate Task<int> Handler(object sender);',
      'public interface IShape {}',
      'enum Kind { A }',
    ],
    ['Main', 'Point', 'Pair', 'Handler', 'IShape', 'Kind'],
  ],
  C: [
    'a.h',
    [
      '#ifndef APP_A_H',
      '#define APP_A_H',
      '#include "b.h"',
      '#define MAX(a, b) ((a) > (b) ? (a) : (b))',
      'struct point {',
      'struct forward;',
      'typedef unsigned long size_type;',
      'typedef struct {',
      '  int a;',
      '} pair_t;',
      'enum kind { A, B };',
      'int add(int a, int b);',
      'static inline char *name_of(',
      'extern int counter;',
      'struct point *make(void) {',
      '  return add(1, 2);',
      'else if (a) {',
      'return add(1);',
    ],
    ['MAX', 'point', 'size_type', 'pair_t', 'kind', 'add', 'name_of', 'make'],
  ],
  'C++': [
    'a.cpp',
    [
      'namespace app {',
      'template <typename T> class Stack final : public Base {',
      '    enum class Level : int {',
      'using Id = std::string;',
      'std::vector<int> Stack::items() const {',
      'Stack::~Stack() {',
      'void run(const std::string& name,',
      'int value = compute(3);',
    ],
    ['Stack', 'Level', 'Id', 'Stack::items', 'run'],
  ],
  Ruby: [
    'a.rb',
    [
      'module App',
      '  class Admin::User < Base',
      '    def save!; end',
      'def valid?(a)',
      'def self.build',
      'LIMIT = 3',
      'end',
    ],
    ['App', 'Admin::User', 'valid?', 'build', 'LIMIT'],
  ],
  PHP: [
    'a.php',
    [
      '<?php',
      'namespace A;',
      'final class User {',
      '    public function save() {}',
      'abstract class Base {}',
      'interface Shape {}',
      'trait Logs {}',
      'enum Kind: string {}',
      'function &helper() {}',
      "define('LIMIT', 3);",
      'const MAX = 3;',
    ],
    ['User', 'Base', 'Shape', 'Logs', 'Kind', 'helper', 'LIMIT', 'MAX'],
  ],
  Swift: [
    'a.swift',
    [
      'import UIKit',
      '@MainActor public final class Model: Base {',
      '    func inner() {}',
      'struct Point {',
      'indirect enum Tree {',
      'protocol Shape {}',
      'extension String {',
      'public func run() {}',
      'let limit = 3',
      'actor Store {}',
    ],
    ['Model', 'Point', 'Tree', 'Shape', 'String', 'run', 'limit', 'Store'],
  ],
  Dart: [
    'a.dart',
    [
      "import 'a.dart';",
      'abstract class Shape {',
      'mixin Logs on Base {}',
      'extension Trim on String {}',
      'enum Kind { a }',
      'typedef Action = void Function();',
      'const limit = 3;',
      'final String name = "a";',
      'void main() {',
      'Future<void> load(int a) async {',
      '  void inner() {}',
    ],
    ['Shape', 'Logs', 'Trim', 'Kind', 'Action', 'limit', 'name', 'main', 'load'],
  ],
  Scala: [
    'a.scala',
    [
      'sealed trait Shape',
      'final case class Point(x: Int)',
      'object Main extends App {',
      '  def inner = 3',
      'enum Color { case Red }',
      'def run(): Unit = ()',
      'opaque type Id = String',
    ],
    ['Shape', 'Point', 'Main', 'Color', 'run', 'Id'],
  ],
  Shell: [
    'a.sh',
    [
      '#!/bin/sh',
      'build() {',
      'function deploy {',
      'function my-test () {',
      'echo "a()"',
      '  in() {',
    ],
    ['build', 'deploy', 'my-test'],
  ],
  SQL: [
    'a.sql',
    [
      'CREATE TABLE IF NOT EXISTS "app"."users" (',
      'create or replace view active_users as',
      'CREATE MATERIALIZED VIEW `totals` AS',
      '  create function add(a int)',
      'CREATE TABLE [dbo].[Orders] (',
      'create index on users (a);',
      'select * from a;',
    ],
    ['app.users', 'active_users', 'totals', 'add', 'dbo.Orders'],
  ],
  Markdown: [
    'README.md',
    [
      '# Title #',
      'Setext',
      '======',
      '```sh',
      '# comment',
      '```',
      '## Two',
      '### Three',
      '#hash',
      '# C#',
    ],
    ['Title', 'Setext', 'Two', 'C#'],
  ],
};

describe('symbolsIn', () => {
  for (const [language, [path, lines, names]] of Object.entries(samples)) {
    it(`names what a file in ${language} declares at its top level`, () => {
      assert.deepEqual(symbolsIn(path, lines.join('\n')), names);
    });
  }

  it('knows no symbols in files of other kinds', () => {
    for (const path of ['a.json', 'a.css', 'Makefile', '', 'a.']) {
      assert.deepEqual(symbolsIn(path, 'class A {}\nfunction b() {}'), []);
    }
  });

  it('names at most forty, each once', () => {
    const lines = Array.from({ length: 100 }, (_, index) => `class A${index % 60} {}`);
    const names = symbolsIn('a.ts', lines.join('\n'));
    assert.equal(names.length, 40);
    assert.equal(new Set(names).size, 40);
  });

  it('leaves out a name that is too long', () => {
    assert.deepEqual(symbolsIn('a.py', `class ${'A'.repeat(81)}:`), []);
    assert.deepEqual(symbolsIn('a.py', `class ${'A'.repeat(80)}:`), ['A'.repeat(80)]);
  });

  it('never throws, and takes no longer for a hostile text', () => {
    const random = new Random(3);
    const pieces = [
      'export ',
      'class ',
      ' ',
      '(',
      'a',
      '<',
      '*',
      'a::',
      '@a ',
      '[]',
      '\n',
      'const a = (',
    ];
    // One language's extensions share its patterns.
    const byPatterns = new Map([...SYMBOL_PATTERNS].map(([extension, list]) => [list, extension]));
    const paths = [...byPatterns.values(), 'md'].map((extension) => `a.${extension}`);
    for (const path of paths) {
      const text = Array.from({ length: 30 }, () => random.text() + random.text()).join('\n');
      assert.ok(Array.isArray(symbolsIn(path, text)));
      for (const piece of pieces) {
        const line = piece.repeat(300 / piece.length);
        const start = performance.now();
        symbolsIn(path, `${line}\n`.repeat(870));
        symbolsIn(path, piece.repeat((256 * 1024) / piece.length));
        const ms = performance.now() - start;
        assert.ok(ms < 1000, `${path}: ${JSON.stringify(piece)} took ${Math.round(ms)} ms`);
      }
    }
  });

  it('names no heading that may quote a key', () => {
    const key = ['AK', 'IAZ7QK3NPLWX2VYB4T'].join('');
    assert.deepEqual(symbolsIn('notes.md', `# Deployment\n## AWS key ${key}\n`), ['Deployment']);
  });
});

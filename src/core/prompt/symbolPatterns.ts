/**
 * What declares a top-level symbol, by language. Each pattern is anchored to the start of a line
 * of bounded length and has the name as its first group.
 */

const NAME = String.raw`([\p{L}_$][\p{L}\p{N}_$]*)`;

/** One level, for what stands in a namespace or in a class that is there for its name alone. */
const NESTED = String.raw`(?: {0,4}|\t)`;

const ANNOTATIONS = String.raw`(?:@[\w.]+(?:\([^)]*\))?\s+)*`;

/** Include guards, which every header has, and what looks like a function and is a statement. */
export const NO_SYMBOL =
  /^(?:\w+_H(?:PP|H|XX)?_*|_*\w+_INCLUDED_?|if|for|while|switch|return|catch|else|do|sizeof|defined)$/;

function patterns(...sources: readonly string[]): readonly RegExp[] {
  return sources.map((source) => new RegExp(`^${source.replaceAll('NAME', () => NAME)}`, 'u'));
}

/** Words that may stand before a declaration, each followed by a space. */
function words(list: string): string {
  return String.raw`(?:(?:${list.replaceAll(' ', '|')})\s+)*`;
}

const JAVASCRIPT = patterns(
  String.raw`${words('export default declare abstract async')}(?:function\s*\*?|class|interface|(?:const\s+)?enum|namespace|module)\s+NAME`,
  String.raw`${words('export default declare abstract async')}function\s*\*\s*NAME`,
  String.raw`${words('export declare')}type\s+NAME\s*[=<]`,
  String.raw`export\s+${words('declare')}(?:const|let|var)\s+NAME`,
  String.raw`(?:const|let|var)\s+NAME\s*(?::[^=]*)?=\s*(?:async\s*)?(?:function\b|class\b|[\w$]+\s*=>|\([^)]*\)\s*(?::[^=]*)?=>|\($)`,
  String.raw`(?:module\.)?exports\.NAME\s*=`,
);

const PYTHON = patterns(
  String.raw`(?:async\s+)?(?:def|class)\s+NAME`,
  String.raw`([A-Z][A-Z0-9_]+)\s*(?::[^=]*)?=(?!=)`,
);

const GO = patterns(
  String.raw`func\s+(?:\([^)]*\)\s*)?NAME`,
  String.raw`(?:type|var|const)\s+NAME`,
);

const PUB = String.raw`(?:pub(?:\([^)]*\))?\s+)?`;

const RUST = patterns(
  String.raw`${PUB}(?:(?:default|async|const|unsafe|extern(?:\s+"[^"]*")?)\s+)*(?:fn|struct|enum|trait|type|union)\s+NAME`,
  String.raw`${PUB}(?:const|static(?:\s+mut)?)\s+NAME\s*:`,
  String.raw`${PUB}mod\s+NAME\s*\{`,
  String.raw`macro_rules!\s*NAME`,
);

const JAVA = patterns(
  String.raw`${NESTED}${ANNOTATIONS}${words('public protected private abstract final static sealed non-sealed strictfp')}(?:class|@?interface|enum|record)\s+NAME`,
);

const KOTLIN = patterns(
  String.raw`${ANNOTATIONS}${words('public internal private protected abstract final open sealed data inner value inline enum annotation suspend tailrec operator infix external expect actual const lateinit fun companion')}(?:class|interface|object|typealias|val|var)\s+NAME`,
  String.raw`${ANNOTATIONS}${words('public internal private inline suspend tailrec operator infix external expect actual')}fun\s+(?:<[^>]*>\s*)?(?:[\w<>?, ]+\.)*NAME`,
);

const CSHARP = patterns(
  String.raw`${NESTED}(?:\[[^\]]*\]\s*)*${words('public protected private internal abstract sealed static partial readonly ref file unsafe new')}(?:class|interface|struct|enum|record(?:\s+(?:class|struct))?|delegate\s+[\w<>.,?]+(?:\[\])*)\s+NAME`,
);

const C = patterns(
  String.raw`${NESTED}(?:template\s*<[^{;]*>\s*)?(?:typedef\s+)?(?:class|struct|union|enum(?:\s+(?:class|struct))?)\s+(?:[A-Z_]+\s+)?NAME\s*(?:final\s*)?(?::[^:].*|\{.*)?$`,
  String.raw`#[ \t]*define\s+NAME`,
  String.raw`typedef\s.*?\b(\w+)\s*;$`,
  String.raw`\}\s*(\w+)\s*;$`,
  String.raw`using\s+NAME\s*=`,
  String.raw`(?!(?:typedef|using|return|else|case|goto|throw|new|delete|namespace|static_assert)\b)[A-Za-z_][\w:<>,*& ]*[ *&]((?:\w+::)*~?\w+)\s?\([^=]*$`,
);

const RUBY = patterns(
  String.raw` {0,2}(?:class|module)\s+([A-Z][\w:]*)`,
  String.raw`def\s+(?:self\.)?([\p{L}_][\w]*[?!=]?)`,
  String.raw`([A-Z][A-Z0-9_]+)\s*=(?!=)`,
);

const PHP = patterns(
  String.raw`${NESTED}${words('abstract final readonly')}(?:class|interface|trait|enum)\s+NAME`,
  String.raw`function\s+&?NAME`,
  String.raw`const\s+NAME`,
  String.raw`define\(\s*['"](\w+)['"]`,
);

const SWIFT = patterns(
  String.raw`${ANNOTATIONS}${words(String.raw`public open internal private(?:\(set\))? fileprivate package final indirect static nonisolated distributed`)}(?:class|struct|enum|protocol|actor|func|typealias|extension|let|var|macro)\s+NAME`,
);

const DART = patterns(
  String.raw`${words('abstract base final sealed interface mixin')}(?:class|mixin|enum|extension(?:\s+type)?|typedef)\s+NAME`,
  String.raw`(?:late\s+)?(?:const|final)\s+(?:[\w<>?,]+\s+)?NAME\s*=`,
  String.raw`(?!return\b|import\b|export\b|part\b)[A-Za-z_][\w<>?,. ]*\s(\w+)\(`,
);

const SCALA = patterns(
  String.raw`${ANNOTATIONS}${words('private protected final sealed abstract implicit lazy inline transparent opaque open case override package')}(?:class|object|trait|enum|def|type|val|var|given)\s+NAME`,
);

const SHELL = patterns(
  String.raw`(?:function\s+)?([\w:-]+)\s*\(\s*\)`,
  String.raw`function\s+([\w:-]+)`,
);

const SQL = [
  /^\s*create\s+(?:or\s+(?:replace|alter)\s+)?(?:(?:temp|temporary|unlogged|materialized|recursive|external|global|local|virtual)\s+)*(?:table|view|function|procedure|trigger|type)\s+(?:if\s+not\s+exists\s+)?([\p{L}\p{N}_."`[\]$]+)/iu,
];

/** The patterns for a file's extension. */
export const SYMBOL_PATTERNS: ReadonlyMap<string, readonly RegExp[]> = new Map(
  (
    [
      ['ts tsx mts cts js jsx mjs cjs vue svelte', JAVASCRIPT],
      ['py pyi', PYTHON],
      ['go', GO],
      ['rs', RUST],
      ['java', JAVA],
      ['kt kts', KOTLIN],
      ['cs', CSHARP],
      ['c h cc cpp cxx hh hpp hxx inl ipp', C],
      ['rb rake', RUBY],
      ['php', PHP],
      ['swift', SWIFT],
      ['dart', DART],
      ['scala sc', SCALA],
      ['sh bash zsh ksh', SHELL],
      ['sql', SQL],
    ] as const
  ).flatMap(([extensions, list]) =>
    extensions.split(' ').map((extension) => [extension, list] as const),
  ),
);

/** What counts for the whole page where it stands on the root: `rem`, variables, the canvas. */
const OF_PAGE = /^(?:--|background|font-size$|color-scheme$)/;

/** Shorthands with variables, whose parts have no value of their own. */
const SHORTHANDS = ['background', 'font'];

/** A background that lets the one of `body` spread instead. */
const NO_BACKGROUND = new Set(['', 'none', 'transparent', 'initial', 'unset', 'inherit']);

/** What a page's own rules say of its root. */
export interface RootRules {
  /** The same said of `:root`, which is another element inside of an image. */
  readonly css: string;
  readonly hasBackground: boolean;
}

export function rootRulesOf(page: Document): RootRules {
  const { documentElement: root } = page;
  const sheets = [...page.querySelectorAll('style')].map(({ textContent }) => textContent);
  const inline = `html{${root.getAttribute('style') ?? ''}}`;
  const rules = [...sheets, inline].flatMap((css) => [...parsed(css).cssRules]);
  return {
    css: rules.map((rule) => copyOf(rule, root)).join(''),
    hasBackground: rules.some((rule) => givesBackground(rule, root)),
  };
}

function parsed(css: string): CSSStyleSheet {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(css);
  return sheet;
}

/** Under the same conditions, which hold in the image. */
function copyOf(rule: CSSRule, root: Element): string {
  if (rule instanceof CSSStyleRule) return isOf(root, rule) ? rootRule(rule.style) : '';
  if (!(rule instanceof CSSGroupingRule)) return '';
  const inner = [...rule.cssRules].map((each) => copyOf(each, root)).join('');
  const condition = rule.cssText.slice(0, rule.cssText.indexOf('{'));
  return inner === '' ? '' : `${condition}{${inner}}`;
}

function isOf(root: Element, { selectorText }: CSSStyleRule): boolean {
  return root.matches(selectorText);
}

function rootRule(style: CSSStyleDeclaration): string {
  const names = [...SHORTHANDS, ...[...style].filter((name) => OF_PAGE.test(name))];
  const declarations = names.flatMap((name) => {
    const value = style.getPropertyValue(name);
    const priority = style.getPropertyPriority(name) === '' ? '' : '!important';
    return value === '' ? [] : `${name}:${value}${priority}`;
  });
  return declarations.length === 0 ? '' : `:root{${declarations.join(';')}}`;
}

/** Conditions are asked of this window, which knows the theme and not the size. */
function givesBackground(rule: CSSRule, root: Element): boolean {
  if (rule instanceof CSSStyleRule) {
    const { style } = rule;
    const isGiven = ['background', 'background-color', 'background-image'].some(
      (name) => !NO_BACKGROUND.has(style.getPropertyValue(name)),
    );
    return isGiven && isOf(root, rule);
  }
  if (rule instanceof CSSMediaRule && !matchMedia(rule.conditionText).matches) return false;
  return (
    rule instanceof CSSGroupingRule &&
    [...rule.cssRules].some((each) => givesBackground(each, root))
  );
}

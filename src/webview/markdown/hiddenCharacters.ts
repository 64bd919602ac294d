/** Characters that change what is read without being seen: bidirectional controls, zero widths. */
const HIDDEN = /[\u061C\u200B\u200E\u200F\u202A-\u202E\u2060\u2066-\u2069\uFEFF]/g;

/** Line breaks and all other controls; a name has none of them for a good reason. */
const CONTROLS = /[\p{Cc}\u2028\u2029]/gu;

/** The text with every hidden character spelled out, so that code is what it seems to be. */
export function revealHidden(text: string): string {
  return text.replace(HIDDEN, spelledOut);
}

/** The same for a name, such as a path, which has one line and no controls. */
export function revealHiddenInName(name: string): string {
  return revealHidden(name).replace(CONTROLS, spelledOut);
}

function spelledOut(character: string): string {
  return `⟨U+${character.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}⟩`;
}

/** The names of what a file declares at its top level. */
export function symbolsIn(path: string, text: string): string[] {
  if (!/\.[cm]?[jt]sx?$/.test(path)) return [];
  const declaration = /^export (?:async )?(?:function|class|const|interface|type) (\w+)/gm;
  return [...text.matchAll(declaration)].flatMap(([, name]) => name ?? []);
}

/** What people and models write behind a fence, and the id that VS Code knows the language by. */
const IDS: ReadonlyMap<string, string> = new Map(
  Object.entries({
    bash: 'shellscript',
    'c#': 'csharp',
    'c++': 'cpp',
    cc: 'cpp',
    cjs: 'javascript',
    cs: 'csharp',
    cts: 'typescript',
    docker: 'dockerfile',
    'f#': 'fsharp',
    fs: 'fsharp',
    golang: 'go',
    h: 'c',
    hpp: 'cpp',
    htm: 'html',
    js: 'javascript',
    json5: 'jsonc',
    jsx: 'javascriptreact',
    kt: 'kotlin',
    kts: 'kotlin',
    make: 'makefile',
    md: 'markdown',
    mjs: 'javascript',
    mts: 'typescript',
    node: 'javascript',
    objc: 'objective-c',
    pl: 'perl',
    ps1: 'powershell',
    py: 'python',
    py3: 'python',
    python3: 'python',
    rb: 'ruby',
    rs: 'rust',
    sh: 'shellscript',
    shell: 'shellscript',
    tex: 'latex',
    ts: 'typescript',
    tsx: 'typescriptreact',
    txt: 'plaintext',
    yml: 'yaml',
    zsh: 'shellscript',
  }),
);

/** The id of a language by one of its names; a name that is not known is taken for an id. */
export function languageIdOf(name: string): string {
  const lower = name.toLowerCase();
  return IDS.get(lower) ?? lower;
}

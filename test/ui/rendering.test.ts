import assert from 'node:assert/strict';
import type { Locator } from 'playwright-core';
import { newConversation, openChat, useStage } from './support';
import type { Chat } from './support';

const FENCE = '```';

/** All that an answer can hold, with the blocks that settle part by part made long. */
const EVERYTHING = `# A heading

A paragraph with *emphasis*, **strong words**, \`code\`, ~~a slip~~ and [a link](https://example.com/page).

Another heading
---------------

- one
- two with \`code\`

  and a second paragraph
  - nested
  - nested too
- three

1. first
2. second

   ${FENCE}js
   const nested = true;
   ${FENCE}
3. third

| Name | Meaning |
| --- | --- |
${Array.from({ length: 30 }, (_, row) => `| \`key${row}\` | value **${row}** |`).join('\n')}

> A quotation
> over two lines

${Array.from({ length: 80 }, (_, n) => `Sentence number ${n} speaks of *nothing* in particular.`).join(' ')}

${FENCE}typescript
${Array.from({ length: 260 }, (_, line) => `const value${line}: string = 'text'; // ${line}`).join('\n')}
${FENCE}

${FENCE}
no language, and no end`;

describe('what an answer looks like', () => {
  const stage = useStage({ simulator: { wordsPerSecond: Infinity } });
  let chat: Chat;

  beforeEach(async () => {
    stage().simulator.reset();
    chat = await openChat(stage());
    await newConversation(stage(), chat);
  });

  async function answerWith(text: string, deltaChars: number): Promise<Locator> {
    stage().simulator.script({ blocks: [{ type: 'text', text }], deltaChars });
    return chat.ask(`Pieces of ${deltaChars}`);
  }

  it('is the same in whatever pieces it arrives', async () => {
    const drawn: string[] = [];
    for (const deltaChars of [3, 17, 100, 5000]) {
      const answer = await answerWith(EVERYTHING, deltaChars);
      drawn.push(await answer.locator('.markdown').innerHTML());
    }
    for (const html of drawn) assert.equal(html, drawn[0]);
  });

  it('has the structure that was written', async () => {
    const markdown = (await answerWith(EVERYTHING, 40)).locator('.markdown');
    assert.equal(await markdown.locator('.part > h1').textContent(), 'A heading');
    assert.equal(await markdown.locator('.part > h2').textContent(), 'Another heading');
    assert.equal(await markdown.locator('.part > ul > li').count(), 3);
    assert.equal(await markdown.locator('.part > ul > li > ul > li').count(), 2);
    assert.equal(await markdown.locator('.part > ol > li').count(), 3);
    assert.equal(await markdown.locator('.part > ol .code-block').count(), 1);
    assert.equal(await markdown.locator('.part > table').count(), 1);
    assert.equal(await markdown.locator('.part > table tbody tr').count(), 30);
    assert.equal(await markdown.locator('.part > blockquote').count(), 1);
    // The first one, and the long one that settled sentence by sentence.
    assert.equal(await markdown.locator('.part > p').count(), 2);
    assert.equal(await markdown.locator('.part > .code-block').count(), 2);
    const code = markdown.locator('.part > .code-block').first();
    assert.equal(((await code.locator('code').textContent()) ?? '').trim().split('\n').length, 260);
    assert.ok((await code.locator('.hljs-keyword').count()) >= 260);
  });

  it('copies the code of a block', async () => {
    await stage().workbench.browser.grantPermissions(['clipboard-read', 'clipboard-write']);
    const answer = await answerWith(`${FENCE}js\nlet a = 1;\nlet b = 2;\n${FENCE}\n`, 5);
    await answer.getByRole('button', { name: 'Copy Code' }).click();
    await answer.locator('.codicon-check').waitFor();
    const copied = await stage().workbench.page.evaluate<string>('navigator.clipboard.readText()');
    assert.equal(copied.replaceAll('\r', ''), 'let a = 1;\nlet b = 2;\n');
  });

  it('runs nothing, loads nothing and leads nowhere unseen', async () => {
    const { page } = stage().workbench;
    const asked: string[] = [];
    page.on('request', (request) => asked.push(request.url()));
    const hostile = [
      '<script>window.pwned = 1</script>',
      '<img src="https://evil.example/a.png" onerror="window.pwned = 1">',
      '![a picture](https://evil.example/b.png)',
      '<div style="position:fixed;inset:0">cover</div>',
      '<form action="https://evil.example"><input name=key></form>',
      '<iframe src="https://evil.example"></iframe>',
      '<svg><style>@import url(//evil.example/c.css)</style></svg>',
      '[run](command:workbench.action.quit) [js](javascript:alert(1)) [file](file:///etc/passwd)',
      '[vs](vscode://evil) [data](data:text/html,x) [good](https://example.com/x "a title")',
      `${FENCE}js\nif (user\u202E) { /* \u200B */ }\n${FENCE}`,
    ].join('\n\n');
    const answer = await answerWith(hostile, 7);
    const markdown = answer.locator('.markdown');
    for (const tag of ['script', 'img', 'form', 'iframe', 'svg', 'style', 'input', 'div[style]']) {
      assert.equal(await markdown.locator(tag).count(), 0, tag);
    }
    const links = await markdown
      .locator('a')
      .evaluateAll((elements) =>
        elements.map((element) => [element.getAttribute('href'), element.getAttribute('title')]),
      );
    assert.deepEqual(links, [['https://example.com/x', 'https://example.com/x']]);
    assert.equal(await chat.frame.evaluate('window.pwned'), undefined);
    assert.deepEqual(
      asked.filter((url) => url.includes('evil.example')),
      [],
    );
    assert.match(
      (await markdown.locator('code').last().textContent()) ?? '',
      /user⟨U\+202E⟩.*⟨U\+200B⟩/,
    );
  });

  it('allows nothing unsafe in its policy, and needs nothing of the kind', async () => {
    const policy = await chat.frame
      .locator('meta[http-equiv="Content-Security-Policy"]')
      .getAttribute('content');
    assert.ok(policy);
    assert.doesNotMatch(policy, /unsafe|connect-src|img-src[^;]*(https?|self|\*)/);
    assert.match(policy, /default-src 'none'/);
    assert.match(policy, /script-src 'nonce-[\w-]{16,}'/);
    await chat.frame.evaluate(`
      window.violations = [];
      document.addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI }) =>
        window.violations.push(violatedDirective + ' ' + blockedURI));
    `);
    await answerWith(EVERYTHING, 100);
    assert.deepEqual(await chat.frame.evaluate('window.violations'), []);
  });
});

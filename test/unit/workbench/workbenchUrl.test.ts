import assert from 'node:assert/strict';
import { workbenchUrl } from '../../workbench/workbenchUrl';

describe('the address of a workbench', () => {
  it('names a folder as it is, with all that a path may hold', () => {
    const url = new URL(workbenchUrl(8000, '/tmp/a b & c#d%20é'));
    assert.equal(url.searchParams.get('folder'), '/tmp/a b & c#d%20é');
  });

  it('asks for an empty window', () => {
    assert.equal(workbenchUrl(8000, null), 'http://127.0.0.1:8000/?ew=true');
  });

  it('names the extension under development and its tests as addresses of the server', () => {
    const url = new URL(
      workbenchUrl(8000, '/w', { extensionDevelopmentPath: '/e x', extensionTestsPath: '/t' }),
    );
    assert.deepEqual(JSON.parse(url.searchParams.get('payload') ?? ''), [
      ['extensionDevelopmentPath', 'vscode-remote://127.0.0.1:8000/e%20x'],
      ['extensionTestsPath', 'vscode-remote://127.0.0.1:8000/t'],
    ]);
  });
});

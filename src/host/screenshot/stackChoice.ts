import { extensionOf } from '../../core/prompt/paths';
import { detectStack } from '../../core/screenshot/detectStack';
import { placeFor } from '../../core/screenshot/placeFor';
import { stackFrom, stackId, stackName, stackOf, STACKS } from '../../core/screenshot/stack';
import type { Stack } from '../../core/screenshot/stack';
import type { Workspace } from '../../core/ports';
import type { ScreenshotForm, ScreenshotView } from '../../shared/screenshotProtocol';

/** With what the code of a screen can be written, and where it goes in this workspace. */
export class StackChoice {
  private own: Stack = stackOf('html');

  constructor(private readonly workspace: Workspace) {}

  /** The stack of the workspace, once it was detected. */
  get detected(): Stack {
    return this.own;
  }

  /** Looks at the workspace. Nothing of it leaves: it says which stack it is. */
  async detect(): Promise<void> {
    this.own = await detectStack(await this.paths(), async (path) => this.textOf(path));
  }

  /** The detected one stands first, the chosen one is there in any case. */
  list(chosen: string): ScreenshotView['stacks'] {
    const stacks = [this.own, stackFrom(chosen) ?? this.own, ...STACKS];
    return [...new Map(stacks.map((stack) => [stackId(stack), stackName(stack)]))].map(
      ([id, name]) => ({ id, name }),
    );
  }

  /** Where a new screen goes. */
  async placeFor(stack: Stack): Promise<string> {
    return placeFor(stack, await this.paths());
  }

  /** Another framework has its files elsewhere; a place that the user has named is kept. */
  async pathFor(stack: Stack, old: ScreenshotForm): Promise<string> {
    const place = await this.placeFor(stack);
    const before = stackFrom(old.stack);
    const isOwn = before === undefined || old.path !== (await this.placeFor(before));
    return isOwn && extensionOf(old.path) === extensionOf(place) ? old.path : place;
  }

  private async paths(): Promise<string[]> {
    const { files } = await this.workspace.survey();
    return files.map(({ path }) => path);
  }

  private async textOf(path: string): Promise<string | undefined> {
    const content = await this.workspace.read(path);
    if ('text' in content) return content.text;
    return 'bytes' in content ? new TextDecoder().decode(content.bytes) : undefined;
  }
}

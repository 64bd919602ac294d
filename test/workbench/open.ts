import path from 'node:path';
import type { BrowserContext, Frame, Page } from 'playwright-core';
import { launchBrowser } from './browser';
import type { Viewport } from './browser';
import { repositoryRoot } from './repository';
import { startVsCodeServer } from './server';
import type { ServerOptions, VsCodeServer } from './server';
import type { Settings } from './settings';
import { openWindow } from './window';
import type { WorkbenchWindow } from './window';

export type OpenOptions = Omit<
  ServerOptions,
  'userSettings' | 'installedExtension' | 'automation'
> & {
  /** The folder to open; null opens an empty window. */
  readonly folder: string | null;
  readonly settings?: Settings;
  /** The extension to have installed; the repository itself if not given. */
  readonly extensionPath?: string;
  /** A theme by its id, such as 'Light Modern' or 'Default High Contrast'. */
  readonly colorTheme?: string;
  readonly viewport?: Viewport;
};

/** A VS Code with one window open; the window's members are the workbench's own. */
export type Workbench = WorkbenchWindow & {
  readonly browser: BrowserContext;
  readonly server: VsCodeServer;
  /** Another window of the same VS Code, with an extension host of its own. */
  openAnotherWindow(folder: string | null): Promise<WorkbenchWindow>;
  /** Ends the browser and the server. */
  close(): Promise<void>;
};

export type { Frame, Page, WorkbenchWindow };

const defaultViewport: Viewport = { width: 1280, height: 800 };

/** Starts a VS Code server and shows it in a headless browser. */
export async function openWorkbench(options: OpenOptions): Promise<Workbench> {
  const { folder, settings, extensionPath, colorTheme, viewport, ...serverOptions } = options;
  const userSettings: Settings = {
    ...(colorTheme === undefined ? {} : { 'workbench.colorTheme': colorTheme }),
    ...settings,
  };
  const server = await startVsCodeServer({
    ...serverOptions,
    installedExtension: extensionPath ?? repositoryRoot,
    ...(Object.keys(userSettings).length === 0 ? {} : { userSettings }),
  });
  let browser: BrowserContext | undefined;
  const close = async (): Promise<void> => {
    await browser?.close();
    await server.close();
  };
  try {
    browser = await launchBrowser(
      path.join(server.dataFolder, 'browser'),
      viewport ?? defaultViewport,
    );
    const context = browser;
    const show = async (page: Page, shown: string | null): Promise<WorkbenchWindow> =>
      openWindow(page, server.url(shown));
    const window = await show(context.pages()[0] ?? (await context.newPage()), folder);
    return {
      ...window,
      browser,
      server,
      openAnotherWindow: async (other) => show(await context.newPage(), other),
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

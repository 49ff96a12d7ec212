/** The WebContents of the window, and how main hears who sends it something. */
import { EventEmitter } from 'node:events';
import type { Page } from 'playwright/test';
import { tell } from './desktop.ts';

export class WebContents extends EventEmitter {
  readonly id = 1;
  page: Page | null = null;
  openHandler: ((details: { url: string }) => { action: string }) | null = null;
  reload(): void {
    tell('reload');
    void this.page?.reload();
  }
  isDestroyed(): boolean {
    return this.page === null;
  }
  getLastWebPreferences(): object {
    return {};
  }
  setWindowOpenHandler(decide: NonNullable<WebContents['openHandler']>): void {
    this.openHandler = decide;
  }
}

/** Who sends, as Electron tells it: the main frame of our page. */
export function ourSender(contents: WebContents) {
  return { senderFrame: { origin: 'app://veneer', parent: null }, sender: contents };
}

/** An Error survives Electron's structured clone; JSON needs help. */
export function flattenErrors(_key: string, value: unknown): unknown {
  return value instanceof Error ? { __error: value.message } : value;
}

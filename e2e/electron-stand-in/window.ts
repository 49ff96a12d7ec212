/** BrowserWindow: a Chromium page, with the preload in an isolated world. */
import { EventEmitter } from 'node:events';
import { readFileSync } from 'node:fs';
import { chromium } from 'playwright/test';
import { desktop, tell } from './desktop.ts';
import { connectPage, SHOWN_AS, toShown } from './page-link.ts';
import { takeCommands } from './test-commands.ts';
import { WebContents } from './web-contents.ts';

interface WindowOptions {
  readonly x?: number;
  readonly y?: number;
  readonly width: number;
  readonly height: number;
  readonly webPreferences: { readonly preload: string };
}

export class BrowserWindow extends EventEmitter {
  readonly webContents = new WebContents();
  readonly #options: WindowOptions;
  #isVisible = false;

  constructor(options: WindowOptions) {
    super();
    this.#options = options;
    tell('window options', options);
    desktop.app?.emit('web-contents-created', {}, this.webContents);
  }

  async loadURL(url: string): Promise<void> {
    const { width, height, webPreferences } = this.#options;
    const browser = await chromium.launch({
      executablePath: process.env['VENEER_CHROMIUM'] ?? '/usr/bin/chromium',
      args: [
        '--no-sandbox',
        `--remote-debugging-port=${process.env['STAND_IN_PORT']}`,
        '--disable-background-networking',
        // app:// is a secure context by its privileges.
        `--unsafely-treat-insecure-origin-as-secure=${SHOWN_AS}`,
      ],
    });
    const context = await browser.newContext({ viewport: { width, height }, locale: 'en-US' });
    const page = await context.newPage();
    this.webContents.page = page;
    await connectPage(context, page, this.webContents, readFileSync(webPreferences.preload, 'utf8'));
    takeCommands(this);
    await page.goto(toShown(url));
    this.emit('ready-to-show');
    browser.on('disconnected', () => desktop.app?.emit('window-all-closed'));
  }

  show(): void {
    this.#isVisible = true;
    tell('shown');
  }
  hide(): void {
    this.#isVisible = false;
    tell('hidden');
  }
  isVisible(): boolean {
    return this.#isVisible;
  }
  /** Whoever hears of it may prevent it, as Electron lets them. */
  close(): void {
    let stays = false;
    this.emit('close', {
      preventDefault: () => {
        stays = true;
      },
    });
    if (!stays)
      this.webContents.page
        ?.context()
        .browser()
        ?.close()
        .catch(() => tell('browser gone'));
  }
  focus(): void {
    tell('focused');
  }
  isFocused(): boolean {
    return desktop.isFocused;
  }
  maximize(): void {
    tell('maximized');
  }
  isMaximized(): boolean {
    return false;
  }
  getNormalBounds(): { x: number; y: number; width: number; height: number } {
    const { x = 10, y = 20, width, height } = this.#options;
    return { x, y, width, height };
  }
  restore(): void {}
  isMinimized(): boolean {
    return false;
  }
  setProgressBar(fraction: number): void {
    tell('progress', fraction);
  }
}

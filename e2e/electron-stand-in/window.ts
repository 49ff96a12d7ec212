/** BrowserWindow and its WebContents: a Chromium page, with the preload in an isolated world. */
import { EventEmitter } from 'node:events';
import { readFileSync } from 'node:fs';
import { type BrowserContext, type CDPSession, chromium, type Page, type Route } from 'playwright/test';
import { desktop, ipcMain, menuItem, tell } from './desktop.ts';
import { isolatedWorld, mainWorld } from './page-side.ts';

const SHOWN_AS = 'http://veneer.test';
const WORLD = 'preload';
const BINDING = 'standInAsk';
/** What the preload exposes, which contextBridge would carry over by itself. `pathOf` takes a File, see page-side.ts. */
const EXPOSED = { veneerNative: ['chooseFiles', 'reveal', 'setProgress', 'notify', 'accent', 'pathOf'] };

const toShown = (url: string) => url.replace(/^app:\/\/veneer/, SHOWN_AS);
const toApp = (url: string) => url.replace(SHOWN_AS, 'app://veneer');

class WebContents extends EventEmitter {
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

/** Main's end of a message port that the preload sent over. */
class MessagePortMain extends EventEmitter {
  readonly #cdp: CDPSession;
  readonly #world: () => number;
  readonly #id: number;
  constructor(cdp: CDPSession, world: () => number, id: number) {
    super();
    this.#cdp = cdp;
    this.#world = world;
    this.#id = id;
  }
  start(): void {}
  close(): void {
    this.#call(`standInClose(${this.#id})`);
    tell('port closed');
  }
  postMessage(data: unknown): void {
    this.#call(`standInDeliver(${this.#id}, ${JSON.stringify(data)})`);
  }
  #call(expression: string): void {
    this.#cdp.send('Runtime.evaluate', { expression, contextId: this.#world() }).catch(() => this.emit('close'));
  }
}

/** What a test may let happen. */
interface Command {
  readonly do: string;
  readonly origin?: string;
  readonly channel?: string;
  readonly permission?: string;
  readonly path?: string;
  readonly paths?: string[];
  readonly label?: string;
  readonly name?: string;
  readonly url?: string;
  readonly data?: unknown;
  readonly answer?: number;
}

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
    await this.#connect(context, page, readFileSync(webPreferences.preload, 'utf8'));
    await page.goto(toShown(url));
    this.emit('ready-to-show');
    browser.on('disconnected', () => desktop.app?.emit('window-all-closed'));
  }

  async #connect(context: BrowserContext, page: Page, preload: string): Promise<void> {
    const cdp = await context.newCDPSession(page);
    const ports = new Map<number, MessagePortMain>();
    let world = 0;
    cdp.on('Runtime.executionContextCreated', ({ context: created }) => {
      if (created.name === WORLD) world = created.id;
    });
    // Ports die with their document.
    cdp.on('Runtime.executionContextsCleared', () => {
      for (const port of ports.values()) port.emit('close');
      ports.clear();
    });
    cdp.on('Runtime.bindingCalled', ({ name, payload }) => {
      if (name !== BINDING) return;
      const message = JSON.parse(payload) as {
        kind: string;
        channel: string;
        args: unknown[];
        id: number;
        data: unknown;
        url: string;
        ports: number[];
      };
      const event = { ...this.#sender(), ports: [] as MessagePortMain[] };
      if (message.kind === 'port') ports.get(message.id)?.emit('message', { data: message.data });
      else if (message.kind === 'window.open') {
        const url = toApp(message.url);
        tell('window.open', url, this.webContents.openHandler?.({ url }).action ?? 'no handler');
      } else if (message.kind === 'send') ipcMain.emit(message.channel, event, ...message.args);
      else {
        event.ports = message.ports.map((id) => {
          const port = new MessagePortMain(cdp, () => world, id);
          ports.set(id, port);
          return port;
        });
        ipcMain.emit(message.channel, event, null);
      }
    });
    await cdp.send('Runtime.enable');
    await cdp.send('Runtime.addBinding', { name: BINDING, executionContextName: WORLD });
    await cdp.send('Page.enable');
    await cdp.send('Page.addScriptToEvaluateOnNewDocument', {
      worldName: WORLD,
      source: `(${isolatedWorld})(${JSON.stringify(preload)}, '/stand-in-ipc', '${BINDING}')`,
    });
    await page.addInitScript(mainWorld, EXPOSED);
    // Chromium tells the path of a File to its debugger alone, as Electron tells it to the preload alone.
    await page.exposeFunction('standInPath', async (at: number) => {
      const { result } = await cdp.send('Runtime.evaluate', { expression: `standInFiles[${at}]` });
      const { path } = await cdp.send('DOM.getFileInfo', { objectId: result.objectId ?? '' });
      return path;
    });
    await context.route('**/*', (route) => this.#serve(route, page));
    this.#takeCommands();
  }

  /** Who sends, as Electron tells it: the main frame of our page. */
  #sender() {
    return { senderFrame: { origin: 'app://veneer', parent: null }, sender: this.webContents };
  }

  async #serve(route: Route, page: Page): Promise<void> {
    const request = route.request();
    const url = toApp(request.url());
    if (request.isNavigationRequest()) {
      let prevented = false;
      if (page.url() !== 'about:blank') {
        this.webContents.emit('will-navigate', {
          url,
          preventDefault: () => {
            prevented = true;
          },
        });
      }
      if (prevented) {
        tell('navigation prevented', url);
        return route.abort('aborted');
      }
    }
    if (new URL(request.url()).pathname === '/stand-in-ipc') {
      const { channel, args } = request.postDataJSON() as { channel: string; args: unknown[] };
      const event = { ...this.#sender(), returnValue: undefined as unknown };
      ipcMain.emit(channel, event, ...args);
      return route.fulfill({ body: JSON.stringify({ value: event.returnValue }, flattenErrors) });
    }
    if (desktop.handler === null || !url.startsWith('app://')) return route.abort();
    const response = await desktop.handler(new Request(url, { method: request.method() }));
    await route.fulfill({
      status: response.status,
      headers: Object.fromEntries(response.headers),
      body: Buffer.from(await response.arrayBuffer()),
    });
  }

  /** What a test lets happen that no page of ours would do. */
  #takeCommands(): void {
    process.on('message', async (command: Command) => {
      if (command.do === 'foreign sender') {
        const closed: string[] = [];
        const port = Object.assign(new EventEmitter(), {
          start: () => closed.push('started'),
          close: () => closed.push('closed'),
          postMessage: () => {},
        });
        const senderFrame = command.origin === 'none' ? null : { origin: command.origin, parent: null };
        const event = { senderFrame, sender: this.webContents, ports: [port], returnValue: undefined as unknown };
        ipcMain.emit(command.channel ?? 'connect', event, '1-1', 'veneerNative');
        tell('foreign sender', closed, JSON.parse(JSON.stringify(event.returnValue ?? null, flattenErrors)));
      } else if (command.do === 'permission') {
        const url = `${command.origin}/`;
        desktop.permissionHandler?.(
          this.webContents,
          command.permission ?? '',
          (allowed) => {
            tell(
              'permission',
              allowed,
              desktop.permissionCheck?.(this.webContents, command.permission ?? '', command.origin ?? ''),
            );
          },
          { requestingUrl: url },
        );
      } else if (command.do === 'request') {
        const response = await desktop.handler?.(new Request(`app://${command.path}`));
        tell('request', response?.status);
      } else if (command.do === 'choose') {
        desktop.chosen = command.paths ?? [];
        tell('choose');
      } else if (command.do === 'close and answer') {
        desktop.answer = command.answer ?? 0;
        this.close();
        tell('close and answer');
      } else if (command.do === 'menu') {
        menuItem(command.label ?? '')?.click?.();
      } else if (command.do === 'look away') {
        desktop.isFocused = false;
        tell('look away');
      } else if (command.do === 'second instance') {
        desktop.app?.emit('second-instance', {}, [], '/', command.data);
        tell('second instance');
      } else if (command.do === 'contents event') {
        let prevented = false;
        const event = {
          url: command.url,
          preventDefault: () => {
            prevented = true;
          },
        };
        this.webContents.emit(command.name ?? '', event, command.data ?? {});
        tell('contents event', prevented);
      } else if (command.do === 'app event') {
        desktop.app?.emit(command.name ?? '');
        tell('app event');
      } else if (command.do === 'close') this.close();
    });
    tell('ready');
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

/** An Error survives Electron's structured clone; JSON needs help. */
function flattenErrors(_key: string, value: unknown): unknown {
  return value instanceof Error ? { __error: value.message } : value;
}

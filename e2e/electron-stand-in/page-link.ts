/** What stands between main and the page: the preload, IPC, message ports and what is served. */
import { EventEmitter } from 'node:events';
import type { BrowserContext, CDPSession, Page, Route } from 'playwright/test';
import { desktop, ipcMain, tell } from './desktop.ts';
import { isolatedWorld, mainWorld } from './page-side.ts';
import { flattenErrors, ourSender, type WebContents } from './web-contents.ts';

/** As what Chromium shows `app://veneer`. */
export const SHOWN_AS = 'http://veneer.test';
const WORLD = 'preload';
const BINDING = 'standInAsk';
/** What the preload exposes, which contextBridge would carry over by itself. `pathOf` takes a File, see page-side.ts. */
const EXPOSED = { veneerNative: ['chooseFiles', 'reveal', 'setProgress', 'notify', 'accent', 'pathOf'] };

export const toShown = (url: string) => url.replace(/^app:\/\/veneer/, SHOWN_AS);
const toApp = (url: string) => url.replace(SHOWN_AS, 'app://veneer');

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

/** Puts the preload and what it speaks to main with into the page, before any document is loaded. */
export async function connectPage(
  context: BrowserContext,
  page: Page,
  contents: WebContents,
  preload: string,
): Promise<void> {
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
    const event = { ...ourSender(contents), ports: [] as MessagePortMain[] };
    if (message.kind === 'port') ports.get(message.id)?.emit('message', { data: message.data });
    else if (message.kind === 'window.open') {
      const url = toApp(message.url);
      tell('window.open', url, contents.openHandler?.({ url }).action ?? 'no handler');
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
  await context.route('**/*', (route) => serve(route, page, contents));
}

/** Answers what the page asks for, as Electron answers `app://`. */
async function serve(route: Route, page: Page, contents: WebContents): Promise<void> {
  const request = route.request();
  const url = toApp(request.url());
  if (request.isNavigationRequest()) {
    let prevented = false;
    if (page.url() !== 'about:blank') {
      contents.emit('will-navigate', {
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
    const event = { ...ourSender(contents), returnValue: undefined as unknown };
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

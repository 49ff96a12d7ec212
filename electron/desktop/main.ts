/** The Electron door: one window on the same core that the other doors use. Kept thin, for it is hard to test. */
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { enable, initialize } from '@electron/remote/main';
import { app, BrowserWindow, ipcMain, Menu, nativeTheme, protocol, session, shell } from 'electron';
import { serveAsset } from '../api/assets.ts';
import { createCore } from '../api/core.ts';
import {
  configDirectory,
  DIST,
  HELPER,
  incomingDirectory,
  READER_THREAD,
  runtimeDirectory,
  SANDBOX_IMAGES,
  stateDirectory,
  WINDOW,
} from '../api/paths.ts';
import { createApi } from '../api/router.ts';
import { createSettings } from '../api/settings.ts';
import { findProgram } from '../host/systemd-version.ts';
import { FACADE_NAME, type NativeFacade } from './native.ts';
import { isAllowedExternal, isOwnUrl, isTrusted, ORIGIN, SCHEME, windowOptions } from './policy.ts';
import { guardRemote } from './remote-guard.ts';

const { values: options } = parseArgs({
  args: process.argv.slice(1),
  // Chromium's own switches stand among ours.
  strict: false,
  options: {
    root: { type: 'string', default: '/' },
    'as-systemd': { type: 'string' },
    'sandbox-tree': { type: 'boolean', default: false },
  },
});

app.enableSandbox();
protocol.registerSchemesAsPrivileged([
  { scheme: SCHEME, privileges: { standard: true, secure: true, supportFetchAPI: true, codeCache: true } },
]);

app.on('web-contents-created', (_event, contents) => {
  contents.setWindowOpenHandler(({ url }) => {
    if (isAllowedExternal(url)) void shell.openExternal(url);
    return { action: 'deny' };
  });
  const stay = (event: { preventDefault(): void; readonly url: string }) => {
    if (!isOwnUrl(event.url)) event.preventDefault();
  };
  contents.on('will-navigate', stay);
  contents.on('will-frame-navigate', stay);
  contents.on('will-redirect', stay);
  contents.on('will-attach-webview', (event) => event.preventDefault());
});

/** Copying text is the one thing that the page may ask of the browser. */
function denyPermissions(): void {
  const allows = (permission: string, origin: string) => permission === 'clipboard-sanitized-write' && isOwnUrl(origin);
  session.defaultSession.setPermissionRequestHandler((_contents, permission, answer, details) =>
    answer(allows(permission, details.requestingUrl)),
  );
  session.defaultSession.setPermissionCheckHandler((_contents, permission, origin) => allows(permission, origin));
  session.defaultSession.setDevicePermissionHandler(() => false);
}

function serveWindow(): void {
  protocol.handle(SCHEME, async (request) => {
    const { host, pathname } = new URL(request.url);
    if (host !== 'veneer' || (request.method !== 'GET' && request.method !== 'HEAD')) {
      return new Response(null, { status: 404 });
    }
    const { status, headers, body } = await serveAsset(WINDOW, pathname);
    return new Response(new Uint8Array(body), { status, headers });
  });
}

async function start(): Promise<void> {
  denyPermissions();
  serveWindow();
  const asSystemd = Number(options['as-systemd']);
  const core = await createCore({
    root: String(options.root),
    asSystemd: Number.isInteger(asSystemd) ? asSystemd : null,
    sandbox: options['sandbox-tree'] === true,
    // The Electron binary is no Node (its RunAsNode fuse is off), so the helper needs the system's.
    helper: { program: findProgram('node') ?? '/usr/bin/node', args: [HELPER] },
    runtimeDirectory: runtimeDirectory(),
    sandboxImages: SANDBOX_IMAGES,
    stateDirectory: stateDirectory(),
    incomingDirectory: incomingDirectory(),
    readerThread: READER_THREAD,
    textAgent: false,
  });
  const log = (error: unknown) => console.error(error);
  const api = createApi(core, createSettings(configDirectory()), log);
  const window = new BrowserWindow(
    windowOptions(join(DIST, 'preload.cjs'), join(DIST, 'icons', 'veneer.png'), nativeTheme.shouldUseDarkColors),
  );
  const contents = window.webContents;

  initialize();
  guardRemote(ipcMain, ipcMain.eventNames().map(String), (event) => isTrusted(event, contents.id));
  enable(contents);
  const facade: NativeFacade = Object.assign(Object.create(null), {
    reveal: (path: string) => shell.showItemInFolder(String(path)),
    setProgress: (fraction: number) => window.setProgressBar(Number(fraction)),
    versions: () => ['electron', 'chrome', 'node'].map((name) => `${name} ${process.versions[name] ?? ''}`).join(', '),
  });
  Object.assign(globalThis, { [FACADE_NAME]: Object.freeze(facade) });

  ipcMain.on('connect', (event) => {
    const [port] = event.ports;
    if (port === undefined) return;
    if (!isTrusted(event, contents.id)) {
      console.error('A connection of a foreign frame was refused.');
      port.close();
      return;
    }
    api.attachPort(port);
    port.start();
  });

  window.once('ready-to-show', () => window.show());
  app.on('second-instance', () => {
    if (window.isMinimized()) window.restore();
    window.focus();
  });
  app.on('window-all-closed', () => {
    core.close();
    app.quit();
  });
  Menu.setApplicationMenu(
    Menu.buildFromTemplate([{ role: 'fileMenu' }, { role: 'editMenu' }, { role: 'viewMenu' }, { role: 'windowMenu' }]),
  );
  await window.loadURL(`${ORIGIN}/`);
}

if (app.requestSingleInstanceLock()) {
  await app.whenReady();
  await start();
} else {
  app.quit();
}

/** The Electron door: one window on the same session that the other doors use. Kept thin, for it is hard to test. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { enable, initialize } from '@electron/remote/main';
import { app, BrowserWindow, crashReporter, ipcMain, Menu, nativeTheme, protocol, screen } from 'electron';
import { languageFor, loadLanguage, setLanguage } from '../../shared/messages/language.ts';
import type { Settings } from '../../shared/model/settings.ts';
import { serveAsset } from '../api/assets.ts';
import {
  BUILDER,
  configDirectory,
  DIST,
  DOWNLOADER,
  desktopCacheDirectory,
  GUARDED_READER,
  HELPER,
  indexDirectory,
  nodeProgram,
  ownPlaces,
  stateDirectory,
  WINDOW,
} from '../api/paths.ts';
import { createApi } from '../api/router.ts';
import { VERSION } from '../api/version.ts';
import type { Host } from '../hosts/host.ts';
import { createLocalReader } from '../reader/local-reader.ts';
import { keepChecking } from '../session/automatic.ts';
import { createLog } from '../session/log.ts';
import { createSession, type Session } from '../session/session.ts';
import { createSettings, type SettingsStore } from '../session/settings.ts';
import { type Complain, surviveErrors } from '../session/survive.ts';
import { askAboutDownloads } from './ask-about-downloads.ts';
import { DESKTOP_HELP, type DesktopOptions, filesOfSecondStart, parseDesktopArgs } from './command-line.ts';
import { confinePages, denyPermissions } from './confine.ts';
import { endAfterJobs } from './end-after-jobs.ts';
import { createFacade } from './facade.ts';
import { applicationMenu, textMenu } from './menu.ts';
import { FACADE_NAME } from './native.ts';
import { isTrusted, ORIGIN, SCHEME, windowOptions } from './policy.ts';
import { guardRemote } from './remote-guard.ts';
import { createTray } from './tray.ts';
import { createSavedWindow, placeWindow } from './window-state.ts';

const ICON = join(DIST, 'icons', 'veneer-128.png');
const INTERNAL_ERROR = 70;

const log = createLog(stateDirectory(), (line) => process.stderr.write(`${line}\n`));
/** The log alone until there is a session with windows to tell. */
let logError: Complain = (where, error) => log.error(where, error);
surviveErrors('main', (where, error) => logError(where, error));

/** Before anything of Chromium starts; --help and --version need no display. */
function beginWhenReady(options: DesktopOptions): void {
  // Settings of people stand in the config folder; what Chromium keeps may be lost at any time.
  setFolder('userData', join(configDirectory(), 'desktop'));
  setFolder('sessionData', desktopCacheDirectory());
  setFolder('crashDumps', join(stateDirectory(), 'crashes'));
  crashReporter.start({ uploadToServer: false });
  app.enableSandbox();
  protocol.registerSchemesAsPrivileged([
    { scheme: SCHEME, privileges: { standard: true, secure: true, supportFetchAPI: true, codeCache: true } },
  ]);
  confinePages();
  if (!app.requestSingleInstanceLock({ files: options.files })) {
    app.quit();
    return;
  }
  app
    .whenReady()
    .then(() => startSession(options))
    .catch((error: unknown) => {
      log.error('main', error);
      app.exit(INTERNAL_ERROR);
    });
}

/** Electron takes only folders that are there. */
function setFolder(name: 'userData' | 'sessionData' | 'crashDumps', path: string): void {
  mkdirSync(path, { recursive: true, mode: 0o700 });
  app.setPath(name, path);
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

async function startSession({ root, asSystemd, sandbox, files }: DesktopOptions): Promise<void> {
  denyPermissions();
  serveWindow();
  const guardedReader = { program: nodeProgram(), script: GUARDED_READER };
  const session = await createSession({
    root,
    asSystemd,
    sandbox,
    // The Electron binary is no Node (its RunAsNode fuse is off), so the helper needs another.
    helper: { program: nodeProgram(), args: [HELPER] },
    ...ownPlaces(),
    reader: createLocalReader(guardedReader, indexDirectory()),
    downloader: { program: nodeProgram(), script: DOWNLOADER },
    builder: { program: nodeProgram(), script: BUILDER },
    guardedReader,
    textAgent: false,
    agentFor: process.pid,
    log,
  });
  logError = session.complain;
  session.rememberFirst();
  session.warmUp();
  const settings = createSettings(configDirectory(), (problem) => session.complain('settings', problem));
  const window = makeWindow();
  let isQuitting = false;
  app.on('before-quit', () => {
    isQuitting = true;
  });
  // Brought back from a quit that had to wait.
  window.on('show', () => {
    isQuitting = false;
  });
  endAfterJobs(window, session.jobs, {
    isAsked: () => !isQuitting && !settings.get().tray,
    ask: () => askAboutDownloads(window),
  });
  const offerFiles = (paths: readonly string[]) => {
    if (paths.length > 0) session.openRequests.offer({ kind: 'files', paths: [...paths] });
  };
  connectWindow(window, session, await session.host(session.first), settings);
  Object.assign(globalThis, { [FACADE_NAME]: createFacade(window, offerFiles) });
  followSession(window, session, settings);
  offerFiles(files);
  app.on('second-instance', (_event, _args, _directory, data) => {
    if (window.isMinimized()) window.restore();
    window.show();
    window.focus();
    offerFiles(filesOfSecondStart(data));
  });
  app.on('window-all-closed', () => app.quit());
  app.on('will-quit', () => session.close());
  await window.loadURL(`${ORIGIN}/`);
}

function makeWindow(): BrowserWindow {
  const saved = createSavedWindow(join(stateDirectory(), 'window.json'), (problem) => logError('window', problem));
  const main = screen.getPrimaryDisplay();
  const others = screen.getAllDisplays().filter(({ id }) => id !== main.id);
  const place = placeWindow(
    saved.read(),
    [main, ...others].map(({ workArea }) => workArea),
  );
  const window = new BrowserWindow(
    windowOptions(join(DIST, 'preload.cjs'), ICON, nativeTheme.shouldUseDarkColors, place),
  );
  window.once('ready-to-show', () => {
    if (place.maximized) window.maximize();
    window.show();
  });
  window.on('close', () => saved.write({ ...window.getNormalBounds(), maximized: window.isMaximized() }));
  const { webContents } = window;
  webContents.on('context-menu', (_event, params) => {
    const items = textMenu(params);
    if (items.length > 0) Menu.buildFromTemplate(items).popup({ window });
  });
  webContents.on('render-process-gone', (_event, { reason }) => {
    log.error('desktop', new Error(`The process of the page ended: ${reason}.`));
    if (reason !== 'clean-exit') webContents.reload();
  });
  app.on('child-process-gone', (_event, { type, reason }) => {
    if (reason !== 'clean-exit') log.error('desktop', new Error(`The ${type} process ended: ${reason}.`));
  });
  return window;
}

/** The page's message port is the capability: who sends it is looked at once, here. */
function connectWindow(window: BrowserWindow, session: Session, host: Host, settings: SettingsStore): void {
  const api = createApi(session, settings, log);
  keepChecking(session, host, settings, log);
  const { webContents } = window;
  initialize();
  guardRemote(ipcMain, ipcMain.eventNames().map(String), (event) => isTrusted(event, webContents.id));
  enable(webContents);
  ipcMain.on('connect', (event) => {
    const [port] = event.ports;
    if (port === undefined) return;
    if (!isTrusted(event, webContents.id)) {
      log.error('desktop', new Error('A connection of a foreign frame was refused.'));
      port.close();
      return;
    }
    api.attachPort(port);
    port.start();
  });
}

const tagOf = (language: Settings['language']): string =>
  language === 'system' ? languageFor(app.getPreferredSystemLanguages()) : language;

/** What of the settings is the desktop's: its theme, the language of the menus, the tray. */
function followSession(window: BrowserWindow, session: Session, settings: SettingsStore): void {
  const setTray = createTray(window, ICON, () => app.quit());
  const speakAndShow = async (tag: string) => {
    setLanguage(await loadLanguage(tag));
    const { language, tray } = settings.get();
    // Another one was chosen meanwhile, whose turn comes.
    if (tagOf(language) !== tag) return;
    Menu.setApplicationMenu(
      Menu.buildFromTemplate(applicationMenu((id) => session.openRequests.offer({ kind: 'command', id }))),
    );
    setTray(tray);
  };
  const applySettings = ({ theme, language }: Settings) => {
    nativeTheme.themeSource = theme;
    speakAndShow(tagOf(language)).catch((error: unknown) => session.complain('desktop', error));
  };
  // Who quits does not want the window to be hidden instead.
  app.on('before-quit', () => setTray(false));
  applySettings(settings.get());
  settings.onChange(applySettings);
}

// A program that is not packaged is started with the path of the application.
const options = parseDesktopArgs(process.argv.slice(app.isPackaged ? 1 : 2), process.cwd());
if (options.wants === 'window') beginWhenReady(options);
else {
  process.stdout.write(options.wants === 'help' ? DESKTOP_HELP : `veneer ${VERSION}\n`);
  app.exit(0);
}

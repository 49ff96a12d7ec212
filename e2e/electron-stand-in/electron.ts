/** The stand-in for the `electron` module. See README.md. */
import { EventEmitter } from 'node:events';
import { desktop, tell } from './desktop.ts';

export { BrowserWindow } from './window.ts';

class App extends EventEmitter {
  readonly isPackaged = false;
  setPath(name: string, path: string): void {
    tell('path', name, path);
  }
  getPreferredSystemLanguages(): string[] {
    return [process.env['STAND_IN_LANGUAGE'] ?? 'en-US'];
  }
  enableSandbox(): void {
    tell('enableSandbox');
  }
  whenReady(): Promise<void> {
    return Promise.resolve();
  }
  requestSingleInstanceLock(data: unknown): boolean {
    tell('lock', data);
    return process.env['STAND_IN_SECOND'] === undefined;
  }
  exit(status: number): void {
    process.exit(status);
  }
  quit(): void {
    tell('quit');
    process.exit(0);
  }
}
export const app = new App();
desktop.app = app;

export { ipcMain } from './desktop.ts';

export const protocol = {
  registerSchemesAsPrivileged: (schemes: unknown) => tell('schemes', schemes),
  handle: (_scheme: string, serve: NonNullable<typeof desktop.handler>) => {
    desktop.handler = serve;
  },
};

export const session = {
  defaultSession: {
    setPermissionRequestHandler: (decide: typeof desktop.permissionHandler) => {
      desktop.permissionHandler = decide;
    },
    setPermissionCheckHandler: (decide: typeof desktop.permissionCheck) => {
      desktop.permissionCheck = decide;
    },
    setDevicePermissionHandler: (decide: () => boolean) => tell('device permission', decide()),
    setDisplayMediaRequestHandler: (decide: (request: object, answer: (streams: unknown) => void) => void) =>
      decide({}, (streams) => tell('display media', streams)),
  },
};

export const shell = {
  openExternal: async (url: string) => tell('openExternal', url),
  showItemInFolder: (path: string) => tell('showItemInFolder', path),
};
export const crashReporter = { start: (options: unknown) => tell('crash reporter', options) };
export const dialog = {
  showOpenDialog: async (_window: unknown, options: unknown) => {
    tell('open dialog', options);
    return { canceled: desktop.chosen.length === 0, filePaths: desktop.chosen };
  },
  showMessageBox: async (_window: unknown, options: unknown) => {
    tell('question', options);
    return { response: desktop.answer, checkboxChecked: false };
  },
};
export const screen = {
  getPrimaryDisplay: () => desktop.displays[0],
  getAllDisplays: () => desktop.displays,
};
export const systemPreferences = { getAccentColor: () => process.env['STAND_IN_ACCENT'] ?? '' };
export const nativeTheme = {
  shouldUseDarkColors: false,
  set themeSource(theme: string) {
    tell('theme', theme);
  },
};
export const Menu = {
  buildFromTemplate: (template: unknown) => ({ template, popup: () => tell('popup', template) }),
  setApplicationMenu: (menu: { template: typeof desktop.menu }) => {
    desktop.menu = menu.template;
    tell('menu', menu.template);
  },
};

export class Notification extends EventEmitter {
  static isSupported = () => true;
  readonly #options: object;
  constructor(options: object) {
    super();
    this.#options = options;
  }
  show(): void {
    tell('notification', this.#options);
  }
}

export class Tray extends EventEmitter {
  constructor(icon: string) {
    super();
    tell('tray', icon);
  }
  setToolTip(): void {}
  setContextMenu(): void {}
  destroy(): void {
    tell('tray gone');
  }
}

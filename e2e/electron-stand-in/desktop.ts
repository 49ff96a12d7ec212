/** What the parts of the stand-in share: the state of the pretended desktop, and the line to the test. */
import { EventEmitter } from 'node:events';

export const ipcMain = new EventEmitter();

interface MenuItem {
  readonly label?: string;
  readonly click?: () => void;
  readonly submenu?: readonly MenuItem[];
}

export const desktop: {
  app: EventEmitter | null;
  handler: ((request: Request) => Promise<Response>) | null;
  permissionHandler:
    | ((
        contents: unknown,
        permission: string,
        answer: (allowed: boolean) => void,
        details: { requestingUrl: string },
      ) => void)
    | null;
  permissionCheck: ((contents: unknown, permission: string, origin: string) => boolean) | null;
  menu: readonly MenuItem[];
  /** What the person chooses in the next dialog. */
  chosen: string[];
  /** Which button the person presses in the next question. */
  answer: number;
  /** Whether the window is looked at. */
  isFocused: boolean;
  readonly displays: readonly { id: number; workArea: { x: number; y: number; width: number; height: number } }[];
} = {
  app: null,
  handler: null,
  permissionHandler: null,
  permissionCheck: null,
  menu: [],
  chosen: [],
  answer: 0,
  isFocused: true,
  displays: JSON.parse(
    process.env['STAND_IN_DISPLAYS'] ?? '[{"id":1,"workArea":{"x":0,"y":0,"width":1920,"height":1080}}]',
  ),
};

/** Tells the test what was asked of the desktop. */
export function tell(what: string, ...args: unknown[]): void {
  process.send?.({ what, args });
}

/** The item of the application menu with that label. */
export function menuItem(label: string, items: readonly MenuItem[] = desktop.menu): MenuItem | undefined {
  for (const item of items) {
    if (item.label === label && item.click !== undefined) return item;
    const below = menuItem(label, Array.isArray(item.submenu) ? item.submenu : []);
    if (below !== undefined) return below;
  }
  return undefined;
}

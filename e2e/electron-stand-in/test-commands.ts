/** What a test may let happen to the window and the desktop, by messages to the process. */
import { EventEmitter } from 'node:events';
import { desktop, ipcMain, menuItem, tell } from './desktop.ts';
import { flattenErrors, type WebContents } from './web-contents.ts';

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

/** A window as the commands of a test see it. */
interface Commanded {
  readonly webContents: WebContents;
  close(): void;
}

/** From now on a test can let happen what no page of ours would do. */
export function takeCommands(window: Commanded): void {
  process.on('message', async (command: Command) => {
    if (command.do === 'foreign sender') {
      const closed: string[] = [];
      const port = Object.assign(new EventEmitter(), {
        start: () => closed.push('started'),
        close: () => closed.push('closed'),
        postMessage: () => {},
      });
      const senderFrame = command.origin === 'none' ? null : { origin: command.origin, parent: null };
      const event = { senderFrame, sender: window.webContents, ports: [port], returnValue: undefined as unknown };
      ipcMain.emit(command.channel ?? 'connect', event, '1-1', 'veneerNative');
      tell('foreign sender', closed, JSON.parse(JSON.stringify(event.returnValue ?? null, flattenErrors)));
    } else if (command.do === 'permission') {
      const url = `${command.origin}/`;
      desktop.permissionHandler?.(
        window.webContents,
        command.permission ?? '',
        (allowed) => {
          tell(
            'permission',
            allowed,
            desktop.permissionCheck?.(window.webContents, command.permission ?? '', command.origin ?? ''),
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
      window.close();
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
      window.webContents.emit(command.name ?? '', event, command.data ?? {});
      tell('contents event', prevented);
    } else if (command.do === 'app event') {
      desktop.app?.emit(command.name ?? '');
      tell('app event');
    } else if (command.do === 'close') window.close();
  });
  tell('ready');
}

/**
 * Confines @electron/remote to one facade. Its own filter events do not: a member is called by name, whether it was
 * offered or not, and `constructor.constructor` leads to any code (measured on 2.1.3).
 */
import type { IpcMain, IpcMainEvent } from 'electron';
import { FACADE_CALLS, FACADE_NAME } from './native.ts';

const PREFIX = 'REMOTE_BROWSER_';
/** They free what the page no longer holds, and answer nothing. */
const HOUSEKEEPING = new Set(['DEREFERENCE', 'CONTEXT_RELEASE', 'WRONG_CONTEXT_ERROR'].map((name) => PREFIX + name));

type Listener = (event: IpcMainEvent, ...args: unknown[]) => void;

/** Answers like remote does for an error, without the stack of the main process. */
function refuseMessage(event: IpcMainEvent): void {
  event.returnValue = {
    type: 'exception',
    value: { type: 'error', value: new Error('This is not offered.'), members: [] },
  };
}

/**
 * Puts a guard in front of every channel of remote; call it right after `initialize()`.
 *
 * @param channels those that `initialize()` listens on
 * @param trusts tells whether an event comes from our own page
 */
export function guardRemote(
  ipcMain: IpcMain,
  channels: readonly string[],
  trusts: (event: IpcMainEvent) => boolean,
): void {
  let facadeId: unknown = null;
  for (const channel of channels.filter((one) => one.startsWith(PREFIX))) {
    const listeners = ipcMain.listeners(channel) as Listener[];
    ipcMain.removeAllListeners(channel);
    ipcMain.on(channel, (event, ...args: unknown[]) => {
      if (!trusts(event)) return refuseMessage(event);
      const [, first, second] = args;
      const allowed =
        HOUSEKEEPING.has(channel) ||
        (channel === `${PREFIX}GET_GLOBAL` && first === FACADE_NAME) ||
        (channel === `${PREFIX}MEMBER_CALL` &&
          facadeId !== null &&
          first === facadeId &&
          FACADE_CALLS.some((name) => name === second));
      if (!allowed) return refuseMessage(event);
      for (const listener of listeners) listener(event, ...args);
      const answer = event.returnValue as { id?: unknown; type?: unknown } | undefined;
      if (channel === `${PREFIX}GET_GLOBAL`) facadeId = answer?.id ?? null;
      if (answer?.type === 'exception') refuseMessage(event);
    });
  }
}

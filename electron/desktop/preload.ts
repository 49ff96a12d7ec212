/** Runs beside the page, isolated: forwards the page's message port to main and offers three native calls. */
import { getGlobal } from '@electron/remote';
import { contextBridge, ipcRenderer } from 'electron';
import { FACADE_NAME, type NativeFacade } from './native.ts';

window.addEventListener('message', (event) => {
  const [port] = event.ports;
  if (event.source !== window || event.data !== 'veneer-connect' || port === undefined) return;
  ipcRenderer.postMessage('connect', null, [port]);
});

const facade = () => getGlobal(FACADE_NAME) as NativeFacade;

const native: NativeFacade = {
  reveal: (path) => facade().reveal(path),
  setProgress: (fraction) => facade().setProgress(fraction),
  versions: () => facade().versions(),
};
contextBridge.exposeInMainWorld('veneerNative', native);

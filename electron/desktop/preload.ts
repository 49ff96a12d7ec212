/** Runs beside the page, isolated: forwards the page's message port to main and offers the native comforts. */
import { getGlobal } from '@electron/remote';
import { contextBridge, ipcRenderer, webUtils } from 'electron';
import { FACADE_NAME, type NativeFacade } from './native.ts';

window.addEventListener('message', (event) => {
  const [port] = event.ports;
  if (event.source !== window || event.data !== 'veneer-connect' || port === undefined) return;
  ipcRenderer.postMessage('connect', null, [port]);
});

const nativeFacade = () => getGlobal(FACADE_NAME) as NativeFacade;

const native: NativeFacade & { pathOf(file: File): string } = {
  chooseFiles: () => nativeFacade().chooseFiles(),
  reveal: (path) => nativeFacade().reveal(path),
  setProgress: (fraction) => nativeFacade().setProgress(fraction),
  notify: (title, body) => nativeFacade().notify(title, body),
  accent: () => nativeFacade().accent(),
  // The page has no other way to the path of a file that was dropped on it.
  pathOf: (file) => webUtils.getPathForFile(file),
};
contextBridge.exposeInMainWorld('veneerNative', native);

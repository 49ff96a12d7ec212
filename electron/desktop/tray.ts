/** An icon in the tray, for who wants one: the window then stays within reach when it is closed. */
import { type BrowserWindow, Menu, Tray } from 'electron';
import { t } from '../../shared/messages/translate.ts';

/**
 * @param quit ends Veneer
 * @returns switches it; off at first
 */
export function createTray(window: BrowserWindow, icon: string, quit: () => void): (on: boolean) => void {
  let tray: Tray | null = null;
  const showWindow = () => {
    window.show();
    window.focus();
  };
  window.on('close', (event) => {
    if (tray === null) return;
    event.preventDefault();
    window.hide();
  });
  return (on) => {
    if (on === (tray !== null)) return;
    tray?.destroy();
    tray = null;
    if (!on) return;
    tray = new Tray(icon);
    tray.setToolTip('Veneer');
    tray.on('click', showWindow);
    tray.setContextMenu(
      Menu.buildFromTemplate([
        { label: t('Show Veneer'), click: showWindow },
        { label: t('Quit'), click: quit },
      ]),
    );
  };
}

/** What main does for the page beside the contract. Every argument may be anything: remote passes on what it is sent. */
import { type BrowserWindow, dialog, Notification, shell, systemPreferences } from 'electron';
import { t } from '../../shared/messages/translate.ts';
import type { NativeFacade } from './native.ts';

const MOST_TEXT = 300;
const boundedText = (value: unknown) => String(value).slice(0, MOST_TEXT);

/** @param offer takes the paths that were chosen */
export function createFacade(window: BrowserWindow, offer: (paths: string[]) => void): NativeFacade {
  const facade: NativeFacade = {
    chooseFiles() {
      const filters = [
        { name: t('Image files'), extensions: ['raw'] },
        { name: t('All files'), extensions: ['*'] },
      ];
      dialog
        .showOpenDialog(window, {
          title: t('Install extensions'),
          properties: ['openFile', 'multiSelections'],
          filters,
        })
        .then(({ canceled, filePaths }) => {
          if (!canceled) offer(filePaths);
        })
        .catch(() => {
          // A desktop without a dialog chooses nothing; files can be dropped.
        });
    },
    reveal: (path) => shell.showItemInFolder(String(path)),
    setProgress: (fraction) => window.setProgressBar(Number(fraction)),
    notify(title, body) {
      if (window.isFocused() || !Notification.isSupported()) return;
      const notification = new Notification({ title: boundedText(title), body: boundedText(body) });
      notification.on('click', () => {
        window.show();
        window.focus();
      });
      notification.show();
    },
    accent() {
      // Eight digits, the last two for how opaque it is.
      // Not every desktop and not every Electron has the call.
      const accent = systemPreferences.getAccentColor?.() ?? '';
      return /^[0-9a-f]{6}/i.test(accent) ? `#${accent.slice(0, 6)}` : '';
    },
  };
  // Without a prototype nothing but these five has a name.
  return Object.freeze(Object.assign(Object.create(null) as object, facade));
}

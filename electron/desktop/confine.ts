/** Keeps every page to itself: no other address, no other window, no permission but to copy text. */
import { app, session, shell } from 'electron';
import { isAllowedExternal, isAllowedPermission, isOwnUrl } from './policy.ts';

/** To be called before the first page is made. */
export function confinePages(): void {
  app.on('web-contents-created', (_event, contents) => {
    contents.setWindowOpenHandler(({ url }) => {
      if (isAllowedExternal(url)) {
        shell.openExternal(url).catch(() => {
          // The desktop has no program for it, and nothing of ours depends on it.
        });
      }
      return { action: 'deny' };
    });
    const refuseOtherPages = (event: { preventDefault(): void; readonly url: string }) => {
      if (!isOwnUrl(event.url)) event.preventDefault();
    };
    contents.on('will-navigate', refuseOtherPages);
    contents.on('will-frame-navigate', refuseOtherPages);
    contents.on('will-redirect', refuseOtherPages);
    contents.on('will-attach-webview', (event) => event.preventDefault());
  });
}

/** Electron grants by itself what is not denied here. */
export function denyPermissions(): void {
  const { defaultSession } = session;
  defaultSession.setPermissionRequestHandler((_contents, permission, answer, details) =>
    answer(isAllowedPermission(permission, details.requestingUrl)),
  );
  defaultSession.setPermissionCheckHandler((_contents, permission, origin) => isAllowedPermission(permission, origin));
  defaultSession.setDevicePermissionHandler(() => false);
  defaultSession.setDisplayMediaRequestHandler((_request, answer) => answer(null));
}

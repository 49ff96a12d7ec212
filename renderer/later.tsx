/** What nobody sees in the first moment: every view but the first, and the dialogs. Loaded once the list is on screen. */
import { HistoryView } from './features/history/view.tsx';
import { HostView } from './features/host/view.tsx';
import { InstallSheet } from './features/install/sheet.tsx';
import { SettingsView } from './features/settings/view.tsx';
import { AboutDialog } from './shell/about-dialog.tsx';
import { Palette } from './shell/palette.tsx';
import { ReviewDialog } from './shell/review-dialog.tsx';
import { ShortcutsDialog } from './shell/shortcuts-dialog.tsx';
import type { ViewName } from './state/view-slice.ts';

export function LaterView({ view }: { readonly view: Exclude<ViewName, 'extensions'> }) {
  switch (view) {
    case 'host':
      return <HostView />;
    case 'history':
      return <HistoryView />;
    case 'settings':
      return <SettingsView />;
  }
}

export function Dialogs() {
  return (
    <>
      <InstallSheet />
      <ReviewDialog />
      <Palette />
      <ShortcutsDialog />
      <AboutDialog />
    </>
  );
}

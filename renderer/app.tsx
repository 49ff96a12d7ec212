import { startTransition, useLayoutEffect, useState } from 'react';
import { I18nProvider } from 'react-aria-components/I18nProvider';
import { flushSync } from 'react-dom';
import { t } from '../shared/messages/translate.ts';
import { UnknownView } from './components/unknown-view.tsx';
import { BuildView } from './features/build/view.tsx';
import { CatalogView } from './features/catalog/view.tsx';
import { DoctorView } from './features/doctor/view.tsx';
import { ExtensionsView } from './features/extensions/view.tsx';
import { FleetView } from './features/fleet/view.tsx';
import { HistoryView } from './features/history/view.tsx';
import { HostView } from './features/host/view.tsx';
import { DropTarget } from './features/install/drop-target.tsx';
import { InstallSheet } from './features/install/sheet.tsx';
import { SettingsView } from './features/settings/view.tsx';
import { UpdatesView } from './features/updates/view.tsx';
import { shownLocale } from './format.ts';
import { AboutDialog } from './shell/about-dialog.tsx';
import { ApplyBar } from './shell/apply-bar.tsx';
import { ConnectionScreen } from './shell/connection.tsx';
import { JobsBar } from './shell/jobs-bar.tsx';
import { KeepDialog } from './shell/keep-dialog.tsx';
import { Palette } from './shell/palette.tsx';
import { Rail } from './shell/rail.tsx';
import { RemoteDialog } from './shell/remote-dialog.tsx';
import { ReviewDialog } from './shell/review-dialog.tsx';
import { ShortcutsDialog } from './shell/shortcuts-dialog.tsx';
import { SkipLink } from './shell/skip-link.tsx';
import { Toasts } from './shell/toasts.tsx';
import { useCheckup } from './shell/use-checkup.ts';
import { useShortcuts } from './shell/use-shortcuts.ts';
import { VIEW_TITLES } from './shell/view-titles.ts';
import { useOverSsh } from './state/over-ssh.ts';
import { useStore } from './state/store.ts';
import type { ViewName } from './state/view-slice.ts';
import { useLanguage, useTheme } from './use-appearance.ts';
import './app.css';

/** The window in the language of the person; drawn anew where that changes. */
export function App() {
  const language = useLanguage();
  return (
    <I18nProvider key={language} locale={shownLocale()}>
      <Window />
    </I18nProvider>
  );
}

function Window() {
  // Nothing that was asked of one host is shown of another.
  const host = useStore((state) => state.host);
  useTheme();
  useShortcuts();
  useCheckup();
  return (
    <div className="app">
      <SkipLink />
      <Rail />
      <div className="app-main">
        <ConnectionScreen>
          <main className="app-view">
            <View key={host} />
          </main>
          <JobsBar />
          <ApplyBar />
        </ConnectionScreen>
      </div>
      <Dialogs />
      <Toasts />
      <DropTarget />
    </div>
  );
}

const DIALOGS_AFTER_MS = 100;
const PRESSES = ['keydown', 'pointerdown'];

/**
 * None is open at the start, and the first list does not wait for them: they come when it is drawn, or with the first press, which
 * may open one that takes the next.
 */
function Dialogs() {
  const [areThere, setThere] = useState(false);
  // Before the keys of the window are heard.
  useLayoutEffect(() => {
    const timer = setTimeout(() => startTransition(() => setThere(true)), DIALOGS_AFTER_MS);
    const comeNow = () => flushSync(() => setThere(true));
    const once = { capture: true, once: true };
    for (const press of PRESSES) window.addEventListener(press, comeNow, once);
    return () => {
      clearTimeout(timer);
      for (const press of PRESSES) window.removeEventListener(press, comeNow, once);
    };
  }, []);
  if (!areThere) return null;
  return (
    <>
      <InstallSheet />
      <ReviewDialog />
      <KeepDialog />
      <Palette />
      <ShortcutsDialog />
      <AboutDialog />
      <RemoteDialog />
    </>
  );
}

/** What only the host itself can tell. */
const OF_HOST_ITSELF: readonly ViewName[] = ['doctor', 'updates', 'history'];

function View() {
  const view = useStore((state) => state.view);
  const isFarAway = useOverSsh();
  if (isFarAway && OF_HOST_ITSELF.includes(view)) return <UnknownView title={t(VIEW_TITLES[view])} />;
  switch (view) {
    case 'extensions':
      return <ExtensionsView />;
    case 'catalog':
      return <CatalogView />;
    case 'updates':
      return <UpdatesView />;
    case 'host':
      return <HostView />;
    case 'doctor':
      return <DoctorView />;
    case 'history':
      return <HistoryView />;
    case 'fleet':
      return <FleetView />;
    case 'build':
      return <BuildView />;
    case 'settings':
      return <SettingsView />;
  }
}

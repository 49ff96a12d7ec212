import { useEffect, useState } from 'react';
import { I18nProvider } from 'react-aria-components/I18nProvider';
import { fromCore } from '../shared/messages/from-core.ts';
import { t } from '../shared/messages/translate.ts';
import { commandForKey, runCommand } from './commands/run.ts';
import { Button } from './components/button.tsx';
import { ExtensionsView } from './features/extensions/view.tsx';
import { DropTarget } from './features/install/drop-target.tsx';
import { locale } from './format.ts';
import { ApplyBar } from './shell/apply-bar.tsx';
import { ConnectionScreen } from './shell/connection.tsx';
import { Rail } from './shell/rail.tsx';
import { Toasts } from './shell/toasts.tsx';
import { TopBar } from './shell/top-bar.tsx';
import { store, useStore } from './state/store.ts';
import { useLanguage, useTheme } from './use-appearance.ts';
import './app.css';

/** The window in the language of the person; drawn anew where that changes. */
export function App() {
  const language = useLanguage();
  return (
    <I18nProvider key={language} locale={locale()}>
      <Window />
    </I18nProvider>
  );
}

function Window() {
  useTheme();
  useShortcuts();
  const later = useLater();
  const view = useStore((state) => state.view);
  return (
    <div className="app">
      <Rail />
      <div className="app-main">
        <SandboxBand />
        <TopBar />
        <ConnectionScreen>
          <main className="app-view">
            {view === 'extensions' ? <ExtensionsView /> : later === null ? null : <later.LaterView view={view} />}
          </main>
          <ApplyBar />
        </ConnectionScreen>
      </div>
      {later === null ? null : <later.Dialogs />}
      <Toasts />
      <DropTarget />
    </div>
  );
}

type Later = typeof import('./later.tsx');
let loaded: Later | null = null;

/** The rest of the window, from when there is something to look at meanwhile. */
function useLater(): Later | null {
  const [later, setLater] = useState<Later | null>(loaded);
  const isWanted = useStore((state) => state.snapshot !== null);
  useEffect(() => {
    if (!isWanted || loaded !== null) return;
    // A frame later, so that the list is drawn first.
    const frame = requestAnimationFrame(() => {
      import('./later.tsx').then((rest) => {
        loaded = rest;
        setLater(rest);
      }, store.getState().fail);
    });
    return () => cancelAnimationFrame(frame);
  }, [isWanted]);
  return later;
}

function useShortcuts(): void {
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      // Not the event's target: what the palette hears it sends on to the choice that it points at.
      const command = commandForKey(event, document.activeElement?.matches('input, textarea') === true);
      if (command === null) return;
      event.preventDefault();
      runCommand(command);
    };
    window.addEventListener('keydown', press);
    return () => window.removeEventListener('keydown', press);
  }, []);
}

/** Says in every view that this is no real host. */
function SandboxBand() {
  const note = useStore((state) => (state.snapshot?.host.sandbox ? state.snapshot.host.sandboxNote : null));
  if (note === null) return null;
  return (
    <section className="sandbox-band" aria-label={t('This is the sandbox')}>
      <strong>{t('Sandbox')}</strong>
      <span className="sandbox-note" title={fromCore(note)}>
        {fromCore(note)}
      </span>
      <Button look="quiet" onPress={() => runCommand('leave-sandbox')}>
        {t('Leave')}
      </Button>
    </section>
  );
}

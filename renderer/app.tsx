import { useEffect } from 'react';
import { commandForKey, runCommand } from './commands/run.ts';
import { Button } from './components/button.tsx';
import { ExtensionsView } from './features/extensions/view.tsx';
import { HistoryView } from './features/history/view.tsx';
import { HostView } from './features/host/view.tsx';
import { InstallDialog } from './features/install/dialog.tsx';
import { SettingsView } from './features/settings/view.tsx';
import { ConnectionScreen } from './shell/connection.tsx';
import { Palette } from './shell/palette.tsx';
import { Rail } from './shell/rail.tsx';
import { ReviewDialog } from './shell/review-dialog.tsx';
import { Toasts } from './shell/toasts.tsx';
import { TopBar } from './shell/top-bar.tsx';
import { useStore } from './state/store.ts';
import './app.css';

export function App() {
  const theme = useStore((state) => state.settings.theme);
  useEffect(() => {
    if (theme === 'system') delete document.documentElement.dataset['theme'];
    else document.documentElement.dataset['theme'] = theme;
  }, [theme]);
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      const command = commandForKey(event);
      if (command === null) return;
      event.preventDefault();
      runCommand(command);
    };
    window.addEventListener('keydown', press);
    return () => window.removeEventListener('keydown', press);
  }, []);
  return (
    <div className="app">
      <Rail />
      <div className="app-main">
        <SandboxBand />
        <TopBar />
        <ConnectionScreen>
          <main className="app-view">
            <View />
          </main>
        </ConnectionScreen>
      </div>
      <InstallDialog />
      <ReviewDialog />
      <Palette />
      <Toasts />
    </div>
  );
}

function View() {
  const view = useStore((state) => state.view);
  switch (view) {
    case 'extensions':
      return <ExtensionsView />;
    case 'host':
      return <HostView />;
    case 'history':
      return <HistoryView />;
    case 'settings':
      return <SettingsView />;
  }
}

/** Says in every view that this is no real host. */
function SandboxBand() {
  const note = useStore((state) => (state.snapshot?.host.sandbox ? state.snapshot.host.sandboxNote : null));
  if (note === null) return null;
  return (
    <section className="sandbox-band" aria-label="This is the sandbox">
      <strong>Sandbox</strong>
      <span className="sandbox-note" title={note}>
        {note}
      </span>
      <Button look="quiet" onPress={() => runCommand('leave-sandbox')}>
        Leave
      </Button>
    </section>
  );
}

import { t } from '../../shared/messages/translate.ts';
import { runCommand } from '../commands/run.ts';
import { lookingOnly } from '../state/looking-only.ts';
import { useStore } from '../state/store.ts';
import { ReasonedButton } from './reasoned-button.tsx';

/** Leads to the install sheet, or says why nothing can be installed. */
export function InstallButton({ children }: { readonly children: React.ReactNode }) {
  const why = useStore((state) => (state.connection === 'open' ? lookingOnly(state) : t('There is no connection.')));
  return (
    <ReasonedButton why={why} isBusy={false} onPress={() => runCommand('install-file')}>
      {children}
    </ReasonedButton>
  );
}

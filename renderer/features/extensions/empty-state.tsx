import { Puzzle } from 'lucide-react';
import { say } from '../../../shared/messages/say.ts';
import { t } from '../../../shared/messages/translate.ts';
import type { Snapshot } from '../../../shared/model/snapshot.ts';
import { runCommand } from '../../commands/run.ts';
import { Button } from '../../components/button.tsx';
import { EmptyView } from '../../components/empty-view.tsx';
import { InstallButton } from '../../components/install-button.tsx';

/** What a person sees where no extension is: where they come from, and a way to try them out. */
export function EmptyState({ snapshot }: { readonly snapshot: Snapshot }) {
  const { sandbox, executor } = snapshot.host;
  return (
    <EmptyView
      icon={Puzzle}
      title={t('No extensions here yet')}
      actions={
        <>
          <Button look="primary" onPress={() => runCommand('show-catalog')}>
            {t('Browse the catalog')}
          </Button>
          <InstallButton>{t('Install a file…')}</InstallButton>
          {sandbox ? null : (
            <Button look="quiet" onPress={() => runCommand('open-sandbox')}>
              {t('Try it in the sandbox')}
            </Button>
          )}
        </>
      }
    >
      {executor.kind === 'none'
        ? say(executor.sentence)
        : t('Find one in the catalog, or drop a .raw file on this window.')}
    </EmptyView>
  );
}

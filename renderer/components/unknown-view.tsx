import { CircleHelp } from 'lucide-react';
import { t } from '../../shared/messages/translate.ts';
import { notKnownOverSsh } from '../state/over-ssh.ts';
import { EmptyView } from './empty-view.tsx';
import { ViewHeader } from './view-header.tsx';

/** A view of what is not known of a host that is read over SSH. */
export function UnknownView({ title }: { readonly title: string }) {
  return (
    <>
      <ViewHeader title={title} />
      <EmptyView icon={CircleHelp} title={notKnownOverSsh()}>
        {t('Of such a host only what decides about its merge is brought here. Run Veneer there for all else.')}
      </EmptyView>
    </>
  );
}

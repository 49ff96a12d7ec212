import type { Snapshot } from '../../../shared/model/snapshot.ts';
import { Button } from '../../components/button.tsx';
import { Notice } from '../../components/notice.tsx';
import { useStore } from '../../state/store.ts';
import './notices.css';
import { fromCore } from '../../../shared/messages/from-core.ts';
import { t } from '../../../shared/messages/translate.ts';

/** What concerns the whole host: why a merge would fail, or what is merged without being there any more. */
export function Notices({ snapshot }: { readonly snapshot: Snapshot }) {
  const stage = useStore((state) => state.stage);
  const staged = useStore((state) => state.staged);
  const { host, extensions, hierarchies } = snapshot;
  const off = (one: { readonly name: string; readonly class: string }) =>
    staged.some(({ verb, name, class: kind }) => verb === 'disable' && name === one.name && kind === one.class);
  const blocking = extensions.filter((one) => one.blocksMerge && !off(one));
  const gone = hierarchies.flatMap(({ class: extensionClass, extensions: names }) =>
    names.filter((name) => !extensions.some((one) => one.merged && one.class === extensionClass && one.name === name)),
  );
  const missing = !host.sysextAvailable && !host.sandbox;
  if (host.osReleaseProblem === null && blocking.length === 0 && gone.length === 0 && !missing) return null;
  return (
    <div className="notices">
      {missing ? (
        <Notice kind="warning" title={t('systemd-sysext is not installed.')}>
          {t('Extensions are listed, but nothing can be merged here.')}
        </Notice>
      ) : null}
      {host.osReleaseProblem === null ? null : (
        <Notice kind="bad" title={t('Every merge fails here.')}>
          {fromCore(host.osReleaseProblem)}
        </Notice>
      )}
      {blocking.map((one) => (
        <Notice key={one.id} kind="bad" title={t('Every merge fails')}>
          {t('while {path} is there.', { path: one.path })} {fromCore(one.blocksMergeBecause ?? '')}
          <span className="notice-actions">
            <Button onPress={() => void stage({ verb: 'disable', class: one.class, name: one.name })}>
              {t('Mask {name}', { name: one.name })}
            </Button>
          </span>
        </Notice>
      ))}
      {gone.length === 0 ? null : (
        <Notice kind="warning" title={t('Still merged:')}>
          {t('{names}, masked or taken away since the merge. The next refresh drops it.', {
            names: [...new Set(gone)].join(', '),
          })}
        </Notice>
      )}
    </div>
  );
}

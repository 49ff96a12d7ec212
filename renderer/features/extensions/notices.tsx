import type { Snapshot } from '../../../shared/model/snapshot.ts';
import { Button } from '../../components/button.tsx';
import { Notice } from '../../components/notice.tsx';
import { inBackground } from '../../state/in-background.ts';
import { useStore } from '../../state/store.ts';
import './notices.css';
import { say } from '../../../shared/messages/say.ts';
import { t } from '../../../shared/messages/translate.ts';

/** More than these nobody reads at once; the list has them all. */
const MOST_FAILURES = 3;
const MOST_IGNORED = 6;

/** What concerns the whole host: why a merge would fail, or what is merged without being there any more. */
export function Notices({ snapshot }: { readonly snapshot: Snapshot }) {
  const stage = useStore((state) => state.stage);
  const staged = useStore((state) => state.staged);
  const { host, extensions, hierarchies, failures, ignored } = snapshot;
  const off = (one: { readonly name: string; readonly class: string }) =>
    staged.some(({ verb, name, class: kind }) => verb === 'disable' && name === one.name && kind === one.class);
  const blocking = failures
    .map((failure) => ({
      ...failure,
      entry: extensions.find((one) => one.class === failure.class && one.path === failure.path) ?? null,
    }))
    .filter(({ entry }) => entry === null || !off(entry));
  const gone = hierarchies.flatMap(({ class: extensionClass, extensions: names }) =>
    names.filter((name) => !extensions.some((one) => one.merged && one.class === extensionClass && one.name === name)),
  );
  const missing = !host.sysextAvailable && !host.sandbox;
  const unseen = extensions.some(({ type }) => type === 'raw') ? host.unseen : null;
  if (unseen === null && ignored.length === 0 && blocking.length === 0 && gone.length === 0 && !missing) return null;
  return (
    <div className="notices">
      {missing ? (
        <Notice kind="warning" title={t('systemd-sysext is not installed.')}>
          {t('Extensions are listed, but nothing can be merged here.')}
        </Notice>
      ) : null}
      {blocking.slice(0, MOST_FAILURES).map(({ class: extensionClass, path, message, nextStep, prints, entry }) => (
        <Notice
          key={`${extensionClass}${path}${prints}`}
          kind="bad"
          title={path === null ? t('Every merge fails here.') : t('Every merge fails')}
        >
          {path === null ? null : t('while {path} is there.', { path })} {say(message)}{' '}
          {nextStep === null ? null : say(nextStep)}{' '}
          {entry === null || entry.disable === 'not-needed' ? null : (
            <span className="notice-actions">
              <Button onPress={() => inBackground(stage({ verb: 'disable', class: entry.class, name: entry.name }))}>
                {t('Mask {name}', { name: entry.name })}
              </Button>
            </span>
          )}
        </Notice>
      ))}
      {blocking.length > MOST_FAILURES ? (
        <Notice kind="bad">
          {t('More entries that make it fail: {count}.', { count: blocking.length - MOST_FAILURES })}
        </Notice>
      ) : null}
      {ignored.length === 0 ? null : (
        <Notice kind="neutral" title={t('systemd does not look at:')}>
          <ul className="notice-list">
            {ignored.slice(0, MOST_IGNORED).map(({ path, message }) => (
              <li key={path} title={say(message)}>
                <span className="mono">{path}</span>
              </li>
            ))}
            {ignored.length > MOST_IGNORED ? (
              <li>{t('and {count} more', { count: ignored.length - MOST_IGNORED })}</li>
            ) : null}
          </ul>
          {[...new Set(ignored.map(({ message }) => say(message)))].join(' ')}
        </Notice>
      )}
      {unseen === null ? null : <Notice kind="neutral">{say(unseen)}</Notice>}
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

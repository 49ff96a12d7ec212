import type { ReactNode } from 'react';
import { EMPTY_REQUEST } from '../../../shared/changes/empty-request.ts';
import { t } from '../../../shared/messages/translate.ts';
import type { HostDetails } from '../../../shared/model/host-details.ts';
import { BOOT_REFRESH_UNIT } from '../../../shared/systemd/boot-refresh-unit.ts';
import { Section } from '../../components/section.tsx';
import { Toggle } from '../../components/toggle.tsx';
import { UnknownSection } from '../../components/unknown-section.tsx';
import { inBackground } from '../../state/in-background.ts';
import { useOverSsh } from '../../state/over-ssh.ts';
import { store } from '../../state/store.ts';
import './boot-section.css';

/** Asks what a change would do; the switch turns once it is done. */
const review = (change: Partial<typeof EMPTY_REQUEST>) =>
  inBackground(store.getState().reviewRequest({ ...EMPTY_REQUEST, ...change }));

/** What happens to extensions whenever the host starts. */
export function BootSection({ atBoot }: Pick<HostDetails, 'atBoot'>) {
  const isFarAway = useOverSsh();
  if (isFarAway) return <UnknownSection title={t('At boot')} />;
  return (
    <Section title={t('At boot')}>
      {atBoot.every(({ state }) => state === 'unknown') ? (
        <p className="muted setting-none">{t('Not known: no systemd runs this system.')}</p>
      ) : (
        atBoot.map((one) => <BootSetting key={one.unit} {...one} />)
      )}
    </Section>
  );
}

function BootSetting({ unit, state }: HostDetails['atBoot'][number]) {
  const on = state === 'enabled';
  const isOurs = unit === BOOT_REFRESH_UNIT;
  const extensionClass = unit.includes('confext') ? 'confext' : 'sysext';
  const title = isOurs
    ? t('Start their services')
    : extensionClass === 'sysext'
      ? t('Merge extensions')
      : t('Merge configuration extensions');
  // A unit that is not there is one that can be added, where it is of Veneer's own.
  const canSwitch = isOurs ? state !== 'unknown' : on || state === 'disabled';
  return (
    <Setting title={title} about={<span className="mono">{unit}</span>}>
      {canSwitch ? (
        <Toggle
          label={title}
          on={on}
          onChange={(wanted) =>
            isOurs
              ? review({ classes: ['sysext'], bootRefresh: wanted })
              : review({ classes: [extensionClass], atBoot: { class: extensionClass, on: wanted } })
          }
        />
      ) : (
        <span className="muted">{wordOf(state)}</span>
      )}
    </Setting>
  );
}

/** Other states are systemd's own words. */
function wordOf(state: string): string {
  if (state === 'unknown') return t('unknown');
  return state.startsWith('off (') ? t('off by the kernel command line') : state;
}

/** What can be written while extensions are merged. */
export function WritableSection({
  mutable,
  isMerged,
}: {
  readonly mutable: boolean | null;
  readonly isMerged: boolean;
}) {
  const isFarAway = useOverSsh();
  const title = t('/usr can be written');
  return (
    <Section title={t('While merged')}>
      <Setting
        title={title}
        about={isMerged || mutable === null ? t('mutable mode') : t('mutable mode; nothing is merged')}
      >
        {mutable === null ? (
          <span className="muted">{t('not in this systemd')}</span>
        ) : (
          <Toggle
            label={title}
            on={mutable}
            isDisabled={!isMerged || isFarAway}
            onChange={(wanted) => review({ action: 'refresh', mutable: wanted ? 'yes' : 'no' })}
          />
        )}
      </Setting>
    </Section>
  );
}

function Setting({
  title,
  about,
  children,
}: {
  readonly title: string;
  readonly about: ReactNode;
  readonly children: ReactNode;
}) {
  return (
    <div className="setting toggle-row">
      <div className="setting-text">
        <span>{title}</span>
        <span className="setting-about muted">{about}</span>
      </div>
      {children}
    </div>
  );
}

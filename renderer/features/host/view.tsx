import { EMPTY_REQUEST } from '../../../shared/changes/empty-request.ts';
import { BOOT_REFRESH_UNIT } from '../../../shared/systemd/boot-refresh-unit.ts';
import { Button } from '../../components/button.tsx';
import { Line, Section } from '../../components/section.tsx';
import { inBackground } from '../../state/in-background.ts';
import { useStore } from '../../state/store.ts';
import { useHostDetails } from '../../state/use-host-details.ts';
import { NextOsSection } from './next-os-section.tsx';
import { ServicesSection } from './services-section.tsx';
import { Stack } from './stack.tsx';
import { WhatIfSection } from './what-if-section.tsx';
import './view.css';
import { t } from '../../../shared/messages/translate.ts';
import { ViewHeader } from '../../components/view-header.tsx';

/** The overlay as a drawing, and how it would look on another release of the OS. */
export function HostView() {
  return (
    <>
      <ViewHeader title={t('Host')} />
      <HostBody />
    </>
  );
}

function HostBody() {
  const snapshot = useStore((state) => state.snapshot);
  const details = useHostDetails(true);
  const review = useStore((state) => state.reviewRequest);
  if (snapshot === null || details === null) return null;
  const { atBoot, mutable, layers, elsewhere } = details;
  const classes = [...new Set(snapshot.hierarchies.map((one) => one.class))];
  const setMutable = (on: boolean) => review({ ...EMPTY_REQUEST, action: 'refresh', mutable: on ? 'yes' : 'no' });
  return (
    <div className="host">
      <div className="host-drawing">
        {classes.map((extensionClass) => (
          <Stack
            key={extensionClass}
            host={snapshot.host}
            hierarchies={snapshot.hierarchies.filter((one) => one.class === extensionClass)}
            layers={layers.filter((one) => one.class === extensionClass)}
          />
        ))}
      </div>
      <aside className="host-side" aria-label={t('About this host')}>
        <NextOsSection />
        <WhatIfSection host={snapshot.host} />
        <ServicesSection />
        <Section title={t('At boot')}>
          {atBoot.map(({ unit, state }) => (
            <Line key={unit} label={unit}>
              <span className={state === 'enabled' ? 'good' : 'muted'}>{stateWord(state)}</span>
              <BootButton unit={unit} state={state} />
            </Line>
          ))}
          <Line label={t('Mutable mode')}>
            <span className="muted">{mutable === null ? t('not in this systemd') : mutable ? t('on') : t('off')}</span>
            {mutable === null || !snapshot.hierarchies.some(({ merged }) => merged) ? null : (
              <Button look="quiet" onPress={() => inBackground(setMutable(!mutable))}>
                {mutable ? t('Make read-only…') : t('Make writable…')}
              </Button>
            )}
          </Line>
        </Section>
        {elsewhere.length === 0 ? null : (
          <Section title={t('Merged over other folders')} aside={elsewhere.length}>
            {elsewhere.map(({ path, class: extensionClass, extensions }) => (
              <Line key={`${extensionClass}${path}`} label={path}>
                <span className="muted">{extensions.join(', ')}</span>
              </Line>
            ))}
          </Section>
        )}
      </aside>
    </div>
  );
}

/** States are systemd's own words, but for the one that says that nobody could be asked. */
function stateWord(state: string): string {
  return state === 'unknown' ? t('unknown') : state;
}

/** Switches what happens at boot; nothing where nobody answers for it. */
function BootButton({ unit, state }: { readonly unit: string; readonly state: string }) {
  const review = useStore((all) => all.reviewRequest);
  const on = state === 'enabled';
  if (unit === BOOT_REFRESH_UNIT) {
    return (
      <Button
        look="quiet"
        onPress={() => inBackground(review({ ...EMPTY_REQUEST, classes: ['sysext'], bootRefresh: !on }))}
      >
        {on ? t('Remove…') : t('Add…')}
      </Button>
    );
  }
  if (!on && state !== 'disabled') return null;
  const extensionClass = unit.includes('confext') ? 'confext' : 'sysext';
  const atBoot = { class: extensionClass, on: !on } as const;
  return (
    <Button look="quiet" onPress={() => inBackground(review({ ...EMPTY_REQUEST, classes: [extensionClass], atBoot }))}>
      {on ? t('Disable…') : t('Enable…')}
    </Button>
  );
}

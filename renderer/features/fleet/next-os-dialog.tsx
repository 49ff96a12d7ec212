import { ChevronDown } from 'lucide-react';
import { useDeferredValue, useState } from 'react';
import { MenuTrigger } from 'react-aria-components/Menu';
import { say } from '../../../shared/messages/say.ts';
import { counted, t } from '../../../shared/messages/translate.ts';
import { visibleText } from '../../../shared/messages/visible.ts';
import type { FleetRelease } from '../../../shared/model/fleet.ts';
import type { WhatIfRequest } from '../../../shared/model/what-if.ts';
import { Button } from '../../components/button.tsx';
import { ChoiceList } from '../../components/choice-list.tsx';
import { Field } from '../../components/field.tsx';
import { Modal } from '../../components/modal.tsx';
import { Notice } from '../../components/notice.tsx';
import { Skeleton } from '../../components/skeleton.tsx';
import { useCall } from '../../components/use-call.ts';
import { useStore } from '../../state/store.ts';
import { losesSomething, outlooksOf } from './next-os.ts';
import { OutlookSection } from './outlook-section.tsx';

/** Asks which release, and tells of each host what would become of its extensions. */
export function NextOsDialog() {
  const isOpen = useStore((state) => state.fleetDialog === 'next-os');
  return isOpen ? <Checking /> : null;
}

const OTHER = 'other';
const keyOf = ({ fields, systemdVersion }: FleetRelease): string => JSON.stringify([fields, systemdVersion]);

function Checking() {
  const setFleetView = useStore((state) => state.setFleetView);
  const close = () => setFleetView({ fleetDialog: null });
  const { value: releases } = useCall('releases', (api) => api.fleet.releases());
  const [chosen, setChosen] = useState<string | null>(null);
  const [typed, setTyped] = useState({ id: '', version: '', level: '' });
  const first = releases?.[0];
  const known = releases?.find((one) => keyOf(one) === chosen) ?? null;
  const id = typed.id || (first?.fields.ID ?? '');
  const request = useDeferredValue(known ?? ownRequest(id, typed.version, typed.level));
  const asked = request === null ? null : JSON.stringify([request.fields, request.systemdVersion]);
  const { value, problem } = useCall(asked, async (api) =>
    request === null
      ? null
      : {
          asked,
          found: await api.fleet.nextOs({
            ids: null,
            fields: request.fields,
            systemdVersion: request.systemdVersion ?? null,
          }),
        },
  );
  const shown = known === null ? t('Another release…') : visibleText(known.title);
  return (
    <Modal
      title={t('Check the fleet for another OS release')}
      subtitle={t('As the hosts were read last; none is asked.')}
      isOpen
      isWide
      onClose={close}
      isDismissable={false}
      actions={<Button onPress={close}>{t('Close')}</Button>}
    >
      <div className="fleet-release">
        <span>{t('If they ran')}</span>
        <MenuTrigger>
          <Button aria-label={`${t('If they ran')} ${shown}`}>
            <span className="fleet-release-name">{shown}</span> <ChevronDown aria-hidden size={14} />
          </Button>
          <ChoiceList
            label={t('Releases')}
            choices={[
              ...(releases ?? []).map((one) => ({
                id: keyOf(one),
                title: visibleText(one.title),
                note: [
                  one.systemdVersion === null ? null : `systemd ${one.systemdVersion}`,
                  counted(one.count, '{count} host runs it', '{count} hosts run it'),
                ]
                  .filter((part) => part !== null)
                  .join(' · '),
              })),
              { id: OTHER, title: t('Another release…') },
            ]}
            chosen={known === null ? OTHER : keyOf(known)}
            placement="bottom start"
            onChoose={setChosen}
          />
        </MenuTrigger>
      </div>
      {known === null ? (
        <div className="fleet-release-fields">
          <Field label="ID" value={id} onChange={(text) => setTyped({ ...typed, id: text })} />
          <Field
            label="VERSION_ID"
            value={typed.version}
            autoFocus
            onChange={(version) => setTyped({ ...typed, version })}
          />
          <Field
            label="SYSEXT_LEVEL"
            value={typed.level}
            placeholder={t('not set')}
            onChange={(level) => setTyped({ ...typed, level })}
          />
        </div>
      ) : null}
      {asked === null ? (
        <p className="muted">{t('Name a release, or choose one that a host of the fleet runs.')}</p>
      ) : problem !== null ? (
        <Notice kind="bad">{say(problem)}</Notice>
      ) : value?.asked !== asked ? (
        <Skeleton waitsFor={t('The hosts are being judged.')} />
      ) : (
        <Found found={value.found} />
      )}
    </Modal>
  );
}

/** @returns null before anything is named */
function ownRequest(id: string, version: string, level: string): WhatIfRequest | null {
  if (id.trim() === '' || version.trim() === '') return null;
  const [ID, VERSION_ID, SYSEXT_LEVEL] = [id, version, level].map((text) => text.trim().slice(0, 256));
  // As `veneer fleet plan`: the levels that hosts have now are no help.
  const fields = { ID, ID_LIKE: undefined, VERSION_ID, SYSEXT_LEVEL, CONFEXT_LEVEL: '' };
  return { fields, systemdVersion: null };
}

function Found({ found }: { readonly found: Parameters<typeof outlooksOf>[0] }) {
  const hosts = useStore((state) => state.fleet?.hosts);
  const all = outlooksOf(found, hosts ?? []);
  const losing = all.filter(losesSomething).length;
  return (
    <>
      <p className="fleet-outlook-sum" role="status">
        {all.length === 0
          ? t('No host that was read runs this OS.')
          : losing === 0
            ? t('None of {all} hosts would lose an extension.', { all: all.length })
            : counted(
                losing,
                '{count} of {all} hosts would lose an extension.',
                '{count} of {all} hosts would lose extensions.',
                { all: all.length },
              )}
      </p>
      {all.map((one) => (
        <OutlookSection key={one.host.id} outlook={one} />
      ))}
    </>
  );
}

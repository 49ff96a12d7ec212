import { useId, useState } from 'react';
import { Button as AriaButton } from 'react-aria-components/Button';
import type { Run } from '../../shared/changes/run-service.ts';
import type { Message } from '../../shared/messages/message.ts';
import { say } from '../../shared/messages/say.ts';
import { t } from '../../shared/messages/translate.ts';
import { visibleText } from '../../shared/messages/visible.ts';
import type { Service } from '../../shared/model/service.ts';
import { formatTime } from '../format.ts';
import { showExtension } from '../shell/show-extension.ts';
import { inBackground } from '../state/in-background.ts';
import { useStore } from '../state/store.ts';
import { Button } from './button.tsx';
import { Name } from './name.tsx';
import { Notice } from './notice.tsx';
import { ReasonedButton } from './reasoned-button.tsx';
import { ServiceLog } from './service-log.tsx';
import './services-panel.css';

/** Services of extensions, each with how it does and what can be asked of it. */
export function ServicesPanel({
  services,
  problem,
  naming = false,
}: {
  readonly services: readonly Service[];
  /** Why nobody says how they do. */
  readonly problem: Message | null;
  /** Whether each says which extension it is of. */
  readonly naming?: boolean;
}) {
  return (
    <>
      {problem === null ? null : <Notice kind="neutral">{say(problem)}</Notice>}
      <ul className="services">
        {services.map((one) => (
          <ServiceRow key={`${one.class}/${one.extension}/${one.name}`} service={one} naming={naming} />
        ))}
      </ul>
    </>
  );
}

/** What a dot says to who cannot see it. */
const statusWord = (status: Service['status']): string =>
  ({
    running: t('running'),
    'left-over': t('left over'),
    failed: t('failed'),
    stopped: t('not running'),
    unknown: t('unknown'),
  })[status];

function ServiceRow({ service, naming }: { readonly service: Service; readonly naming: boolean }) {
  const { name, extension, status, message, since, pid } = service;
  const [isOpen, setOpen] = useState(false);
  const log = useId();
  const isKnown = status !== 'unknown';
  return (
    <li className="service">
      <div className="service-head">
        <span className={`service-dot service-dot-${status}`} role="img" aria-label={statusWord(status)} />
        <span className="service-text">
          <UnitName name={name} />
          {isKnown || naming ? (
            <span className="service-sentence">
              {naming && extension !== null ? (
                <>
                  <OfExtension service={service} name={extension} />
                  {' · '}
                </>
              ) : null}
              <span className={status === 'failed' ? 'bad' : status === 'left-over' ? 'service-warning' : 'muted'}>
                {say(message)}
              </span>
              {since === null ? null : (
                <span
                  className="muted"
                  title={pid === null ? undefined : t('main process {pid}', { pid: String(pid) })}
                >
                  {' · '}
                  {t('since {time}', { time: formatTime(since) })}
                </span>
              )}
            </span>
          ) : null}
        </span>
        {isKnown ? (
          <span className="service-actions">
            <RunButtons service={service} />
            <Button
              look="quiet"
              aria-label={t('Log of {unit}', { unit: visibleText(name) })}
              aria-expanded={isOpen}
              {...(isOpen ? { 'aria-controls': log } : {})}
              onPress={() => setOpen(!isOpen)}
            >
              {t('Log')}
            </Button>
          </span>
        ) : null}
      </div>
      {isOpen ? <ServiceLog id={log} unit={name} /> : null}
    </li>
  );
}

/** Leads to the services of the extension, where that is still there. */
function OfExtension({ service, name }: { readonly service: Service; readonly name: string }) {
  const id = useStore(
    ({ snapshot }) =>
      snapshot?.extensions.find((one) => one.class === service.class && one.name === name && one.listed)?.id ?? null,
  );
  if (id === null) return <Name>{name}</Name>;
  return (
    <AriaButton
      className="service-extension"
      aria-label={t('Show {name} in Extensions', { name })}
      onPress={() => showExtension(id, { tab: 'services' })}
    >
      <Name>{name}</Name>
    </AriaButton>
  );
}

function RunButtons({ service }: { readonly service: Service }) {
  const run = useStore((state) => state.runService);
  const isBusy = useStore((state) => state.operation !== null);
  const cannot = useStore((state) => state.snapshot?.host.executor.kind === 'none');
  const { name, canStart, canStop, status } = service;
  const unit = visibleText(name);
  const button = (what: Run, word: string, label: string) => (
    <Button
      look="quiet"
      aria-label={label}
      isDisabled={isBusy || cannot}
      onPress={() => inBackground(run(what, service))}
    >
      {word}
    </Button>
  );
  return (
    <>
      {canStart ? button('start', t('Start'), t('Start {unit}', { unit })) : null}
      {canStop && (status === 'running' || status === 'left-over') ? (
        <ReasonedButton
          why={
            status === 'left-over'
              ? t('It could not start again, for its files are gone. Merge its extension first.')
              : null
          }
          isBusy={isBusy || cannot}
          look="quiet"
          label={t('Restart {unit}', { unit })}
          onPress={() => inBackground(run('restart', service))}
        >
          {t('Restart')}
        </ReasonedButton>
      ) : null}
      {canStop ? button('stop', t('Stop'), t('Stop {unit}', { unit })) : null}
    </>
  );
}

/** Broken between its words alone, where there is no room for the whole. */
function UnitName({ name }: { readonly name: string }) {
  const parts = visibleText(name).split(/(?<=[.@_:-])/);
  let at = 0;
  return (
    <bdi className="service-name mono selectable">
      {parts.map((part) => {
        at += part.length;
        return (
          <span key={at}>
            {part}
            <wbr />
          </span>
        );
      })}
    </bdi>
  );
}

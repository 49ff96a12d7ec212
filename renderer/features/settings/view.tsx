import { EMPTY_REQUEST } from '../../../shared/changes/empty-request.ts';
import type { Host } from '../../../shared/model/host.ts';
import type { Settings } from '../../../shared/model/settings.ts';
import { runCommand } from '../../commands/run.ts';
import { Button } from '../../components/button.tsx';
import { OneOf } from '../../components/one-of.tsx';
import { Line, Section } from '../../components/section.tsx';
import { Toggle } from '../../components/toggle.tsx';
import { native } from '../../native.ts';
import { inBackground } from '../../state/in-background.ts';
import { useStore } from '../../state/store.ts';
import { RemotesSection } from './remotes-section.tsx';
import { TreesSection } from './trees-section.tsx';
import './view.css';
import { LANGUAGE_NAMES } from '../../../shared/messages/languages.ts';
import { say } from '../../../shared/messages/say.ts';
import { t } from '../../../shared/messages/translate.ts';
import { ViewHeader } from '../../components/view-header.tsx';

const themeChoices = (): readonly (readonly [Settings['theme'], string])[] => [
  ['system', t('As the system')],
  ['light', t('Light')],
  ['dark', t('Dark')],
];
const languageChoices = (): readonly (readonly [Settings['language'], string])[] => [
  ['system', t('As the system')],
  ...(Object.entries(LANGUAGE_NAMES) as [keyof typeof LANGUAGE_NAMES, string][]),
];

const updateChoices = (): readonly (readonly [Settings['updates'], string])[] => [
  ['off', t('Off')],
  ['notify', t('Tell me')],
  ['download', t('Download too')],
];
const KEPT = [
  ['1', '1'],
  ['2', '2'],
  ['3', '3'],
  ['5', '5'],
] as const;

export function SettingsView() {
  return (
    <>
      <ViewHeader title={t('Settings')} />
      <SettingsBody />
    </>
  );
}

function SettingsBody() {
  const settings = useStore((state) => state.settings);
  const change = useStore((state) => state.changeSettings);
  const host = useStore((state) => state.snapshot?.host ?? null);
  return (
    <div className="settings">
      <div className="settings-column">
        <Section title={t('Look')}>
          <Line label={t('Theme')}>
            <OneOf
              look="segments"
              label={t('Theme')}
              options={themeChoices()}
              chosen={settings.theme}
              onChoose={(theme) => inBackground(change({ theme }))}
            />
          </Line>
          <Line label={t('Language')}>
            <OneOf
              look="segments"
              label={t('Language')}
              options={languageChoices()}
              chosen={settings.language}
              onChoose={(language) => inBackground(change({ language }))}
            />
          </Line>
        </Section>
        <Section title={t('Changes')}>
          <Choice
            label={t('Apply at once')}
            hint={t('A single switch acts right away instead of being staged.')}
            on={settings.applyAtOnce}
            onChange={(applyAtOnce) => inBackground(change({ applyAtOnce }))}
          />
          {native === null ? null : (
            <Choice
              label={t('Icon in the tray')}
              hint={t('The window stays within reach when it is closed.')}
              on={settings.tray}
              onChange={(tray) => inBackground(change({ tray }))}
            />
          )}
          <Choice
            label={t('First steps')}
            hint={t('A card above the list of extensions, until something was merged.')}
            on={settings.firstSteps !== 'closed'}
            onChange={(on) => inBackground(change({ firstSteps: on ? 'open' : 'closed' }))}
          />
          {host === null ? null : (
            <Line label={t('How changes are made')}>
              {say(host.executor.sentence)}
              <HelperButton helper={host.executor.helper} />
            </Line>
          )}
        </Section>
        <RemotesSection />
        <TreesSection />
        <Section title={t('Updates')}>
          <Line
            label={
              <>
                {t('Check for updates')}
                <br />
                <span className="muted">
                  {t(
                    'Once a day, while a window or the timer of your account runs. Nothing is ever installed by itself.',
                  )}
                </span>
              </>
            }
          >
            <OneOf
              look="segments"
              label={t('Check for updates')}
              options={updateChoices()}
              chosen={settings.updates}
              onChoose={(updates) => inBackground(change({ updates }))}
            />
          </Line>
          <Line label={t('Older versions that stay')}>
            <OneOf
              look="segments"
              label={t('Older versions that stay')}
              options={KEPT}
              chosen={String(settings.keep) as (typeof KEPT)[number][0]}
              onChoose={(keep) => inBackground(change({ keep: Number(keep) }))}
            />
          </Line>
        </Section>
        {host === null ? null : (
          <>
            <Section title={t('Sandbox')}>
              <Line
                label={
                  <>
                    {t('A tree of sample extensions in your own folder, really merged, without root')}
                    <br />
                    <span className="muted">
                      {host.sandbox ? t('It is open now.') : t('Nothing on this machine is touched.')}
                    </span>
                  </>
                }
              >
                <Button onPress={() => runCommand(host.sandbox ? 'leave-sandbox' : 'open-sandbox')}>
                  {host.sandbox ? t('Leave') : t('Open')}
                </Button>
              </Line>
            </Section>
            <Section title={t('About')}>
              <Line label={t('Running as')}>{host.user}</Line>
              <Line label={t('Judged by the rules of')}>
                systemd {host.judgedAs}
                {host.systemdVersion === null ? ` ${t('(assumed, none was found)')}` : ''}
              </Line>
              <Line label={t('Version and details')}>
                <Button onPress={() => runCommand('about')}>{t('About Veneer')}</Button>
              </Line>
            </Section>
          </>
        )}
      </div>
    </div>
  );
}

/** Offers to install the helper where Veneer only carries it along. */
function HelperButton({ helper }: Pick<Host['executor'], 'helper'>) {
  const review = useStore((state) => state.reviewRequest);
  if (helper !== 'carried') return null;
  return (
    <Button onPress={() => inBackground(review({ ...EMPTY_REQUEST, classes: ['sysext'], helper: true }))}>
      {t('Install the helper…')}
    </Button>
  );
}

function Choice({
  label,
  hint,
  on,
  onChange,
}: {
  readonly label: string;
  readonly hint: string;
  readonly on: boolean;
  readonly onChange: (on: boolean) => void;
}) {
  return (
    <Line
      label={
        <>
          {label}
          <br />
          <span className="muted">{hint}</span>
        </>
      }
    >
      <Toggle label={label} on={on} onChange={onChange} />
    </Line>
  );
}

import { useState } from 'react';
import { t } from '../../../shared/messages/translate.ts';
import type { HostDetails } from '../../../shared/model/host-details.ts';
import type { Snapshot } from '../../../shared/model/snapshot.ts';
import { CLASSES } from '../../../shared/systemd/classes.ts';
import { Line, Section } from '../../components/section.tsx';
import { Skeleton } from '../../components/skeleton.tsx';
import { useHostDetails } from '../../components/use-host-details.ts';
import { ViewHeader } from '../../components/view-header.tsx';
import { useStore } from '../../state/store.ts';
import { BootSection, WritableSection } from './boot-section.tsx';
import { ConflictsSection } from './conflicts-section.tsx';
import { ForecastBar } from './forecast-bar.tsx';
import { Lacks, Wrong } from './lacks.tsx';
import { countFates, type Plate, stackOf } from './plates.ts';
import { PortablesSection } from './portables-section.tsx';
import { reportOfStacks } from './report.ts';
import { ServicesSection } from './services-section.tsx';
import { SetsSection } from './sets-section.tsx';
import { SharedFilesDialog } from './shared-files-dialog.tsx';
import { Stack } from './stack.tsx';
import { StackActions } from './stack-actions.tsx';
import { StorageSection } from './storage-section.tsx';
import { useOutlook, useReleaseChoice } from './use-forecast.ts';
import './view.css';

/** The layers as a drawing, and how they would be on another release of the OS. */
export function HostView() {
  const snapshot = useStore((state) => state.snapshot);
  const details = useHostDetails(true);
  return (
    <>
      <ViewHeader title={t('Host')} subtitle={snapshot?.host.overSsh?.name ?? snapshot?.host.hostname ?? null} />
      {snapshot === null || details === null ? (
        <Skeleton waitsFor={t('The images are being looked into.')} />
      ) : (
        <HostBody snapshot={snapshot} details={details} />
      )}
    </>
  );
}

function HostBody({ snapshot, details }: { readonly snapshot: Snapshot; readonly details: HostDetails }) {
  const { host, extensions, hierarchies, failures } = snapshot;
  const { atBoot, mutable, layers, elsewhere, lacks, wrong } = details;
  const choice = useReleaseChoice(host.osRelease);
  const outlook = useOutlook(choice.chosen);
  const [colliding, setColliding] = useState<Plate | null>(null);
  const { outcomes, builds } = outlook;
  const os = outcomes === null ? null : (choice.chosen?.title ?? null);
  const forecast = os === null || outcomes === null ? null : { outcomes, builds: builds?.rows ?? [] };
  const stacks = CLASSES.flatMap((extensionClass) => {
    const mine = hierarchies.filter((one) => one.class === extensionClass);
    const stack = stackOf(extensionClass, extensions, layers, forecast);
    const isUsed = stack.plates.length > 0 || stack.leftOut.length > 0 || mine.some(({ merged }) => merged);
    if (mine.length === 0 || (extensionClass === 'confext' && !isUsed)) return [];
    return [{ extensionClass, hierarchies: mine, paths: mine.map(({ path }) => path).join(t(' and ')), stack }];
  });
  const counts = forecast === null ? null : countFates(stacks.map(({ stack }) => stack));
  const drops = stacks.some(({ stack }) => stack.plates.some(({ fate }) => fate === 'drops-out'));
  return (
    <div className="host">
      <div className="host-drawing">
        <Wrong wrong={wrong} />
        <Lacks lacks={lacks} />
        <ForecastBar choice={choice} counts={counts} />
        <div className="host-stacks">
          {choice.releases === null || outlook.isFirst ? (
            <Skeleton waitsFor={t('Other releases of the OS are being looked for.')} />
          ) : (
            <>
              {stacks.map(({ extensionClass, hierarchies: mine, stack }) => (
                <Stack
                  key={extensionClass}
                  host={host}
                  hierarchies={mine}
                  stack={stack}
                  failures={failures.filter((one) => one.class === extensionClass)}
                  onConflicts={setColliding}
                />
              ))}
              <StackActions
                chosen={choice.chosen}
                outlook={outlook}
                drops={drops}
                report={() => reportOfStacks(host, stacks, os)}
              />
            </>
          )}
        </div>
      </div>
      <aside className="host-side" aria-label={t('About this host')}>
        <ConflictsSection plates={stacks.flatMap(({ stack }) => stack.plates)} onOpen={setColliding} />
        <ServicesSection />
        <PortablesSection />
        <BootSection atBoot={atBoot} />
        <WritableSection mutable={mutable} isMerged={hierarchies.some(({ merged }) => merged)} />
        <SetsSection />
        <StorageSection folders={details.folderSizes} />
        {elsewhere.length === 0 ? null : (
          <Section title={t('Merged over other folders')} aside={elsewhere.length}>
            {elsewhere.map(({ path, class: extensionClass, extensions: names }) => (
              <Line key={`${extensionClass}${path}`} label={path}>
                <span className="muted">{names.join(', ')}</span>
              </Line>
            ))}
          </Section>
        )}
      </aside>
      <SharedFilesDialog plate={colliding} onClose={() => setColliding(null)} />
    </div>
  );
}

import { Check, ChevronDown, ChevronRight } from 'lucide-react';
import { useState } from 'react';
import { EMPTY_REQUEST } from '../../../shared/changes/empty-request.ts';
import { endFollowing } from '../../../shared/changes/follow.ts';
import { requestPin } from '../../../shared/changes/pin.ts';
import { canUpdate, isSigned, storedNewer } from '../../../shared/changes/updatable.ts';
import { isUpdate, requestUpdate } from '../../../shared/changes/update.ts';
import { requestVacuum } from '../../../shared/changes/vacuum.ts';
import { requestVacuumTransfer } from '../../../shared/changes/vacuum-transfer.ts';
import { diagnoseUpdate } from '../../../shared/diagnosis/updates/diagnose-updates.ts';
import { say } from '../../../shared/messages/say.ts';
import { counted, t } from '../../../shared/messages/translate.ts';
import type { Change } from '../../../shared/model/change.ts';
import type { UpdateItem } from '../../../shared/model/update.ts';
import { withStream } from '../../../shared/remotes/stream.ts';
import { runCommand } from '../../commands/run.ts';
import { ActionsMenu, type MenuAction } from '../../components/actions-menu.tsx';
import { Button } from '../../components/button.tsx';
import { DiagnosisNotice } from '../../components/diagnosis-notice.tsx';
import { Name } from '../../components/name.tsx';
import { Pill } from '../../components/pill.tsx';
import { Tile } from '../../components/tile.tsx';
import { UseStored } from '../../components/use-stored.tsx';
import { formatBytes } from '../../format.ts';
import { inBackground } from '../../state/in-background.ts';
import { useStore } from '../../state/store.ts';
import { useServiceStates } from '../../state/use-services.ts';
import { GoBack } from './go-back.tsx';
import { type UpdateGroup, versionsToDelete } from './update-groups.ts';
import { sizeChange, VersionChanges } from './version-changes.tsx';

/** One extension that is kept current: from which version to which, whether that fits, and what was decided on it. */
export function UpdateRow({ item, group }: { readonly item: UpdateItem; readonly group: UpdateGroup }) {
  const [isOpen, setOpen] = useState(false);
  const { name, installed, newest } = item;
  const now = installed === null ? t('not installed') : withStream(item, installed);
  const stored = storedNewer(item);
  const hasMore = newest !== null || stored !== null;
  return (
    <li className="update">
      <Tile name={name} class={item.class} />
      <div className="update-text">
        <div className="update-name">
          <strong>
            <Name>{name}</Name>
          </strong>
          <span className="muted">
            {newest === null || group === 'held' || group === 'unfit' ? now : `${now} → ${withStream(item, newest)}`}
          </span>
        </div>
        <Line item={item} group={group} />
        {diagnoseUpdate(item).map((one) => (
          <DiagnosisNotice key={one.id} diagnosis={one} />
        ))}
        {item.elsewhere.map((one) => (
          <div key={one.remote} className="muted">
            {isSigned(one)
              ? t('{remote}, signed, has {version}', { remote: one.remote, version: one.version })
              : t('{remote}, unsigned, has {version}', { remote: one.remote, version: one.version })}
          </div>
        ))}
      </div>
      <div className="update-actions">
        <StatePill item={item} group={group} />
        <Buttons item={item} group={group} isOpen={isOpen} onOpen={() => setOpen(!isOpen)} />
        {hasMore && group !== 'unfit' ? (
          <Button
            look="quiet"
            aria-expanded={isOpen}
            aria-label={t('What changes in {name}', { name })}
            onPress={() => setOpen(!isOpen)}
          >
            {isOpen ? <ChevronDown aria-hidden size={15} /> : <ChevronRight aria-hidden size={15} />}
          </Button>
        ) : null}
      </div>
      {isOpen ? (
        <section className="update-changes" aria-label={t('What changes in {name}', { name })}>
          <VersionChanges item={item} stored={newest === null ? stored : null} />
        </section>
      ) : null}
    </li>
  );
}

function StatePill({
  item: { fits, newest, pinned, held },
  group,
}: {
  readonly item: UpdateItem;
  readonly group: UpdateGroup;
}) {
  if (pinned !== null) return <Pill kind="neutral">{t('Pinned to {version}', { version: pinned })}</Pill>;
  if (held) return <Pill kind="neutral">{t('Held')}</Pill>;
  if (group === 'current') return <Check className="muted" role="img" aria-label={t('Up to date')} size={15} />;
  if (newest === null) return null;
  if (fits === null) return <Pill kind="unknown">{t('Known after download')}</Pill>;
  return fits ? <Pill kind="good">{t('Fits')}</Pill> : <Pill kind="bad">{t('Does not fit')}</Pill>;
}

function Buttons({
  item,
  group,
  isOpen,
  onOpen,
}: {
  readonly item: UpdateItem;
  readonly group: UpdateGroup;
  readonly isOpen: boolean;
  readonly onOpen: () => void;
}) {
  const updateNow = useStore((state) => state.update);
  const decide = useStore((state) => state.decide);
  const busy = useStore((state) => state.updating.length > 0 || state.operation !== null);
  const isUpdating = useStore((state) =>
    state.updating.some((one) => one.name === item.name && one.class === item.class),
  );
  const { name, newest, pinned, held, needsRefresh } = item;
  const newer = storedNewer(item);
  const isHeld = pinned !== null || held;
  return (
    <>
      {needsRefresh ? <Button onPress={() => runCommand('refresh')}>{t('Re-merge')}</Button> : null}
      {canUpdate(item) ? (
        <Button
          isDisabled={busy}
          aria-label={t('Update {name} to {version}', { name, version: newest ?? '' })}
          onPress={() => inBackground(updateNow([item]))}
        >
          {isUpdating ? t('Updating…') : t('Update')}
        </Button>
      ) : null}
      {newer === null ? null : <UseStored item={item} version={newer} />}
      {isHeld ? (
        <Button
          isDisabled={busy}
          aria-label={`${pinned === null ? t('Release') : t('Unpin')} ${name}`}
          onPress={() => inBackground(decide(requestPin(item, null, false)))}
        >
          {pinned === null ? t('Release') : t('Unpin')}
        </Button>
      ) : null}
      {group === 'unfit' ? (
        <Button aria-expanded={isOpen} aria-label={`${t('Details')} ${name}`} onPress={onOpen}>
          {t('Details')}
        </Button>
      ) : null}
      {newer === null ? <GoBack item={item} isDisabled={busy} /> : null}
      <More item={item} isDisabled={busy} />
    </>
  );
}

/** Where it comes from, how large it is, and what goes on running as it was. */
function Line({ item, group }: { readonly item: UpdateItem; readonly group: UpdateGroup }) {
  const servicesOf = useServiceStates();
  const { way, source, sizeNow, sizeThen, reason, newest, pinned, held, stored } = item;
  const running = (servicesOf(item)?.services ?? []).filter(({ status }) => status === 'running');
  const newer = storedNewer(item);
  const older = stored.length - 1;
  const by =
    way === 'sysupdate'
      ? t('by systemd-sysupdate from {source}', { source })
      : source === ''
        ? null
        : t('from {source}', { source });
  const parts =
    group === 'held'
      ? [
          newest === null ? null : t('{version} is available', { version: withStream(item, newest) }),
          pinned === null ? null : t('pinned to {version}', { version: pinned }),
          held && pinned === null ? t('updates are held') : null,
          newer === null ? null : t('{version} is stored here, but not in use', { version: newer }),
        ]
      : group === 'unfit'
        ? [newest === null ? null : `${withStream(item, newest)}: ${reason === null ? t('Does not fit') : say(reason)}`]
        : [
            by,
            newest === null || sizeThen === null ? null : sizeChange(sizeNow, sizeThen),
            newest === null && older > 0
              ? counted(older, '{count} other version kept', '{count} other versions kept')
              : null,
            newest === null || running.length === 0
              ? null
              : t('{units} runs as it is until it is restarted', { units: running.map((one) => one.name).join(', ') }),
          ];
  return <div className="muted update-line">{parts.filter((part) => part !== null).join(' · ')}</div>;
}

/** A menu is no list. */
const MOST_OTHERS = 5;

/** What can be decided on the versions of a name. */
function More({ item, isDisabled }: { readonly item: UpdateItem; readonly isDisabled: boolean }) {
  const decide = useStore((state) => state.decide);
  const review = useStore((state) => state.reviewRequest);
  const updateNow = useStore((state) => state.update);
  const keep = useStore((state) => state.settings.keep);
  const actions = actionsOf(
    item,
    keep,
    (remote) => inBackground(updateNow([item], remote)),
    (change) => inBackground(decide(change)),
    (change) =>
      inBackground(
        review({
          ...EMPTY_REQUEST,
          changes: [change],
          classes: [change.class],
          action: isUpdate(change) ? 'auto' : 'none',
        }),
      ),
  );
  if (actions.length === 0) return null;
  return (
    <ActionsMenu
      look="quiet"
      isDisabled={isDisabled}
      label={t('More for {name}', { name: item.name })}
      actions={actions}
    />
  );
}

/** As far as a menu has room for them; the review has all. */
function namesWithSizes({ stored, storedSizes }: UpdateItem, versions: readonly string[]): string {
  const named = versions.slice(0, MOST_OTHERS).map((version) => {
    const size = storedSizes[stored.indexOf(version)];
    return size === undefined ? version : `${version} (${formatBytes(size)})`;
  });
  return versions.length > MOST_OTHERS
    ? t('{units} and {count} more', { units: named.join(', '), count: versions.length - MOST_OTHERS })
    : named.join(', ');
}

function actionsOf(
  item: UpdateItem,
  keep: number,
  haveFrom: (remote: string) => void,
  decide: (change: Change) => void,
  review: (change: Change) => void,
): MenuAction[] {
  const { name, installed, pinned, held, component, isOurs, stored, versions, newest, way } = item;
  const decidePin = (version: string | null, isHeld: boolean) => () => decide(requestPin(item, version, isHeld));
  const actions: MenuAction[] = [];
  if (pinned === null && installed !== null) {
    actions.push({
      id: 'stay',
      label: t('Pin to {version}', { version: installed }),
      run: decidePin(installed, false),
    });
  }
  if (pinned === null && !held) actions.push({ id: 'hold', label: t('Hold updates'), run: decidePin(null, true) });
  // Each that goes is named.
  const { by, versions: goes } = versionsToDelete(item, keep);
  if (goes.length > 0) {
    actions.push({
      id: 'delete-old',
      label: t('Delete {versions}…', { versions: namesWithSizes(item, goes) }),
      run: () => review(by === null ? requestVacuum(item, keep) : requestVacuumTransfer(item, by)),
    });
  }
  // Of what is stored, going back is the way; systemd-sysupdate would say that it is there already.
  const others = way === 'sysupdate' && component !== null && pinned === null && !held ? versions : [];
  for (const version of others.filter((one) => !stored.includes(one) && one !== newest).slice(0, MOST_OTHERS)) {
    actions.push({
      id: `version-${version}`,
      label: t('Install version {version}…', { version }),
      run: () => review(requestUpdate(item, component ?? name, version)),
    });
  }
  // Nobody has these without choosing the remote: it is not the one that the installed version came from.
  const offered = pinned === null && !held ? item.elsewhere.filter(({ fits }) => fits !== false) : [];
  for (const { remote, version } of offered) {
    actions.push({
      id: `from-${remote}`,
      label: t('Update to {version} from {remote}', { version, remote }),
      run: () => haveFrom(remote),
    });
  }
  if (isOurs) {
    actions.push({
      id: 'unfollow',
      label: t('Stop following…'),
      run: () => review(endFollowing(item)),
    });
  }
  return actions;
}

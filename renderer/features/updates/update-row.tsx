import { Ellipsis } from 'lucide-react';
import { Menu, MenuItem, MenuTrigger } from 'react-aria-components/Menu';
import { Popover } from 'react-aria-components/Popover';
import { EMPTY_REQUEST } from '../../../shared/changes/empty-request.ts';
import { endFollowing } from '../../../shared/changes/follow.ts';
import { requestPin } from '../../../shared/changes/pin.ts';
import { canUpdate, isSigned } from '../../../shared/changes/updatable.ts';
import { isUpdate, requestUpdate } from '../../../shared/changes/update.ts';
import { requestVacuum } from '../../../shared/changes/vacuum.ts';
import { requestVacuumTransfer } from '../../../shared/changes/vacuum-transfer.ts';
import { diagnoseUpdate } from '../../../shared/diagnosis/updates/diagnose-updates.ts';
import { say } from '../../../shared/messages/say.ts';
import { t } from '../../../shared/messages/translate.ts';
import type { Change } from '../../../shared/model/change.ts';
import type { UpdateItem } from '../../../shared/model/update.ts';
import { withStream } from '../../../shared/remotes/stream.ts';
import { compareVersions } from '../../../shared/systemd/version.ts';
import { runCommand } from '../../commands/run.ts';
import { Button } from '../../components/button.tsx';
import { DiagnosisNotice } from '../../components/diagnosis-notice.tsx';
import { FitPill } from '../../components/fit-pill.tsx';
import { Name } from '../../components/name.tsx';
import { Pill } from '../../components/pill.tsx';
import { formatBytes } from '../../format.ts';
import { inBackground } from '../../state/in-background.ts';
import { useStore } from '../../state/store.ts';
import '../../components/menu.css';

/** One extension that is kept current: from which version to which, whether that fits, and what was decided on it. */
export function UpdateRow({ item }: { readonly item: UpdateItem }) {
  const updateNow = useStore((state) => state.update);
  const busy = useStore((state) => state.updating.length > 0 || state.operation !== null);
  const isUpdating = useStore((state) =>
    state.updating.some((one) => one.name === item.name && one.class === item.class),
  );
  const { name, installed, newest, pinned, held, needsRefresh } = item;
  const now = installed === null ? t('not installed') : withStream(item, installed);
  return (
    <li className="update">
      <div className="update-text">
        <div className="update-name">
          <strong>
            <Name>{name}</Name>
          </strong>
          <span className="muted">{newest === null ? now : `${now} → ${withStream(item, newest)}`}</span>
        </div>
        <div className="muted">{factsOf(item)}</div>
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
        {item.class === 'confext' ? <Pill kind="neutral">confext</Pill> : null}
        {pinned === null ? null : <Pill kind="neutral">{t('Pinned to {version}', { version: pinned })}</Pill>}
        {held ? <Pill kind="neutral">{t('Held')}</Pill> : null}
        {newest === null ? null : <FitPill fits={item.fits} />}
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
        <More item={item} isDisabled={busy} />
      </div>
    </li>
  );
}

function factsOf({ way, source, sizeNow, sizeThen, reason, fits, newest, installed, stored }: UpdateItem): string {
  const by =
    way === 'sysupdate'
      ? t('by systemd-sysupdate from {source}', { source })
      : source === ''
        ? null
        : t('from {source}', { source });
  const [latest = null] = stored;
  const isBack = latest !== null && installed !== null && compareVersions(latest, installed) > 0;
  return [
    by,
    isBack ? t('{version} is stored here, but not in use', { version: latest }) : null,
    newest === null || sizeThen === null ? null : sizeChange(sizeNow, sizeThen),
    newest !== null && fits !== true && reason !== null ? say(reason) : null,
  ]
    .filter((part) => part !== null)
    .join(' · ');
}

function sizeChange(now: number | null, then: number): string {
  if (now === null || now === then) return formatBytes(then);
  const difference = formatBytes(Math.abs(then - now));
  return then > now
    ? t('{size}, {difference} larger', { size: formatBytes(then), difference })
    : t('{size}, {difference} smaller', { size: formatBytes(then), difference });
}

/** A menu is no list. */
const MOST_OTHERS = 5;

interface Action {
  readonly id: string;
  readonly label: string;
  run(): void;
}

/** What can be decided on the versions of a name. */
function More({ item, isDisabled }: { readonly item: UpdateItem; readonly isDisabled: boolean }) {
  const decide = useStore((state) => state.decide);
  const review = useStore((state) => state.reviewRequest);
  const updateNow = useStore((state) => state.update);
  const actions = actionsOf(
    item,
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
    <MenuTrigger>
      <Button look="quiet" isDisabled={isDisabled} aria-label={t('More for {name}', { name: item.name })}>
        <Ellipsis aria-hidden size={16} />
      </Button>
      <Popover className="popover" placement="bottom end">
        <Menu
          className="menu"
          aria-label={t('More for {name}', { name: item.name })}
          items={actions}
          onAction={(id) => actions.find((one) => one.id === id)?.run()}
        >
          {({ id, label }) => (
            <MenuItem id={id} className="menu-item">
              {label}
            </MenuItem>
          )}
        </Menu>
      </Popover>
    </MenuTrigger>
  );
}

function actionsOf(
  item: UpdateItem,
  haveFrom: (remote: string) => void,
  decide: (change: Change) => void,
  review: (change: Change) => void,
): Action[] {
  const { name, installed, pinned, held, component, isOurs, stored, versions, newest, way } = item;
  const decidePin = (version: string | null, isHeld: boolean) => () => decide(requestPin(item, version, isHeld));
  const actions: Action[] = [];
  if (pinned === null && installed !== null) {
    actions.push({
      id: 'stay',
      label: t('Pin to {version}', { version: installed }),
      run: decidePin(installed, false),
    });
  }
  if (pinned === null && !held) actions.push({ id: 'hold', label: t('Hold updates'), run: decidePin(null, true) });
  if (pinned !== null || held)
    actions.push({ id: 'unpin', label: t('Let it have updates again'), run: decidePin(null, false) });
  if (stored.length > 1) {
    actions.push({
      id: 'delete-old',
      label: t('Delete old versions…'),
      run: () =>
        review(
          component === null || isOurs || way !== 'sysupdate'
            ? requestVacuum(item, 0)
            : requestVacuumTransfer(item, component),
        ),
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

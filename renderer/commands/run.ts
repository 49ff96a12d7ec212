/** What each command does, and whether it can be run now. */

import { canUpdate } from '../../shared/changes/updatable.ts';
import { say } from '../../shared/messages/say.ts';
import { t } from '../../shared/messages/translate.ts';
import { COMMANDS, type CommandId } from '../../shared/window/commands.ts';
import { fleetHostOf, MACHINE, SANDBOX } from '../../shared/window/host-id.ts';
import { classStatuses } from '../state/class-status.ts';
import { isReadingFleet } from '../state/fleet-slice.ts';
import { inBackground } from '../state/in-background.ts';
import { isOverSsh, notKnownOverSsh, onlyRead } from '../state/over-ssh.ts';
import { client, type State, store } from '../state/store.ts';

const isMerged = ({ snapshot }: State) => snapshot?.hierarchies.some(({ merged }) => merged) === true;

const wouldMerge = ({ snapshot }: State) =>
  snapshot !== null && classStatuses(snapshot).some(({ fitting }) => fitting > 0);

/** What can be done while a change runs, beside going to another view. */
const LOOKING: readonly CommandId[] = ['about', 'open-palette', 'find-file', 'filter'];

/** What opens a dialog: one stands over the window at a time. */
const OPENING: readonly CommandId[] = [
  ...([
    'open-palette',
    'find-file',
    'show-shortcuts',
    'about',
    'install-file',
    'add-remote',
    'add-fleet-hosts',
    'check-fleet-os',
  ] as const),
  ...(['merge', 'refresh', 'unmerge', 'merge-force', 'review', 'undo'] as const),
];

/** Whether a dialog is open that holds what a person chose, so that another one cannot take its place. */
const isAsking = ({ review, installOpen, arrivals, remoteDialog, fleetDialog }: State): boolean =>
  review !== null || installOpen || arrivals.length > 0 || remoteDialog !== null || fleetDialog !== null;

/** What changes the host that is shown, or would tell of it what only its own Veneer can. */
const CHANGING: readonly CommandId[] = [
  'merge',
  'refresh',
  'unmerge',
  'merge-force',
  'install-file',
  'apply',
  'review',
];
const TELLING: readonly CommandId[] = ['check-updates', 'update-all', 'look-over'];

/** Why a command cannot be run now, or null where it can. */
export function obstacleTo(id: CommandId, state: State): string | null {
  if (state.connection !== 'open') return t('There is no connection.');
  if (state.operation !== null && !id.startsWith('show-') && !LOOKING.includes(id)) return t('A change is running.');
  if (OPENING.includes(id) && isAsking(state)) return t('Another dialog is open.');
  if (isOverSsh(state) && CHANGING.includes(id)) return onlyRead();
  if (isOverSsh(state) && TELLING.includes(id)) return notKnownOverSsh();
  switch (id) {
    case 'merge':
      if (isMerged(state)) return t('Extensions are merged already; re-merge instead.');
      return wouldMerge(state) ? null : t('Nothing would be merged: no enabled extension fits.');
    case 'refresh':
    case 'unmerge':
      return isMerged(state) ? null : t('Nothing is merged.');
    case 'review':
    case 'discard':
      return state.staged.length > 0 ? null : t('Nothing is staged.');
    case 'apply':
      if (state.staged.length === 0) return t('Nothing is staged.');
      return say(state.draft?.plan?.blockers[0]?.message ?? '') || null;
    case 'check-updates':
      return state.updates?.isChecking === true ? t('Servers are being asked.') : null;
    case 'look-over':
      return state.isLookingOver ? t('The host is being looked over.') : null;
    case 'read-fleet':
      if (isReadingFleet(state)) return t('Hosts are being read.');
      return state.fleet?.hosts.length === 0 ? t('The fleet has no host yet.') : null;
    case 'check-fleet-os':
      // Before it was looked at nobody knows.
      return state.fleet?.hosts.every(({ readAt }) => readAt === null) === true
        ? t('No host of the fleet was read yet.')
        : null;
    case 'update-all':
      if (state.updating.length > 0) return t('Updates are on their way.');
      return state.updates?.items.some(canUpdate) === true ? null : t('Everything is up to date.');
    case 'open-sandbox':
      return state.host === SANDBOX ? t('This is the sandbox.') : switchObstacle(state);
    case 'leave-sandbox':
      return state.host === SANDBOX ? switchObstacle(state) : t('This is no sandbox.');
    default:
      return null;
  }
}

/** Why another host cannot be shown now, or null where it can: what is on its way is about the one that is shown. */
export function switchObstacle({ operation, updating }: Pick<State, 'operation' | 'updating'>): string | null {
  if (operation !== null) return t('A change is running.');
  return updating.length > 0 ? t('Updates are on their way.') : null;
}

export function runCommand(id: CommandId): void {
  const state = store.getState();
  if (obstacleTo(id, state) !== null) return;
  // What only tells something gives way.
  state.setView({ paletteOpen: false, shortcutsOpen: false, aboutOpen: false });
  inBackground(carryOut(id, state));
}

async function carryOut(id: CommandId, state: State): Promise<unknown> {
  const inFleet = fleetHostOf(state.host);
  switch (id) {
    case 'show-extensions':
      return state.setView({ view: 'extensions' });
    case 'show-catalog':
      return state.setView({ view: 'catalog' });
    case 'show-updates':
      return state.setView({ view: 'updates' });
    case 'check-updates':
      return state.checkUpdates();
    case 'update-all':
      return state.update((state.updates?.items ?? []).filter(canUpdate));
    case 'add-remote':
      return state.openRemote('new');
    case 'show-host':
      return state.setView({ view: 'host' });
    case 'show-doctor':
      return state.setView({ view: 'doctor' });
    case 'look-over':
      state.setView({ view: 'doctor' });
      return state.lookOver();
    case 'show-history':
      return state.setView({ view: 'history' });
    case 'show-fleet':
      return state.setView({ view: 'fleet' });
    case 'read-fleet':
      state.setView({ view: 'fleet' });
      return state.readHosts(null);
    case 'add-fleet-hosts':
      state.setView({ view: 'fleet' });
      return state.setFleetView({ fleetDialog: 'add' });
    case 'check-fleet-os':
      state.setView({ view: 'fleet' });
      return state.setFleetView({ fleetDialog: 'next-os' });
    case 'show-build':
      return state.setView({ view: 'build' });
    case 'install-file':
      return state.openInstall();
    case 'show-settings':
      return state.setView({ view: 'settings' });
    case 'open-palette':
      return state.setView({ paletteOpen: true, paletteText: '' });
    case 'find-file':
      return state.setView({ paletteOpen: true, paletteText: '/' });
    case 'filter':
      return focusFilter(state);
    case 'show-shortcuts':
      return state.setView({ shortcutsOpen: true });
    case 'about':
      return state.setView({ aboutOpen: true });
    case 'reload':
      return inFleet !== null ? state.readHosts([inFleet]) : client().system.reload({ host: state.host });
    case 'merge':
    case 'refresh':
    case 'unmerge':
      return state.openReview(id);
    case 'merge-force':
      return state.openReview('refresh', true);
    case 'review':
      return state.openReview();
    case 'apply':
      return applyDraft(state);
    case 'discard':
      return state.discard();
    case 'undo':
      if (state.hushed?.isBack === false) return state.takeBackSilence();
      return state.removed?.isBack === false ? state.restoreRemote() : state.undo();
    case 'open-sandbox':
      return state.showHost(SANDBOX);
    case 'leave-sandbox':
      return state.showHost(state.firstHost === SANDBOX ? MACHINE : state.firstHost);
  }
}

/** To the box above the list of this view; where it has none, to that of the extensions, which is there once the view is. */
function focusFilter({ setView }: State): void {
  const focusBox = () => {
    const box = document.querySelector<HTMLInputElement>('[data-filter-box], .app-view input[type=search]');
    box?.focus();
    box?.select();
    return box !== null;
  };
  if (focusBox()) return;
  setView({ view: 'extensions' });
  requestAnimationFrame(focusBox);
}

/** Applies what is staged; where something has to be agreed to first, opens the review instead. */
async function applyDraft({ planned, openReview, apply }: State): Promise<void> {
  const draft = await planned();
  if (draft?.plan == null || draft.plan.blockers.length > 0) return;
  if (draft.plan.movesAside.length > 0) await openReview();
  else await apply(draft.request, draft.plan.revision);
}

/**
 * The command that a key press means, or null.
 *
 * @param isTyping whether the key goes into a text
 */
export function commandForKey(
  event: Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'shiftKey' | 'altKey'>,
  isTyping: boolean,
): CommandId | null {
  const { key, altKey, shiftKey } = event;
  const withCtrl = event.ctrlKey || event.metaKey;
  if (altKey || (isTyping && key.length === 1 && !withCtrl)) return null;
  // In a text it takes back what was typed.
  if (isTyping && key.toLowerCase() === 'z') return null;
  // With which keys a sign such as ? is typed depends on the keyboard.
  const withShift = shiftKey && (key.length > 1 || key.toLowerCase() !== key.toUpperCase());
  if (key === '/' && !withCtrl) return 'filter';
  const spelled = `${withCtrl ? 'Ctrl+' : ''}${withShift ? 'Shift+' : ''}${key}`;
  return COMMANDS.find(({ keys }) => keys !== null && keys.toLowerCase() === spelled.toLowerCase())?.id ?? null;
}

import { isRename } from '../../shared/changes/rename.ts';
import { isRun } from '../../shared/changes/run-service.ts';
import { switchesOff, switchesOn } from '../../shared/changes/switch.ts';
import { t } from '../../shared/messages/translate.ts';
import type { Change } from '../../shared/model/change.ts';
import type { Fix } from '../../shared/model/diagnosis.ts';

/** The words on the button of what mends something; null where no button does. */
export function wordsOfFix(fix: Fix): string | null {
  const [change] = fix.changes;
  return change === undefined ? hostLabel(fix) : labelOf(change);
}

/** What that button is called: by its words, and by the class where such buttons of both may stand beside each other. */
export function nameOfFix({ atBoot }: Fix, words: string): string {
  if (atBoot === undefined) return words;
  return atBoot.class === 'sysext'
    ? t('Merge at every start… (system extensions)')
    : t('Merge at every start… (configuration extensions)');
}

const RUNS = {
  start: (unit: string) => t('Start {unit}', { unit }),
  stop: (unit: string) => t('Stop {unit}', { unit }),
  restart: (unit: string) => t('Restart {unit}', { unit }),
};

function labelOf(change: Change): string | null {
  const { name } = change;
  if (isRename(change)) return t('Rename to {name}…', { name: `${change.to}.raw` });
  if (isRun(change)) return RUNS[change.run](change.units.join(', '));
  if (switchesOff(change)) return t('Disable {name}', { name });
  return switchesOn(change) ? t('Enable {name}', { name }) : null;
}

/** Of what changes no extension. */
function hostLabel({ action, atBoot }: Fix): string | null {
  if (atBoot !== undefined) return t('Merge at every start…');
  if (action === 'merge') return t('Merge…');
  return action === 'refresh' ? t('Re-merge…') : null;
}

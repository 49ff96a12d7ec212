/** What is wrong with how a host merges, now and at its start, by the rules beside this, the worst first. A new rule is a file and a line here. */
import type { Diagnosis } from '../../model/diagnosis.ts';
import type { Rule } from '../rule.ts';
import { worstFirst } from '../worst-first.ts';
import type { StateFacts } from './facts.ts';
import { imageReplaced } from './image-replaced.ts';
import { lostWithOs } from './lost-with-os.ts';
import { mergeDiffers } from './merge-differs.ts';
import { mountedLater } from './mounted-later.ts';
import { noLoopDevice } from './no-loop-device.ts';
import { noRoom } from './no-room.ts';
import { serviceFailed } from './service-failed.ts';
import { serviceSkipped } from './service-skipped.ts';
import { unfinishedFiles } from './unfinished-files.ts';
import { untilReboot } from './until-reboot.ts';

/** What the service manager of the running system has to be asked for. */
export const START_RULES = [serviceFailed, serviceSkipped, mountedLater] as const;
/** What is asked of the running system alone. */
export const MACHINE_RULES = [noLoopDevice] as const;
export const STATE_RULES = [mergeDiffers, imageReplaced, untilReboot, noRoom, unfinishedFiles] as const;
/** What only a host can be asked for whose OS was seen to become another one. */
export const OTHER_OS_RULES = [lostWithOs] as const;

export function diagnoseState(facts: StateFacts): Diagnosis[] {
  const rules: readonly Rule<StateFacts>[] = [...START_RULES, ...MACHINE_RULES, ...STATE_RULES, ...OTHER_OS_RULES];
  return worstFirst(rules.flatMap((one) => one.find(facts)));
}

/** Puts together what the Host view shows. */

import { diagnoseLacks } from '../../shared/diagnosis/lacks/diagnose-lacks.ts';
import { diagnoseState } from '../../shared/diagnosis/state/diagnose-state.ts';
import type { Diagnosis } from '../../shared/model/diagnosis.ts';
import type { HistoryEntry } from '../../shared/model/history.ts';
import type { HostDetails } from '../../shared/model/host-details.ts';
import { BOOT_REFRESH_UNIT } from '../../shared/systemd/boot-refresh-unit.ts';
import { CLASSES, classesIn } from '../../shared/systemd/classes.ts';
import type { LocalReader } from '../extensions/local-reader.ts';
import type { System, Target } from '../extensions/system.ts';
import { readKernelFacts } from '../host/kernel.ts';
import { isOffByKernel } from '../host/merge-settings.ts';
import { readEnablement } from '../host/services.ts';
import type { Executor } from '../operations/executors/executor.ts';
import { findSysupdate } from '../updates/sysupdate.ts';
import { readState } from './state.ts';

export async function readHostDetails(
  reader: LocalReader,
  target: Target,
  system: System,
  executor: Pick<Executor, 'kind'>,
  history: readonly HistoryEntry[],
  signal: AbortSignal | null,
): Promise<HostDetails> {
  const { hierarchies, release } = system;
  const isThisSystem = target.root === '/';
  const layers = [];
  for (const extensionClass of classesIn(release.rules))
    layers.push(...(await reader.layers(target, system, extensionClass, signal)));
  const atBoot = await readAtBoot(target, system);
  if (isThisSystem) atBoot.push({ unit: BOOT_REFRESH_UNIT, state: await readEnablement(BOOT_REFRESH_UNIT) });
  return {
    layers,
    folderSizes: await reader.folderSizes(target, system, signal),
    atBoot,
    mutable: release.rules.mutable ? hierarchies.some(({ merged, writable }) => merged && writable) : null,
    elsewhere: [...system.elsewhere],
    lacks: isThisSystem ? lacksHere(atBoot, executor) : [],
    wrong: diagnoseState(await readState(target, system, history)),
  };
}

type AtBoot = HostDetails['atBoot'];

/** Of the unit of each class. */
async function readAtBoot({ root }: Target, { release: { rules } }: System): Promise<AtBoot> {
  return Promise.all(
    classesIn(rules).map(async (extensionClass) => {
      const unit = `systemd-${extensionClass}.service`;
      if (root !== '/') return { unit, state: 'unknown' };
      const isOff = rules.kernelSwitch && isOffByKernel(extensionClass);
      return { unit, state: isOff ? `off (systemd.${extensionClass}=0)` : await readEnablement(unit) };
    }),
  );
}

/** What the running system lacks of that which extensions need, the worst first; nothing of a tree or a sandbox. */
export async function readLacks(
  target: Target,
  system: System,
  executor: Pick<Executor, 'kind'>,
): Promise<Diagnosis[]> {
  return target.root === '/' ? lacksHere(await readAtBoot(target, system), executor) : [];
}

function lacksHere(atBoot: AtBoot, { kind }: Pick<Executor, 'kind'>): Diagnosis[] {
  const { DISPLAY: display, WAYLAND_DISPLAY: wayland } = process.env;
  return diagnoseLacks({
    hasSysupdate: findSysupdate() !== null,
    atBoot: CLASSES.flatMap((one) =>
      atBoot.flatMap(({ unit, state }) => (unit === `systemd-${one}.service` ? [{ class: one, unit, state }] : [])),
    ),
    mounts: (fileSystem) => readKernelFacts().fileSystem(fileSystem),
    executor: kind,
    hasDesktop: Boolean(display) || Boolean(wayland),
  });
}

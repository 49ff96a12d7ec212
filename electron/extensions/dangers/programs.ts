/** Programs for another machine: systemd looks at ARCHITECTURE= alone, and that may be missing. */
import { pickableArchitectures } from '../../../shared/systemd/architecture.ts';
import type { Rule } from './facts.ts';

/** Machines whose programs a 64-bit one may run as well; the kernel can have that switched off, so nothing is said of them. */
const OFTEN_RUNS: Readonly<Record<string, readonly string[]>> = {
  arm64: ['arm'],
  ppc64: ['ppc'],
  s390x: ['s390'],
  sparc64: ['sparc'],
  parisc64: ['parisc'],
};

export const programs: Rule = ({ layers, architecture }) => {
  const runs = [...pickableArchitectures(architecture), ...(OFTEN_RUNS[architecture] ?? [])];
  return layers.flatMap(({ name, survey }) => {
    const found = [...(survey?.programs ?? [])];
    const runsSome = found.some(([machine]) => runs.includes(machine));
    return found
      .filter(([machine]) => !runs.includes(machine))
      .map(([machine, { count, example }]) => ({
        extension: name,
        kind: 'foreign-machine' as const,
        severity: runsSome ? ('warning' as const) : ('danger' as const),
        path: example,
        message:
          count === 1
            ? `The program is built for ${machine}, which ${architecture} does not start without an emulator.`
            : `${count} programs, like this one, are built for ${machine}, which ${architecture} does not start without an emulator.`,
      }));
  });
};

/** Programs for another machine: systemd looks at ARCHITECTURE= alone, and that may be missing. */

import { messageOf } from '../../messages/message.ts';
import { pickableArchitectures } from '../../systemd/architecture.ts';
import { rule } from '../rule.ts';
import { inLayer, leaveOut, type MergeFacts } from './facts.ts';

/** Machines whose programs a 64-bit one may run as well; the kernel can have that switched off, so nothing is said of them. */
const OFTEN_RUNS: Readonly<Record<string, readonly string[]>> = {
  arm64: ['arm'],
  ppc64: ['ppc'],
  s390x: ['s390'],
  sparc64: ['sparc'],
  parisc64: ['parisc'],
};

export const foreignMachine = rule(
  ['foreign-machine'],
  'e_machine in the header of each program (elf(5)), against the architecture that systemd names',
  (facts: MergeFacts) => {
    const { layers, architecture } = facts;
    const runs = [...pickableArchitectures(architecture), ...(OFTEN_RUNS[architecture] ?? [])];
    return layers.flatMap((layer) => {
      const found = [...(layer.survey?.programs ?? [])];
      const runsSome = found.some(([machine]) => runs.includes(machine));
      return found
        .filter(([machine]) => !runs.includes(machine))
        .map(([machine, { count, example }]) => ({
          id: 'foreign-machine' as const,
          severity: runsSome ? ('warning' as const) : ('danger' as const),
          subject: inLayer(facts, layer.name, example),
          message:
            count === 1
              ? messageOf('extension.program-is-built-for-which-does', { machine, host: architecture })
              : messageOf('extension.programs-like-this-one-are-built', { count, machine, host: architecture }),
          fix: runsSome ? null : leaveOut(facts, layer),
        }));
    });
  },
);

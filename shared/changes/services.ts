/** Telling the service manager what came or went with a merge. */
import { firstNames } from '../messages/first-names.ts';
import { type Message, messageOf } from '../messages/message.ts';
import type { ExtensionClass } from '../systemd/classes.ts';
import { keptAction, verbsOf } from './action.ts';
import { type HelperCall, noFields, type StepOf, type Zod } from './row.ts';

export const SERVICE_ACTIONS = {
  'reload-services': keptAction(
    'let systemd read unit files again',
    'Read all unit files again',
    'let systemd read all unit files again',
  ),
  'restart-units': keptAction(
    'start what extensions hook into three targets; stop or restart units whose file a merged extension brings, and stop those that have none any more',
    'Start or stop services of system extensions',
    'start or stop services of system extensions',
  ),
};

/** What goes with every merge. */
export const SERVICES = verbsOf(SERVICE_ACTIONS);

type ServiceVerb = keyof typeof SERVICE_ACTIONS;

const unitFields = (z: Zod) => ({ units: z.array(z.string()), stop: z.boolean() });
type ReloadStep = StepOf<'reload-services', typeof noFields>;
type UnitsStep = StepOf<'restart-units', typeof unitFields>;

export const SERVICE_STEPS = {
  'reload-services': {
    fields: noFields,
    goesBack: () => true,
    call: ({ verb, class: extensionClass }: ReloadStep): HelperCall<ServiceVerb> => ({
      verb,
      parameters: { class: extensionClass, units: [], stop: false },
    }),
  },
  'restart-units': {
    fields: unitFields,
    goesBack: () => true,
    call: ({ verb, class: extensionClass, units, stop }: UnitsStep): HelperCall<ServiceVerb> => ({
      verb,
      parameters: { class: extensionClass, units, stop },
    }),
  },
};

export const reloadStep = (extensionClass: ExtensionClass): ReloadStep => ({
  verb: 'reload-services',
  class: extensionClass,
  sentence: messageOf('change.let-systemd-read-all-unit-files'),
});

export const stopStep = (extensionClass: ExtensionClass, units: readonly string[], sentence: Message): UnitsStep => ({
  verb: 'restart-units',
  class: extensionClass,
  units: [...units],
  stop: true,
  sentence,
});

/** After the merge, so that what runs has the files that came. */
export const restartStep = (extensionClass: ExtensionClass, units: readonly string[]): UnitsStep => ({
  verb: 'restart-units',
  class: extensionClass,
  units: [...units],
  stop: false,
  sentence: messageOf('change.restart', { units: firstNames(units) }),
});

/** Starting the usual targets starts whatever extensions hook into them. */
export const startStep = (extensionClass: ExtensionClass): UnitsStep => ({
  verb: 'restart-units',
  class: extensionClass,
  units: [],
  stop: false,
  sentence: messageOf('change.start-what-it-hooks-into-sockets'),
});

/** A call of systemd-sysext or systemd-confext, as its command line and environment have it. */
import { parseArgs } from 'node:util';
import { type ExtensionClass, MUTABLE_MODES, type MutableMode } from '../../shared/systemd/classes.ts';

export const VERBS = ['merge', 'unmerge', 'refresh'] as const;
export type Verb = (typeof VERBS)[number];

/** What counts for the outcome of a call. */
export interface Call {
  readonly class: ExtensionClass;
  readonly verb: Verb;
  /** `/` where none is given. */
  readonly root: string;
  readonly force: boolean;
  /** `--mutable=`, else what the environment says; null leaves it to systemd's configuration. */
  readonly mutable: MutableMode | null;
  /** `--image-policy=`; null leaves it to systemd's configuration. */
  readonly imagePolicy: string | null;
  readonly alwaysRefresh: boolean;
  /** Every SYSTEMD_* variable of the call. */
  readonly environment: Readonly<Record<string, string>>;
}

/** @throws {Error} for an option that is not known here, for then nobody knows whether it counts */
export function parseCall(
  program: string,
  args: readonly string[],
  environment: Readonly<Record<string, string>>,
): Call {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      root: { type: 'string' },
      force: { type: 'boolean' },
      mutable: { type: 'string' },
      'image-policy': { type: 'string' },
      'always-refresh': { type: 'string' },
      // Only what happens to units, and what is printed.
      'no-reload': { type: 'boolean' },
      json: { type: 'string' },
    },
  });
  const [first] = positionals;
  const verb = VERBS.find((one) => one === first);
  const extensionClass = (['sysext', 'confext'] as const).find((one) => program === `systemd-${one}`);
  if (verb === undefined || positionals.length !== 1 || extensionClass === undefined) {
    throw new Error(`this is no call that changes something: ${program} ${args.join(' ')}`);
  }
  const mutable = values.mutable ?? environment[`SYSTEMD_${extensionClass.toUpperCase()}_MUTABLE_MODE`] ?? null;
  const mode = MUTABLE_MODES.find((one) => one === mutable) ?? null;
  if (mutable !== mode) throw new Error(`--mutable=${mutable} is in no list here`);
  return {
    class: extensionClass,
    verb,
    root: values.root ?? '/',
    force: values.force === true,
    mutable: mode,
    imagePolicy: values['image-policy'] ?? null,
    alwaysRefresh: values['always-refresh'] === 'yes',
    environment,
  };
}

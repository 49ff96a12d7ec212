/** What the service manager says of the units of attached images. */
import type { Portables } from '../../shared/model/portable.ts';
import { stateOfImage } from '../../shared/systemd/portable.ts';
import { isBooted, readUnitStates } from './services.ts';

/** unit_file_is_active() of portabled. */
const ACTIVE: readonly string[] = ['activating', 'active', 'reloading', 'deactivating'];

/**
 * The same with what runs. Instances of templates are not asked for.
 *
 * @param isOwn whether it is this machine that is looked at; of any other nothing is known
 */
export async function tellRunning(portables: Portables, isOwn: boolean): Promise<Portables> {
  if (!isOwn || !isBooted() || portables.attached.length === 0) return portables;
  const names = portables.attached.flatMap(({ units }) => units.map(({ name }) => name));
  const states = await readUnitStates(names.filter((name) => !name.includes('@.')));
  const isRunning = (name: string) => ACTIVE.includes(states.get(name)?.active ?? '');
  const attached = portables.attached.map((one) => ({
    ...one,
    units: one.units.map((unit) => ({ ...unit, running: isRunning(unit.name) })),
  }));
  const images = portables.images.map((one) => ({ ...one, state: stateOfImage(one.realPath, attached) }));
  return { ...portables, images, attached };
}

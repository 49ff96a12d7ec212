/** For which machine a recipe is built. */
import { machine } from 'node:os';
import { messageOf } from '../../shared/messages/message.ts';
import { VeneerError } from '../../shared/model/errors.ts';
import type { Recipe } from '../../shared/model/recipe.ts';
import { architectureFromUname } from '../../shared/systemd/architecture.ts';

/**
 * What is asked for, else this machine's, else any, where the recipe builds it.
 *
 * @throws {VeneerError} `invalid-input` for one that it does not build for
 */
export function architectureFor({ target: { architectures } }: Recipe, asked: string | null): string {
  const own = architectureFromUname(machine());
  const wanted = asked ?? architectures.find((one) => one === own || one === 'any') ?? own;
  if (architectures.includes(wanted)) return wanted;
  throw new VeneerError(
    'invalid-input',
    messageOf('build.not-for-architecture', { architectures: architectures.join(', '), architecture: wanted }),
  );
}

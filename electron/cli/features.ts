/** veneer features: what optional parts there are of what systemd-sysupdate keeps current, and switching them. */

import { EMPTY_REQUEST } from '../../shared/changes/empty-request.ts';
import { switchFeature } from '../../shared/changes/feature.ts';
import { messageOf } from '../../shared/messages/message.ts';
import { VeneerError } from '../../shared/model/errors.ts';
import type { PlanRequest } from '../../shared/model/plan.ts';
import type { Feature } from '../../shared/model/update.ts';
import { FEATURES_SINCE } from '../../shared/sysupdate/definitions.ts';
import { applyRequest, exitCodeOf } from './change.ts';
import { type Column, formatTable } from './format-table.ts';
import type { Invocation } from './invocation.ts';
import { withHost } from './setup.ts';
import { printLong, sayAnswer, textOf } from './terminal.ts';
import { wordOfFit } from './words.ts';

const SWITCHES: Readonly<Record<string, boolean | null>> = { on: true, off: false, default: null };

export function runFeatures(invocation: Invocation): Promise<number> {
  return withHost(invocation, async (_session, host) => {
    const { release } = await host.read();
    const features = await host.features();
    const [name, word = ''] = invocation.operands;
    if (name === undefined) {
      if (invocation.json) sayAnswer('features', { features });
      else await printLong(() => featureTable(features));
      return 0;
    }
    if (release.rules.version < FEATURES_SINCE) {
      throw new VeneerError(
        'unsupported',
        messageOf('cli.systemd-has-no-features', { version: String(release.rules.version) }),
        {
          nextStep: messageOf('cli.they-need-systemd', { version: String(FEATURES_SINCE) }),
        },
      );
    }
    const { component, name: feature } = featureNamed(features, name);
    const change = switchFeature(feature, component, SWITCHES[word] ?? null);
    const request: PlanRequest = { ...EMPTY_REQUEST, changes: [change], classes: [change.class], action: 'none' };
    return exitCodeOf(await applyRequest(host, request, invocation));
  });
}

/** @param name of a feature, or `COMPONENT/NAME` where several components have one */
function featureNamed(features: readonly Feature[], name: string): Feature {
  const mine = features.filter((one) => one.name === name || `${one.component}/${one.name}` === name);
  const [only, ...others] = mine;
  if (only === undefined) {
    throw new VeneerError('not-found', messageOf('cli.there-is-no-feature', { name }), {
      nextStep: messageOf('cli.see-features'),
    });
  }
  if (others.length > 0) {
    throw new VeneerError('invalid-input', messageOf('cli.several-components-have-feature', { name }), {
      nextStep: messageOf('cli.say-which', { names: mine.map((one) => `${one.component}/${one.name}`).join(', ') }),
    });
  }
  return only;
}

function featureTable(features: readonly Feature[]): string {
  if (features.length === 0) return `${textOf(messageOf('cli.nothing-has-features'))}\n`;
  return formatTable(
    COLUMNS,
    features.map(({ component, name, isOn, brings, description, documentation }) => [
      name,
      component || messageOf('cli.of-os'),
      wordOfFit(isOn),
      brings.join(', ') || '-',
      [description, documentation].filter((one) => one !== null).join(' '),
    ]),
  );
}

const COLUMNS: readonly Column[] = [
  { head: messageOf('cli.column-feature'), isWhole: true },
  { head: messageOf('cli.column-of') },
  { head: messageOf('cli.column-on'), isWhole: true },
  { head: messageOf('cli.column-brings') },
  { head: messageOf('cli.column-description') },
];

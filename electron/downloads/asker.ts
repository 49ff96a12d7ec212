/** How the server of an order is asked. */
import { ask } from '../http/client.ts';
import { ociToken } from '../lists/oci.ts';
import { type Asker, registryAsker } from '../registry/ask.ts';
import type { Order } from './order.ts';

export const askerFor = ({ registry }: Pick<Order, 'registry'>): Asker =>
  registry === undefined
    ? ask
    : registryAsker({ files: registry.files, readToken: async (answer) => ociToken(answer) });

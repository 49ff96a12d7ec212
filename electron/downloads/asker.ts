/** How the server of an order is asked. */
import { requestAnswer } from '../http/client.ts';
import { ociToken } from '../lists/oci.ts';
import { type Asker, registryAsker } from '../registry/ask.ts';
import type { Order } from './order.ts';

export const askerFor = ({ registry }: Pick<Order, 'registry'>): Asker =>
  registry === undefined
    ? requestAnswer
    : registryAsker({ files: registry.files, readToken: async (answer) => ociToken(answer) });

/** Fetches whatever an order is of. */
import { fetchImage } from './fetch-image.ts';
import { fetchLayers } from './fetch-layers.ts';
import type { Fetched, OnProgress, Order } from './order.ts';

/** @throws {VeneerError} as `fetchImage` and `fetchLayers` */
export const fetchOrder = (order: Order, onProgress: OnProgress, signal: AbortSignal): Promise<Fetched> =>
  (order.registry?.what === 'layers' ? fetchLayers : fetchImage)(order, onProgress, signal);

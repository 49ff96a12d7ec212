import { defineConfig } from 'playwright/test';
import base from './playwright.config.ts';

/** npm run film: the moving picture of the README. */
const { globalTeardown: _, ...rest } = base;
export default defineConfig({ ...rest, testMatch: 'film.ts' });

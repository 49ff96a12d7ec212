import { type Browser, chromium } from 'playwright/test';
import config from '../../playwright.config.ts';

/** The browser of the end-to-end tests, for the benches. */
export const launchBrowser = (): Promise<Browser> => chromium.launch(config.use?.launchOptions ?? {});

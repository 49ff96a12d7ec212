/** Counts what a person presses on the way to something: for the journeys, whose numbers are goals. */
import type { Locator } from 'playwright/test';

export interface Hand {
  /** So many times it was pressed. */
  clicks(): number;
  click(what: Locator): Promise<void>;
}

export function makeHand(): Hand {
  let clicks = 0;
  return {
    clicks: () => clicks,
    async click(what) {
      clicks++;
      await what.click();
    },
  };
}

/** What is drawn of a switch, which takes the click. */
export const switchOf = (one: Locator): Locator => one.locator('.toggle');

/** The button of a dialog that does what it says. */
export const doIt = (of: Locator): Locator => of.locator('.modal-actions .button-primary');

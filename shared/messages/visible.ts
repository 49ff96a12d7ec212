/**
 * Characters of foreign text that must not act where it is shown: control characters move the cursor and colour a terminal,
 * format characters turn the direction of reading or do not show at all, and two separate lines and paragraphs.
 */
const ACTING = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu;
/** A call for each of the many line breaks would take longer than all the rest. */
const ACTING_IN_JSON = /(?!\n)[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu;

/** Whether there can be any in JSON: most has none, and is sooner seen to be plain than looked through by categories. */
const NOT_PLAIN = /[^\n\x20-\x7e]/;

/** The text with a sign in place of each of them. */
export const visibleText = (text: string): string => text.replaceAll(ACTING, '\ufffd');

/** Whether a text has any of them. */
export const isVisible = (text: string): boolean => visibleText(text) === text;

/**
 * JSON in which those of its strings are written as `\uXXXX`: what parses it gets the same value, and a terminal that it
 * is printed on nothing that acts. The line breaks between values stay.
 *
 * @param json as JSON.stringify makes it, where such characters stand inside strings alone but for line breaks
 */
export const visibleJson = (json: string): string =>
  NOT_PLAIN.test(json)
    ? json.replaceAll(ACTING_IN_JSON, (one) =>
        one
          .split('')
          .map((unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
          .join(''),
      )
    : json;

/** The most that a page may send over its socket in one message, in bytes. A longer one ends the connection. */
export const MAX_MESSAGE = 1024 * 1024;

/** UTF-16 units of a recipe that a window sends: far more than any has, and a part of what one message may have. */
export const MAX_DRAFT = 128 * 1024;

/** How the names of files in dist/ begin that the desktop's program alone loads. */
export const DESKTOP_ALONE = 'desktop-';

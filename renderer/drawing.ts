/**
 * React, in a file of its own: it makes errors while it is evaluated, and for their place V8 reads the whole file again in
 * which they are made, 20 ms for that of the window.
 */
export { createRoot } from 'react-dom/client';

import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './app.tsx';
import { keepInStep } from './state/store.ts';
import './styles/base.css';

const place = document.getElementById('root');
if (place === null) throw new Error('index.html has no place for the window');
keepInStep();
createRoot(place).render(
  <StrictMode>
    <App />
  </StrictMode>,
);
